"""The rows of the one to-do list, and what officials keep beside a matter: notes, labels, watchers, reminders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, F, Q, Value, When

from yakuba.accounts.models import Membership
from yakuba.core.models import Matter, Scoped, SealedField, scoped

if TYPE_CHECKING:
    import datetime
    from uuid import UUID

    from yakuba.core.actors import Actor


Role = Membership.Role


class DueState(models.TextChoices):
    """How an item stands to its due date."""

    LATE = "late", "期限を過ぎています"
    TODAY = "today", "今日が期限です"
    SOON = "soon", "期限が近づいています"
    LATER = "later", "期限はまだ先です"


# A chief sees what the clerks of the department have to do; nobody sees work above their own post. A systems officer
# sees what the machines need, and nothing of any case.
WORK_OF: dict[str, frozenset[str]] = {
    "clerk": frozenset({Role.CLERK.value}),
    "chief": frozenset({Role.CLERK.value, Role.CHIEF.value}),
    "systems": frozenset({Role.SYSTEMS.value}),
}
# The posts of those who deal with cases.
OFFICIALS = frozenset({"clerk", "chief"})


def work_of(actor: Actor, department_id: UUID) -> frozenset[str]:
    """The roles whose work the actor sees on the to-do list of this department, by the posts held there."""
    posts = actor.roles_in(department_id)
    return frozenset[str]().union(*(WORK_OF.get(role, frozenset()) for role in posts))


def due_state(due_on: datetime.date | None, today: datetime.date, soon: datetime.date) -> DueState:
    """How a due date stands to `today`, due soon until `soon`: the twin of `WorkItemQuerySet.with_due_state`."""
    if due_on is None or due_on > max(soon, today):
        return DueState.LATER
    if due_on > today:
        return DueState.SOON
    return DueState.TODAY if due_on == today else DueState.LATE


class WorkItemQuerySet(models.QuerySet["WorkItem"]):
    """Reads of the to-do list."""

    def visible_to(self, actor: Actor) -> WorkItemQuerySet:
        """What the actor may do or watch: in each department the work of their posts there."""
        theirs = Q(pk__in=())
        for department in actor.departments:
            theirs |= Q(department=department, role__in=work_of(actor, department))
        return self.filter(theirs)

    def still_open(self) -> WorkItemQuerySet:
        """What nobody has done yet."""
        return self.filter(done_at__isnull=True)

    def assigned_to(self, actor: Actor) -> WorkItemQuerySet:
        """What the actor has taken on."""
        return self.filter(assignee=actor.staff) if actor.is_staff else self.none()

    def unassigned(self) -> WorkItemQuerySet:
        """What nobody has taken on."""
        return self.filter(assignee__isnull=True)

    def watched_by(self, actor: Actor) -> WorkItemQuerySet:
        """What the actor keeps an eye on."""
        watched = Watch.objects.filter(staff=actor.staff).values("matter")
        return self.filter(matter__in=watched) if actor.is_staff else self.none()

    def with_due_state(self, today: datetime.date, soon: datetime.date) -> WorkItemQuerySet:
        """Each item with `due_state` (late, today, soon, later), the twin of the function `due_state`."""
        state = Case(
            When(due_on__lt=today, then=Value(DueState.LATE.value)),
            When(due_on=today, then=Value(DueState.TODAY.value)),
            When(due_on__lte=soon, then=Value(DueState.SOON.value)),
            default=Value(DueState.LATER.value),
            output_field=models.CharField(),
        )
        return self.annotate(due_state=state)

    def by_due_date(self) -> WorkItemQuerySet:
        """The most urgent first; items without a due date last, then by age (ids are time-ordered)."""
        return self.order_by(F("due_on").asc(nulls_last=True), "id")


class WorkItem(Scoped):
    """One thing that somebody of a department has to do about a matter (作業)."""

    matter = models.ForeignKey("core.Matter", on_delete=models.PROTECT, related_name="work_items")
    department = models.ForeignKey("accounts.Department", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=Role.choices)
    assignee = models.ForeignKey("accounts.Staff", on_delete=models.PROTECT, null=True, related_name="+")
    step = models.CharField(max_length=64)
    title = models.CharField(max_length=240)
    due_on = models.DateField(null=True)
    opened_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    objects: Any = scoped(WorkItemQuerySet)

    class Meta:
        verbose_name = "作業"
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "step"],
                condition=Q(done_at__isnull=True),
                name="a_step_is_open_once_per_matter",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="work_is_for_a_known_role"),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "department", "role", "due_on", "id"],
                name="work_to_do",
                condition=Q(done_at__isnull=True),
            ),
            models.Index(
                fields=["municipality", "assignee", "due_on", "id"],
                name="work_of_assignee",
                condition=Q(done_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.due_on or ''}"

    def reaches(self, actor: Actor) -> bool:
        """Whether this is work of a post that the actor holds in its department."""
        return self.role in work_of(actor, self.department_id)


class Business:
    """A matter as the business of those departments that have, or had, something to do about it."""

    def __init__(self, matter: Matter) -> None:
        self._matter = matter

    def reaches(self, actor: Actor) -> bool:
        """Whether a department in which the actor examines or decides deals with the matter."""
        theirs = actor.departments_as(OFFICIALS)
        return bool(theirs) and WorkItem.objects.filter(matter=self._matter, department__in=theirs).exists()


class Note(Scoped):
    """What an official writes down for colleagues about a matter (メモ); the applicant never sees it."""

    append_only = ()

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="notes")
    author = models.ForeignKey("accounts.Staff", on_delete=models.PROTECT, related_name="+")
    text = SealedField(key="matter.key")
    # To whom the matter was handed over with these words, where it was.
    handed_to = models.ForeignKey("accounts.Staff", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = "メモ"

    def __str__(self) -> str:
        return f"{self.matter_id} {self.at}"


class Label(Scoped):
    """A word that a town's officials put on matters to find them again (ラベル)."""

    name = models.CharField(max_length=20)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = "ラベル"
        constraints = [
            models.UniqueConstraint(fields=["municipality", "name"], name="a_label_stands_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Labelling(Scoped):
    """A label on a matter (ラベル付け)."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="labellings")
    label = models.ForeignKey(Label, on_delete=models.PROTECT, related_name="labellings")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "label"], name="a_label_is_put_on_once"),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.label_id}"


class Watch(Scoped):
    """An official who wants to hear of a matter without being in charge of it (見守り)."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="watches")
    staff = models.ForeignKey("accounts.Staff", on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "staff"], name="a_matter_is_watched_once_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.staff_id}"


class Reminder(Scoped):
    """That somebody was told of a deadline that comes near or has passed (期限の知らせ), and whether they saw it."""

    item = models.ForeignKey(WorkItem, on_delete=models.PROTECT, related_name="reminders")
    staff = models.ForeignKey("accounts.Staff", on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=10, choices=DueState.choices)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "期限の知らせ"
        constraints = [
            models.UniqueConstraint(fields=["item", "staff", "about"], name="one_reminds_once_of_one_thing"),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "staff"], name="reminder_unseen", condition=Q(seen_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.about}"


class SavedFilter(Scoped):
    """A choice of a list that an official keeps under a name (保存した絞り込み); its query holds codes only."""

    class Listing(models.TextChoices):
        """The list that it belongs to."""

        WORK = "todo", "やること"
        CASES = "cases", "案件"

    staff = models.ForeignKey("accounts.Staff", on_delete=models.PROTECT, related_name="+")
    listing = models.CharField(max_length=10, choices=Listing.choices)
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=400)

    class Meta:
        verbose_name = "保存した絞り込み"
        constraints = [
            models.UniqueConstraint(fields=["staff", "listing", "name"], name="a_filter_stands_once_by_name"),
        ]

    def __str__(self) -> str:
        return f"{self.listing} {self.query}"
