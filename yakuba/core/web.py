"""The web process that `yakuba serve` starts: granian, with one blocking thread in each of its workers."""

from __future__ import annotations

import os
import signal
import sys

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from yakuba.core import stopping

# Seconds for the answers that are on their way when the process is told to stop.
GRACE = 10


def main(host: str, port: str, workers: str) -> None:
    """Serve until told to stop, or until the process that holds standard input is gone."""
    stopping.with_parent(lambda: os.kill(os.getpid(), signal.SIGTERM))
    server = Granian(
        "yakuba.config.wsgi:application",
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


if __name__ == "__main__":
    main(*sys.argv[1:])
