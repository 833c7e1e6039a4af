"""The application itself: where it stands, its days, and whose business it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.functional import cached_property

from yakuba.accounts import queries as people
from yakuba.accounts.models import Purpose
from yakuba.applications.events import SUBMITTED
from yakuba.applications.models.channels import Channel
from yakuba.applications.models.states import OFFICIALS, OPEN, State
from yakuba.core.models import Event, Scoped, SealedField, scoped
from yakuba.procedures.queries.languages import spoken
from yakuba.procedures.steps import settling_step
from yakuba.work.models import WorkItem

if TYPE_CHECKING:
    import datetime

    from yakuba.accounts.models import Department
    from yakuba.core.actors import Actor
    from yakuba.procedures.definition import Definition


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Reads of applications."""

    def visible_to(self, actor: Actor) -> ApplicationQuerySet:
        """What this actor may see: staff what their departments deal or dealt with, residents their own."""
        if actor.is_staff:
            return people.unrestricted(self.dealt_with_by(actor), actor)
        # What is disposed of says nothing any more, to nobody.
        return self.filter(_own(actor), matter__disposed_at__isnull=True)

    def disposed_of(self, actor: Actor) -> ApplicationQuerySet:
        """What was this applicant's and is disposed of (廃棄): they are told so, and nobody else learns that it was there.

        No code and no account leads to it any more. There is left what this browser was granted before, and the
        memory of which account filed it.
        """
        filed = Event.objects.filter(matter=models.OuterRef("matter"), name=SUBMITTED.name, actor=actor.code)
        mine = _own(actor) | models.Q(models.Exists(filed)) if actor.is_resident else _own(actor)
        return self.filter(mine, matter__disposed_at__isnull=False)

    def being_typed_by(self, actor: Actor) -> ApplicationQuerySet:
        """What came on paper to the departments of this official and still has to be typed."""
        theirs = actor.departments_as(OFFICIALS)
        waiting = self.filter(department__in=theirs, state=State.DRAFT).exclude(received_on=None)
        return people.unrestricted(waiting, actor)

    def dealt_with_by(self, actor: Actor) -> ApplicationQuerySet:
        """What an official's departments deal with, also where a protection (支援措置) keeps back what it says."""
        theirs = actor.departments_as(OFFICIALS)
        # Who is consulted (合議), examines or decides elsewhere sees the case: it stood on their to-do list.
        items = WorkItem.objects.filter(matter=models.OuterRef("matter"), department__in=theirs)
        near = models.Q(department__in=theirs) | models.Exists(items)
        return self.filter(near).exclude(submitted_at=None)

    def with_everything(self) -> ApplicationQuerySet:
        """With the rows that every page of an application reads."""
        return self.select_related("matter__key__town_key", "version", "department", "program", "capacity")


def _own(actor: Actor) -> models.Q:
    """What an applicant began, was granted, or had filed by a proxy or an authorised system."""
    mine = models.Q(matter__in=actor.matters)
    if actor.program is not None:
        mine |= models.Q(program=actor.program)
    if actor.is_resident:
        mine |= models.Q(resident=actor.resident)
        # What a proxy filed is the principal's own business.
        mine |= models.Q(capacity__mandate__principal__resident=actor.resident)
    return mine


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
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.ONLINE)
    # The authorised system (連携システム) that filed it for the applicant, if one did.
    program = models.ForeignKey("accounts.Program", on_delete=models.PROTECT, null=True, related_name="+")
    # The day of the stamp (収受印) of what did not come online: the clocks run from there.
    received_on = models.DateField(null=True)
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
    # The limit in the law, which nothing stops; a delay notice moves it to the day that it names.
    statutory_due_on = models.DateField(null=True)
    delayed_on = models.DateField(null=True)
    clock_stopped_on = models.DateField(null=True)
    # 決裁日, 施行日 (it left the house or was made available) and 到達日 are three days.
    decided_on = models.DateField(null=True)
    dispatched_on = models.DateField(null=True)
    reached_on = models.DateField(null=True)

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
            models.CheckConstraint(
                condition=models.Q(channel__in=["online", "api"], received_on__isnull=True)
                | (~models.Q(channel__in=["online", "api"]) & models.Q(received_on__isnull=False)),
                name="what_came_on_paper_has_the_day_of_its_stamp",
            ),
            models.CheckConstraint(
                condition=models.Q(reached_on__isnull=True)
                | models.Q(dispatched_on__isnull=False, reached_on__gte=models.F("dispatched_on")),
                name="nothing_reaches_anybody_before_it_leaves",
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "department", "-submitted_at", "-id"],
                name="application_by_department",
            ),
            # One procedure, or one state, among a million others of the department (`applications.long_list`).
            models.Index(
                fields=["municipality", "department", "version", "-submitted_at", "-id"],
                name="application_by_version",
            ),
            models.Index(
                fields=["municipality", "department", "state", "-submitted_at", "-id"],
                name="application_by_state",
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
    def spoken(self) -> Definition:
        """The same definition in the language of the page that is being made."""
        return spoken(self.definition)

    @property
    def office(self) -> Department:
        """The department that deals with it, from its arrival on."""
        if self.department is None:
            raise LookupError("a draft has no department yet")
        return self.department

    @property
    def settled_word(self) -> str:
        """What the town does in the end: it decides an application, accepts a notification (行政手続法37条), confirms an order.

        What is not accepted or confirmed was decided so.
        """
        definition = self.definition
        is_refused = self.outcome != "" and definition.outcome(self.outcome).effect == "refuse"
        if definition.is_application or is_refused:
            return "決定"
        step = settling_step(definition)
        return "確定" if step is not None and step.kind == "confirm" else "受理"

    @property
    def settled_chip(self) -> str:
        """The same as a finished state."""
        return f"{self.settled_word}しました"

    @property
    def is_draft(self) -> bool:
        """Whether it has not arrived yet."""
        return bool(self.state == State.DRAFT)

    @property
    def is_being_typed(self) -> bool:
        """Whether officials still type what came on paper."""
        return self.state == State.DRAFT and self.received_on is not None

    def arrival_day(self, today: datetime.date) -> datetime.date:
        """The day from which the clocks run when it arrives today: on paper the day of its stamp."""
        return self.received_on or today

    @property
    def is_open(self) -> bool:
        """Whether the town still has to decide."""
        return self.state in OPEN

    def is_dealt_with_by(self, actor: Actor) -> bool:
        """Whether it is the business of a department of this official, whatever is kept back of it."""
        theirs = actor.departments_as(OFFICIALS)
        return self.department_id in theirs or (
            self.submitted_at is not None
            and WorkItem.objects.filter(matter=self.matter_id, department__in=theirs).exists()
        )

    @cached_property
    def is_restricted(self) -> bool:
        """Whether a protection (支援措置) keeps it back; asked once for each time the row is read."""
        return people.is_restricted(self.matter_id)

    def reaches(self, actor: Actor) -> bool:
        """Whether this application is the actor's business."""
        if "machine" in actor.roles:
            return True
        if self.matter_id is not None and self.matter.disposed_at is not None:
            return False
        if actor.is_staff:
            return self.is_dealt_with_by(actor) and (
                (self.matter_id, Purpose.VIEW) in actor.cleared or not self.is_restricted
            )
        if actor.program is not None and self.program_id == actor.program:
            return True
        return self.matter_id in actor.matters or (actor.is_resident and self.resident_id == actor.resident)
