"""A matter, a declared fact, and whole installations of their own for commands that end, copy or replace one."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import uuid
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings

from yakuba.core import events, scope
from yakuba.core.actions import open_matter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yakuba.core.events import EventType

KARUIZAWA = {
    "--code": "203211",
    "--slug": "karuizawa",
    "--name": "軽井沢町",
    "--kana": "カルイザワマチ",
    "--prefecture": "長野県",
    "--postal-code": "389-0192",
    "--address": "長野県北佐久郡軽井沢町大字長倉2381番地1",
    "--telephone": "0267-00-0000",
    "--host": "127.0.0.1",
}


# Each engine has a way of its own to do this, and a test of its own.
collect_ignore = ["test_rebuilt_tables.py" if settings.DATABASE_URL else "test_row_level_security.py"]


@pytest.fixture
def matter(town, now):
    """One piece of business with the town."""
    return open_matter("sample", now=now)


@pytest.fixture
def theirs(town, other_town, now):
    """A matter of the other town, made there."""
    with scope.within(other_town):
        return open_matter("sample", now=now)


@pytest.fixture
def happened() -> Iterator[EventType]:
    """A fact that is declared for one test only."""
    event = events.declare("sample.happened", "見本が起こりました（{code}）", code=str)
    yield event
    del events.DECLARED[event.name]
    events.SUBSCRIBERS.pop(event.name, None)


@dataclass(frozen=True)
class Installation:
    """A Yakuba with data, keys and database of its own, driven by its command line."""

    folder: Path
    database: str
    static: Path

    def environment(self, **more: str) -> dict[str, str]:
        ours = {name: value for name, value in os.environ.items() if not name.startswith("YAKUBA_")}
        return {
            **ours,
            "PYTHONPATH": str(settings.CHECKOUT),
            "PYTHONWARNINGS": "default",
            "YAKUBA_DATA": str(self.folder / "data"),
            "YAKUBA_KEYS": str(self.folder / "keys"),
            "YAKUBA_STATIC": str(self.static),
            "YAKUBA_DATABASE_URL": self.database,
            **more,
        }

    def run(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run one command to its end."""
        return subprocess.run(
            [sys.executable, "-m", "yakuba", *arguments],
            env=self.environment(**more),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def does(self, *arguments: str, **more: str) -> str:
        """What a command says that goes well."""
        done = self.run(*arguments, **more)
        assert done.returncode == 0, done.stderr + done.stdout
        return done.stdout

    def refuses(self, *arguments: str, **more: str) -> str:
        """What a command says that does not."""
        done = self.run(*arguments, **more)
        assert done.returncode == 1, done.stderr + done.stdout
        assert "Traceback" not in done.stderr, done.stderr
        return done.stderr

    def start(self, *arguments: str, stdin: int = subprocess.DEVNULL, **more: str) -> subprocess.Popen[str]:
        """Start a command that goes on until it is told to stop."""
        return subprocess.Popen(
            [sys.executable, "-m", "yakuba", *arguments],
            env=self.environment(**more),
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def python(self, code: str) -> str:
        """What a program prints that works in the scope of 軽井沢町."""
        process = self.start_python(code)
        said, complaint = process.communicate(timeout=120)
        assert process.returncode == 0, complaint
        return said.strip()

    def start_python(self, code: str) -> subprocess.Popen[str]:
        """Start such a program."""
        lines = ["import django", "django.setup()", "from django.utils import timezone", *_SCOPE, code]
        return subprocess.Popen(
            [sys.executable, "-c", "\n".join(lines)],
            env=self.environment(DJANGO_SETTINGS_MODULE="yakuba.config.settings"),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )


_SCOPE = [
    "from yakuba.core import actions, actors, events, models, scope",
    "town = models.Municipality.objects.get(slug='karuizawa')",
    "inside = scope.within(town)",
    "inside.__enter__()",
    "now = timezone.now()",
]


class Site:
    """Makes installations: one is migrated once, the others are copies of it or empty."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._databases: list[str] = []
        self._template: Installation | None = None

    def empty(self) -> Installation:
        """An installation that nobody has migrated."""
        name = f"yakuba_test_{uuid.uuid4().hex[:12]}"
        return Installation(self._folder / name, self._database(name), self._folder / "static")

    def founded(self) -> Installation:
        """An installation with one town."""
        if self._template is None:
            self._template = self.empty()
            self._template.does("migrate", "--verbosity=0")
            self._template.does("towns", "add", *(word for pair in KARUIZAWA.items() for word in pair))
        name = f"yakuba_test_{uuid.uuid4().hex[:12]}"
        shutil.copytree(self._template.folder, self._folder / name)
        return Installation(
            self._folder / name, self._database(name, self._template.database), self._folder / "static"
        )

    def close(self) -> None:
        """Drop the databases."""
        for name in self._databases:
            self._ask(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _database(self, name: str, template: str = "") -> str:
        if not settings.DATABASE_URL:
            return ""
        original = urlsplit(template).path.strip("/") or "template1"
        self._ask(f'CREATE DATABASE "{name}" TEMPLATE "{original}"')
        self._databases.append(name)
        return urlsplit(settings.DATABASE_URL)._replace(path=f"/{name}").geturl()

    @staticmethod
    def _ask(statement: str) -> None:
        with psycopg.connect(settings.DATABASE_URL, autocommit=True) as link:
            link.execute(statement)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = Site(tmp_path_factory.mktemp("site"))
    yield made
    made.close()


@pytest.fixture
def installation(site: Site) -> Installation:
    """An installation with one town, for one test."""
    return site.founded()


@pytest.fixture
def empty_installation(site: Site) -> Installation:
    """An installation that nobody has migrated, for one test."""
    return site.empty()


@pytest.fixture
def free_port() -> int:
    """A port on which nobody listens."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def running() -> Iterator[list[subprocess.Popen[str]]]:
    """Processes in this list are ended with the test, whatever becomes of it."""
    processes: list[subprocess.Popen[str]] = []
    yield processes
    for process in processes:
        with suppress(ProcessLookupError):
            process.kill()
        process.wait()
        for stream in (process.stdout, process.stderr):
            if stream is not None:
                stream.close()
