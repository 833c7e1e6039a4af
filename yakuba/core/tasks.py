"""What the clock does for the spine, in the scope of one town: deliveries, timers that fall due, and seals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from yakuba.core import actions, events, sealing
from yakuba.core.actors import MACHINE
from yakuba.core.deliveries import deliver_due
from yakuba.core.models import Matter, Timer

if TYPE_CHECKING:
    import datetime
    from uuid import UUID


def sweep(*, now: datetime.datetime) -> int:
    """Deliver what is pending, let timers fall due, seal what was committed; returns how many of the first two were done."""
    done = deliver_due(now=now) + fall_due(now=now)
    sealing.seal()
    return done


def daily(*, now: datetime.datetime) -> int:
    """Publish how far the memory is sealed."""
    return int(sealing.publish_head(now=now) is not None)


def fall_due(*, now: datetime.datetime, limit: int = 500) -> int:
    """Record one fact per timer whose moment has come; its app hears it and acts."""
    due = Timer.objects.filter(done_at=None, due_at__lte=now).order_by("due_at")
    ids = list(due.values_list("pk", flat=True)[:limit])
    return sum(_fall_due_once(timer_id, now=now) for timer_id in ids)


@transaction.atomic
def _fall_due_once(timer_id: UUID, *, now: datetime.datetime) -> bool:
    # Lock order: matter, children. Whoever has locked the matter may be about to stop this very timer.
    free = Matter.objects.select_for_update(of=("self",), skip_locked=True)
    matter = free.filter(pk__in=Timer.objects.filter(pk=timer_id).values("matter")).first()
    if matter is None:
        return False
    running = Timer.objects.select_for_update(of=("self",), skip_locked=True)
    timer = running.filter(pk=timer_id, done_at=None, due_at__lte=now).first()
    if timer is None:
        return False
    timer.done_at = now
    timer.save(update_fields=["done_at"])
    actions.record(events.TIMER_DUE, matter=matter, actor=MACHINE, now=now, name=timer.name)
    return True
