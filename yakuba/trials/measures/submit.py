"""How many errands a second, and how long one waits, beside the inserts of a bare view."""

from __future__ import annotations

import uuid
from http.client import HTTPConnection
from time import perf_counter
from typing import TYPE_CHECKING

from django.db import connection

from yakuba.core import owner
from yakuba.trials import filling, town
from yakuba.trials.measures import baseline, load
from yakuba.trials.measures.table import Table, at
from yakuba.trials.resident import ANSWERS, Resident, Unexpected

if TYPE_CHECKING:
    from collections.abc import Callable

    from yakuba.trials.resident import Page

HEAD = (
    "web processes", "clients", "worker", "bare inserts/s", "errands/s", "of bare", "errand p50 ms", "p95 ms",
)  # fmt: skip
NOTE = (
    "An errand is what changes something when a resident files a form of one page: three requests (start, answers, "
    "send), each with a durable commit, the last with its receipt number. The time of an errand is the sum of the "
    "three. The clients stand in one process, each keeps its connection and its CSRF cookie as a browser does, and "
    "asks again as soon as it is answered. A bare insert is one request to one view with one row."
)
# Web processes, clients, workers.
CASES = ((1, 1, 0), (1, 8, 0), (2, 1, 0), (2, 8, 0), (2, 8, 1))


def measure(*, seconds: float, cases: int) -> Table:
    """The table; each row measures the bare view and the town one right after the other."""
    del cases
    table = Table("submit: an errand beside a bare insert", HEAD, notes=[_durability(), NOTE])
    for processes, clients, workers in CASES:
        with baseline.served(processes=processes) as (address, _):
            bare = load.run([inserter(address) for _ in range(clients)], seconds=seconds)
        with town.Site(processes=processes, workers=workers) as site:
            # A database in use knows how its tables are filled; here nobody has told it yet.
            load.run([errands(site.address) for _ in range(clients)], seconds=2.0)
            settle()
            done = load.run([errands(site.address) for _ in range(clients)], seconds=seconds)
        table.add(
            processes,
            clients,
            "at work" if workers else "–",
            bare.rate,
            done.rate,
            f"{done.rate / bare.rate:.1%}",
            at(0.5, done.tries),
            at(0.95, done.tries),
        )
    return table


def settle() -> None:
    """Let the database look through its tables, as it does by itself after much was written, before anything is timed."""
    with owner.acting(), connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _durability() -> str:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SHOW server_version")
            version = cursor.fetchone()[0].split()[0]
            cursor.execute("SELECT current_setting('synchronous_commit'), current_setting('fsync')")
            commit, fsync = cursor.fetchone()
            return f"PostgreSQL {version}, synchronous_commit {commit}, fsync {fsync}."
        cursor.execute("SELECT sqlite_version()")
        version = cursor.fetchone()[0]
        cursor.execute("PRAGMA synchronous")
        return f"SQLite {version}, WAL, synchronous {'FULL' if cursor.fetchone()[0] == 2 else 'not FULL'}."


def inserter(address: str) -> Callable[[], float]:
    """Somebody who sends one row after the other to the bare view."""
    link = HTTPConnection(address, timeout=60)

    def once() -> float:
        begun = perf_counter()
        baseline.insert(link)
        return perf_counter() - begun

    return once


def errands(address: str) -> Callable[[], float]:
    """A browser in which one person after the other files the form of one page."""
    browser = Resident(address)
    token = browser.open(f"/apply/{filling.ERRAND}/").hidden["csrfmiddlewaretoken"]

    def once() -> float:
        begun = perf_counter()
        kept = {"csrfmiddlewaretoken": token}
        start = browser.press(f"/apply/{filling.ERRAND}/", kept | {"token": str(uuid.uuid4())})
        section = browser.press(_next(start), kept | {"seen": "0"} | dict(ANSWERS))
        sent = browser.press(_next(section), kept | {"sure": "on"})
        took = perf_counter() - begun
        if not sent.leads_to.endswith("/done/"):
            raise Unexpected(sent)
        # The next one is somebody else, who knows nothing of this draft.
        browser.cookies = {name: value for name, value in browser.cookies.items() if name == "csrftoken"}
        return took

    return once


def _next(page: Page) -> str:
    if page.status != 302:
        raise Unexpected(page)
    return page.leads_to
