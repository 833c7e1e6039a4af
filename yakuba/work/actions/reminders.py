"""Deadlines are told by the clock: two open days before, and once they have passed.

One timer per matter stands for all that is open about it; each time it falls due it is set to the next moment.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.timezone import localdate

from yakuba.accounts.models import Membership
from yakuba.core import access, states
from yakuba.core.actions import cancel_timer, record, set_timer
from yakuba.work import queries
from yakuba.work.events import WORK_REMINDED
from yakuba.work.models import DueState, Reminder, Watch, due_state

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from yakuba.core.actors import Actor
    from yakuba.core.models import Matter
    from yakuba.work.models import WorkItem

TIMER = "work-due"
TOKYO = ZoneInfo("Asia/Tokyo")
# What one is told of each state that a deadline comes to; today's is near, and has been told.
ABOUT = {DueState.SOON: DueState.SOON, DueState.TODAY: DueState.SOON, DueState.LATE: DueState.LATE}


def arm(matter: Matter, still_open: Iterable[WorkItem], *, now: datetime.datetime) -> None:
    """Set the matter's timer to the next moment at which somebody has to be told of a deadline; without one, stop it."""
    moments = [moment for item in still_open if item.due_on for moment in _moments(item.due_on)]
    if to_come := [moment for moment in moments if moment > now]:
        set_timer(matter, TIMER, due_at=min(to_come))
    else:
        cancel_timer(matter, TIMER, now=now)


@transaction.atomic
def go_on_reminding(matter: Matter, *, actor: Actor, now: datetime.datetime) -> None:
    """Remind of what is still open after the clocks of the matter were stopped: it was closed, and this outlasts it."""
    access.require(actor, "work.open")
    states.hold(matter.pk)
    arm(matter, queries.open_items(matter), now=now)


@transaction.atomic
def remind(matter: Matter, *, actor: Actor, now: datetime.datetime) -> list[Reminder]:
    """Tell who is in charge and who watches of deadlines that are near or have passed, each once; returns the new ones.

    What nobody has taken on is told to those who decide in its department.
    """
    access.require(actor, "work.remind")
    # What is opened or closed meanwhile sets the same timer.
    states.hold(matter.pk)
    today = localdate(now)
    soon = queries.soon_until(today)
    told, still_open = [], queries.open_items(matter)
    for item in still_open:
        about = ABOUT.get(due_state(item.due_on, today, soon))
        if about is not None:
            told += [_tell(item, staff, about, now=now) for staff in _who(item, today)]
    fresh = [reminder for reminder in told if reminder is not None]
    for code in sorted({str(reminder.about) for reminder in fresh}):
        steps = sorted({one.item.step for one in fresh if one.about == code})
        record(WORK_REMINDED, matter=matter, actor=actor, now=now, steps=steps, about=code)
    arm(matter, still_open, now=now)
    return fresh


@transaction.atomic
def put_aside(reminders: Iterable[UUID], *, actor: Actor, now: datetime.datetime) -> int:
    """Remember that the actor has seen these reminders; others' are left alone. Returns how many there were."""
    access.require(actor, "filter.change")
    theirs = Reminder.objects.filter(pk__in=list(reminders), staff=actor.staff, seen_at__isnull=True)
    count: int = theirs.update(seen_at=now)
    return count


def _moments(due_on: datetime.date) -> tuple[datetime.datetime, datetime.datetime]:
    return _begin(queries.soon_from(due_on)), _begin(due_on + queries.ONE_DAY)


def _begin(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(), tzinfo=TOKYO)


def _who(item: WorkItem, on: datetime.date) -> set[UUID]:
    watching = set(Watch.objects.filter(matter=item.matter_id).values_list("staff", flat=True))
    if item.assignee_id is not None:
        return watching | {item.assignee_id}
    chiefs = Membership.objects.on(on).filter(
        department__code=item.department.code, role=Membership.Role.CHIEF, staff__is_active=True
    )
    return watching | set(chiefs.values_list("staff", flat=True))


def _tell(item: WorkItem, staff: UUID, about: DueState, *, now: datetime.datetime) -> Reminder | None:
    reminder, is_new = Reminder.objects.get_or_create(
        item=item, staff_id=staff, about=about, defaults={"at": now}
    )
    return reminder if is_new else None
