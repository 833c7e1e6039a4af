"""What goes over to a successor after a reorganisation: the open cases of a department, and its work about any case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yakuba.accounts import queries as accounts
from yakuba.applications.models import Application, State
from yakuba.work.models import WorkItem

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from yakuba.accounts.models import Department
    from yakuba.applications.models import ApplicationQuerySet
    from yakuba.work.models import WorkItemQuerySet

# Decided, but not closed: somebody still has to hand something over.
STILL_OPEN = frozenset({State.SUBMITTED, State.RETURNED, State.DECIDED})


@accounts.counted_as("終わっていない案件")
def open_cases(department: Department, procedure: str, but: Collection[str]) -> int:
    """How many open cases of a department (of a procedure, or of all but some) a successor takes over."""
    return _cases(department, procedure, but).count()


@accounts.counted_as("やること")
def open_work(department: Department, procedure: str, but: Collection[str]) -> int:
    """How many open items on the to-do list of a department go over, its own cases' and those it is asked about."""
    return _items(department, procedure, but).count()


def to_hand_over(department: Department, procedure: str, but: Collection[str]) -> list[Application]:
    """The cases that a succession touches: the department's own open ones, and those that it has work about."""
    asked = _items(department, procedure, but).values_list("matter_id", flat=True)
    wanted: set[UUID] = set(asked) | set(
        _cases(department, procedure, but).values_list("matter_id", flat=True)
    )
    return list(Application.objects.with_everything().filter(matter__in=wanted).order_by("id"))


def _cases(department: Department, procedure: str, but: Collection[str]) -> ApplicationQuerySet:
    rows: ApplicationQuerySet = Application.objects.filter(department=department, state__in=STILL_OPEN)
    if procedure:
        return rows.filter(version__procedure=procedure)
    return rows.exclude(version__procedure__in=list(but))


def _items(department: Department, procedure: str, but: Collection[str]) -> WorkItemQuerySet:
    rows: WorkItemQuerySet = WorkItem.objects.still_open().filter(department=department)
    if procedure:
        return rows.filter(matter__application__version__procedure=procedure)
    return rows.exclude(matter__application__version__procedure__in=list(but))
