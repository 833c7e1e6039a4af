"""What holds for every test: no network beyond this machine, no files in the checkout, two towns, one moment."""

from __future__ import annotations

import datetime
import ipaddress
import shutil
import socket
import tempfile
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import hypothesis
import pytest
from django.conf import settings
from django.core.management.commands import flush
from django.db import connection

from yakuba.core import owner, scope, walls
from yakuba.core.actions import create_municipality

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoDbBlocker

    from yakuba.core.models import Municipality

# Shared machines are slow now and then; how long an example takes proves nothing.
hypothesis.settings.register_profile("yakuba", deadline=None)
hypothesis.settings.load_profile("yakuba")


Address = tuple[str, int] | tuple[str, int, int, int]


class NetworkIsClosed(RuntimeError):
    """A test tried to reach another machine."""


def pytest_configure(config: pytest.Config) -> None:
    """Close the network and give the files of this run a folder that is removed afterwards."""
    _close_network(config)
    _let_flush_pass(config)
    folder = Path(tempfile.mkdtemp(prefix="yakuba-test-"))
    settings.MEDIA_ROOT = folder / "files"
    settings.HEADS = folder / "heads"
    settings.SIGNING = folder / "signing"
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


# Whole errands, random lives and browsers: what takes minutes.
LONG = ("tests/browser", "tests/lives", "tests/stories", "yakuba/ui/tests/test_in_browser.py")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What lies in the folders of whole errands is long; a single long test says so by its mark."""
    for item in items:
        if item.path.relative_to(config.rootpath).as_posix().startswith(LONG):
            item.add_marker("long")


def _close_network(config: pytest.Config) -> None:
    patch = pytest.MonkeyPatch()
    config.add_cleanup(patch.undo)
    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def connect_here(self: socket.socket, address: Address) -> None:
        _require_this_machine(self, address)
        connect(self, address)

    def connect_ex_here(self: socket.socket, address: Address) -> int:
        _require_this_machine(self, address)
        return connect_ex(self, address)

    def look_up_here(host: str | bytes | None, *args: object, **kwargs: object) -> list[tuple[object, ...]]:
        _require_loopback(host)
        return look_up(host, *args, **kwargs)

    patch.setattr(socket.socket, "connect", connect_here)
    patch.setattr(socket.socket, "connect_ex", connect_ex_here)
    patch.setattr(socket, "getaddrinfo", look_up_here)


def _require_this_machine(connection: socket.socket, address: Address) -> None:
    if connection.family in {socket.AF_INET, socket.AF_INET6}:
        _require_loopback(address[0])


def _require_loopback(host: str | bytes | None) -> None:
    name = host.decode() if isinstance(host, bytes) else host or "localhost"
    if name == "localhost" or name.endswith(".localhost") or _is_loopback_address(name):
        return
    raise NetworkIsClosed(f"a test asked for {name!r}: tests reach no other machine, use the port's fake")


def _is_loopback_address(name: str) -> bool:
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


# The database --------------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """On a PostgreSQL that several checkouts share, each process of each run has a database of its own."""
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["NAME"] = f"test_yakuba_{uuid.uuid4().hex[:12]}"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:  # noqa: ARG001  the one that makes it
    """On PostgreSQL the owner makes the test database, and the tests take on the role that the walls bind."""
    if connection.vendor != "postgresql":
        yield
        return
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict["OPTIONS"]["assume_role"] = settings.DATABASE_ROLE
    yield
    with django_db_blocker.unblock():
        connection.close()
        del connection.settings_dict["OPTIONS"]["assume_role"]


def _let_flush_pass(config: pytest.Config) -> None:
    """Tests that commit empty every table behind them; what is append-only refuses that to everybody else."""
    handle = flush.Command.handle
    patch = pytest.MonkeyPatch()
    config.add_cleanup(patch.undo)

    def handle_without_walls(command: flush.Command, **options: Any) -> None:
        with owner.acting():
            walls.take_down()
            handle(command, **options)
            if connection.vendor == "sqlite":
                walls.build()

    patch.setattr(flush.Command, "handle", handle_without_walls)


# Two towns and a moment ----------------------------------------------------------------------------
@pytest.fixture
def now() -> datetime.datetime:
    """A Friday morning in a town hall."""
    return datetime.datetime(2026, 11, 20, 9, 0, tzinfo=ZoneInfo("Asia/Tokyo"))


@pytest.fixture
def town(db: None, now: datetime.datetime) -> Iterator[Municipality]:  # noqa: ARG001  opens the database
    """軽井沢町, and the test works in its scope."""
    karuizawa = create_municipality(
        hosts=["karuizawa.localhost"],
        now=now,
        code="203211",
        slug="karuizawa",
        name="軽井沢町",
        kana="カルイザワマチ",
        prefecture="長野県",
        postal_code="389-0192",
        address="長野県北佐久郡軽井沢町大字長倉2381番地1",
        telephone="0267-00-0000",
        mayor="見本 太郎",
    )
    with scope.within(karuizawa):
        yield karuizawa


@pytest.fixture
def other_town(db: None, now: datetime.datetime) -> Municipality:  # noqa: ARG001  opens the database
    """下諏訪町, whose rows nobody in 軽井沢町 may see or touch."""
    return create_municipality(
        hosts=["shimosuwa.localhost"],
        now=now,
        code="203611",
        slug="shimosuwa",
        name="下諏訪町",
        kana="シモスワマチ",
        prefecture="長野県",
        postal_code="393-8501",
        address="長野県諏訪郡下諏訪町4613番地8",
        telephone="0266-00-0000",
        mayor="見本 花子",
    )
