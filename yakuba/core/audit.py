"""Looks through the memory for what cannot be true: unknown facts, strange data, strangers, gaps, fallen walls."""

from __future__ import annotations

import datetime
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from yakuba.core import events, queries, scope, sealing, walls
from yakuba.core.audit_facts import wrong_about
from yakuba.core.models import Chain, Delivery, Event, Matter, Municipality

if TYPE_CHECKING:
    from collections.abc import Iterator

# A pending delivery is tried every second; after so long nobody is working on it.
PATIENCE = datetime.timedelta(hours=1)
# Rows that are in memory at one time.
AT_ONCE = 5000


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: where (a town's slug, or "" for the installation), which row, and what about it."""

    town: str
    row: str
    what: str


@dataclass
class Report:
    """What was looked at and what was found."""

    findings: list[Finding] = field(default_factory=list)
    events: int = 0
    unsealed: int = 0


def verify(*, now: datetime.datetime) -> Report:
    """Look through the whole installation; the rows that are wrong are in the report, one finding each."""
    report = Report()
    report.findings += [Finding("", name, "壁がありません") for name in walls.missing()]
    report.findings += [Finding("", row, "外部キーの先の行がありません") for row in _broken_references()]
    begun = time.monotonic()
    for town in Municipality.objects.order_by("code"):
        # A large memory takes minutes, in which people go on: what they do meanwhile is not in the future.
        moment = now + datetime.timedelta(seconds=time.monotonic() - begun)
        with scope.within(town):
            report.findings += [Finding(town.slug, row, what) for row, what in _findings(report, moment)]
    return report


def _findings(report: Report, now: datetime.datetime) -> Iterator[tuple[str, str]]:
    chain = Chain.objects.first() or Chain()
    # First what has no seal yet: what is sealed while the chain is walked along is then told apart by its number.
    yield from _without_seal(chain, report, now)
    yield from _along_the_chain(chain, report, now)
    yield from _against_what_was_published()
    for pk in Event.objects.filter(_of_another_town()).values_list("pk", flat=True):
        yield f"event {pk}", "ほかの町の案件を指しています"
    yield from _deliveries(now)


# All together ---------------------------------------------------------------------------------------
def _of_another_town() -> Q:
    # The manager sees the rows of this town only: what it does not find is another's, or nobody's.
    return Q(~Exists(Matter.objects.filter(pk=OuterRef("matter_id"))), matter__isnull=False)


def _deliveries(now: datetime.datetime) -> Iterator[tuple[str, str]]:
    late = Q(due_at__lt=now - PATIENCE) | Q(attempts__gte=queries.GIVE_UP_AFTER)
    for delivery in Delivery.objects.filter(late, done_at__isnull=True):
        yield (
            f"delivery {delivery.pk}",
            f"{delivery.subscriber} に届いていません（{delivery.attempts} 回、{delivery.error}）",
        )
    strays = ~Exists(Event.objects.filter(pk=OuterRef("event_id")))
    for delivery in Delivery.objects.filter(strays):
        yield f"delivery {delivery.pk}", "ほかの町の出来事を指しています"
    for name, subscribers in events.SUBSCRIBERS.items():
        for subscriber in subscribers:
            yield from _never_sent(name, subscriber)


def _never_sent(name: str, subscriber: str) -> Iterator[tuple[str, str]]:
    """Events without a delivery although this subscriber had begun to hear of their kind (none are replayed)."""
    sent = Delivery.objects.filter(subscriber=subscriber)
    first = sent.filter(event__name=name).order_by("event_id").first()
    if first is None:
        return
    later = Event.objects.filter(name=name, pk__gt=first.event_id)
    for event in later.exclude(Exists(sent.filter(event_id=OuterRef("pk")))):
        yield f"event {event.pk}", f"{subscriber} への知らせがありません"


# The seals ------------------------------------------------------------------------------------------
def _along_the_chain(chain: Chain, report: Report, now: datetime.datetime) -> Iterator[tuple[str, str]]:
    """Each sealed row for itself, against its own seal and against the one before; what is missing, by its numbers.

    One walk, row by row as plain columns: a million events take no more memory than a thousand.
    """
    sealer, last, before = sealing.Sealer.of_town(), 0, b""
    # After a row that is missing or false nothing can be said of the link to it; the next row's own hash still can.
    is_linked = True
    length = chain.length
    for sequence, seal, *columns in _rows(_NUMBERED_AND_SEALED, "sequence"):
        report.events += sequence <= chain.length
        facts = tuple(columns)
        yield from ((f"event {facts[0]}", what) for what in wrong_about(facts, now))
        if sequence > last + 1:
            yield from _removed(last + 1, sequence - 1)
            is_linked = False
        if sequence > length:
            # The sealer may have gone on meanwhile: it writes the rows and the length in one transaction.
            length = Chain.objects.values_list("length", flat=True).first() or 0
        is_sound = sequence <= length and sealer.fits(bytes(seal), sequence, facts)
        if sequence > length:
            yield (
                f"event {facts[0]}",
                f"封印の記録（{length}件）にない番号 {sequence} で書き足されています",
            )
        elif not is_sound:
            yield f"event {facts[0]}", f"封印の後に書き換えられたか、書き足されました（番号 {sequence}）"
        elif is_linked and not sealer.follows(bytes(seal), before):
            yield f"event {facts[0]}", f"前の番号の封印とつながりません（番号 {sequence}）"
        last, before, is_linked = sequence, bytes(seal), is_sound
    if last < chain.length:
        yield from _removed(last + 1, chain.length)


def _without_seal(chain: Chain, report: Report, now: datetime.datetime) -> Iterator[tuple[str, str]]:
    """What waits for the sealer, and what it will never take."""
    oldest = sealing.oldest_allowed(chain.newest) if chain.newest else None
    for sequence, seal, *facts in _rows(~_NUMBERED_AND_SEALED, "id"):
        report.events += 1
        report.unsealed += sequence is None
        name = f"event {facts[0]}"
        yield from ((name, what) for what in wrong_about(tuple(facts), now))
        if sequence is not None or seal is not None:
            yield name, "番号と封印の片方だけがあります"
        if sequence is None and oldest is not None and facts[0] < oldest:
            yield name, "封印された出来事より古い日時で、後から書き足されています"


def _rows(which: Q, order: str) -> Iterator[tuple[Any, ...]]:
    columns = ("sequence", "seal", *sealing.COLUMNS)
    rows: Iterator[tuple[Any, ...]] = (
        Event.objects.filter(which).order_by(order).values_list(*columns).iterator(AT_ONCE)
    )
    return rows


def _removed(first: int, last: int) -> Iterator[tuple[str, str]]:
    name = f"sequence {first}" if first == last else f"sequence {first}-{last}"
    yield name, f"{last - first + 1} 件が消されています"


def _against_what_was_published() -> Iterator[tuple[str, str]]:
    for name, length, head in sealing.published():
        row = Event.objects.filter(sequence=length).first()
        found = bytes(row.seal)[sealing.GENERATION + sealing.ROW :].hex() if row and row.seal else ""
        if found != head:
            yield f"sequence {length}", f"公表した封印（{name}）と合いません"


_NUMBERED_AND_SEALED = Q(sequence__isnull=False, seal__isnull=False)


def _broken_references() -> list[str]:
    """SQLite lets other programs write without looking at foreign keys; PostgreSQL never does."""
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_key_check")
        return [f"{table} rowid {row}" for table, row, _parent, _number in cursor.fetchall()]
