"""Reads of who may act at a stop at a moment: by their own post, for the absent (代決), or for a vacant post."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from yakuba.accounts import queries as accounts
from yakuba.accounts.models import EXECUTIVES, Membership, Rank
from yakuba.approvals.models import OFFICIALS, Approval, Capacity, Kind, Stop, Weight
from yakuba.approvals.planning import rank_of
from yakuba.core import access

if TYPE_CHECKING:
    import datetime

    from yakuba.accounts.models import Department, Staff
    from yakuba.approvals.planning import Planned
    from yakuba.core.actors import Actor


@dataclass(frozen=True)
class Sitting:
    """As whom somebody would act: by which rank, in which capacity, and in whose place."""

    staff: Staff
    rank: str
    capacity: str
    absent: Staff | None = None


@dataclass(frozen=True)
class Seat:
    """A stop at a moment: whose business it is, the posts and absences of that moment say."""

    stop: Stop
    at: datetime.datetime

    def reaches(self, actor: Actor) -> bool:
        """Whether the actor may act at it now."""
        return self.sitting(actor) is not None

    def sitting(self, actor: Actor) -> Sitting | None:
        """As whom the actor would act at it now; None for whom it is not."""
        staff = accounts.staff_member(actor.staff) if actor.is_staff and actor.roles & OFFICIALS else None
        if staff is None:
            return None
        if self.stop.staff_id is not None:
            return self._named(staff, actor)
        return self._own(staff, actor) or self._for_another(staff)

    def _named(self, staff: Staff, actor: Actor) -> Sitting | None:
        if staff.pk != self.stop.staff_id:
            return None
        if self.stop.rank:
            return self._own(staff, actor)
        if self.stop.department_id not in actor.departments_as(OFFICIALS):
            return None
        rank = rank_of(staff, department=self.stop.department, on=localdate(self.at))
        return Sitting(staff, rank, Capacity.OWN)

    def _own(self, staff: Staff, actor: Actor) -> Sitting | None:
        department, today = self.stop.department, localdate(self.at)
        if self.stop.rank not in accounts.ranks_of(staff, department=department, on=today):
            return None
        place = accounts.place_of(self.stop.rank, department=department, on=today)
        if place.pk not in actor.departments_as(OFFICIALS):
            return None
        return Sitting(staff, self.stop.rank, Capacity.OWN)

    def _for_another(self, staff: Staff) -> Sitting | None:
        """代決, never about what is important, exceptional or new; a vacant post is acted for whole (地方自治法152条)."""
        department = self.stop.department
        acting = accounts.acting_for(staff, self.stop.rank, department=department, at=self.at)
        if acting is None or (acting.absent and self.stop.approval.weight != Weight.ORDINARY):
            return None
        rank = rank_of(staff, department=department, on=localdate(self.at))
        capacity = Capacity.ACTING if acting.absent else Capacity.VACANCY
        return Sitting(staff, rank, capacity, acting.absent)


def could_decide(planned: Planned, actor: Actor, *, weight: str, now: datetime.datetime) -> bool:
    """Whether the actor could act at a stop that is only planned."""
    stop = Stop(
        approval=Approval(weight=weight),
        department=planned.department,
        rank=planned.rank,
        staff=planned.staff,
        kind=planned.kind,
    )
    return Seat(stop, now).reaches(actor)


def require(stop: Stop, verb: str, *, actor: Actor, now: datetime.datetime) -> Sitting:
    """As whom the actor acts at this stop; raises NotAllowed with the words whose turn it is."""
    seat = Seat(stop, now)
    sitting = seat.sitting(actor)
    if sitting is None:
        raise access.NotAllowed(refusal(stop))
    access.require(actor, verb, seat)
    return sitting


def refusal(stop: Stop) -> str:
    """Why it is not this person's turn: who it is that acts here, and what no one does in their place."""
    who, doing = post_of(stop), Kind(stop.kind).label
    said = f"この案の{doing}は、{who}が行います。"
    if stop.approval.weight != Weight.ORDINARY and stop.kind == Kind.DECIDE:
        weight = Weight(stop.approval.weight).label
        said += f"{weight}な案は、不在のときも代わりに決裁できません。"
    return said


def post_of(stop: Stop) -> str:
    """Whose turn it is, in words: a post, or the person to whom it was rerouted."""
    if stop.staff is not None:
        return f"{stop.department} {stop.staff.name}"
    place = "" if stop.rank in EXECUTIVES else f"{stop.department} "
    return f"{place}{Rank(stop.rank).label}"


def post_words(staff: Staff, rank: str, *, department: Department, on: datetime.date) -> str:
    """The post by which somebody acts on a day, as papers print it: department and title."""
    held = Membership.objects.on(on).filter(staff=staff, rank=rank).select_related("department")
    own = held if rank in EXECUTIVES else held.filter(department__code=department.code)
    row = own.order_by("from_on", "id").first() or held.first()
    if row is None:
        return f"{department} {Rank(rank).label}"
    place = "" if rank in EXECUTIVES else f"{row.department} "
    return f"{place}{row.title or Rank(rank).label}"
