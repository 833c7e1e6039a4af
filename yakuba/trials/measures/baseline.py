"""The bare view beside the trial town: its table in the same database, its processes, and its visitor."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from time import monotonic, sleep
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection

from yakuba.core import owner
from yakuba.core.children import Child, stop_all
from yakuba.trials import bare, town

if TYPE_CHECKING:
    from collections.abc import Iterator
    from http.client import HTTPConnection

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
BODY = urlencode({"words": "試験のためです。" * 20}).encode()


@contextmanager
def served(*, processes: int) -> Iterator[tuple[str, Child]]:
    """The bare view in so many processes: its address, and the process that holds them."""
    lay_table()
    os.environ[bare.TOLD] = json.dumps(_database())
    port = town.free_port()
    child = Child("bare", "yakuba.trials.bare", town.HOST, str(port), str(processes))
    try:
        child.start()
        address = f"{town.HOST}:{port}"
        _wait(address)
        yield address, child
    finally:
        stop_all([child], seconds=town.GRACE)
        del os.environ[bare.TOLD]


def insert(link: HTTPConnection) -> None:
    """One insert over a connection that is kept."""
    link.request("POST", "/", BODY, FORM)
    answer = link.getresponse()
    answer.read()
    if answer.status != 200:
        raise ValueError(f"the bare view answered {answer.status}")


def _wait(address: str) -> None:
    deadline = monotonic() + town.READY_WITHIN
    while not town.is_up(address, "/"):
        if monotonic() > deadline:
            raise town.NeverReady(f"the bare view at {address} did not answer")
        sleep(0.1)


def lay_table() -> None:
    """Make the one table of the bare view, in the database of the town."""
    with owner.acting(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {bare.TABLE} ({bare.COLUMNS[connection.vendor]})")
        if connection.vendor == "postgresql":
            cursor.execute(
                f"GRANT ALL ON {bare.TABLE} TO {connection.ops.quote_name(settings.DATABASE_ROLE)}"
            )


def _database() -> dict[str, object]:
    """The same database with the same options; only the role is not taken on."""
    ours = settings.DATABASES["default"]
    options = {name: value for name, value in ours["OPTIONS"].items() if name != owner.OPTION}
    kept = ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT", "CONN_MAX_AGE", "CONN_HEALTH_CHECKS")
    return {**{name: _plain(ours[name]) for name in kept if name in ours}, "OPTIONS": options}


def _plain(value: object) -> object:
    return value if isinstance(value, str | int | float | None) else str(value)
