"""What officials do with a draft: propose it, approve it, remand it, or end it when its matter ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from yakuba.accounts.models import Staff
from yakuba.approvals import queries
from yakuba.approvals.events import (
    APPROVAL_APPROVED,
    APPROVAL_CANCELLED,
    APPROVAL_PROPOSED,
    APPROVAL_REMANDED,
)
from yakuba.approvals.models import MOVES, Approval
from yakuba.core import access, states
from yakuba.core.actions import record
from yakuba.core.models import Matter

if TYPE_CHECKING:
    import datetime

    from yakuba.core.actors import Actor
    from yakuba.core.events import EventType


class RemarkMissing(Exception):
    """A remand says nothing about what to mend; the message is for the person."""


@transaction.atomic
def propose(
    matter: Matter, *, step: str, outcome: str, reasons: str, actor: Actor, now: datetime.datetime
) -> Approval:
    """Draft a decision and put it before the one who decides (起案).

    Raises NotPossible while another draft of the matter waits; after a remand a new draft is a new row.
    """
    draft = Approval(matter=matter, step=step, outcome=outcome, reasons=reasons, proposed_at=now)
    access.require(actor, "approval.propose", draft)
    draft.proposed_by = Staff.objects.get(pk=actor.staff)
    # Lock order: matter, children. Of two drafts at the same moment, the second finds the first here.
    Matter.objects.select_for_update(of=("self",)).get(pk=matter.pk)
    if waiting := queries.find_open(matter):
        raise states.NotPossible(
            "この案件には、決裁を待っている起案がすでにあります。その決裁か差戻しを待ってください。",
            waiting.state,
        )
    draft.save()
    _record(APPROVAL_PROPOSED, draft, actor=actor, now=now)
    return draft


@transaction.atomic
def approve(approval: Approval, *, actor: Actor, now: datetime.datetime, remark: str = "") -> Approval:
    """Decide as drafted (決裁). Whoever decides may have drafted: a small town has one chief in a department."""
    access.require(actor, "approval.approve", approval)
    decided = _decide(approval, "approve", remark=remark, actor=actor, now=now)
    _record(APPROVAL_APPROVED, decided, actor=actor, now=now)
    return decided


@transaction.atomic
def approve_as(
    matter: Matter, *, step: str, outcome: str, reasons: str, actor: Actor, now: datetime.datetime
) -> Approval:
    """Decide on an outcome, whether it was drafted so, otherwise, or not at all.

    A draft that says the same is approved. One that says something else is cancelled, and what is decided stands
    as a draft of the decider's own. Whose decision the step is, the definition says and the case above asks:
    a 届出 is accepted by the one who examines it (行政手続法37条).
    """
    waiting = queries.find_open(matter)
    if waiting and not _says_the_same(waiting, step=step, outcome=outcome, reasons=reasons):
        cancel(waiting, actor=actor, now=now)
        waiting = None
    draft = waiting or propose(matter, step=step, outcome=outcome, reasons=reasons, actor=actor, now=now)
    access.require(actor, "approval.accept", draft)
    decided = _decide(draft, "approve", remark="", actor=actor, now=now)
    _record(APPROVAL_APPROVED, decided, actor=actor, now=now)
    return decided


@transaction.atomic
def remand(approval: Approval, *, remark: str, actor: Actor, now: datetime.datetime) -> Approval:
    """Send the draft back to whoever drafted it, saying what to mend (差戻し). Raises RemarkMissing."""
    access.require(actor, "approval.remand", approval)
    if not remark.strip():
        raise RemarkMissing(
            "差し戻す理由を書いてください。起案した職員が、何を直せばよいか分かるようにします。"
        )
    remanded = _decide(approval, "remand", remark=remark, actor=actor, now=now)
    _record(APPROVAL_REMANDED, remanded, actor=actor, now=now)
    return remanded


@transaction.atomic
def cancel(approval: Approval, *, actor: Actor, now: datetime.datetime) -> Approval:
    """End a draft that nobody has to decide any more: the matter was withdrawn or returned for correction."""
    # Whether the matter is the actor's business, the case above has asked: a draft knows no applicant.
    access.require(actor, "approval.cancel")
    cancelled = _decide(approval, "cancel", remark="", actor=actor, now=now)
    _record(APPROVAL_CANCELLED, cancelled, actor=actor, now=now)
    return cancelled


@transaction.atomic
def cancel_open(matter: Matter, *, actor: Actor, now: datetime.datetime) -> Approval | None:
    """End the draft that waits about the matter, if there is one."""
    waiting = queries.find_open(matter)
    return cancel(waiting, actor=actor, now=now) if waiting else None


def _says_the_same(draft: Approval, *, step: str, outcome: str, reasons: str) -> bool:
    # A browser sends back the same words with other line ends.
    words = draft.reasons.split() == reasons.split()
    return words and (draft.step, draft.outcome) == (step, outcome)


def _decide(approval: Approval, move: str, *, remark: str, actor: Actor, now: datetime.datetime) -> Approval:
    fresh = states.apply(approval, MOVES, move)
    fresh.decided_by_id, fresh.decided_at, fresh.remark = actor.staff, now, remark
    fresh.save(update_fields=["state", "decided_by", "decided_at", "remark"])
    return fresh


def _record(event: EventType, approval: Approval, *, actor: Actor, now: datetime.datetime) -> None:
    record(
        event,
        matter=approval.matter,
        actor=actor,
        now=now,
        step=approval.step,
        outcome=approval.outcome,
    )
