"""A draft becomes a decision: as drafted by whoever has the post for it, or otherwise where nobody else must be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from yakuba.approvals import queries, seats
from yakuba.approvals.actions import way
from yakuba.approvals.actions.drafting import cancel, close, propose
from yakuba.approvals.events import APPROVAL_APPROVED, DECISION_ACTED
from yakuba.approvals.models import Capacity
from yakuba.core import access, states
from yakuba.core.actions import record

if TYPE_CHECKING:
    import datetime

    from yakuba.approvals.models import Approval
    from yakuba.approvals.planning import Basis
    from yakuba.core.actors import Actor
    from yakuba.core.models import Matter


@transaction.atomic
def approve(approval: Approval, *, actor: Actor, now: datetime.datetime, remark: str = "") -> Approval:
    """Decide as drafted (決裁). Whoever decides may have drafted: a small town has one chief in a department.

    The post, the rules and the absences of the moment say who may; in an absent holder's place one decides only what
    is ordinary, and the holder looks at it afterwards (代決, 後閲).
    """
    stop = queries.deciding_stop(approval)
    sitting = seats.require(stop, "approval.approve", actor=actor, now=now)
    decided = close(approval, "approve", remark=remark, actor=actor, now=now)
    way.reach(stop, actor=actor, now=now)
    way.act(stop, "agree", sitting, comment=remark, actor=actor, now=now)
    record(
        APPROVAL_APPROVED,
        matter=decided.matter,
        actor=actor,
        now=now,
        step=decided.step,
        outcome=decided.outcome,
    )
    if sitting.capacity == Capacity.ACTING:
        record(DECISION_ACTED, matter=decided.matter, actor=actor, now=now, stop=stop.pk)
    return decided


@transaction.atomic
def approve_as(
    matter: Matter,
    *,
    step: str,
    outcome: str,
    reasons: str,
    actor: Actor,
    now: datetime.datetime,
    basis: Basis | None = None,
) -> Approval:
    """Decide on an outcome, whether it was drafted so, otherwise, or not at all.

    A draft that says the same is approved. One that says something else is cancelled, and what is decided stands
    as a draft of the decider's own. Where others must be asked first, that draft goes its way: raises NotPossible.
    """
    waiting = queries.find_open(matter)
    if waiting and _says_the_same(waiting, step=step, outcome=outcome, reasons=reasons):
        return approve(waiting, actor=actor, now=now)
    if waiting:
        cancel(waiting, actor=actor, now=now)
    draft = propose(
        matter,
        step=step,
        outcome=outcome,
        reasons=reasons,
        basis=basis,
        replaces=waiting,
        # What no basis is given for, the definition leaves to whoever examines.
        is_own=basis is None,
        actor=actor,
        now=now,
    )
    _require_nobody_else(draft, actor)
    return approve(draft, actor=actor, now=now)


def _require_nobody_else(draft: Approval, actor: Actor) -> None:
    """Raise NotPossible where others have to be asked before this draft is decided."""
    access.require(actor, "approval.accept", draft)
    if len(line := queries.standing(draft)) > 1:
        way_words = queries.plan_words_of(line)
        raise states.NotPossible(
            f"この案は {way_words} と回ります。ここでは決裁できません。起案して、回してください。", ""
        )


def _says_the_same(draft: Approval, *, step: str, outcome: str, reasons: str) -> bool:
    # A browser sends back the same words with other line ends.
    words = draft.reasons.split() == reasons.split()
    return words and (draft.step, draft.outcome) == (step, outcome)
