"""The web process that `yakuba serve` starts: granian, with one blocking thread in each of its workers."""

from __future__ import annotations

import gc
import os
import signal
import sys
from importlib import import_module

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from yakuba.core import stopping

APPLICATION = "yakuba.config.wsgi:application"
# Seconds for the answers that are on their way when the process is told to stop.
GRACE = 10


def main(host: str, port: str, workers: str) -> None:
    """Serve until told to stop, or until the process that holds standard input is gone."""
    stopping.with_parent(lambda: os.kill(os.getpid(), signal.SIGTERM))
    _load()
    server = Granian(
        APPLICATION,
        address=host,
        port=int(port),
        interface=Interfaces.WSGI,
        workers=int(workers),
        # Threads only wait for each other in a page of Python: more pages at once are more workers.
        blocking_threads=1,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=GRACE,
    )
    server.serve()


def _load() -> None:
    """Load the program once, before granian forks its workers.

    They share its memory, and one that dies is replaced in milliseconds instead of the seconds that an import takes.
    Nothing is connected yet: each worker opens its own connection to the database at its first page.
    """
    import_module(APPLICATION.partition(":")[0])
    gc.freeze()


if __name__ == "__main__":
    main(*sys.argv[1:])
