"""The rows of drafting and deciding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from yakuba.accounts.models import Rank
from yakuba.core.models import Scoped, SealedField, scoped
from yakuba.core.states import move
from yakuba.work.models import WorkItem

if TYPE_CHECKING:
    from yakuba.core.actors import Actor


# The posts of a department that draft and decide.
OFFICIALS = frozenset({"clerk", "chief"})


class State(models.TextChoices):
    """How far a draft has come."""

    OPEN = "open", "決裁待ち"
    APPROVED = "approved", "決裁済み"
    REMANDED = "remanded", "差戻し"
    CANCELLED = "cancelled", "取りやめ"


_TOO_LATE = (
    "この起案は、すでに決裁・差戻し・取りやめのどれかになっています。画面を開き直して確かめてください。"
)

MOVES = {
    "approve": move(State.OPEN, to=State.APPROVED, otherwise=_TOO_LATE),
    "remand": move(State.OPEN, to=State.REMANDED, otherwise=_TOO_LATE),
    "cancel": move(State.OPEN, to=State.CANCELLED, otherwise=_TOO_LATE),
}


class Weight(models.TextChoices):
    """How much hangs on a decision; whatever is not ordinary, nobody decides in another's place (代決)."""

    ORDINARY = "ordinary", "通常"
    IMPORTANT = "important", "重要"
    EXCEPTIONAL = "exceptional", "異例"
    NEW = "new", "新規"


class Kind(models.TextChoices):
    """What is done at a stop of the route."""

    CIRCULATE = "circulate", "回議"
    CONSULT = "consult", "合議"
    EXAMINE = "examine", "審査"
    DECIDE = "decide", "決裁"


class StopState(models.TextChoices):
    """How a stop of the route stands."""

    AHEAD = "ahead", "これから"
    WAITING = "waiting", "待っている"
    AGREED = "agreed", "済み"
    REMANDED = "remanded", "差戻し"
    PASSED = "passed", "引上げ"
    NOT_NEEDED = "not_needed", "不要"
    CANCELLED = "cancelled", "取りやめ"


class Capacity(models.TextChoices):
    """As whom somebody acted: by their own post, for an absent holder, or for a post that nobody holds."""

    OWN = "own", "本人"
    ACTING = "acting", "代決"
    VACANCY = "vacancy", "職務代理"


UNDONE = frozenset({StopState.AHEAD, StopState.WAITING})
ACTED = frozenset({StopState.AGREED, StopState.REMANDED})
_ACTED_ALREADY = "この段は、すでに済んでいるか、ほかの人に回っています。画面を開き直して確かめてください。"
STOP_MOVES = {
    "open": move(StopState.AHEAD, to=StopState.WAITING, otherwise=_ACTED_ALREADY),
    "agree": move(*UNDONE, to=StopState.AGREED, otherwise=_ACTED_ALREADY),
    "remand": move(*UNDONE, to=StopState.REMANDED, otherwise=_ACTED_ALREADY),
    "pass": move(*UNDONE, to=StopState.PASSED, otherwise=_ACTED_ALREADY),
    "skip": move(*UNDONE, to=StopState.NOT_NEEDED, otherwise=_ACTED_ALREADY),
    "cancel": move(*UNDONE, to=StopState.CANCELLED, otherwise=_ACTED_ALREADY),
}


class ApprovalQuerySet(models.QuerySet["Approval"]):
    """Reads of drafts."""

    def visible_to(self, actor: Actor) -> ApprovalQuerySet:
        """The drafts about matters that a department of the actor deals with; residents never see drafts."""
        theirs = actor.departments_as(OFFICIALS)
        return self.filter(Exists(WorkItem.objects.filter(matter=OuterRef("matter"), department__in=theirs)))

    def still_open(self) -> ApprovalQuerySet:
        """What waits for somebody to decide."""
        return self.filter(state=State.OPEN)


class Approval(Scoped):
    """One draft of a decision (起案) and what was decided about it (決裁)."""

    matter = models.ForeignKey("core.Matter", on_delete=models.PROTECT, related_name="approvals")
    step = models.CharField(max_length=64)
    outcome = models.CharField(max_length=64)
    reasons = SealedField(key="matter.key")
    proposed_by = models.ForeignKey("accounts.Staff", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    decided_by = models.ForeignKey("accounts.Staff", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    remark = SealedField(key="matter.key")
    # What the draft would do, in the words of the definition; never about a person.
    title = models.CharField(max_length=240, blank=True)
    weight = models.CharField(max_length=12, choices=Weight.choices, default=Weight.ORDINARY)
    amount_yen = models.PositiveBigIntegerField(null=True)
    decider_rank = models.CharField(max_length=20, choices=Rank.choices, blank=True)
    # The department that drafts; its line of superiors is the way upwards.
    office = models.ForeignKey("accounts.Department", on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True)
    # The name and the post of that day: they may change, the paper may not.
    proposed_post = models.CharField(max_length=200, blank=True)
    proposed_name = SealedField(key="matter.key")
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    objects: Any = scoped(ApprovalQuerySet)

    class Meta:
        verbose_name = "決裁"
        constraints = [
            models.UniqueConstraint(
                fields=["matter"], condition=Q(state=State.OPEN), name="one_open_approval_per_matter"
            ),
            models.CheckConstraint(
                condition=Q(state=State.OPEN, decided_at__isnull=True, decided_by__isnull=True)
                | Q(
                    state__in=[State.APPROVED, State.REMANDED],
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                )
                # A withdrawal by the applicant cancels a draft too: then no member of staff did.
                | Q(state=State.CANCELLED, decided_at__isnull=False),
                name="an_approval_is_open_or_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(weight__in=Weight.values), name="an_approval_has_a_known_weight"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.outcome} {self.state}"

    def reaches(self, actor: Actor) -> bool:
        """Whether the actor is an official of a department that deals with the matter."""
        theirs = actor.departments_as(OFFICIALS)
        return bool(theirs) and WorkItem.objects.filter(matter=self.matter_id, department__in=theirs).exists()


class Stop(Scoped):
    """One station of a draft on its way to the decision (回議・合議・審査・決裁), and what was done at it.

    `department` is the line in which `rank` must act; an executive's rank is one for the whole town. Stops of one
    `level` wait at the same time, and `needed` of them must agree. A stop that has to be passed anew is superseded by
    another row and stays as it was.
    """

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="stops")
    matter = models.ForeignKey("core.Matter", on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    department = models.ForeignKey("accounts.Department", on_delete=models.PROTECT, related_name="+")
    rank = models.CharField(max_length=20, choices=Rank.choices, blank=True)
    staff = models.ForeignKey("accounts.Staff", on_delete=models.PROTECT, null=True, related_name="+")
    needed = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=StopState.choices, default=StopState.AHEAD)
    opened_at = models.DateTimeField(null=True)
    acted_by = models.ForeignKey("accounts.Staff", on_delete=models.PROTECT, null=True, related_name="+")
    acted_at = models.DateTimeField(null=True)
    capacity = models.CharField(max_length=10, choices=Capacity.choices, blank=True)
    acting_for = models.ForeignKey("accounts.Staff", on_delete=models.PROTECT, null=True, related_name="+")
    acted_rank = models.CharField(max_length=20, choices=Rank.choices, blank=True)
    acted_post = models.CharField(max_length=200, blank=True)
    acted_name = SealedField(key="matter.key")
    comment = SealedField(key="matter.key")
    viewed_by = models.ForeignKey("accounts.Staff", on_delete=models.PROTECT, null=True, related_name="+")
    viewed_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "経路の段"
        constraints = [
            models.CheckConstraint(
                condition=~Q(rank="") | Q(staff__isnull=False), name="a_stop_waits_for_a_post_or_a_person"
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=sorted(ACTED),
                    acted_by__isnull=False,
                    acted_at__isnull=False,
                    capacity__in=Capacity.values,
                )
                | Q(
                    state__in=[state for state in StopState.values if state not in ACTED],
                    acted_by__isnull=True,
                    acted_at__isnull=True,
                    capacity="",
                ),
                name="a_stop_is_acted_on_if_and_only_if_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(capacity=Capacity.ACTING, acting_for__isnull=False)
                | (~Q(capacity=Capacity.ACTING) & Q(acting_for__isnull=True)),
                name="who_acts_for_another_names_the_absent",
            ),
            models.CheckConstraint(
                condition=Q(viewed_at__isnull=True, viewed_by__isnull=True)
                | Q(viewed_at__isnull=False, viewed_by__isnull=False)
                & (Q(capacity=Capacity.ACTING) | Q(state=StopState.PASSED)),
                name="only_what_went_past_somebody_is_viewed_afterwards",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True) | ~Q(state__in=sorted(UNDONE)),
                name="a_superseded_stop_waits_no_more",
            ),
            models.UniqueConstraint(
                fields=["approval"],
                condition=Q(kind=Kind.DECIDE, superseded_at__isnull=True),
                name="one_deciding_stop_per_approval",
            ),
            models.UniqueConstraint(
                fields=["approval"],
                condition=Q(kind=Kind.DECIDE, state=StopState.AGREED),
                name="one_decision_per_approval",
            ),
        ]
        indexes = [
            models.Index(fields=["approval", "level", "id"], name="stop_of_approval"),
            models.Index(
                fields=["municipality", "acting_for", "id"],
                name="stop_to_view_afterwards",
                condition=Q(acting_for__isnull=False, viewed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.level} {self.state}"

    @property
    def is_undone(self) -> bool:
        """Whether somebody still has to act at it."""
        return self.state in UNDONE

    @property
    def item(self) -> str:
        """Under which step its work stands on the to-do list; the decision under that of the case."""
        return self.approval.step if self.kind == Kind.DECIDE else f"stop-{self.pk.hex}"

    @property
    def later_item(self) -> str:
        """Under which step it stands there that somebody looks at afterwards what went past them (後閲)."""
        return f"{AFTERWARDS}{self.pk.hex}"


AFTERWARDS = "view-"
