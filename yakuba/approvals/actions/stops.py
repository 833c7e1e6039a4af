"""What is done at a stop of the way: agree, remand to an earlier person, look afterwards, go to somebody else instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from yakuba.accounts import queries as accounts
from yakuba.approvals import queries, seats
from yakuba.approvals.actions import way
from yakuba.approvals.actions.drafting import close
from yakuba.approvals.events import (
    APPROVAL_REMANDED,
    CIRCULATION_AGREED,
    CONSULTATION_AGREED,
    EXAMINATION_AGREED,
    STOP_REMANDED,
    STOP_REROUTED,
    STOP_VIEWED,
)
from yakuba.approvals.models import MOVES, Kind, State, Stop, StopState
from yakuba.core import access, states
from yakuba.core.actions import record
from yakuba.work import actions as work

if TYPE_CHECKING:
    import datetime

    from yakuba.accounts.models import Department, Staff
    from yakuba.approvals.models import Approval
    from yakuba.core.actors import Actor
    from yakuba.core.events import EventType


class RemarkMissing(Exception):
    """A remand or a rerouting gives no reason; the message is for the person."""


# Agreeing -----------------------------------------------------------------------------------------
@transaction.atomic
def agree(stop: Stop, *, actor: Actor, now: datetime.datetime, comment: str = "") -> Stop:
    """Let the draft go on as far as this stop is concerned (回議・合議・審査); lower posts may be passed (引上げ)."""
    sitting = seats.require(stop, "approval.agree", actor=actor, now=now)
    _require_open(stop.approval)
    if stop.kind == Kind.DECIDE:
        raise states.NotPossible("この段では、決裁してください。", stop.state)
    way.reach(stop, actor=actor, now=now)
    agreed = way.act(stop, "agree", sitting, comment=comment, actor=actor, now=now)
    if stop.kind == Kind.CONSULT:
        _record(CONSULTATION_AGREED, agreed, actor=actor, now=now)
    elif stop.kind == Kind.EXAMINE:
        _record(EXAMINATION_AGREED, agreed, actor=actor, now=now)
    else:
        _record(CIRCULATION_AGREED, agreed, actor=actor, now=now)
    _go_on(agreed, actor=actor, now=now)
    return agreed


def _go_on(stop: Stop, *, actor: Actor, now: datetime.datetime) -> None:
    """Once enough of a level agreed, the others need not, and the next level begins."""
    level = [one for one in queries.standing(stop.approval) if one.level == stop.level]
    if sum(one.state == StopState.AGREED for one in level) >= stop.needed:
        for one in level:
            if one.is_undone:
                way.leave(one, "skip", actor=actor, now=now)
    way.open_next(stop.approval, actor=actor, now=now)


# Remanding ----------------------------------------------------------------------------------------
@transaction.atomic
def remand(
    approval: Approval, *, remark: str, actor: Actor, now: datetime.datetime, to: Stop | None = None
) -> Approval:
    """Send the draft back, saying what to mend (差戻し): to whoever drafted it, or to an earlier stop (`to`).

    From an earlier stop on, everything is asked anew. Raises RemarkMissing.
    """
    access.require(actor, "approval.remand", approval)
    _require_open(approval)
    stop = queries.open_to(approval, actor, now=now)
    if stop is None:
        raise access.NotAllowed(_not_their_turn(approval))
    sitting = seats.require(stop, "approval.remand", actor=actor, now=now)
    if not remark.strip():
        raise RemarkMissing(
            "差し戻す理由を書いてください。起案した職員が、何を直せばよいか分かるようにします。"
        )
    # As it was before they pulled it up: whom that passes by has nothing yet to think over again.
    if to is not None and to.pk not in {one.pk for one in queries.may_go_back_to(approval, stop)}:
        raise states.NotPossible("その人には、差し戻せません。画面を開き直して確かめてください。", stop.state)
    way.reach(stop, actor=actor, now=now)
    way.act(stop, "remand", sitting, comment=remark, actor=actor, now=now)
    if to is not None:
        return _go_back(approval, stop, to, actor=actor, now=now)
    remanded = close(approval, "remand", remark=remark, actor=actor, now=now)
    way.end(remanded, actor=actor, now=now)
    record(
        APPROVAL_REMANDED,
        matter=remanded.matter,
        actor=actor,
        now=now,
        step=remanded.step,
        outcome=remanded.outcome,
    )
    return remanded


def _go_back(approval: Approval, stop: Stop, to: Stop, *, actor: Actor, now: datetime.datetime) -> Approval:
    again = [one for one in queries.standing(approval) if one.level > to.level or one.pk == to.pk]
    for one in again:
        if one.is_undone:
            way.leave(one, "cancel", actor=actor, now=now)
        else:
            way.forget_later(one, actor=actor, now=now)
    Stop.objects.filter(pk__in=[one.pk for one in again]).update(superseded_at=now)
    anew = {one.pk: _again(one) for one in again}
    record(STOP_REMANDED, matter=approval.matter, actor=actor, now=now, stop=stop.pk, to=anew[to.pk].pk)
    way.open_next(approval, actor=actor, now=now)
    return approval


def _again(stop: Stop, **changes: object) -> Stop:
    """The same stop as a new row, still ahead."""
    facts = {
        "approval": stop.approval,
        "matter": stop.matter,
        "level": stop.level,
        "kind": stop.kind,
        "department": stop.department,
        "rank": stop.rank,
        "staff": stop.staff,
        "needed": stop.needed,
    }
    found: Stop = Stop.objects.create(**{**facts, **changes})
    return found


def _not_their_turn(approval: Approval) -> str:
    now_at = queries.waiting(approval)
    return queries.refusal(now_at[0]) if now_at else "この案は、今は誰も待っていません。"


# Looking afterwards -------------------------------------------------------------------------------
@transaction.atomic
def view_after(stop: Stop, *, actor: Actor, now: datetime.datetime) -> Stop:
    """Remember that somebody looked at what was decided in their place, or went past them (後閲)."""
    access.require(actor, "approval.view")
    if not queries.may_view(stop, actor, now=now):
        raise access.NotAllowed("後閲をするのは、不在だった本人か、その職にある人です。")
    fresh = states.lock(stop)
    if fresh.viewed_at is not None:
        return fresh
    fresh.viewed_by_id, fresh.viewed_at = actor.staff, now
    fresh.save(update_fields=["viewed_by", "viewed_at"])
    work.close_items(fresh.matter, step=fresh.later_item, actor=actor, now=now)
    _record(STOP_VIEWED, fresh, actor=actor, now=now)
    return fresh


# Rerouting ----------------------------------------------------------------------------------------
@transaction.atomic
def reroute(
    stop: Stop,
    *,
    department: Department,
    rank: str = "",
    staff: Staff | None = None,
    reason: str,
    actor: Actor,
    now: datetime.datetime,
) -> Stop:
    """Let another post or person act at a stop that is still open; what was done before stays as it was.

    Who decides, the rules say: a decision goes only to a person who holds the deciding post. Raises RemarkMissing.
    """
    access.require(actor, "approval.reroute", stop.approval)
    _require_open(stop.approval)
    if not reason.strip():
        raise RemarkMissing("回り先を変える理由を書いてください。")
    if stop.kind == Kind.DECIDE:
        rank, department = stop.rank, stop.department
        if staff is None or rank not in _ranks(staff, department, now):
            raise states.NotPossible(
                "決裁する職は規程で決まっています。その職にある人の中から選んでください。", stop.state
            )
    old = way.leave(stop, "cancel", actor=actor, now=now)
    old.comment, old.superseded_at = reason, now
    old.save(update_fields=["comment", "superseded_at"])
    new = _again(stop, department=department, rank=rank, staff=staff)
    record(STOP_REROUTED, matter=stop.matter, actor=actor, now=now, stop=stop.pk, to=new.pk)
    if stop.state == StopState.WAITING:
        way.open_stop(new, actor=actor, now=now)
    return new


def _ranks(staff: Staff, department: Department, now: datetime.datetime) -> frozenset[str]:
    return frozenset(accounts.ranks_of(staff, department=department, on=localdate(now)))


def _require_open(approval: Approval) -> None:
    fresh = states.lock(approval)
    if fresh.state != State.OPEN:
        raise states.NotPossible(MOVES["remand"].otherwise, fresh.state)


def _record(event: EventType, stop: Stop, *, actor: Actor, now: datetime.datetime) -> None:
    record(event, matter=stop.matter, actor=actor, now=now, stop=stop.pk)
