"""Brings committed facts to their subscribers: once each, in one transaction with the done mark."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from yakuba.core import events, languages, queries, scope
from yakuba.core.models import Delivery

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from yakuba.core.models import Municipality

log = logging.getLogger(__name__)


@dataclass(eq=False)
class _Soon:
    """The deliveries of one transaction, run right after its commit in the process that recorded the facts."""

    town: Municipality
    now: datetime.datetime
    rows: list[Delivery]

    def __call__(self) -> None:
        # In Japanese: what subscribers write down must not depend on who happened to ask for it.
        with scope.within(self.town), languages.in_japanese():
            if len(self.rows) > 1 and deliver_together(self.rows, now=self.now):
                return
            for delivery in self.rows:
                deliver(delivery.pk, now=self.now)


class _InOtherHands(Exception):
    """A worker was quicker with one of the deliveries."""


def deliver_soon(rows: Iterable[Delivery], *, now: datetime.datetime) -> None:
    """Run these right after the commit, with the others of this transaction; what a savepoint takes back runs never."""
    town, connection = scope.current(), transaction.get_connection()
    # A block that joined its caller's has no savepoint, and stands there as None.
    inside = set(connection.savepoint_ids) - {None}
    for savepoints, after, _robust in connection.run_on_commit:
        if isinstance(after, _Soon) and (savepoints - {None}, after.town, after.now) == (inside, town, now):
            after.rows += rows
            return
    transaction.on_commit(_Soon(town, now, list(rows)), robust=True)


def deliver_together(rows: Sequence[Delivery], *, now: datetime.datetime) -> bool:
    """Run all of them in one transaction, which is one durable commit; False if one failed: then nothing has happened."""
    try:
        with transaction.atomic():
            # The mark comes first: it locks the rows, and a failure takes it back with everything else.
            _mark(rows, now=now)
            for delivery in rows:
                _run(delivery)
    except Exception:
        # One by one, the one that fails is found and kept, and the others are done all the same.
        log.info("deliveries are run one by one", exc_info=True)
        return False
    return True


def _mark(rows: Sequence[Delivery], *, now: datetime.datetime) -> None:
    pending = Delivery.objects.filter(pk__in=[row.pk for row in rows], done_at=None)
    if pending.update(done_at=now) < len(rows):
        raise _InOtherHands


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
    delivery = _pending().filter(pk=delivery_id).first()
    if delivery is None:
        return
    _run(delivery)
    delivery.done_at = now
    delivery.save(update_fields=["done_at"])


def _pending() -> QuerySet[Delivery]:
    """What nobody else is running at this moment, locked."""
    free = Delivery.objects.select_for_update(of=("self",), skip_locked=True).filter(done_at=None)
    pending: QuerySet[Delivery] = free.select_related("event__matter")
    return pending


def _run(delivery: Delivery) -> None:
    subscriber = events.SUBSCRIBERS[delivery.event.name].get(delivery.subscriber)
    if subscriber is None:
        raise LookupError(f"no subscriber {delivery.subscriber}")
    subscriber(delivery.event)


def _keep_failure(delivery_id: UUID, error: str, *, now: datetime.datetime) -> None:
    with transaction.atomic():
        delivery = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery_id)
        delivery.attempts += 1
        # Only the error's class is kept: its text could hold what people typed.
        delivery.error = error
        delivery.due_at = now + timedelta(seconds=2**delivery.attempts * 15)
        delivery.save(update_fields=["attempts", "error", "due_at"])
