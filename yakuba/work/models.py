"""The rows of the one to-do list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, F, Q, Value, When

from yakuba.accounts.models import Membership
from yakuba.core.models import Scoped, scoped

if TYPE_CHECKING:
    import datetime
    from uuid import UUID

    from yakuba.core.actors import Actor


Role = Membership.Role


class DueState(models.TextChoices):
    """How an item stands to its due date."""

    LATE = "late", "期限を過ぎています"
    TODAY = "today", "今日が期限です"
    LATER = "later", "期限はまだ先です"


# A chief sees what the clerks of the department have to do; nobody sees work above their own post.
WORK_OF: dict[str, frozenset[str]] = {
    "clerk": frozenset({Role.CLERK.value}),
    "chief": frozenset({Role.CLERK.value, Role.CHIEF.value}),
}


def work_of(actor: Actor, department_id: UUID) -> frozenset[str]:
    """The roles whose work the actor sees on the to-do list of this department, by the posts held there."""
    posts = actor.roles_in(department_id)
    return frozenset[str]().union(*(WORK_OF.get(role, frozenset()) for role in posts))


def due_state(due_on: datetime.date | None, today: datetime.date) -> DueState:
    """How a due date stands to `today`: the twin of `WorkItemQuerySet.with_due_state`."""
    if due_on is None or due_on > today:
        return DueState.LATER
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

    def with_due_state(self, today: datetime.date) -> WorkItemQuerySet:
        """Each item with `due_state` (late, today, later), the twin of the function `due_state`."""
        state = Case(
            When(due_on__lt=today, then=Value(DueState.LATE.value)),
            When(due_on=today, then=Value(DueState.TODAY.value)),
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
