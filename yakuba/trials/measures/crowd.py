"""A million cases at once, written by the database itself: only the list and the to-do can read them."""

from __future__ import annotations

import datetime
import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection, models, transaction

from yakuba.accounts.models import Party
from yakuba.applications.models import Application
from yakuba.core import envelopes, owner, scope, walls
from yakuba.core.identifiers import uuid7
from yakuba.core.models import Key, Matter
from yakuba.work.models import WorkItem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from yakuba.accounts.models import Department, Person
    from yakuba.procedures.models import Version

BATCH = 20_000
# One every ten minutes, the last of them now.
LONGEST = 1_000_000
# Receipt numbers that no errand of another measure in the same town has.
NUMBERS_FROM = 5_000_000
# Of a thousand cases so many are open, wait for a correction, or are done.
STATES = (("submitted", 8), ("returned", 2), ("closed", 990))


@contextmanager
def without_walls() -> Iterator[None]:
    """The walls down and foreign keys unchecked while rows are written in bulk; the trial's own database only."""
    with owner.acting():
        if connection.vendor == "sqlite":
            walls.take_down()
        with connection.cursor() as cursor:
            cursor.execute(
                "PRAGMA foreign_keys=OFF"
                if connection.vendor == "sqlite"
                else "SET session_replication_role = replica"
            )
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute(
                    "PRAGMA foreign_keys=ON"
                    if connection.vendor == "sqlite"
                    else "SET session_replication_role = origin"
                )
                cursor.execute("ANALYZE")
            if connection.vendor == "sqlite":
                walls.build()


def fill(
    shares: list[tuple[Department, Version, int]],
    people: list[Person],
    *,
    begin: int,
    now: datetime.datetime,
) -> None:
    """Write so many cases for each department and version, from the `begin`th on; the newest is of now."""
    wanted = [(place, share[2]) for place, share in enumerate(shares)]
    total = sum(count for _, count in wanted)
    order = _mixed(wanted, total)
    with without_walls():
        for first in range(0, total, BATCH):
            with transaction.atomic():
                _write(order[first : first + BATCH], shares, people, begin + first, now=now)


def _mixed(wanted: list[tuple[int, int]], total: int) -> list[int]:
    """Whose each case is, spread evenly over the whole time: a rare one comes once in a long while."""
    places = [((number + 0.5) / count, place) for place, count in wanted for number in range(count)]
    places.sort()
    assert len(places) == total
    return [place for _, place in places]


def _write(
    order: list[int], shares: list[Any], people: list[Person], first: int, *, now: datetime.datetime
) -> None:
    town = scope.current()
    # Opened by nobody: the list shows names, which are sealed by the keys of their people.
    sealed = envelopes.seal_bytes(envelopes.new_key(), b"-", "trial")
    town_key = Key.objects.values_list("town_key", flat=True)[:1].get()
    keys, matters, cases, parties, items = [], [], [], [], []
    for place, whose in enumerate(order):
        number, (department, version, _) = first + place, shares[whose]
        at = now - datetime.timedelta(minutes=(LONGEST - number) * 10)
        state, key, matter = _state(number), uuid7(), uuid7()
        closed_at = at if state == "closed" else None
        row = {"municipality_id": town.pk, "matter_id": matter}
        about = {"id": uuid7(), **row, "version_id": version.pk, "department_id": department.pk}
        keys.append({"id": key, "municipality_id": town.pk, "town_key_id": town_key, "wrapped": sealed})
        matters.append(
            {
                "id": matter,
                "municipality_id": town.pk,
                "kind": "application",
                "number": f"R8-{NUMBERS_FROM + number}-0",
                "key_id": key,
                "opened_at": at,
                "closed_at": closed_at,
            }
        )
        cases.append(_case(about, state, at))
        parties.append(
            {"id": uuid7(), **row, "person_id": people[number % len(people)].pk, "role": "applicant"}
        )
        items.append(
            {
                "id": uuid7(),
                **row,
                "department_id": department.pk,
                "role": "clerk",
                "step": "examine",
                "title": "内容を確かめる",
                "due_on": at.date() + datetime.timedelta(days=14),
                "opened_at": at,
                "done_at": closed_at,
            }
        )
    for model, rows in (
        (Key, keys),
        (Matter, matters),
        (Application, cases),
        (Party, parties),
        (WorkItem, items),
    ):
        _insert(model, rows)


def _state(number: int) -> str:
    place = number * 7919 % 1000
    for state, share in STATES:
        if place < share:
            return state
        place -= share
    raise AssertionError


def _case(whose: dict[str, Any], state: str, at: datetime.datetime) -> dict[str, Any]:
    is_closed = state == "closed"
    return {
        **whose,
        "state": state,
        "step": "examine",
        "outcome": "granted" if is_closed else "",
        "revision": 1,
        "start_token": uuid7(),
        "lookup_hash": whose["id"].hex,
        "started_at": at,
        "saved_at": at,
        "submitted_at": at,
        "due_on": at.date() + datetime.timedelta(days=14),
        "clock_stopped_on": at.date() if state == "returned" else None,
        "decided_on": at.date() if is_closed else None,
    }


def _insert(model: type[models.Model], rows: list[dict[str, Any]]) -> None:
    """Write rows with what is given; the other columns take their defaults, the same in each."""
    fields = model._meta.concrete_fields
    given = rows[0]
    rest = {field.attname: field.get_default() for field in fields if field.attname not in given}
    names = [*given, *rest]
    ready = {field.attname: _ready(field) for field in fields}
    lines = ([ready[name](row.get(name, rest.get(name))) for name in names] for row in rows)
    by_name = {field.attname: str(field.column) for field in fields}
    columns = ", ".join(by_name[name] for name in names)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for line in lines:
                    copy.write_row(line)
        else:
            marks = ", ".join(["%s"] * len(names))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(lines))  # noqa: S608  our own models


def _ready(field: models.Field[Any, Any]) -> Callable[[Any], Any]:
    """How a value of this column is handed to the database."""
    if isinstance(field, models.JSONField):
        return json.dumps
    if connection.vendor == "postgresql" or not isinstance(
        field, models.UUIDField | models.DateTimeField | models.ForeignKey
    ):
        return lambda value: value
    if isinstance(field, models.DateTimeField):
        return lambda value: None if value is None else connection.ops.adapt_datetimefield_value(value)
    return lambda value: value.hex if isinstance(value, UUID) else value
