"""A database of its own for a trial: made for it on the engine in use, and gone afterwards."""

from __future__ import annotations

import secrets
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection

from yakuba.core import owner
from yakuba.core.models import Municipality

if TYPE_CHECKING:
    from collections.abc import Iterator


class NotEmpty(CommandError):
    """The database that should be thrown away holds a town; nothing was done to it."""


@contextmanager
def installation() -> Iterator[str]:
    """Work in an empty, migrated database with a folder of its own; gives the name of the database.

    Raises CommandError where none can be made. The town's database is never opened meanwhile, and what would be
    thrown away in the end is refused (NotEmpty) when it holds a town.
    """
    settings.DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
    heads = settings.HEADS
    with tempfile.TemporaryDirectory(prefix=".trial-", dir=settings.DATA) as folder:
        settings.HEADS = Path(folder) / "heads"
        try:
            with _database(Path(folder)) as name:
                call_command("migrate", verbosity=0)
                require_empty()
                yield name
        finally:
            settings.HEADS = heads


def require_empty() -> None:
    """Raise NotEmpty where the database in use holds a town."""
    if Municipality.objects.exists():
        raise NotEmpty("このデータベースには町があります。試験には使いません。")


@contextmanager
def _database(folder: Path) -> Iterator[str]:
    if connection.vendor == "sqlite":
        with _named(folder / "trial.sqlite3"):
            yield str(folder / "trial.sqlite3")
        return
    name = f"yakuba_trial_{secrets.token_hex(6)}"
    try:
        _ask(f'CREATE DATABASE "{name}"')
    except DatabaseError as problem:
        raise CommandError(
            f"試験用のデータベースを作れません（{problem}）。CREATEDB のある利用者で試してください。"
        ) from problem
    try:
        with _named(name):
            yield name
    finally:
        _ask(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def _named(name: Any) -> Iterator[None]:
    """The program's one connection leads to this database."""
    own = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own


def _ask(statement: str) -> None:
    with owner.acting(), connection.cursor() as cursor:
        cursor.execute(statement)
    connection.close()
