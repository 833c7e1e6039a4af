"""Reads of drafts and their ways: the one that waits, where it stands, whose turn it is, and what was drafted before."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q

from yakuba.accounts.models import EXECUTIVES
from yakuba.approvals import planning, seats
from yakuba.approvals.models import OFFICIALS, Approval, Capacity, Kind, State, Stop, StopState
from yakuba.core import states

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from yakuba.core.actors import Actor
    from yakuba.core.models import Matter

# Reads that have a file of their own; everybody asks for them here.
Basis, Planned, plan, plan_words = planning.Basis, planning.Planned, planning.plan, planning.words
decider_words = planning.decider_words
Seat, Sitting, post_of, refusal = seats.Seat, seats.Sitting, seats.post_of, seats.refusal
could_decide, post_words, rank_of = seats.could_decide, seats.post_words, planning.rank_of


# Drafts -------------------------------------------------------------------------------------------
def find_open(matter: Matter) -> Approval | None:
    """The draft that waits for a decision, if there is one."""
    waiting = Approval.objects.still_open().select_related("matter__key__town_key", "proposed_by", "office")
    found: Approval | None = waiting.filter(matter=matter).first()
    return found


def open_approval(matter: Matter) -> Approval:
    """The draft that waits for a decision; raises NotPossible when there is none."""
    found = find_open(matter)
    if found is None:
        raise states.NotPossible("決裁を待っている起案がありません。画面を開き直して確かめてください。", "")
    return found


def open_of(matters: Iterable[UUID]) -> dict[UUID, Approval]:
    """The drafts that wait for a decision about these matters, by matter: one query for all."""
    waiting = Approval.objects.still_open().select_related("matter__key__town_key", "proposed_by", "office")
    return {draft.matter_id: draft for draft in waiting.filter(matter__in=list(matters))}


def history(matter: Matter) -> list[Approval]:
    """Every draft about one matter, the newest first, with who drafted and who decided."""
    rows = Approval.objects.select_related("matter__key__town_key", "proposed_by", "decided_by", "office")
    return list(rows.filter(matter=matter).order_by("-id"))


def decided(matter: Matter) -> Approval | None:
    """The draft that was decided last, if any was."""
    return next((draft for draft in history(matter) if draft.state == "approved"), None)


def stop_of(approval: Approval, pk: str | None) -> Stop | None:
    """The standing stop with this id, None where none is asked for; raises NotPossible for one that is not there."""
    if pk is None or pk == "":
        return None
    found = next((stop for stop in standing(approval) if str(stop.pk) == pk), None)
    if found is None:
        raise states.NotPossible("その段は、もう変わっています。画面を開き直して確かめてください。", "")
    return found


# The way ------------------------------------------------------------------------------------------
def stops(approval: Approval) -> list[Stop]:
    """Every stop of a draft in the order of the way, also what was superseded."""
    return list(_with_people(Stop.objects.filter(approval=approval)))


def ways(matter: Matter) -> dict[UUID, list[Stop]]:
    """The stops of every draft about a matter, by the id of the draft: one query for all."""
    found: dict[UUID, list[Stop]] = {}
    for stop in _with_people(Stop.objects.filter(matter=matter)):
        found.setdefault(stop.approval_id, []).append(stop)
    return found


def _with_people(rows: QuerySet[Stop]) -> QuerySet[Stop]:
    rows = rows.select_related(
        "approval", "matter__key__town_key", "department", "staff", "acted_by", "acting_for", "viewed_by"
    )
    return rows.order_by("level", "id")


def standing(approval: Approval) -> list[Stop]:
    """The stops that count: what was superseded by a remand or a rerouting is left out."""
    return [stop for stop in stops(approval) if stop.superseded_at is None]


def deciding_stop(approval: Approval) -> Stop:
    """The last stop, at which the draft is decided."""
    return next(stop for stop in reversed(standing(approval)) if stop.kind == Kind.DECIDE)


def waiting(approval: Approval) -> list[Stop]:
    """The stops at which somebody has to act now."""
    return [stop for stop in standing(approval) if stop.state == StopState.WAITING]


def open_to(approval: Approval, actor: Actor, *, now: datetime.datetime) -> Stop | None:
    """The stop at which this actor may act now: one that waits, else one to which they may pull the draft up (引上げ)."""
    line = standing(approval)
    own = [stop for stop in line if stop.state == StopState.WAITING]
    own += [stop for stop in line if can_be_pulled_up(stop, line)]
    return next((stop for stop in own if Seat(stop, now).reaches(actor)), None)


def plan_words_of(line: list[Stop]) -> str:
    """The way of a draft in one line, as it is laid."""
    return plan_words(
        tuple(
            Planned(stop.kind, stop.level, stop.department, stop.rank, stop.staff, stop.needed)
            for stop in line
        )
    )


def undone_before(stop: Stop, line: list[Stop]) -> list[Stop]:
    """The stops before this one at which nobody has acted yet."""
    return [one for one in line if one.level < stop.level and one.is_undone]


def can_be_pulled_up(stop: Stop, line: list[Stop]) -> bool:
    """Whether a superior may act here already: only posts lower in the same line would be passed (引上げ)."""
    if stop.state != StopState.AHEAD or stop.kind not in {Kind.CIRCULATE, Kind.DECIDE}:
        return False
    return all(one.kind == Kind.CIRCULATE for one in undone_before(stop, line))


def may_go_back_to(approval: Approval, stop: Stop) -> list[Stop]:
    """The earlier stops to which the draft may be remanded from here."""
    passed = {StopState.AGREED, StopState.PASSED}
    return [one for one in standing(approval) if one.level < stop.level and one.state in passed]


def others_agreed(drafts: Iterable[Approval]) -> bool:
    """Whether another department was asked about one of these drafts (合議・審査): what it agreed to may not change."""
    asked = Stop.objects.filter(approval__in=[draft.pk for draft in drafts], superseded_at=None)
    return bool(asked.filter(kind__in=[Kind.CONSULT, Kind.EXAMINE]).exists())


def untouched(approval: Approval) -> bool:
    """Whether nobody has acted on the draft yet."""
    return not Stop.objects.filter(approval=approval, acted_at__isnull=False).exists()


def to_act_for(actor: Actor, *, now: datetime.datetime, size: int = 20) -> list[Stop]:
    """What waits for a decision by somebody who is away, and which this official may decide in their place (代決)."""
    theirs = actor.departments_as(OFFICIALS) if actor.is_staff else frozenset[UUID]()
    near = Q(department__in=theirs) | Q(rank__in=sorted(EXECUTIVES))
    rows = Stop.objects.filter(
        near, state=StopState.WAITING, kind=Kind.DECIDE, staff=None, superseded_at=None
    )
    rows = (
        rows.select_related("approval", "department", "staff", "matter").order_by("id")[:200]
        if theirs
        else []
    )
    found: list[Stop] = []
    known: dict[tuple[str, UUID, str], bool] = {}
    for stop in rows:
        key = (stop.rank, stop.department_id, stop.approval.weight)
        if key not in known:
            sitting = Seat(stop, now).sitting(actor)
            known[key] = sitting is not None and sitting.capacity != Capacity.OWN
        if known[key]:
            found.append(stop)
    return found[:size]


# What went past somebody --------------------------------------------------------------------------
def to_view(matter: Matter) -> list[Stop]:
    """The stops at which somebody was acted for or passed, and has not looked since (後閲)."""
    past = Q(capacity=Capacity.ACTING, state=StopState.AGREED) | Q(state=StopState.PASSED)
    rows = Stop.objects.filter(past, matter=matter, viewed_at=None, superseded_at=None)
    # What came to nothing, nobody need see.
    rows = rows.exclude(approval__state__in=[State.REMANDED, State.CANCELLED])
    rows = rows.select_related("approval", "department", "staff", "acting_for", "matter__key__town_key")
    return list(rows.order_by("id"))


def may_view(stop: Stop, actor: Actor, *, now: datetime.datetime) -> bool:
    """Whether this actor is the one past whom the draft went: the absent holder, or whoever holds the post."""
    if actor.staff is not None and actor.staff == stop.acting_for_id:
        return True
    sitting = Seat(stop, now).sitting(actor)
    return sitting is not None and sitting.capacity == Capacity.OWN
