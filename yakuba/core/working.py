"""The worker: does what the clock and the queue ask for, town by town, until it is told to stop."""

from __future__ import annotations

import logging
import math
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.management import call_command
from django.db import InterfaceError, OperationalError, connection
from django.utils.module_loading import module_has_submodule
from django_tasks_db.management.commands.db_worker import Worker as Queue
from django_tasks_db.models import DBTaskResult

from yakuba.core import scope, throttle
from yakuba.core.models import Heartbeat, Municipality

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

log = logging.getLogger(__name__)

PAUSE = 1.0  # seconds from the beginning of one round to the next
BEAT = 5.0  # seconds between two signs of life
LONGEST_REST = 60.0  # seconds that something which keeps failing is left alone
TASKS_AT_ONCE = 50  # then the clock has its turn again
# The day of the worker begins at three in the morning in Japan, when nobody waits.
NIGHT = timedelta(hours=6)
RESULTS_KEPT = timedelta(days=7)
LOST_AFTER = timedelta(days=1)


Piece = Callable[..., Any]


def pieces(name: str) -> dict[str, Piece]:
    """Every app's `tasks.<name>`: `sweep` is called each second, `daily` once a day, in the scope of each town."""
    found = {}
    for app in apps.get_app_configs():
        if app.name.startswith("yakuba.") and module_has_submodule(app.module, "tasks"):
            function = getattr(import_module(f"{app.name}.tasks"), name, None)
            if function is not None:
                found[app.label] = function
    return found


class Rests:
    """What failed is left alone for a while that doubles: 2, 4, 8 … seconds."""

    def __init__(self, tick: Callable[[], float] = time.monotonic) -> None:
        self._tick = tick
        self._until: dict[str, float] = {}
        self._failures: dict[str, int] = {}

    def are_over(self, name: str) -> bool:
        """Whether this may be tried now."""
        return self._tick() >= self._until.get(name, -math.inf)

    def begin(self, name: str) -> float:
        """Count one failure; returns the seconds for which it is left alone."""
        failures = self._failures[name] = self._failures.get(name, 0) + 1
        rest = min(2.0**failures, LONGEST_REST)
        self._until[name] = self._tick() + rest
        return rest

    def end(self, name: str) -> None:
        """Forget the failures: it went well."""
        self._failures.pop(name, None)
        self._until.pop(name, None)


class Worker:
    """One process of background work. Several are safe at once: each row is locked by the one that works on it."""

    def __init__(
        self,
        clock: Callable[[], datetime.datetime],
        *,
        sweeps: Mapping[str, Piece] | None = None,
        dailies: Mapping[str, Piece] | None = None,
    ) -> None:
        self.name = f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"
        self._clock = clock
        self._sweeps = pieces("sweep") if sweeps is None else sweeps
        self._dailies = pieces("daily") if dailies is None else dailies
        self._stopping = threading.Event()
        self._rests = Rests()
        self._queue: Queue | None = None
        self._last_beat = -math.inf
        self._day = 0

    def stop(self) -> None:
        """Stop after the piece that is being worked on (may be called from a signal or another thread)."""
        self._stopping.set()
        if self._queue is not None:
            self._queue.running = False

    def run(self) -> None:
        """Work round after round until stopped."""
        while not self._stopping.is_set():
            began = time.monotonic()
            self._round_or_rest()
            self._stopping.wait(max(0.0, PAUSE - (time.monotonic() - began)))
        self._say_goodbye()

    def round(self) -> int:
        """Every sweep of every town, the queue, and once a day the tidying; returns how many pieces failed."""
        self._beat()
        failed = self._in_towns("sweep", self._sweeps)
        failed += not self._attempt("queue", self._drain)
        if self._is_a_new_day():
            failed += not self._attempt("tidy", self._tidy)
            failed += self._in_towns("daily", self._dailies)
        return failed

    def _round_or_rest(self) -> None:
        try:
            self.round()
            self._rests.end("database")
        except (OperationalError, InterfaceError) as problem:
            connection.close()
            rest = self._rests.begin("database")
            log.error("the database does not answer (%s); next try in %d seconds", problem, rest)  # noqa: TRY400  once a minute, without pages of traceback
            self._stopping.wait(rest)

    def _in_towns(self, name: str, found: Mapping[str, Piece]) -> int:
        failed = 0
        for town in Municipality.objects.order_by("code"):
            for app, piece in found.items():
                failed += not self._attempt(f"{app}.{name} of {town.slug}", partial(self._work, town, piece))
        return failed

    def _attempt(self, name: str, work: Callable[[], None]) -> bool:
        """Whether the piece went well, or was not to be tried now. Only a lost database stops the others."""
        if self._stopping.is_set() or not self._rests.are_over(name):
            return True
        self._beat()
        try:
            work()
        except Exception as problem:
            if isinstance(problem, OperationalError | InterfaceError) and not connection.is_usable():
                raise
            log.exception("%s failed; next try in %d seconds", name, self._rests.begin(name))
            return False
        self._rests.end(name)
        return True

    def _work(self, town: Municipality, piece: Piece) -> None:
        with scope.within(town):
            piece(now=self._clock())

    def _drain(self) -> None:
        if not DBTaskResult.objects.ready().exists():
            return
        self._queue = Queue(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=TASKS_AT_ONCE,
            worker_id=self.name[-64:],
        )
        self._queue.running = not self._stopping.is_set()
        self._queue.run()

    def _beat(self) -> None:
        if time.monotonic() - self._last_beat >= BEAT:
            Heartbeat.objects.update_or_create(worker=self.name, defaults={"at": self._clock()})
            self._last_beat = time.monotonic()

    def _say_goodbye(self) -> None:
        try:
            Heartbeat.objects.filter(worker=self.name).delete()
        except (OperationalError, InterfaceError):
            log.warning("the database does not answer at the end; this worker's last sign of life stays")

    def _is_a_new_day(self) -> bool:
        """True in one worker of all, once a day."""
        night = self._clock() + NIGHT
        day = int(night.timestamp()) // 86_400
        if day == self._day:
            return False
        self._day = day
        return throttle.hit("daily", "worker", limit=1, seconds=86_400, now=night)

    def _tidy(self) -> None:
        now = self._clock()
        call_command("clearsessions")
        throttle.forget_past(now=now)
        Heartbeat.objects.filter(at__lt=now - LOST_AFTER).delete()
        DBTaskResult.objects.finished().filter(finished_at__lt=now - RESULTS_KEPT).delete()
        # The worker that ran these was killed. Their rows were swept long ago: a task only makes it quicker.
        DBTaskResult.objects.running().filter(started_at__lt=now - LOST_AFTER).delete()
