"""The way of a draft is laid, opened level by level, and its work put on the to-do list and taken off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from yakuba.accounts import queries as accounts
from yakuba.accounts.models import Membership
from yakuba.approvals import queries
from yakuba.approvals.events import STOP_PASSED
from yakuba.approvals.models import STOP_MOVES, UNDONE, Approval, Capacity, Kind, Stop, StopState
from yakuba.core import access, states
from yakuba.core.actions import record
from yakuba.work import actions as work

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from yakuba.accounts.models import Department, Staff
    from yakuba.approvals.planning import Planned
    from yakuba.approvals.seats import Sitting
    from yakuba.core.actors import Actor
    from yakuba.core.models import Matter

_WORK = {
    Kind.CIRCULATE: "案を確かめる（回議）",
    Kind.CONSULT: "案に答える（合議）",
    Kind.EXAMINE: "案を審査する",
    Kind.DECIDE: "案を決裁する",
}


# Laying and opening -------------------------------------------------------------------------------
@transaction.atomic
def lay(approval: Approval, planned: Iterable[Planned]) -> list[Stop]:
    """Write down the stops of a plan, all of them still ahead."""
    return [
        Stop.objects.create(
            approval=approval,
            matter=approval.matter,
            level=one.level,
            kind=one.kind,
            department=one.department,
            rank=one.rank,
            staff=one.staff,
            needed=one.needed,
        )
        for one in planned
    ]


def open_next(approval: Approval, *, actor: Actor, now: datetime.datetime) -> None:
    """Let the stops of the next level wait, unless somebody still has to act before."""
    line = queries.standing(approval)
    ahead = [stop for stop in line if stop.state == StopState.AHEAD]
    if not ahead or any(stop.state == StopState.WAITING for stop in line):
        return
    for stop in ahead:
        if stop.level == ahead[0].level:
            open_stop(stop, actor=actor, now=now)


def open_stop(stop: Stop, *, actor: Actor, now: datetime.datetime) -> None:
    """Let one stop wait: it stands on the to-do list of its post."""
    fresh = states.apply(stop, STOP_MOVES, "open")
    fresh.opened_at = now
    fresh.save(update_fields=["state", "opened_at"])
    about = f"『{stop.approval.title}』の" if stop.approval.title else ""
    title = f"{about}{_WORK[Kind(stop.kind)]}"
    _open_item(stop, stop.item, title, actor=actor, now=now)


@transaction.atomic
def hand_over(
    matter: Matter,
    *,
    department: Department,
    successor: Department,
    actor: Actor,
    now: datetime.datetime,  # noqa: ARG001  the case above records the moment
) -> list[Stop]:
    """Let the stops that are still open go to the department that took over; what was done keeps the old one.

    Returns the stops that went over; the case above records it, and the work on the list goes with the matter.
    """
    access.require(actor, "approval.hand_over")
    states.hold(matter.pk)
    open_ones = Stop.objects.filter(matter=matter, department=department, state__in=sorted(UNDONE))
    moved: list[Stop] = list(open_ones.order_by("level", "pk"))
    for stop in moved:
        stop.department = successor
        stop.save(update_fields=["department"])
    Approval.objects.still_open().filter(matter=matter, office=department).update(office=successor)
    return moved


# Acting -------------------------------------------------------------------------------------------
def reach(stop: Stop, *, actor: Actor, now: datetime.datetime) -> None:
    """Come to this stop: lower posts that have not acted are passed and look afterwards (引上げ).

    Raises NotPossible where others than those have to act first.
    """
    line = queries.standing(stop.approval)
    before = queries.undone_before(stop, line)
    if not before:
        return
    if not queries.can_be_pulled_up(stop, line):
        missing = next(one for one in before if one.kind != Kind.CIRCULATE or stop.kind == Kind.CONSULT)
        who, doing = queries.post_of(missing), Kind(missing.kind).label
        raise states.NotPossible(f"{who}の{doing}が、まだ終わっていません。", stop.state)
    for one in before:
        leave(one, "pass", actor=actor, now=now)
        record(STOP_PASSED, matter=stop.matter, actor=actor, now=now, stop=one.pk)
        _open_later(one, "上司が先に見た案を確かめる（引上げ）", None, actor=actor, now=now)


def act(
    stop: Stop, move: str, sitting: Sitting, *, comment: str, actor: Actor, now: datetime.datetime
) -> Stop:
    """Write down who acted at a stop, by which post of this day, and what they said; its work is done."""
    fresh = states.apply(stop, STOP_MOVES, move)
    fresh.acted_by, fresh.acted_at = sitting.staff, now
    fresh.capacity, fresh.acting_for, fresh.acted_rank = sitting.capacity, sitting.absent, sitting.rank
    fresh.acted_post = queries.post_words(
        sitting.staff, sitting.rank, department=stop.department, on=localdate(now)
    )
    fresh.acted_name, fresh.comment = sitting.staff.name, comment
    fresh.save()
    work.close_items(stop.matter, step=stop.item, actor=actor, now=now)
    if sitting.capacity == Capacity.ACTING:
        title = (
            "代わりに決裁された案を見る（後閲）"
            if stop.kind == Kind.DECIDE
            else "代わりに見た案を確かめる（後閲）"
        )
        _open_later(fresh, title, sitting.absent, actor=actor, now=now)
    return fresh


def leave(stop: Stop, move: str, *, actor: Actor, now: datetime.datetime) -> Stop:
    """End a stop at which nobody acted: passed, not needed, or cancelled."""
    fresh = states.apply(stop, STOP_MOVES, move)
    fresh.save(update_fields=["state"])
    work.close_items(stop.matter, step=stop.item, actor=actor, now=now)
    return fresh


def end(approval: Approval, *, actor: Actor, now: datetime.datetime) -> None:
    """End what is still open of a way whose draft is over."""
    for stop in queries.standing(approval):
        if stop.is_undone:
            leave(stop, "cancel", actor=actor, now=now)
        else:
            forget_later(stop, actor=actor, now=now)


def forget_later(stop: Stop, *, actor: Actor, now: datetime.datetime) -> None:
    """Nobody need look afterwards at a stop of a draft that came to nothing, or that is asked anew."""
    if stop.state == StopState.PASSED or stop.capacity == Capacity.ACTING:
        work.close_items(stop.matter, step=stop.later_item, actor=actor, now=now)


# The to-do list -----------------------------------------------------------------------------------
def _open_later(
    stop: Stop, title: str, absent: Staff | None, *, actor: Actor, now: datetime.datetime
) -> None:
    _open_item(stop, stop.later_item, title, absent, actor=actor, now=now)


def _open_item(
    stop: Stop, step: str, title: str, assignee: Staff | None = None, *, actor: Actor, now: datetime.datetime
) -> None:
    today = localdate(now)
    place = stop.department
    if stop.rank:
        place = accounts.place_of(stop.rank, department=stop.department, on=today)
    role = _role(stop, place, today)
    person = assignee or stop.staff or _only_one(stop, role, today)
    work.open_item(
        stop.matter,
        step=step,
        title=title,
        department=place,
        role=role,
        due_on=stop.approval.due_on,
        assignee=person,
        goes_on=stop.kind == Kind.DECIDE and role == Membership.Role.CHIEF,
        actor=actor,
        now=now,
    )


def _role(stop: Stop, place: Department, today: datetime.date) -> str:
    """As whose work it stands on the list: a chief's, unless somebody with the post is none."""
    posts = Membership.objects.on(today).filter(department__code=place.code)
    theirs = posts.filter(staff=stop.staff) if stop.staff else posts.filter(rank=stop.rank)
    roles = set(theirs.values_list("role", flat=True))
    if stop.staff is not None:
        return "chief" if "chief" in roles else "clerk"
    return "clerk" if "clerk" in roles else "chief"


def _only_one(stop: Stop, role: str, today: datetime.date) -> Staff | None:
    """Who alone holds the post of a stop; what a chief decides stays with the post, as it always has."""
    if stop.kind == Kind.DECIDE and role == Membership.Role.CHIEF:
        return None
    holders = accounts.holders(stop.rank, department=stop.department, on=today)
    return holders[0] if len(holders) == 1 else None
