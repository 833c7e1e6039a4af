"""How the lines to machines outside stand: after failures in a row they are left alone, and somebody is told."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Q
from django.utils.timezone import localdate

from yakuba.accounts import queries as people
from yakuba.core import scope
from yakuba.core.actions import close_matter, open_matter
from yakuba.core.actors import MACHINE
from yakuba.core.models import Municipality
from yakuba.messaging.models import Line
from yakuba.work import actions as work
from yakuba.work.models import WorkItem

if TYPE_CHECKING:
    import datetime

# After the first failure in a row, the second, …; people wait for sign-in codes, so never for long.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 1, 2, 5))
# So many failures in a row are no hiccup any more.
OUTAGE = 3
KIND = "line"
STEP, WORK = "line-down", "systems"


@transaction.atomic
def note_failure(port: str, *, code: str, now: datetime.datetime) -> Line:
    """Nobody answered on this line: leave it alone for a while, the longer the more often in a row."""
    line = _locked(port)
    line.failures += 1
    line.code, line.down_at = code[:40], line.down_at or now
    line.due_at = now + PAUSES[min(line.failures, len(PAUSES)) - 1]
    line.save()
    if line.failures >= OUTAGE:
        _tell_towns(now=now)
    return line


@transaction.atomic
def note_success(port: str, *, now: datetime.datetime) -> None:
    """Somebody answered on this line: the failures are over."""
    if Line.objects.filter(port=port, failures__gt=0).exists():
        line = _locked(port)
        line.failures, line.code, line.down_at, line.due_at = 0, "", None, None
        line.save()
        _tell_towns(now=now)


@transaction.atomic
def take_turn(port: str, *, pause: timedelta, now: datetime.datetime) -> bool:
    """Whether this worker, of all, uses the line now; the next turn is after `pause`."""
    Line.objects.get_or_create(port=port)
    free = Line.objects.filter(Q(due_at__isnull=True) | Q(due_at__lte=now), port=port)
    return bool(free.update(due_at=now + pause))


@transaction.atomic
def count_returned(*, understood: int, ignored: int, now: datetime.datetime) -> None:  # noqa: ARG001  every action is told the moment
    """Count mails that came back and told of a message of ours, and those that were something else."""
    rows = Line.objects.filter(port=Line.Port.BOUNCES)
    rows.update(understood=F("understood") + understood, ignored=F("ignored") + ignored)


def _tell_towns(*, now: datetime.datetime) -> None:
    """Each town's systems officers have one thing to do while a line is down for long, and nothing afterwards."""
    is_down = Line.objects.filter(failures__gte=OUTAGE).exists()
    for town in Municipality.objects.order_by("code"):
        with scope.within(town):
            open_ones = list(
                WorkItem.objects.still_open().filter(role=WORK, step=STEP).select_related("matter")
            )
            if is_down and not open_ones:
                _open_notice(now=now)
            for item in () if is_down else open_ones:
                work.close_items(item.matter, step=STEP, actor=MACHINE, now=now)
                close_matter(item.matter, now=now)


def _open_notice(*, now: datetime.datetime) -> None:
    office = people.department_of_role(WORK, localdate(now))
    if office is None:
        return
    work.open_item(
        open_matter(KIND, now=now),
        step=STEP,
        title="メールなどの通信が止まった：サーバーと設定を確かめる",
        department=office,
        role=WORK,
        due_on=localdate(now),
        actor=MACHINE,
        now=now,
    )


def _locked(port: str) -> Line:
    Line.objects.get_or_create(port=port)
    return Line.objects.select_for_update().get(port=port)
