"""Processes of the town are killed, at random and at chosen moments, and started again."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import DatabaseError, connection
from django.utils import timezone

from yakuba.core import scope
from yakuba.core.models import Counter as Numbers
from yakuba.documents.models import Document, State
from yakuba.trials.town import is_up
from yakuba.trials.trouble import Trouble, holds, inode_of

if TYPE_CHECKING:
    import random

    from yakuba.core.children import Child
    from yakuba.core.models import Municipality
    from yakuba.trials.sink import Sink
    from yakuba.trials.town import Site


class Moment(StrEnum):
    """When somebody is killed."""

    ANY = "いつでも"
    SENT = "送信の直後"
    COMMITTED = "記録と応答の間"
    MAKING = "文書の作成中"
    HELD = "メールの受領前"
    TAKEN = "メールの受領後"


# Whom it hits follows from the moment; in any moment it may be anybody.
WEIGHTS = {
    Moment.ANY: 30,
    Moment.SENT: 25,
    Moment.COMMITTED: 15,
    Moment.MAKING: 8,
    Moment.HELD: 6,
    Moment.TAKEN: 16,
}
ANYBODY = {"page": 45, "web": 20, "worker": 35}
WORDS = {"page": "ページの処理", "web": "ウェブの親", "worker": "ワーカー"}
# Seconds for which a chosen moment is waited for, then it is any.
LATEST = 3.0
LOOK = 0.002
HIT_WHILE_STARTING = 0.2
LONGEST_START = 60.0
# Seconds between two kills: sometimes at once, so that somebody is hit while they start.
PAUSE = 1.2


class Kills(Trouble):
    """SIGKILL to a page process, a web parent or a worker, one after the other; what is dead is started again."""

    name = "強制終了"

    def __init__(self, site: Site, town: Municipality, sink: Sink, chance: random.Random) -> None:
        super().__init__(site, town, sink, chance)
        sink.held, sink.taken = self._held, self._taken
        self._armed: Moment | None = None
        self._lock = threading.Lock()
        self._hit = threading.Event()
        # Presses that are on their way, by server.
        self._underway: Counter[str] = Counter()
        self._given = -1

    def run(self, *, wanted: int, until: float) -> None:
        """Kill one after the other."""
        try:
            while self.count < wanted and time.monotonic() < until:
                self._one()
                self._tend(time.monotonic() + self.chance.uniform(0, PAUSE))
        finally:
            connection.close()

    def _one(self) -> None:
        if self.chance.random() > HIT_WHILE_STARTING:
            self._wait_until_used()
        moment = self.chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        self._given = self._numbers_given() if moment is Moment.COMMITTED else -1
        self._hit.clear()
        self._armed = moment
        deadline = time.monotonic() + (0 if moment is Moment.ANY else LATEST)
        while time.monotonic() < deadline and not self._hit.wait(LOOK):
            if self._is_now(moment):
                self._reach(moment, self._victim_of(moment))
            self.site.tend()
        if not self._hit.is_set():
            self._reach(moment, self._anybody(), late=moment is not Moment.ANY)

    def _wait_until_used(self) -> None:
        """Most of the time somebody is hit at work: there is a server that answers."""
        deadline = time.monotonic() + LONGEST_START
        while time.monotonic() < deadline and not any(is_up(one) for one in self.site.addresses):
            self.site.tend()
            time.sleep(0.05)

    def _tend(self, until: float) -> None:
        while True:
            self.site.tend()
            if time.monotonic() > until:
                return
            time.sleep(0.05)

    # Moments that others tell of ---------------------------------------------------------------
    def sent(self, address: str, method: str) -> None:
        """A press is on the wire: kill whoever answers it, a little later."""
        if method != "POST":
            return
        self._underway[address] += 1
        if self._armed is Moment.SENT:
            time.sleep(self.chance.uniform(0, 0.06))
            self._reach(Moment.SENT, self._page_at(address))

    def answered(self, address: str) -> None:
        """The press has its answer."""
        self._underway[address] = 0

    def _held(self, port: int) -> None:
        """Kill who sent the mail before it hears that it was taken."""
        if self._armed is Moment.HELD:
            self._reach(Moment.HELD, self._worker_at(port))

    def _taken(self, port: int) -> None:
        """Kill who sent the mail right after it was taken: it cannot have written that down."""
        if self._armed is Moment.TAKEN:
            self._reach(Moment.TAKEN, self._worker_at(port))

    # Moments that the books tell of ------------------------------------------------------------
    def _is_now(self, moment: Moment) -> bool:
        if moment is Moment.COMMITTED:
            return self._numbers_given() > self._given >= 0
        return moment is Moment.MAKING and self._is_making()

    def _numbers_given(self) -> int:
        with scope.within(self.town):
            try:
                return sum(Numbers.objects.values_list("value", flat=True))
            except DatabaseError:
                connection.close()
                return -1

    def _is_making(self) -> bool:
        with scope.within(self.town):
            try:
                leased = Document.objects.filter(state=State.WAITING, leased_until__gt=timezone.now())
                return bool(leased.filter(attempts=1).exists())
            except DatabaseError:
                connection.close()
                return False

    # Victims -----------------------------------------------------------------------------------
    def _victim_of(self, moment: Moment) -> tuple[str, int]:
        if moment is Moment.MAKING:
            return "worker", self.chance.choice(self.site.workers).pid
        busy = [address for address, presses in self._underway.items() if presses]
        return self._page_at(self.chance.choice(busy or self.site.addresses))

    def _anybody(self) -> tuple[str, int]:
        kind = self.chance.choices(list(ANYBODY), list(ANYBODY.values()))[0]
        if kind == "page":
            return self._page_at(self.chance.choice(self.site.addresses))
        among: list[Child] = self.site.webs if kind == "web" else self.site.workers
        return kind, self.chance.choice(among).pid

    def _page_at(self, address: str) -> tuple[str, int]:
        web = self.site.webs[self.site.addresses.index(address)]
        pages = self.site.granian_pids(web)
        return ("page", self.chance.choice(pages)) if pages else ("page", 0)

    def _worker_at(self, port: int) -> tuple[str, int]:
        """The worker that holds this port of loopback."""
        inode = inode_of(port)
        for worker in self.site.workers:
            if inode and holds(worker.pid, inode):
                return "worker", worker.pid
        return "worker", 0

    def _reach(self, moment: Moment, victim: tuple[str, int], *, late: bool = False) -> None:
        """Kill, if nobody else has since this moment was armed; a victim that is gone already counts as nothing."""
        kind, pid = victim
        with self._lock:
            if self._armed is not moment or not pid:
                return
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                return
            self._armed = None
            self.done[f"{WORDS[kind]}・{Moment.ANY if late else moment}"] += 1
            self._hit.set()
