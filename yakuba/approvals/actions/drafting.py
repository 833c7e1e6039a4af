"""A draft comes to be and is taken back: proposed, revised by another, withdrawn by its drafter, ended with its matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from yakuba.accounts.models import Staff
from yakuba.approvals import queries
from yakuba.approvals.actions import way
from yakuba.approvals.events import APPROVAL_CANCELLED, APPROVAL_PROPOSED, APPROVAL_WITHDRAWN
from yakuba.approvals.models import MOVES, OFFICIALS, Approval, Kind, State
from yakuba.core import access, states
from yakuba.core.actions import record
from yakuba.work.models import WorkItem

if TYPE_CHECKING:
    import datetime

    from yakuba.accounts.models import Department
    from yakuba.approvals.planning import Basis, Planned
    from yakuba.core.actors import Actor
    from yakuba.core.events import EventType
    from yakuba.core.models import Matter


@transaction.atomic
def propose(
    matter: Matter,
    *,
    step: str,
    outcome: str,
    reasons: str,
    actor: Actor,
    now: datetime.datetime,
    basis: Basis | None = None,
    replaces: Approval | None = None,
    is_own: bool = False,
) -> Approval:
    """Draft a decision and send it on its way to the one who decides (起案); without a `basis` the director decides.

    What `is_own`, the drafter decides: the definition leaves it to whoever examines (行政手続法37条).

    Raises NotPossible while another draft of the matter waits; after a remand a new draft is a new row.
    """
    draft = Approval(
        matter=matter, step=step, outcome=outcome, reasons=reasons, proposed_at=now, replaces=replaces
    )
    access.require(actor, "approval.propose", draft)
    known = basis or queries.Basis(department=_department_of(matter, actor), is_own=is_own)
    planned = _draft(draft, known, actor=actor, now=now)
    way.lay(draft, planned)
    way.open_next(draft, actor=actor, now=now)
    _record(APPROVAL_PROPOSED, draft, actor=actor, now=now)
    return draft


@transaction.atomic
def revise(
    approval: Approval,
    *,
    outcome: str,
    reasons: str,
    actor: Actor,
    now: datetime.datetime,
    basis: Basis | None = None,
) -> Approval:
    """Change a draft on its way: another draft takes its place, which goes up from whoever changed it.

    The drafter may, and every superior whose turn it is or who pulls the draft up; those consulted are asked again.
    """
    access.require(actor, "approval.propose", approval)
    fresh = states.lock(approval)
    if fresh.state != State.OPEN:
        raise states.NotPossible(MOVES["remand"].otherwise, fresh.state)
    stop = queries.open_to(fresh, actor, now=now)
    is_superior = stop is not None and stop.kind in {Kind.CIRCULATE, Kind.DECIDE}
    if not is_superior and fresh.proposed_by_id != actor.staff:
        raise access.NotAllowed("案を変えられるのは、起案した人と、回議・決裁をする人です。")
    cancel(fresh, actor=actor, now=now)
    return propose(
        fresh.matter,
        step=fresh.step,
        outcome=outcome,
        reasons=reasons,
        basis=basis,
        replaces=fresh,
        actor=actor,
        now=now,
    )


@transaction.atomic
def withdraw(approval: Approval, *, actor: Actor, now: datetime.datetime) -> Approval:
    """Take one's own draft back while nobody has acted on it (引戻し)."""
    access.require(actor, "approval.withdraw", approval)
    if approval.proposed_by_id != actor.staff:
        raise access.NotAllowed("引き戻せるのは、起案した本人だけです。")
    fresh = states.lock(approval)
    if fresh.state == State.OPEN and not queries.untouched(fresh):
        raise states.NotPossible(
            "もう誰かが見た案は、引き戻せません。差し戻してもらうか、案を変えてください。", fresh.state
        )
    withdrawn = close(fresh, "cancel", remark="", actor=actor, now=now)
    way.end(withdrawn, actor=actor, now=now)
    _record(APPROVAL_WITHDRAWN, withdrawn, actor=actor, now=now)
    return withdrawn


@transaction.atomic
def cancel(approval: Approval, *, actor: Actor, now: datetime.datetime) -> Approval:
    """End a draft that nobody has to decide any more: the matter was withdrawn or returned for correction."""
    # Whether the matter is the actor's business, the case above has asked: a draft knows no applicant.
    access.require(actor, "approval.cancel")
    cancelled = close(approval, "cancel", remark="", actor=actor, now=now)
    way.end(cancelled, actor=actor, now=now)
    _record(APPROVAL_CANCELLED, cancelled, actor=actor, now=now)
    return cancelled


@transaction.atomic
def cancel_open(matter: Matter, *, actor: Actor, now: datetime.datetime) -> Approval | None:
    """End the draft that waits about the matter, if there is one."""
    waiting = queries.find_open(matter)
    return cancel(waiting, actor=actor, now=now) if waiting else None


# What every act on a draft shares -----------------------------------------------------------------
def _draft(draft: Approval, basis: Basis, *, actor: Actor, now: datetime.datetime) -> tuple[Planned, ...]:
    """Save a new draft with what it follows from, and give its way, which is not laid yet."""
    drafter = draft.proposed_by = Staff.objects.get(pk=actor.staff)
    # Lock order: matter, children. Of two drafts at the same moment, the second finds the first here.
    states.hold(draft.matter_id)
    if waiting := queries.find_open(draft.matter):
        raise states.NotPossible(
            "この案件には、決裁を待っている起案がすでにあります。その決裁か差戻しを待ってください。",
            waiting.state,
        )
    today = localdate(now)
    planned = queries.plan(basis, drafter=drafter, on=today)
    draft.title, draft.weight, draft.amount_yen = basis.title, basis.weight, basis.amount_yen
    draft.office, draft.due_on, draft.decider_rank = basis.department, basis.due_on, planned[-1].rank
    rank = queries.rank_of(drafter, department=basis.department, on=today)
    draft.proposed_post = queries.post_words(drafter, rank, department=basis.department, on=today)
    draft.proposed_name = drafter.name
    draft.save()
    return planned


def _department_of(matter: Matter, actor: Actor) -> Department:
    """The department of the drafter that deals with the matter."""
    theirs = actor.departments_as(OFFICIALS)
    items = WorkItem.objects.filter(matter=matter, department__in=theirs).select_related("department")
    found: Department = items.order_by("id")[0].department
    return found


def close(approval: Approval, move: str, *, remark: str, actor: Actor, now: datetime.datetime) -> Approval:
    """Apply a move that ends a draft, and write down by whom."""
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
