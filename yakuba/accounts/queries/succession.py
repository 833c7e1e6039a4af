"""Reads of successions: which department a code stands for after a reorganisation, and what goes over to it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from django.db.models import F

from yakuba.accounts.models import Department, Membership, Succession
from yakuba.core.statements import kept

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from django.db.models import QuerySet

# What kinds of open work go over with a department: a word for people, and who counts it (of which department, of
# which procedure or all, without which procedures).
Count = Callable[[Department, str, Collection[str]], int]
COUNTS: dict[str, Count] = {}


def counted_as(word: str) -> Callable[[Count], Count]:
    """Let a higher app say how much of its open work a successor takes over, for the preview."""

    def keep(function: Count) -> Count:
        COUNTS[word] = function
        return function

    return keep


def department(code: str, on: datetime.date, *, procedure: str = "") -> Department | None:
    """The department that a code stands for on a day, or the one that took over (this procedure) from it.

    Definitions name codes; what was merged, split or renamed since is found by following the successions.
    """
    after = datetime.date.min
    while True:
        if procedure and (taken := _taken(code, procedure, after, on)):
            code, after = taken.successor.code, taken.successor.from_on
            continue
        found = _department.first(code=code, on=on)
        if found is not None:
            return found
        line = _successions(after, on).filter(department__code=code, procedure="").last()
        if line is None:
            return None
        code, after = line.successor.code, line.successor.from_on


def _taken(code: str, procedure: str, after: datetime.date, on: datetime.date) -> Succession | None:
    """The succession that takes this one procedure from the departments of a code."""
    return _taking.first(code=code, procedure=procedure, after=after, on=on)


@kept
def _taking(code: str, procedure: str, after: datetime.date, on: datetime.date) -> QuerySet[Succession]:
    return _successions(after, on).filter(department__code=code, procedure=procedure)[:1]


@kept
def _department(code: str, on: datetime.date) -> QuerySet[Department]:
    rows: QuerySet[Department] = Department.objects.on(on).filter(code=code).order_by("pk")[:1]
    return rows


def _successions(after: datetime.date, on: datetime.date) -> QuerySet[Succession]:
    # Days only go forward, so that a circle of successions ends.
    rows: QuerySet[Succession] = Succession.objects.filter(
        successor__from_on__gt=after, successor__from_on__lte=on
    )
    return rows.select_related("successor").order_by("successor__from_on", "id")


def require_department(code: str, on: datetime.date, *, procedure: str = "") -> Department:
    """The same; raises Department.DoesNotExist."""
    found = department(code, on, procedure=procedure)
    if found is None:
        raise Department.DoesNotExist(f"no department {code} on {on}")
    return found


def office_of(row: Department, on: datetime.date) -> Department:
    """Where the posts of a department stand on a day: in itself, or in what became of it."""
    if row.from_on <= on and (row.until_on is None or row.until_on >= on):
        return row
    return department(row.code, on) or row


def taken_over(codes: Iterable[str], on: datetime.date) -> list[tuple[str, datetime.date, str]]:
    """What departments of these codes took over as a whole by a day: code, its end (excluded), and by which of them.

    A line that names a procedure opens nothing of the past: closed cases stay with whoever has the rest.
    """
    rows = Succession.objects.filter(procedure="", successor__from_on__lte=on)
    taken = list(
        rows.exclude(department__code=F("successor__code")).values_list(
            "department__code", "successor__code", "successor__from_on"
        )
    )
    found: list[tuple[str, datetime.date, str]] = []
    for code in codes if taken else ():
        waiting = [(code, datetime.date.max)]
        while waiting:
            here, before = waiting.pop()
            # Days only go back, so that a circle of successions ends.
            older = [(old, day) for old, new, day in taken if new == here and day < before]
            found += [(old, day, code) for old, day in older]
            waiting += older
    return found


def succession(pk: UUID | str) -> Succession:
    """One line of who took over from whom."""
    found: Succession = Succession.objects.select_related("department", "successor").get(pk=pk)
    return found


def procedures_split(row: Department) -> list[str]:
    """The procedures of a department that a line of their own takes over."""
    lines = Succession.objects.filter(department=row).exclude(procedure="")
    return list(lines.values_list("procedure", flat=True))


def department_names(ids: Iterable[UUID | str]) -> dict[str, str]:
    """The names of departments by their ids, as they stood then."""
    rows = Department.objects.filter(pk__in=list(ids))
    return {str(row.pk): f"{row.name} {row.section}".strip() for row in rows}


def has_post(staff: UUID, row: Department, roles: list[str], on: datetime.date) -> bool:
    """Whether somebody holds a post of one of these roles in a department (by its code) on a day."""
    held = Membership.objects.on(on).filter(
        staff=staff, staff__is_active=True, department__code=row.code, role__in=roles
    )
    return bool(held.exists())
