"""What holds for every test: no network beyond this machine, no files in the checkout, no stopwatch."""

from __future__ import annotations

import ipaddress
import shutil
import socket
import tempfile
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings

# Shared machines are slow now and then; how long an example takes proves nothing.
hypothesis.settings.register_profile("yakuba", deadline=None)
hypothesis.settings.load_profile("yakuba")


Address = tuple[str, int] | tuple[str, int, int, int]


class NetworkIsClosed(RuntimeError):
    """A test tried to reach another machine."""


def pytest_configure(config: pytest.Config) -> None:
    """Close the network and give the files of this run a folder that is removed afterwards."""
    _close_network(config)
    folder = Path(tempfile.mkdtemp(prefix="yakuba-test-"))
    settings.MEDIA_ROOT = folder / "files"
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


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
