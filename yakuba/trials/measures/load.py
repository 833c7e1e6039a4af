"""Clients that ask as fast as they are answered, each over one connection, all in this one process."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Event, Thread
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

# One client: each call is one try, and gives how many seconds of it count.
Client = "Callable[[], float]"
# Counted only after so long: processes have loaded everything, plans and caches are warm.
WARM_UP = 2.0


@dataclass
class Load:
    """What came of it: the seconds of each try, and how long it all took."""

    tries: list[float] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Tries per second."""
        return len(self.tries) / self.seconds if self.seconds else 0.0


def run(clients: list[Callable[[], float]], *, seconds: float) -> Load:
    """Let the clients ask for so long; the first failure of any of them ends it and is raised."""
    stop, counting = Event(), Event()
    load, troubles = Load(), []

    def ask(client: Callable[[], float]) -> None:
        try:
            while not stop.is_set():
                is_counted, took = counting.is_set(), client()
                if is_counted:
                    load.tries.append(took)
        except Exception as trouble:  # noqa: BLE001  raised in the thread that waits for it
            troubles.append(trouble)
            stop.set()

    threads = [Thread(target=ask, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    stop.wait(WARM_UP)
    begun = perf_counter()
    counting.set()
    stop.wait(seconds)
    load.seconds = perf_counter() - begun
    stop.set()
    for thread in threads:
        thread.join()
    if troubles:
        raise troubles[0]
    return load


def here(work: Callable[[], object], *, seconds: float) -> float:
    """How often a second this can be done, one after the other in this process."""
    work()
    count, begun = 0, perf_counter()
    while perf_counter() - begun < seconds:
        work()
        count += 1
    return count / (perf_counter() - begun)


def until_done(work: Callable[[], int]) -> float:
    """How many seconds it takes until there is nothing left of this work."""
    begun = perf_counter()
    while work():
        continue
    return perf_counter() - begun
