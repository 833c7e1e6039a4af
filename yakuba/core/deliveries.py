"""Brings committed facts to their subscribers: once each, in one transaction with the done mark."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from yakuba.core import events, languages, queries, scope
from yakuba.core.models import Delivery

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable
    from uuid import UUID

    from yakuba.core.models import Municipality

log = logging.getLogger(__name__)


def deliver_event(
    event_id: UUID, town: Municipality, *, now: datetime.datetime, deliveries: Iterable[UUID] | None = None
) -> None:
    """Deliver one event to everybody who still has to hear it (called right after the commit).

    `deliveries`: the ids of its deliveries, for who has just written them.
    """
    # In Japanese: what subscribers write down must not depend on who happened to ask for it.
    with scope.within(town), languages.in_japanese():
        pending = Delivery.objects.filter(event=event_id, done_at=None).values_list("pk", flat=True)
        for delivery_id in pending if deliveries is None else deliveries:
            deliver(delivery_id, now=now)


def deliver_due(*, now: datetime.datetime, limit: int = 500) -> int:
    """Deliver what a killed process left behind or what failed before; returns how many were tried."""
    due = Delivery.objects.filter(done_at=None, due_at__lte=now, attempts__lt=queries.GIVE_UP_AFTER)
    ids = list(due.order_by("due_at").values_list("pk", flat=True)[:limit])
    for delivery_id in ids:
        deliver(delivery_id, now=now)
    return len(ids)


def deliver(delivery_id: UUID, *, now: datetime.datetime) -> None:
    """Run one subscriber; what fails is kept with its error and tried again later."""
    try:
        with transaction.atomic():
            _run_once(delivery_id, now=now)
    except Exception as problem:
        # A subscriber is anybody's code: whatever it raises must neither be lost nor stop the others.
        log.exception("delivery %s failed", delivery_id)
        _keep_failure(delivery_id, type(problem).__name__, now=now)


def _run_once(delivery_id: UUID, *, now: datetime.datetime) -> None:
    pending = Delivery.objects.select_for_update(of=("self",), skip_locked=True)
    delivery = pending.select_related("event__matter").filter(pk=delivery_id, done_at=None).first()
    if delivery is None:
        return
    subscriber = events.SUBSCRIBERS[delivery.event.name].get(delivery.subscriber)
    if subscriber is None:
        raise LookupError(f"no subscriber {delivery.subscriber}")
    subscriber(delivery.event)
    delivery.done_at = now
    delivery.save(update_fields=["done_at"])


def _keep_failure(delivery_id: UUID, error: str, *, now: datetime.datetime) -> None:
    with transaction.atomic():
        delivery = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery_id)
        delivery.attempts += 1
        # Only the error's class is kept: its text could hold what people typed.
        delivery.error = error
        delivery.due_at = now + timedelta(seconds=2**delivery.attempts * 15)
        delivery.save(update_fields=["attempts", "error", "due_at"])
