"""What the town needs is out of reach for a while: its disk is full, its database gone or locked, its mail server dumb."""

from __future__ import annotations

import os
import resource
import sqlite3
import time
from contextlib import closing, suppress
from typing import TYPE_CHECKING

import psycopg
from django.conf import settings
from django.db import connection

from yakuba.trials.town import children_of
from yakuba.trials.trouble import Trouble, holds, inode_of

if TYPE_CHECKING:
    from collections.abc import Iterator

# Seconds.
CALM = (1.0, 3.0)
BLOCK = 65_536


class Outage(Trouble):
    """A fault that lasts for some seconds and passes."""

    lasts = (1.0, 4.0)

    def run(self, *, wanted: int, until: float) -> None:
        """One after the other, with some calm between them."""
        while self.count < wanted and time.monotonic() < until:
            self.wait(self.chance.uniform(*CALM))
            self.cause(self.chance.uniform(*self.lasts))
        self.wait(CALM[1])

    def cause(self, seconds: float) -> None:
        """Let it be for so long, and pass."""
        raise NotImplementedError

    def wait(self, seconds: float) -> None:
        """Let time pass; what dies meanwhile by itself is started again, as a service would be."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self.site.tend()
            time.sleep(0.05)

    def everybody(self) -> Iterator[int]:
        """Every process of the town."""
        for child in (*self.site.webs, *self.site.workers):
            yield child.pid
            yield from children_of(child.pid)


class FullDisk(Outage):
    """Nothing can be written: a disk of its own is filled up, or, where none may be mounted, files may not grow."""

    name = "ディスクの満杯"

    def cause(self, seconds: float) -> None:
        """Fill the disk of the town, or forbid its processes to write."""
        if os.path.ismount(settings.DATA.parent):
            self._fill(seconds)
        else:
            self._forbid(seconds)

    def _fill(self, seconds: float) -> None:
        ballast = settings.DATA.parent / "ballast"
        self.done["満杯のディスク（ENOSPC）"] += 1
        try:
            deadline = time.monotonic() + seconds
            with ballast.open("ab", buffering=0) as file:
                while time.monotonic() < deadline:
                    # Whatever becomes free meanwhile is taken too.
                    with suppress(OSError):
                        file.write(bytes(BLOCK))
                        continue
                    self.wait(0.02)
        finally:
            ballast.unlink()

    def _forbid(self, seconds: float) -> None:
        self.done["書けないファイル（RLIMIT_FSIZE）"] += 1
        for pid in list(self.everybody()):
            _limit_files(pid, BLOCK)
        self.wait(seconds)
        for pid in list(self.everybody()):
            _limit_files(pid, resource.RLIM_INFINITY)


def _limit_files(pid: int, size: int) -> None:
    with suppress(ProcessLookupError):
        _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, hard))


class LostDatabase(Outage):
    """PostgreSQL ends connections in the middle of what they do; on SQLite somebody else writes for a long time."""

    name = "データベースの切断・占有"
    # Once in a while longer than anybody waits (settings: 20 seconds).
    lasts = (0.5, 5.0)
    LONG = 23.0
    SHARE_LONG = 0.1

    def cause(self, seconds: float) -> None:
        """End some connections, or hold the one lock of writers."""
        if connection.vendor == "postgresql":
            self._end_connections()
        else:
            self._hold(self.LONG if self.chance.random() < self.SHARE_LONG else seconds)

    def _end_connections(self) -> None:
        theirs = {pid for pid in self.everybody() if pid}
        with closing(psycopg.connect(settings.DATABASE_URL, autocommit=True)) as link:
            rows = link.execute(
                "SELECT pid, client_port FROM pg_stat_activity WHERE datname = current_database() AND client_port > 0"
            ).fetchall()
            for backend, port in rows:
                inode = inode_of(port)
                is_theirs = inode and any(holds(pid, inode) for pid in theirs)
                if is_theirs and self.chance.random() < 0.7:
                    link.execute("SELECT pg_terminate_backend(%s)", [backend])
                    self.done["切られた接続"] += 1

    def _hold(self, seconds: float) -> None:
        self.done["占有"] += 1
        with closing(sqlite3.connect(settings.DATABASES["default"]["NAME"], timeout=30)) as link:
            link.execute("BEGIN IMMEDIATE")
            self.wait(seconds)
            link.rollback()


class DumbMail(Outage):
    """The mail server says nothing, or wants to be asked again."""

    name = "メールサーバーの沈黙"
    lasts = (2.0, 8.0)

    def cause(self, seconds: float) -> None:
        """Let the mail server be silent or busy."""
        self.sink.mood = self.chance.choice(["silent", "busy"])
        self.done[{"silent": "沈黙", "busy": "451"}[self.sink.mood]] += 1
        try:
            self.wait(seconds)
        finally:
            self.sink.mood = "well"
