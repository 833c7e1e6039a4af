"""Looks through the memory for what cannot be true: unknown facts, strange data, strangers, gaps, fallen walls."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Count, Exists, Max, Min, OuterRef, Q

from yakuba.core import events, queries, scope, walls
from yakuba.core.models import Delivery, Event, Matter, Municipality

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yakuba.core.events import EventType

# Clocks of several machines never agree to the second.
TOLERANCE = datetime.timedelta(minutes=5)
# A pending delivery is tried every second; after so long nobody is working on it.
PATIENCE = datetime.timedelta(hours=1)


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
    for town in Municipality.objects.order_by("code"):
        with scope.within(town):
            report.events += Event.objects.count()
            report.unsealed += Event.objects.filter(sequence__isnull=True).count()
            report.findings += [Finding(town.slug, row, what) for row, what in _findings(now)]
    return report


def _findings(now: datetime.datetime) -> Iterator[tuple[str, str]]:
    for event in Event.objects.order_by("pk").iterator(2000):
        for what in _wrong_about(event, now):
            yield f"event {event.pk}", what
    for event in Event.objects.filter(_of_another_town()):
        yield f"event {event.pk}", "ほかの町の案件を指しています"
    yield from _deliveries(now)
    yield from _gaps_in_sequence()


# One event ------------------------------------------------------------------------------------------
def _wrong_about(event: Event, now: datetime.datetime) -> Iterator[str]:
    kind = events.DECLARED.get(event.name)
    if kind is None:
        yield f"知らない出来事です（{event.name}）"
    else:
        yield from _wrong_data(kind, event.data)
    made = _moment_of(event.pk)
    if made > now + TOLERANCE or event.at > now + TOLERANCE:
        yield "未来の日時になっています"
    elif event.at > made + TOLERANCE:
        # Earlier is possible: paper is registered with the day on which it arrived.
        yield "書かれたときより後の日時になっています"


def _wrong_data(kind: EventType, data: Any) -> Iterator[str]:
    if not isinstance(data, dict) or set(data) != {key for key, _ in kind.keys}:
        yield f"データの項目が {kind.name} の決まりと違います"
        return
    for key, expected in kind.keys:
        if not _fits(data[key], expected):
            yield f"データの {key} が {kind.name} の決まりと違います"


def _fits(value: Any, expected: type) -> bool:
    if expected is list:
        return isinstance(value, list) and all(_fits(part, str) for part in value)
    if expected in {int, bool}:
        return type(value) is expected
    return isinstance(value, str) and _READS[expected](value)


def _reads_as_id(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def _reads_as_date(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _reads_as_code(text: str) -> bool:
    return events.CODE.fullmatch(text) is not None


_READS = {uuid.UUID: _reads_as_id, datetime.date: _reads_as_date, str: _reads_as_code}


def _moment_of(identifier: uuid.UUID) -> datetime.datetime:
    """When a time-ordered id was made (RFC 9562 section 5.7: 48 bits of milliseconds come first)."""
    return datetime.datetime.fromtimestamp((identifier.int >> 80) / 1000, tz=datetime.UTC)


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


def _gaps_in_sequence() -> Iterator[tuple[str, str]]:
    sealed = Event.objects.filter(sequence__isnull=False)
    facts = sealed.aggregate(first=Min("sequence"), last=Max("sequence"), count=Count("pk"))
    if facts["count"] and (facts["first"], facts["last"]) != (1, facts["count"]):
        yield (
            "sequence",
            f"番号 {facts['first']} から {facts['last']} までに {facts['count']} 件しかありません",
        )
    for event in Event.objects.exclude(Q(sequence__isnull=True, seal__isnull=True) | _NUMBERED_AND_SEALED):
        yield f"event {event.pk}", "番号と封印の片方だけがあります"


_NUMBERED_AND_SEALED = Q(sequence__isnull=False, seal__isnull=False)


def _broken_references() -> list[str]:
    """SQLite lets other programs write without looking at foreign keys; PostgreSQL never does."""
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_key_check")
        return [f"{table} rowid {row}" for table, row, _parent, _number in cursor.fetchall()]
