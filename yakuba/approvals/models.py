"""The rows of drafting and deciding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

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
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.outcome} {self.state}"

    def reaches(self, actor: Actor) -> bool:
        """Whether the actor is an official of a department that deals with the matter."""
        theirs = actor.departments_as(OFFICIALS)
        return bool(theirs) and WorkItem.objects.filter(matter=self.matter_id, department__in=theirs).exists()
