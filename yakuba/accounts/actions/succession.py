"""Departments are succeeded: who takes over the open work is written down, and said aloud on the first day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from yakuba.accounts import events
from yakuba.accounts.models import Department, Succession
from yakuba.core import access
from yakuba.core.actions import record
from yakuba.core.actors import MACHINE

if TYPE_CHECKING:
    import datetime

    from yakuba.core.actors import Actor


@transaction.atomic
def succeed(
    department: Department,
    *,
    successor: Department,
    procedure: str = "",
    actor: Actor,
    now: datetime.datetime,
) -> Succession:
    """Let `successor` take over the open work of a department (only of `procedure`) from its first day on.

    Where that day is here already, it does so at once; else the sweep sees to it on the day.
    """
    access.require(actor, "department.found")
    line: Succession
    line, _ = Succession.objects.get_or_create(
        department=department, procedure=procedure, defaults={"successor": successor}
    )
    if successor.from_on <= localdate(now):
        _begin(line, actor=actor, now=now)
    return line


def succeed_by_code(successor: Department, *, actor: Actor, now: datetime.datetime) -> Succession | None:
    """Let a department take over from the one that had its code before, unless another one has done so."""
    before = Department.objects.filter(code=successor.code, until_on__lt=successor.from_on)
    last = before.order_by("-until_on").first()
    if last is None or Succession.objects.filter(department=last, procedure="").exists():
        return None
    return succeed(last, successor=successor, actor=actor, now=now)


def begin_successions(*, now: datetime.datetime) -> int:
    """Say of every succession whose first day has come that it holds; returns how many."""
    due = Succession.objects.filter(began_at__isnull=True, successor__from_on__lte=localdate(now))
    lines = list(due.order_by("successor__from_on", "id"))
    for line in lines:
        _begin(line, actor=MACHINE, now=now)
    return len(lines)


@transaction.atomic
def _begin(line: Succession, *, actor: Actor, now: datetime.datetime) -> None:
    fresh = Succession.objects.select_for_update(of=("self",)).get(pk=line.pk)
    if fresh.began_at is not None:
        return
    fresh.began_at = now
    fresh.save(update_fields=["began_at"])
    record(
        events.DEPARTMENT_SUCCEEDED,
        matter=None,
        actor=actor,
        now=now,
        succession=fresh.pk,
        department=fresh.department_id,
        successor=fresh.successor_id,
        code=fresh.department.code,
        successor_code=fresh.successor.code,
        procedure=fresh.procedure,
        from_on=fresh.successor.from_on,
    )
