"""How many facts a second are recorded and sealed, beside the insert of a plain row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils import timezone

from yakuba.accounts import events
from yakuba.core import scope, sealing
from yakuba.core.actions import record
from yakuba.core.actors import MACHINE
from yakuba.core.identifiers import uuid7
from yakuba.core.models import Event
from yakuba.trials import bare
from yakuba.trials.measures import baseline, load
from yakuba.trials.measures.table import Table, trial_town

if TYPE_CHECKING:
    from collections.abc import Callable

HEAD = ("what", "per second", "ms each", "of a plain row")
NOTE = (
    "Recording checks the declared keys, writes the fact and commits durably, one transaction each; its plain row is one "
    "insert by SQL. Sealing numbers and chains what was committed, in batches of 2,000, as the worker does; its figure "
    "is per event."
)


def measure(*, seconds: float, cases: int) -> Table:
    """The table."""
    del cases
    baseline.lay_table()
    table = Table("events: recorded one by one, sealed in batches", HEAD, notes=[NOTE])
    with scope.within(trial_town()):
        plain = load.here(_plain, seconds=seconds)
        recorded = load.here(_record, seconds=seconds)
        sealed = _sealed()
    for name, rate in (("a plain row", plain), ("an event recorded", recorded), ("an event sealed", sealed)):
        table.add(name, rate, 1000 / rate, f"{rate / plain:.2f}x")
    return table


def _plain() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {bare.TABLE} (words) VALUES (%s)", ["試験のためです。" * 20])  # noqa: S608  our own name


def _record() -> None:
    with transaction.atomic():
        record(events.PERSON_REGISTERED, matter=None, actor=MACHINE, now=timezone.now(), person=uuid7())


def _sealed() -> float:
    """Events sealed per second, over all that wait."""
    waiting = Event.objects.filter(sequence__isnull=True).count()
    seal: Callable[[], int] = sealing.seal
    return float(waiting) / load.until_done(seal)
