"""A table of figures, as it is printed and pasted into the documentation."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

from yakuba.core.models import Municipality
from yakuba.trials import filling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


@dataclass
class Table:
    """One table: what is measured, its columns, its rows, and what must be known to read it."""

    title: str
    head: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, *cells: object) -> None:
        """One more row; numbers with three digits that say something."""
        self.rows.append(tuple(cell if isinstance(cell, str) else figure(cell) for cell in cells))

    def __str__(self) -> str:
        lines = [self.head, ("---",) * len(self.head), *self.rows]
        drawn = "\n".join(f"| {' | '.join(line)} |" for line in lines)
        return "\n\n".join([f"### {self.title}", drawn, *self.notes])


def figure(number: object) -> str:
    """A number as people compare it: 1234, 56.7, 0.123; nothing where nothing was measured."""
    if number is None:
        return "–"
    if isinstance(number, int):
        return f"{number:,}"
    value = float(str(number))
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2 if abs(value) >= 1 else 3
    return f"{value:,.{digits}f}"


def at(share: float, seconds: Iterable[float]) -> float:
    """The time in milliseconds that this share of the tries did not exceed; 0.5 is the middle."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000


def timed(work: Callable[[], object]) -> float:
    """How long one try takes, in seconds."""
    begun = perf_counter()
    work()
    return perf_counter() - begun


def middle(work: Callable[[], object], *, tries: int) -> float:
    """The middle of so many tries in milliseconds, after one that is not counted."""
    work()
    return median(timed(work) for _ in range(tries)) * 1000


def trial_town() -> Municipality:
    """The one town of the trial's database."""
    return Municipality.objects.get(slug=filling.SLUG)
