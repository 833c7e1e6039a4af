"""Copies a whole database to a file and back, by the means of its engine."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from django.core.management.base import CommandError
from django.db import connection, transaction

from yakuba.core import owner

if TYPE_CHECKING:
    from collections.abc import Callable

Counts = dict[str, int]


class CopyFailed(CommandError):
    """The database could not be copied; the message is for the systems officer."""


class Snapshot(Protocol):
    """One engine: how it is copied while it is used, and how a copy takes its place."""

    def take(self, copy: Path) -> Counts:
        """Write a consistent copy; returns the rows of each table at that same moment."""

    def put(self, copy: Path, *, check: Callable[[Counts], None]) -> None:
        """Put a copy in the place of this database; if `check` raises, all stays as it was."""

    def is_in_use(self) -> bool:
        """Whether another program is connected."""


class SQLite:
    """`VACUUM INTO`: one read transaction, during which others go on reading and writing."""

    def take(self, copy: Path) -> Counts:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(copy)])
        copy.chmod(0o600)
        return self._counts(copy)

    def put(self, copy: Path, *, check: Callable[[Counts], None]) -> None:
        check(self._counts(copy))
        place = self._path()
        connection.close()
        for suffix in ("-wal", "-shm"):
            # Left over by a program that was killed; what is in it belongs to the database that goes.
            place.with_name(place.name + suffix).unlink(missing_ok=True)
        copy.replace(place)

    def is_in_use(self) -> bool:
        place = self._path()
        connection.close()
        if not place.exists():
            return False
        with closing(sqlite3.connect(place, timeout=1)) as link:
            try:
                # Leaving WAL needs the database for oneself; the program turns it on again.
                link.execute("PRAGMA journal_mode=DELETE")
            except sqlite3.OperationalError:
                return True
        return False

    @staticmethod
    def _path() -> Path:
        return Path(connection.settings_dict["NAME"])

    @staticmethod
    def _counts(copy: Path) -> Counts:
        with closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as link:
            verdict = link.execute("PRAGMA integrity_check").fetchone()[0]
            if verdict != "ok":
                raise CopyFailed(
                    f"データベースが壊れています（{verdict}）。前のバックアップから戻してください。"
                )
            names = [
                row[0]
                for row in link.execute(
                    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
                )
            ]
            # The names are the database's own.
            return {name: link.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608


class PostgreSQL:
    """`pg_dump` in the snapshot in which the rows are counted, and `pg_restore` in one transaction."""

    # Where the present tables wait until the restored ones are found good.
    ASIDE = "before_restore"

    def take(self, copy: Path) -> Counts:
        with owner.acting(), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
            counts = counts_here()
            _run("pg_dump", "--format=custom", "--compress=0", f"--snapshot={snapshot}", f"--file={copy}")
        return counts

    def put(self, copy: Path, *, check: Callable[[Counts], None]) -> None:
        with owner.acting():
            self._undo_unfinished()
            self._execute(f"ALTER SCHEMA public RENAME TO {self.ASIDE}", "CREATE SCHEMA public")
            try:
                _run(
                    "pg_restore", "--exit-on-error", "--single-transaction", f"--dbname={_name()}", str(copy)
                )
                check(counts_here())
            except BaseException:
                self._undo_unfinished()
                raise
            self._execute(f"DROP SCHEMA {self.ASIDE} CASCADE")

    def is_in_use(self) -> bool:
        with owner.acting(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
            return bool(cursor.fetchone()[0])

    def _undo_unfinished(self) -> None:
        """Put the tables back that a restore which was killed has left aside."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [self.ASIDE])
            found = cursor.fetchone()
        if found:
            self._execute(
                "DROP SCHEMA IF EXISTS public CASCADE", f"ALTER SCHEMA {self.ASIDE} RENAME TO public"
            )

    @staticmethod
    def _execute(*statements: str) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


def of_this_database() -> Snapshot:
    """The snapshot for the engine in use."""
    return PostgreSQL() if connection.vendor == "postgresql" else SQLite()


def counts_here() -> Counts:
    """The rows of each table of the database in use, as its present role sees them."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        counts = {}
        for name in names:
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")  # noqa: S608  the database's own names
            counts[name] = cursor.fetchone()[0]
        return counts


# What libpq's programs read, by the name of the parameter (postgresql.org/docs, libpq-envars).
_ENVIRONMENT = {
    "dbname": "PGDATABASE",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "host": "PGHOST",
    "port": "PGPORT",
    "service": "PGSERVICE",
    "passfile": "PGPASSFILE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "connect_timeout": "PGCONNECT_TIMEOUT",
}


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def _run(program: str, *arguments: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise CopyFailed(
            f"{program} がありません。PostgreSQL のクライアントを入れてください（Debian: postgresql-client）。"
        )
    facts = connection.get_connection_params()
    # In the environment, because everybody on the machine may read the arguments of a program.
    environment = {name: str(facts[key]) for key, name in _ENVIRONMENT.items() if facts.get(key) is not None}
    done = subprocess.run(  # noqa: S603  found on the path, with arguments of ours
        [found, "--no-owner", "--no-privileges", "--no-password", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CopyFailed(f"{program} が失敗しました。\n{done.stderr.strip()}")
