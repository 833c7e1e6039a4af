"""How a process of Yakuba is told to stop: by a signal, or because the process that started it is gone."""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


@contextmanager
def on_signals(stop: Callable[[], None]) -> Iterator[None]:
    """Call `stop` for each signal that ends a process, instead of ending it at once (main thread only)."""

    def heard(*_: Any) -> None:
        stop()

    before = {number: signal.signal(number, heard) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def with_parent(stop: Callable[[], None]) -> None:
    """Call `stop` once standard input ends: the process that holds its other end has stopped or was killed."""
    threading.Thread(target=_wait_for_end, args=(sys.stdin.fileno(), stop), daemon=True).start()


def _wait_for_end(descriptor: int, stop: Callable[[], None]) -> None:
    # Not through sys.stdin: its lock would be copied into processes that are forked meanwhile.
    while os.read(descriptor, 1024):
        continue
    stop()
