"""Fills the sample towns in several processes: on SQLite each in a database of its own, which then come together.

SQLite has one writer at a time, so processes that share a database only wait for each other. Every key is a UUID and
every row belongs to one town: towns that were made elsewhere move in as they are (decisions 0011, 0019).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection

from yakuba.core import owner, walls
from yakuba.demo import filling
from yakuba.procedures import queries as procedures

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# Three share two cores more evenly than two: five towns do not divide by two.
PARTS = 3
# What every database has from its migrations.
_ALREADY_THERE = frozenset({"django_migrations", "django_content_type", "auth_permission", "sqlite_sequence"})


class NotFilled(Exception):
    """A process could not fill its towns; it has said why."""


def fill(applications: int, *, progress: Callable[[int], None]) -> None:
    """Fill every sample town; `progress` hears from time to time how many applications there are in this database."""
    folders = [_folder(number) for number in range(PARTS)]
    running = [
        # The program is this one, with words of our own.
        subprocess.Popen(_words(number, applications), env=_environment(folder))  # noqa: S603
        for number, folder in enumerate(folders)
    ]
    while any(one.poll() is None for one in running):
        progress(filling.made())
        time.sleep(0.3)
    if any(one.returncode for one in running):
        raise NotFilled
    for folder in folders:
        if folder != settings.DATA:
            _move_in(folder)


def _folder(number: int) -> Path:
    """Where a part is made: the first one here; on PostgreSQL, which has many writers, all of them."""
    is_here = number == 0 or connection.vendor != "sqlite"
    return settings.DATA if is_here else settings.DATA / f"part-{number}"


def _words(number: int, applications: int) -> list[str]:
    places = [str(place) for place, _ in enumerate(filling.files())][number::PARTS]
    program = [sys.executable, "-m", "yakuba", "demo"]
    return [*program, "--applications", str(applications), "--only", ",".join(places)]


def _environment(folder: Path) -> dict[str, str]:
    # The same keys: what one part seals, the whole reads.
    return os.environ | {"YAKUBA_DATA": str(folder), "YAKUBA_KEYS": str(settings.KEYS)}


def _move_in(folder: Path) -> None:
    """Take every row and every file of a part over, and forget the part."""
    with owner.acting():
        walls.take_down()
        _take_rows(folder / "yakuba.sqlite3")
        walls.build()
    for name in (settings.MEDIA_ROOT.name, settings.OUTBOX.name):
        for made in (folder / name).glob("*"):
            (settings.DATA / name).mkdir(exist_ok=True)
            shutil.move(made, settings.DATA / name / made.name)
    shutil.rmtree(folder)


def _take_rows(database: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys=OFF")
        cursor.execute("ATTACH DATABASE %s AS part", [str(database)])
        cursor.execute("BEGIN IMMEDIATE")
        cursor.execute("SELECT name FROM part.sqlite_master WHERE type = 'table'")
        for (table,) in cursor.fetchall():
            if table not in _ALREADY_THERE and not table.startswith(procedures.SEARCH_INDEX):
                cursor.execute(f"PRAGMA part.table_info('{table}')")
                columns = ", ".join(f'"{column[1]}"' for column in cursor.fetchall())
                # Names of tables and columns come from our own migrations.
                cursor.execute(f'INSERT INTO main."{table}" ({columns}) SELECT {columns} FROM part."{table}"')  # noqa: S608
        cursor.execute("COMMIT")
        cursor.execute("DETACH DATABASE part")
        cursor.execute("PRAGMA foreign_keys=ON")
    procedures.rebuild_search_index()
