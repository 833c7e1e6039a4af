"""The processes that `yakuba serve` starts, watches and takes down with it."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

from django.conf import settings

log = logging.getLogger(__name__)

# Restarts are forgotten after so many seconds: what dies once a day is not in a loop.
MEMORY = 600.0


class Died(Exception):
    """A child ended by itself, and more often than it is started again."""


class Child:
    """One child in a process group of its own. It holds our pipe, so that it ends when we do, however we end."""

    def __init__(self, name: str, *arguments: str, restarts: int = 0) -> None:
        self.name = name
        self._arguments = arguments
        self._restarts = restarts
        self._deaths: list[float] = []
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the process."""
        self._process = subprocess.Popen(  # noqa: S603  our own modules
            [sys.executable, "-m", *self._arguments],
            stdin=subprocess.PIPE,
            env=_environment(),
            start_new_session=True,
        )

    def tend(self) -> None:
        """Start it again if it has ended; raises Died when that happens too often."""
        if self._process is None or self._process.poll() is None:
            return
        status = self._process.returncode
        self.kill()
        now = time.monotonic()
        self._deaths = [*(moment for moment in self._deaths if now - moment < MEMORY), now]
        if len(self._deaths) > self._restarts:
            raise Died(f"{self.name}（終了コード {status}）")
        log.error("%s ended with status %s and is started again", self.name, status)
        self.start()

    def ask_to_stop(self) -> None:
        """Ask it to finish what it is doing."""
        if self.is_alive:
            self._signal(signal.SIGTERM)

    def kill(self) -> None:
        """End whatever is left of its group."""
        with suppress(ProcessLookupError):
            self._signal_group(signal.SIGKILL)
        if self._process is not None:
            self._process.wait()
            if self._process.stdin is not None:
                self._process.stdin.close()

    @property
    def pid(self) -> int:
        """The number of the process that runs now, 0 before the first start."""
        return self._process.pid if self._process is not None else 0

    @property
    def is_alive(self) -> bool:
        """Whether the process still runs."""
        return self._process is not None and self._process.poll() is None

    def _signal(self, number: int) -> None:
        if self._process is not None:
            self._process.send_signal(number)

    def _signal_group(self, number: int) -> None:
        if self._process is not None:
            os.killpg(self._process.pid, number)


def stop_all(children: list[Child], *, seconds: float) -> None:
    """Ask all to stop, wait together, and end what has not stopped in time."""
    for child in children:
        child.ask_to_stop()
    deadline = time.monotonic() + seconds
    while any(child.is_alive for child in children) and time.monotonic() < deadline:
        time.sleep(0.05)
    for child in children:
        if child.is_alive:
            log.error("%s did not stop in %d seconds and is killed", child.name, seconds)
        child.kill()


def _environment() -> dict[str, str]:
    # The children import the same Yakuba, wherever this one was started from.
    path = os.pathsep.join(filter(None, [str(settings.CHECKOUT), os.environ.get("PYTHONPATH")]))
    return {**os.environ, "PYTHONPATH": path}
