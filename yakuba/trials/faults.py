"""One trial by faults: people use the town, something happens to it, and at the end the books are compared."""

from __future__ import annotations

import os
import random
import signal
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from yakuba.core import scope
from yakuba.core.models import Event
from yakuba.core.working import Worker
from yakuba.messaging.models import Message
from yakuba.messaging.models import State as Sending
from yakuba.trials import books, filling
from yakuba.trials.books import LATER
from yakuba.trials.kills import Kills
from yakuba.trials.officials import Hall
from yakuba.trials.outages import DumbMail, FullDisk, LostDatabase
from yakuba.trials.sink import Sink
from yakuba.trials.town import Site, is_up
from yakuba.trials.visits import Ledger, Patient, Visitors

if TYPE_CHECKING:
    from collections.abc import Callable

    from yakuba.trials.books import Line
    from yakuba.trials.trouble import Trouble

ALL = "all"
SORTS: dict[str, type[Trouble]] = {
    "kills": Kills,
    "disk": FullDisk,
    "database": LostDatabase,
    "mail": DumbMail,
}
# With all sorts in one trial, what lasts for seconds comes once for so many kills.
OF_KILLS = 10
# What dies here is killed: it is started again each time.
RESTARTS = 1_000_000
RESIDENTS = 4
ROUNDS = 60
A_DAY = timedelta(hours=25)
# Seconds for a server to answer once nothing happens to it any more; a crowded machine needs many.
RECOVERS_WITHIN = 180.0


@dataclass
class Result:
    """What one trial found."""

    troubles: list[Trouble]
    lines: list[Line]
    seconds: float

    @property
    def is_good(self) -> bool:
        """Whether nothing was lost, doubled or left behind."""
        return all(line.is_good for line in self.lines)


def run(sort: str, *, wanted: int, seconds: float, seed: int, say: Callable[[str], None]) -> Result:
    """Found the town, let people use it, cause `wanted` faults within `seconds`, and compare the books."""
    chance = random.Random(seed)  # noqa: S311  a trial is repeatable
    founded = filling.found(now=timezone.now(), also=[filling.PAPERS])
    ledger = Ledger()
    began = time.monotonic()
    with Sink(urlsplit(settings.MAIL_URL).port or 0) as sink:
        with Site(webs=2, workers=2, restarts=RESTARTS) as site:
            troubles = [
                kind(site, founded.town, sink, chance) for name, kind in SORTS.items() if sort in {name, ALL}
            ]
            _live(site, founded, ledger, troubles, chance, wanted=wanted, until=began + seconds, say=say)
        say("残った仕事を終わらせています…")
        lines = _compare(founded, ledger, sink, caused=sum(t.count for t in troubles))
    return Result(troubles, lines, time.monotonic() - began)


def _live(
    site: Site,
    founded: filling.Founded,
    ledger: Ledger,
    troubles: list[Trouble],
    chance: random.Random,
    *,
    wanted: int,
    until: float,
    say: Callable[[str], None],
) -> None:
    def sent(address: str, method: str) -> None:
        for trouble in troubles:
            trouble.sent(address, method)

    def answered(address: str) -> None:
        for trouble in troubles:
            trouble.answered(address)

    def browser(own: random.Random) -> Patient:
        return Patient(site.addresses, ledger, own, sent, answered)

    hall = Hall(founded, ledger, lambda: browser(random.Random(chance.random())))  # noqa: S311  a trial is repeatable
    visitors = Visitors(RESIDENTS, ledger, chance, browser)
    hall.start()
    visitors.start()
    say("住民と職員が使っている間に、故障を起こしています…")
    try:
        for trouble in troubles:
            is_long = len(troubles) > 1 and not isinstance(trouble, Kills)
            trouble.run(wanted=max(1, wanted // OF_KILLS) if is_long else wanted, until=until)
    finally:
        _recover(site, ledger)
        visitors.finish()
        hall.finish()


def _recover(site: Site, ledger: Ledger) -> None:
    """Nothing happens any more: every server answers again by itself, or it is written down and ended."""
    deadline = time.monotonic() + RECOVERS_WITHIN
    waiting = dict(zip(site.addresses, site.webs, strict=True))
    while waiting and time.monotonic() < deadline:
        site.tend()
        waiting = {address: web for address, web in waiting.items() if not is_up(address)}
        time.sleep(0.2)
    for address, web in waiting.items():
        ledger.unclear.append(f"{address} did not answer again")
        # Each says in the log where it hangs, then it ends.
        for pid in (*site.granian_pids(web), web.pid):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGABRT)
        time.sleep(1)
        site.tend()


def _compare(founded: filling.Founded, ledger: Ledger, sink: Sink, *, caused: int) -> list[Line]:
    with scope.within(founded.town):
        _work_off()
        lines = books.compare_today(ledger, sink.acknowledged, faults=caused)
        running = DBTaskResult.objects.running().count()
    Worker(lambda: timezone.now() + A_DAY).round()
    with scope.within(founded.town):
        return lines + books.compare_tomorrow(Path(tempfile.gettempdir()), running_today=running)


def _work_off() -> None:
    """What a worker does in the next minutes, at once: what killed ones held is free by then."""
    worker = Worker(lambda: timezone.now() + LATER)
    for _ in range(ROUNDS):
        # What failed is tried again in a minute, in five, in fifteen: nobody waits so long here.
        Message.objects.filter(state=Sending.WAITING, leased_until=None).update(due_at=timezone.now())
        worker.round()
        if not (
            Message.objects.filter(state=Sending.WAITING).exists()
            or Event.objects.filter(sequence=None).exists()
        ):
            break
        time.sleep(1)
