"""The demo town as a real server: a process of its own, with its own data, stopped by its own number."""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from collections.abc import Iterator

CHECKOUT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
READY_WITHIN = 180.0  # seconds: two busy cores, and the worker has to say that it lives
GONE_WITHIN = 60.0


class Server:
    """One running demo: `address` without a slash at the end, `data` where its database and files lie."""

    def __init__(self, data: Path, *words: str) -> None:
        self.data = data
        self._words = words or ("demo",)
        self.port = _free_port()
        self.address = f"http://{HOST}:{self.port}"
        self.log = data.with_name(f"{data.name}.log")
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it says that it is ready."""
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                _program(*self._words, "--port", str(self.port)),
                cwd=CHECKOUT,
                env=environment(self.data),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + READY_WITHIN
        while not self._is_ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise RuntimeError(f"the demo did not become ready:\n{self.said()}")
            time.sleep(0.2)

    def stop(self) -> None:
        """Ask it to stop, by its own number, and wait for it."""
        assert self._process is not None
        self._process.terminate()
        try:
            self._process.wait(GONE_WITHIN)
        except subprocess.TimeoutExpired:
            self._process.kill()
            raise

    def said(self) -> str:
        """The end of what it wrote."""
        return self.log.read_text(encoding="utf-8", errors="replace")[-4000:]

    def _is_ready(self) -> bool:
        try:
            return httpx.get(f"{self.address}/readyz", timeout=5).status_code == httpx.codes.OK
        except httpx.TransportError:
            return False


def prepared(shared: Path, own: Path) -> Path:
    """A data folder with the two sample towns: filled once for all xdist workers, then copied to `own`."""
    shared.mkdir(parents=True, exist_ok=True)
    with _alone(shared / "lock"):
        if not (shared / "filled").exists():
            command(shared / "data", "demo", "--no-serve", "--applications", "30")
            (shared / "filled").touch()
    own.mkdir(parents=True)
    for name in ("data", "data-keys"):
        shutil.copytree(shared / name, own / name)
    return own / "data"


def environment(data: Path) -> dict[str, str]:
    """The surroundings of a command that works on this data and on nothing else."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("YAKUBA_")}
    return kept | {
        "PYTHONPATH": str(CHECKOUT),
        "YAKUBA_DEMO": "yes",
        # Offered, so that its page is looked at; nobody ever subscribes, for want of a push service.
        "YAKUBA_PUSH": "yes",
        "YAKUBA_DATA": str(data),
        "YAKUBA_STATIC": str(data.with_name("static")),
    }


def command(data: Path, *words: str) -> str:
    """Run one command of Yakuba on this data; returns what it said, raises with it if it failed."""
    return _said(_program(*words), environment(data))


def later(data: Path, *words: str) -> str:
    """Do what no browser can wait for (`tests.browser.later`) to this data; returns what it said."""
    surroundings = environment(data) | {"DJANGO_SETTINGS_MODULE": "yakuba.config.settings"}
    return _said([sys.executable, "-m", "tests.browser.later", *words], surroundings)


def _said(program: list[str], surroundings: dict[str, str]) -> str:
    done = subprocess.run(
        program, cwd=CHECKOUT, env=surroundings, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(program[2:])}\n{done.stdout}\n{done.stderr}")
    return done.stdout


def _program(*words: str) -> list[str]:
    return [sys.executable, "-m", "yakuba", *words]


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
