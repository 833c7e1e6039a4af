"""Reads of posts: who holds which rank on a day, who is away, who decides by the town's rules, and who in their place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.timezone import localdate

from yakuba.accounts.models import (
    EXECUTIVES,
    Absence,
    ActingRule,
    DelegationRule,
    Department,
    Membership,
    Rank,
    Staff,
)
from yakuba.accounts.queries.succession import office_of

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable
    from uuid import UUID

    from yakuba.accounts.models.organisation import Dated

LADDER = tuple(Rank)


@dataclass(frozen=True)
class Acting:
    """That somebody may decide in the place of `absent`; None while the post is vacant (職務代理, 地方自治法152条)."""

    rank: Rank
    absent: Staff | None


# Posts ----------------------------------------------------------------------------------------------
def holders(rank: str, *, department: Department, on: datetime.date) -> list[Staff]:
    """The active staff who hold this rank on a day: in the department, or for the whole town where it is an executive's."""
    members = _held(rank, department, on).values("staff")
    return list(Staff.objects.filter(pk__in=members, is_active=True).order_by("name", "id"))


def _held(rank: str, department: Department, on: datetime.date) -> Dated[Membership]:
    rows: Dated[Membership] = Membership.objects.on(on).filter(rank=rank)
    # After a reorganisation the posts are those of the department with the same code, or of what became of it.
    return rows if rank in EXECUTIVES else rows.filter(department__code=office_of(department, on).code)


def place_of(rank: str, *, department: Department, on: datetime.date) -> Department:
    """The department in which the work of this rank stands: an executive's own, else the one that deals with the case."""
    if rank not in EXECUTIVES:
        return department
    post = _held(rank, department, on).select_related("department").order_by("from_on", "id").first()
    code = post.department.code if post else department.code
    found: Department | None = Department.objects.on(on).filter(code=code).first()
    return found or department


def ranks_of(staff: Staff, *, department: Department, on: datetime.date) -> frozenset[Rank]:
    """The ranks that somebody holds on a day, as far as they matter to this department."""
    here = Q(department__code=office_of(department, on).code) | Q(rank__in=EXECUTIVES)
    rows = Membership.objects.on(on).filter(here, staff=staff, staff__is_active=True)
    return frozenset(Rank(rank) for rank in rows.values_list("rank", flat=True))


def superiors(above: str, up_to: str) -> tuple[Rank, ...]:
    """The ranks above one up to another, in order; executives beside the line (会計管理者, 教育長) only as its end."""
    first, last = LADDER.index(Rank(above)), LADDER.index(Rank(up_to))
    beside = {Rank.ACCOUNTING_MANAGER, Rank.SUPERINTENDENT} - {Rank(up_to)}
    return tuple(rank for rank in LADDER[first + 1 : last + 1] if rank not in beside)


# Absences -------------------------------------------------------------------------------------------
def absent_staff(staff: Iterable[UUID], *, at: datetime.datetime) -> frozenset[UUID]:
    """Which of these members of staff are away at a moment."""
    rows = Absence.objects.at(at).filter(staff__in=list(staff))
    return frozenset(rows.values_list("staff_id", flat=True))


def is_absent(staff: Staff, *, at: datetime.datetime) -> bool:
    """Whether this member of staff is away at a moment."""
    return bool(absent_staff([staff.pk], at=at))


# Who decides ----------------------------------------------------------------------------------------
def has_delegation_rules(on: datetime.date) -> bool:
    """Whether the town has entered its table of delegated decisions for this day."""
    return bool(DelegationRule.objects.on(on).exists())


def decider_rank(
    *,
    procedure: str,
    outcome: str,
    effect: str,
    amount_yen: int | None,
    department: Department,
    on: datetime.date,
) -> Rank:
    """Which rank decides by the rules of the day (専決); what no line covers, the mayor does (地方自治法149条).

    A town that has entered no table yet leaves it to the director of the department. A line with an amount covers
    nothing whose amount is not known.
    """
    if not has_delegation_rules(on):
        return Rank.DIRECTOR
    lines = DelegationRule.objects.on(on).filter(
        Q(procedure__in=["", procedure]),
        Q(outcome__in=["", outcome]),
        Q(effect__in=["", effect]),
        Q(department_code__in=["", department.code]),
        Q(up_to_yen__isnull=True) | Q(up_to_yen__gte=amount_yen if amount_yen is not None else -1),
    )
    covering = [line for line in lines if line.up_to_yen is None or amount_yen is not None]
    if not covering:
        return Rank.MAYOR
    named = max(line.weight for line in covering)
    ranks = [Rank(line.decider) for line in covering if line.weight == named]
    return min(ranks, key=LADDER.index)


def acting_for(staff: Staff, rank: str, *, department: Department, at: datetime.datetime) -> Acting | None:
    """Whether somebody may decide in the place of this rank at a moment (代決), and in whose.

    Only while everybody who holds the rank is away, and only the first in the town's order who is there.
    """
    today = localdate(at)
    whole = holders(rank, department=department, on=today)
    away = absent_staff([one.pk for one in whole], at=at)
    if any(one.pk not in away for one in whole):
        return None
    for acting in _order(rank, department, today):
        present = _present(acting, department, at)
        if present:
            is_next = staff.pk in {one.pk for one in present}
            return Acting(Rank(rank), whole[0] if whole else None) if is_next else None
    return None


def standing_in(
    rank: str, *, department: Department, at: datetime.datetime
) -> tuple[Rank | None, list[Staff]]:
    """Which rank decides in the place of this one at a moment, and who of it is there; nobody while the holder is."""
    today = localdate(at)
    whole = holders(rank, department=department, on=today)
    away = absent_staff([one.pk for one in whole], at=at)
    if any(one.pk not in away for one in whole):
        return None, []
    for acting in _order(rank, department, today):
        if present := _present(acting, department, at):
            return acting, present
    return None, []


def _order(rank: str, department: Department, on: datetime.date) -> list[Rank]:
    """The ranks that act for this one, in order; a department's own order goes before the town's."""
    lines = ActingRule.objects.on(on).filter(absent=rank, department_code__in=["", department.code])
    own = [line for line in lines if line.department_code]
    chosen = own or list(lines)
    return [Rank(line.acting) for line in sorted(chosen, key=lambda line: line.order)]


def _present(rank: Rank, department: Department, at: datetime.datetime) -> list[Staff]:
    whole = holders(rank, department=department, on=localdate(at))
    away = absent_staff([one.pk for one in whole], at=at)
    return [one for one in whole if one.pk not in away]
