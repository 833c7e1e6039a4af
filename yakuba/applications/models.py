"""The application, what arrived, and what was asked to be corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from yakuba.core import states
from yakuba.core.models import Scoped, SealedField, scoped

if TYPE_CHECKING:
    from yakuba.accounts.models import Department
    from yakuba.core.actors import Actor
    from yakuba.procedures.definition import Definition


class State(models.TextChoices):
    """The six states of every application of every procedure."""

    DRAFT = "draft", "下書き"
    SUBMITTED = "submitted", "到達"
    RETURNED = "returned", "補正"
    DECIDED = "decided", "決定"
    WITHDRAWN = "withdrawn", "取下げ"
    CLOSED = "closed", "完了"


OPEN = frozenset({State.SUBMITTED, State.RETURNED})
EDITABLE = frozenset({State.DRAFT, State.RETURNED})
FINISHED = frozenset({State.DECIDED, State.CLOSED})
# The posts of a department that deal with its cases.
OFFICIALS = frozenset({"clerk", "chief"})

MOVES = {
    "submit": states.move("draft", to="submitted", otherwise="この申請は、もう町に届いています。"),
    "resubmit": states.move("returned", to="submitted", otherwise="直した内容は、もう町に届いています。"),
    "return": states.move(
        "submitted", to="returned", otherwise="今は補正を依頼できません。申請の状態が変わっています。"
    ),
    "resume": states.move(
        "returned", to="submitted", otherwise="今は補正を待っていません。申請の状態が変わっています。"
    ),
    "decide": states.move(
        "submitted", to="decided", otherwise="今は決裁できません。申請の状態が変わっています。"
    ),
    "withdraw": states.move(
        "submitted",
        "returned",
        to="withdrawn",
        otherwise="決定した後、または取り下げた後は、取り下げられません。",
    ),
    "discard": states.move("draft", to="withdrawn", otherwise="この申請は、もう町に届いています。"),
    "close": states.move("decided", to="closed", otherwise="決定していない案件は、完了にできません。"),
}


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Reads of applications."""

    def visible_to(self, actor: Actor) -> ApplicationQuerySet:
        """What this actor may see: staff their departments' arrived ones, residents their own."""
        if actor.is_staff:
            theirs = actor.departments_as(OFFICIALS)
            return self.filter(department__in=theirs).exclude(submitted_at=None)
        mine = models.Q(matter__in=actor.matters)
        if actor.is_resident:
            mine |= models.Q(resident=actor.resident)
        return self.filter(mine)

    def with_everything(self) -> ApplicationQuerySet:
        """With the rows that every page of an application reads."""
        return self.select_related("matter__key__town_key", "version", "department")


class Application(Scoped):
    """One filing by a resident under one version of a procedure (申請)."""

    matter = models.OneToOneField("core.Matter", on_delete=models.PROTECT, related_name="application")
    version = models.ForeignKey("procedures.Version", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    step = models.CharField(max_length=64, blank=True)
    outcome = models.CharField(max_length=64, blank=True)
    department = models.ForeignKey(
        "accounts.Department", on_delete=models.PROTECT, null=True, related_name="+"
    )
    resident = models.ForeignKey("accounts.Resident", on_delete=models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=10, default="online")
    # The working copy that the applicant writes on; what arrived stands in Submission.
    answers = SealedField(key="matter.key")
    # How often each section was saved: two browser tabs are told apart by it.
    stamps = models.JSONField(default=dict)
    revision = models.PositiveSmallIntegerField(default=0)
    start_token = models.UUIDField()
    lookup_code = SealedField(key="matter.key")
    lookup_hash = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    clock_stopped_on = models.DateField(null=True)
    decided_on = models.DateField(null=True)

    objects: Any = scoped(ApplicationQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "start_token"], name="one_application_per_start"),
            models.UniqueConstraint(fields=["municipality", "lookup_hash"], name="a_lookup_code_stands_once"),
            models.CheckConstraint(
                condition=(
                    models.Q(state__in=["decided", "closed"], decided_on__isnull=False)
                    & ~models.Q(outcome="")
                )
                | models.Q(state__in=["draft", "submitted", "returned", "withdrawn"], outcome=""),
                name="an_outcome_if_and_only_if_decided",
            ),
            models.CheckConstraint(
                condition=models.Q(state="draft", submitted_at__isnull=True)
                | models.Q(state="withdrawn")
                | models.Q(submitted_at__isnull=False, department__isnull=False, revision__gte=1),
                name="whatever_left_the_draft_has_arrived",
            ),
            models.CheckConstraint(
                condition=models.Q(state="returned", clock_stopped_on__isnull=False)
                | models.Q(clock_stopped_on__isnull=True),
                name="the_clock_stands_only_while_returned",
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "department", "-submitted_at", "-id"],
                name="application_by_department",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version.procedure} {self.matter.number or ''}"

    @property
    def definition(self) -> Definition:
        """The definition that this application began with, for ever."""
        found: Definition = self.version.definition
        return found

    @property
    def office(self) -> Department:
        """The department that deals with it, from its arrival on."""
        if self.department is None:
            raise LookupError("a draft has no department yet")
        return self.department

    @property
    def settled_word(self) -> str:
        """What the town does in the end: it decides an application, and accepts a notification (行政手続法37条)."""
        return "決定" if self.definition.is_application else "受理"

    @property
    def settled_chip(self) -> str:
        """The same as a finished state."""
        return f"{self.settled_word}しました"

    @property
    def is_open(self) -> bool:
        """Whether the town still has to decide."""
        return self.state in OPEN

    def reaches(self, actor: Actor) -> bool:
        """Whether this application is the actor's business."""
        if "machine" in actor.roles:
            return True
        if actor.is_staff:
            return self.department_id in actor.departments_as(OFFICIALS)
        return self.matter_id in actor.matters or (actor.is_resident and self.resident_id == actor.resident)


class Submission(Scoped):
    """The answers as they arrived, once per filing: the first and each resubmission (到達した内容)."""

    append_only = ()

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="submissions")
    matter = models.ForeignKey("core.Matter", on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveSmallIntegerField()
    answers = SealedField(key="matter.key")
    arrived_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "revision"], name="a_revision_arrives_once"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.revision}"


class Correction(Scoped):
    """A request to correct named fields by a day (補正依頼, 行政手続法7条)."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="corrections")
    matter = models.ForeignKey("core.Matter", on_delete=models.PROTECT, related_name="+")
    fields = models.JSONField()
    message = SealedField(key="matter.key")
    due_on = models.DateField()
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=64)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(answered_at__isnull=True),
                name="one_open_correction_per_application",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.due_on}"
