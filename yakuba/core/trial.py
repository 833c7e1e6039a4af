"""Tries whether the seals hold: fills a memory, seals it, bends it as its owner could, and asks what is named."""

from __future__ import annotations

import datetime
import random
import resource
import secrets
import time
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from yakuba.core import audit, events, owner, scope, scratch, sealing, walls
from yakuba.core.actions import create_municipality, open_matter
from yakuba.core.models import Event

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from yakuba.core.events import EventType
    from yakuba.core.models import Matter

BATCH = 5_000
MATTERS, PEOPLE = 500, 200
# So much of the past as a town hall keeps its cases.
SPAN = datetime.timedelta(days=3650)
TOWN = {
    "code": "203211",
    "slug": "trial",
    "name": "試験町",
    "kana": "シケンマチ",
    "prefecture": "長野県",
    "postal_code": "389-0192",
    "address": "長野県試験郡試験町1番地",
    "telephone": "0267-00-0000",
}


@dataclass(frozen=True)
class Stage:
    """One part of the trial: what it is called, seconds, and the most memory of the process so far (bytes)."""

    name: str
    seconds: float
    memory: int


@dataclass
class Outcome:
    """What was bent (what was done, by which name it must be found) and what `verify` named."""

    database: str
    rows: int
    stages: list[Stage] = field(default_factory=list)
    bent: list[tuple[str, str]] = field(default_factory=list)
    before: audit.Report = field(default_factory=audit.Report)
    after: audit.Report = field(default_factory=audit.Report)

    @property
    def is_good(self) -> bool:
        """Whether nothing was named before, and afterwards each bent row and nothing else."""
        named = sorted(finding.row for finding in self.after.findings)
        return not self.before.findings and named == sorted(name for _, name in self.bent)


def run(rows: int, *, seed: int, now: datetime.datetime, say: Callable[[str, int, int], None]) -> Outcome:
    """Try it with this many events in a database of its own; `say` hears the stage, how many are done, of how many."""
    begun = time.monotonic()

    def moment() -> datetime.datetime:
        return now + datetime.timedelta(seconds=time.monotonic() - begun)

    with scratch.installation() as name:
        outcome = Outcome(name, rows)
        town = create_municipality(hosts=["trial.localhost"], now=now, **TOWN)
        with scope.within(town):
            _measured(outcome, "書き込み", lambda: _fill(rows, random.Random(seed), now=now, say=say))  # noqa: S311  the same rows for the same seed
            _measured(outcome, "封印", lambda: _seal(rows, say=say))
            sealing.publish_head(now=moment())
        outcome.before = _measured(outcome, "検証（改変の前）", lambda: audit.verify(now=moment()))
        with scope.within(town):
            outcome.bent = _bend(random.Random(seed))  # noqa: S311  likewise
        outcome.after = _measured(outcome, "検証（改変の後）", lambda: audit.verify(now=moment()))
    return outcome


def _measured(outcome: Outcome, name: str, work: Callable[[], Any]) -> Any:
    begun = time.monotonic()
    result = work()
    # Linux counts kibibytes (getrusage(2)).
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    outcome.stages.append(Stage(name, time.monotonic() - begun, memory))
    return result


# Filling --------------------------------------------------------------------------------------------
def _fill(
    rows: int, dice: random.Random, *, now: datetime.datetime, say: Callable[[str, int, int], None]
) -> None:
    matters = [open_matter("trial", now=now) for _ in range(MATTERS)]
    made = _events(rows, matters, dice, now=now)
    for first in range(0, rows, BATCH):
        with transaction.atomic():
            Event.objects.bulk_create([next(made) for _ in range(min(BATCH, rows - first))])
        say("書き込み", min(first + BATCH, rows), rows)


def _events(
    rows: int, matters: list[Matter], dice: random.Random, *, now: datetime.datetime
) -> Iterator[Event]:
    """Facts of every declared kind, evenly over ten years up to now."""
    actors = ["guest", "system", *(f"staff:{uuid.UUID(int=dice.getrandbits(128))}" for _ in range(PEOPLE))]
    kinds = sorted(events.DECLARED.values(), key=lambda kind: kind.name)
    step = SPAN / rows
    for number in range(rows):
        at = now - SPAN + step * number
        kind = dice.choice(kinds)
        yield Event(
            id=_id_of(at, number, dice),
            name=kind.name,
            matter=dice.choice(matters) if dice.random() < 0.95 else None,
            actor=dice.choice(actors),
            at=at,
            data=_data(kind, dice),
        )


def _id_of(at: datetime.datetime, number: int, dice: random.Random) -> uuid.UUID:
    # RFC 9562 section 5.7; the number keeps the order of those within one millisecond.
    milliseconds = int(at.timestamp() * 1000)
    return uuid.UUID(
        int=milliseconds << 80 | 7 << 76 | 2 << 62 | (number % 2**30) << 32 | dice.getrandbits(32)
    )


def _data(kind: EventType, dice: random.Random) -> dict[str, Any]:
    return events.checked(kind, {key: _VALUES[expected](dice) for key, expected in kind.keys})


_VALUES: dict[type, Callable[[random.Random], Any]] = {
    uuid.UUID: lambda dice: uuid.UUID(int=dice.getrandbits(128)),
    str: lambda dice: f"code-{dice.randrange(100)}",
    int: lambda dice: dice.randrange(1000),
    bool: lambda dice: dice.random() < 0.5,
    datetime.date: lambda dice: datetime.date(2020, 4, 1) + datetime.timedelta(days=dice.randrange(2000)),
    list: lambda dice: [f"field_{dice.randrange(20)}" for _ in range(dice.randrange(4))],
}


def _seal(rows: int, *, say: Callable[[str, int, int], None]) -> None:
    done = 0
    while sealed := sealing.seal():
        done += sealed
        say("封印", done, rows)


# Bending --------------------------------------------------------------------------------------------
def _bend(dice: random.Random) -> list[tuple[str, str]]:
    """What somebody does who owns the database: takes the walls down, writes past the program, builds them again."""
    last = (
        Event.objects.filter(sequence__isnull=False)
        .order_by("-sequence")
        .values_list("sequence", flat=True)[0]
    )
    altered, removed, replaced, beside = dice.sample(range(2, last), 4)
    with owner.acting():
        _take_down()
        bent = [_alter(altered), _remove(removed), _replace(replaced), _insert(beside)]
        _put_up()
    return bent


def _alter(sequence: int) -> tuple[str, str]:
    row = Event.objects.get(sequence=sequence)
    Event.objects.filter(pk=row.pk).update(actor=f"staff:{uuid.UUID(int=secrets.randbits(128))}")
    return f"番号 {sequence} の行の「だれが」を書き換え", f"event {row.pk}"


def _remove(sequence: int) -> tuple[str, str]:
    Event.objects.filter(sequence=sequence).delete()
    return f"番号 {sequence} の行を削除", f"sequence {sequence}"


def _replace(sequence: int) -> tuple[str, str]:
    row = Event.objects.get(sequence=sequence)
    Event.objects.filter(pk=row.pk).delete()
    row.pk = uuid.UUID(int=row.pk.int ^ 1)
    row.save(force_insert=True)
    return f"番号 {sequence} の行を、同じ番号と封印の別の行に差し替え", f"event {row.pk}"


def _insert(beside: int) -> tuple[str, str]:
    row = Event.objects.get(sequence=beside)
    row.pk, row.sequence, row.seal = uuid.UUID(int=row.pk.int ^ 1), None, None
    row.save(force_insert=True)
    return f"番号 {beside} の行の隣に、過去の日時の行を挿入", f"event {row.pk}"


def _take_down() -> None:
    walls.take_down()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE core_event DISABLE TRIGGER USER")


def _put_up() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE core_event ENABLE TRIGGER USER")
    walls.build()
