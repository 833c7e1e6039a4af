"""How much memory a web process holds, beside one that serves a bare view."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from yakuba.trials import filling, town
from yakuba.trials.measures import baseline, load, submit
from yakuba.trials.measures.table import Table
from yakuba.trials.resident import Resident

if TYPE_CHECKING:
    from collections.abc import Callable

HEAD = ("process", "MB in use (RSS)", "MB of its own (private)", "of bare")
NOTE = (
    "Measured after the process has answered for some seconds. RSS counts what processes share (program text, pages "
    "from before the fork) in each of them; private memory is what one more process costs."
)
# What residents and guests of the office open most.
PAGES = (
    "/",
    "/procedures/",
    f"/procedures/{filling.ERRAND}/",
    f"/apply/{filling.ERRAND}/",
    "/staff/login/",
    "/find/",
)
PROCESSES = 2


def measure(*, seconds: float, cases: int) -> Table:
    """The table."""
    del cases
    table = Table("memory: a web process after work", HEAD, notes=[NOTE])
    with baseline.served(processes=PROCESSES) as (address, child):
        load.run([submit.inserter(address) for _ in range(4)], seconds=seconds)
        bare = _largest(town.children_of(child.pid))
    with town.Site(processes=PROCESSES) as site:
        clients: list[Callable[[], float]] = [submit.errands(site.address) for _ in range(4)]
        load.run([*clients, _reader(site.address)], seconds=seconds)
        web = _largest(site.granian_pids(site.webs[0]))
        worker = _largest([site.workers[0].pid])
    for name, held in (("bare Django", bare), ("web", web), ("worker", worker)):
        table.add(name, held[0], held[1], f"{held[0] / bare[0]:.2f}x")
    return table


def _reader(address: str) -> Callable[[], float]:
    browser = Resident(address)

    def once() -> float:
        for page in PAGES:
            browser.open(page)
        return 0.0

    return once


def _largest(pids: list[int]) -> tuple[float, float]:
    """RSS and private memory in MB of the process that holds most."""
    return max((_rss(pid), town.memory_mb(pid)) for pid in pids)


def _rss(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1000
