"""A town to try things on: a folder and a database of its own, web and worker processes, all gone afterwards.

Two halves. `ground` is for the command that a person starts: it makes the empty place and runs Yakuba's commands in it.
`Site` is for a command that runs inside: its Django is the trial town's, and it starts the processes that serve it.
"""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings
from psycopg import sql

from yakuba.core import readiness
from yakuba.core.children import Child, stop_all

if TYPE_CHECKING:
    from collections.abc import Iterator

HOST = "127.0.0.1"
SQLITE = "sqlite"
# A crowded machine starts a Python process in many seconds.
READY_WITHIN = 180.0
GRACE = 40.0
# Whatever else the environment of the installation says is not for the trial town.
_PREFIX = "YAKUBA_"
# A file in the data folder by which the inner half knows the ground that the outer half made.
_MARK = "trial-town"


class NotATrialTown(Exception):
    """A command that may only work on a trial town was started elsewhere."""


class NeverReady(Exception):
    """Web or worker of the trial town did not become ready in time."""


@dataclass(frozen=True)
class Ground:
    """An empty place for a town: its folder, and the environment in which Yakuba's commands work on it alone."""

    folder: Path
    environment: dict[str, str]

    @property
    def log(self) -> Path:
        """Where what the town's processes say on standard error is kept."""
        return self.folder / "log"

    def run(self, *words: str) -> int:
        """Run `yakuba words…` here, speaking to whom we speak to; returns its exit status. Its errors go to the log."""
        with self.log.open("ab") as log:
            return subprocess.run(  # noqa: S603  our own program
                self._program(words), env=self.environment, check=False, stderr=log
            ).returncode

    def ask(self, *words: str) -> str:
        """What `yakuba words…` says here; raises CalledProcessError when it fails."""
        done = subprocess.run(  # noqa: S603  our own program
            self._program(words), env=self.environment, check=True, stdout=subprocess.PIPE, text=True
        )
        return done.stdout

    def _program(self, words: tuple[str, ...]) -> list[str]:
        return [sys.executable, "-m", "yakuba", *words]


@contextmanager
def ground(
    database: str = SQLITE, *, folder: Path | None = None, disk_mb: int = 0, **also: str
) -> Iterator[Ground]:
    """An empty, migrated town hall on SQLite, or on a temporary database beside that of a postgresql:// URL.

    `also` are further settings of the trial town without their YAKUBA_ (`MAIL="smtp://…"`). Everything is removed
    at the end, and nothing else in `folder`. `disk_mb` gives its data a disk of their own of so many megabytes, where
    this machine lets us mount one.
    """
    place = Path(tempfile.mkdtemp(prefix="yakuba-trial-", dir=folder))
    try:
        with _disk(place / "disk", disk_mb), _database(database) as url:
            made = Ground(place, _environment(place, url, also))
            (place / "disk" / "tmp").mkdir()
            made.ask("migrate", "--verbosity=0")
            (place / "disk" / "data" / _MARK).touch()
            yield made
    finally:
        shutil.rmtree(place, ignore_errors=True)


def require_trial_town() -> None:
    """Raise NotATrialTown where settings are not those that `ground` made: nothing else may be filled or broken."""
    if not (settings.DATA / _MARK).exists():
        raise NotATrialTown("this works only on a town of its own, which the command makes by itself")


def _environment(place: Path, url: str, also: dict[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_PREFIX)}
    path = os.pathsep.join(filter(None, [str(settings.CHECKOUT), os.environ.get("PYTHONPATH")]))
    return {
        **kept,
        "PYTHONPATH": path,
        "YAKUBA_DATA": str(place / "disk" / "data"),
        "YAKUBA_STATIC": str(place / "static"),
        # A process that hangs says where, once it is told to abort.
        "PYTHONFAULTHANDLER": "1",
        # What a killed process leaves behind must show.
        "TMPDIR": str(place / "disk" / "tmp"),
        "YAKUBA_DATABASE_URL": url,
        **{_PREFIX + name: value for name, value in also.items()},
    }


@contextmanager
def _disk(folder: Path, size_mb: int) -> Iterator[None]:
    """A folder for the data; a small file system of its own where one is wanted and may be mounted."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size_mb}m,mode=700", "yakuba-trial", str(folder)]
    is_mounted = bool(size_mb) and _succeeds(mount)
    try:
        yield
    finally:
        if is_mounted:
            _succeeds(["umount", str(folder)])


def _succeeds(command: list[str]) -> bool:
    try:
        return subprocess.run(command, check=False, capture_output=True).returncode == 0  # noqa: S603  no shell, our own words
    except FileNotFoundError:
        return False


@contextmanager
def _database(wanted: str) -> Iterator[str]:
    """The URL of a fresh database; on PostgreSQL it is dropped afterwards, whoever is still connected."""
    if wanted == SQLITE:
        yield ""
        return
    name = sql.Identifier(fresh := f"yakuba_trial_{secrets.token_hex(6)}")
    with closing(psycopg.connect(wanted, autocommit=True)) as link:
        link.execute(sql.SQL("CREATE DATABASE {}").format(name))
        try:
            yield urlunsplit(urlsplit(wanted)._replace(path=f"/{fresh}"))
        finally:
            link.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))


class Site:
    """The processes that serve the trial town in whose environment we run, on loopback.

    Started as `yakuba serve` starts them (granian and the worker, each in a process group of its own, ending when we
    end). `webs` servers listen on a port each, with `processes` granian workers; `workers` do the background work.
    """

    def __init__(self, *, webs: int = 1, processes: int = 1, workers: int = 1, restarts: int = 0) -> None:
        require_trial_town()
        self.ports = [free_port() for _ in range(webs)]
        self.webs = [
            Child(f"web {port}", "yakuba.core.web", HOST, str(port), str(processes), restarts=restarts)
            for port in self.ports
        ]
        self.workers = [
            Child(f"worker {number}", "yakuba", "worker", "--with-parent", restarts=restarts)
            for number in range(workers)
        ]

    @property
    def addresses(self) -> list[str]:
        """`127.0.0.1:port` of each server."""
        return [f"{HOST}:{port}" for port in self.ports]

    @property
    def address(self) -> str:
        """`127.0.0.1:port` of the first server."""
        return self.addresses[0]

    def __enter__(self) -> Self:
        """Start everything and wait until it is ready."""
        readiness.collect_static()
        try:
            for child in (*self.webs, *self.workers):
                child.start()
            self.wait()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """Stop everything."""
        self.stop()

    def wait(self) -> None:
        """Wait until every server is ready, with a worker if there are any; raises NeverReady."""
        deadline = time.monotonic() + READY_WITHIN
        path = "/readyz" if self.workers else "/healthz"
        for address in self.addresses:
            while not is_up(address, path):
                if time.monotonic() > deadline:
                    raise NeverReady(f"{address}{path} did not answer 200 in {READY_WITHIN:.0f} seconds")
                time.sleep(0.1)

    def tend(self) -> None:
        """Start again what has ended, up to `restarts` times in ten minutes; raises core.children.Died."""
        for child in (*self.webs, *self.workers):
            child.tend()

    def stop(self) -> None:
        """Ask all to stop, and end by their own numbers what does not."""
        stop_all([*self.webs, *self.workers], seconds=GRACE)

    def granian_pids(self, web: Child) -> list[int]:
        """The numbers of the processes in which this server's pages are made."""
        return children_of(web.pid)


def children_of(pid: int) -> list[int]:
    """The processes that this one has started and that are still there, by Linux's /proc; without zombies."""
    try:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return []
    return [int(child) for child in listed if memory_mb(int(child))]


def memory_mb(pid: int) -> float:
    """The memory of one process in MB that no other process shares with it; 0 for one that has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1000


def is_up(address: str, path: str = "/healthz") -> bool:
    """Whether this server answers 200 there."""
    link = HTTPConnection(address, timeout=10)
    try:
        link.request("GET", path)
        return link.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        link.close()


def free_port() -> int:
    """A port of this machine that nobody listens on at the moment."""
    with closing(socket.socket()) as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
