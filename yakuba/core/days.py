"""Days on which the town hall is open, and the last day of a period."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

import jpholiday

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from datetime import date

Unit = Literal["calendar", "open"]
NONE_CLOSED: frozenset[date] = frozenset()
_ONE_DAY = timedelta(days=1)


@lru_cache(maxsize=4096)
def _is_closed_everywhere(on: date) -> bool:
    """Say whether every town hall is closed (地方自治法4条の2第2項: weekends, national holidays, the turn of the year)."""
    # 29 December to 3 January is what the towns' 休日条例 say, after 行政機関の休日に関する法律1条.
    turn_of_the_year = (on.month, on.day) >= (12, 29) or (on.month, on.day) <= (1, 3)
    return on.weekday() >= 5 or turn_of_the_year or jpholiday.is_holiday(on)


def is_open(on: date, closed: AbstractSet[date] = NONE_CLOSED) -> bool:
    """Say whether the town hall is open; `closed` are the town's own further holidays (地方自治法4条の2第3項)."""
    return on not in closed and not _is_closed_everywhere(on)


def next_open(on: date, closed: AbstractSet[date] = NONE_CLOSED) -> date:
    """Give `on` itself if the town hall is open, otherwise the first open day after it."""
    while not is_open(on, closed):
        on += _ONE_DAY
    return on


def add_open_days(on: date, days: int, closed: AbstractSet[date] = NONE_CLOSED) -> date:
    """Give the open day that is `days` open days after `on`, which is not counted itself; 0 gives `on`."""
    _check(days)
    for _ in range(days):
        on = next_open(on + _ONE_DAY, closed)
    return on


def deadline(
    from_on: date,
    days: int,
    unit: Unit = "calendar",
    *,
    closed: AbstractSet[date] = NONE_CLOSED,
    roll: bool = False,
) -> date:
    """Give the last day of a period of `days` that begins on the day after `from_on` (民法140条: 翌日起算).

    With `roll` a closed last day moves to the next open one, as it does for what people must hand in to the
    town (地方自治法4条の2第4項 for periods of law, the town's own 休日条例 for those of its 条例). The periods within
    which the town itself must act do not move. Open days never need it.
    """
    _check(days)
    if unit == "open":
        return add_open_days(from_on, days, closed)
    last = from_on + timedelta(days=days)
    return next_open(last, closed) if roll else last


def _check(days: int) -> None:
    """Refuse a period that runs backwards."""
    if days < 0:
        raise ValueError(f"a period has no {days} days")
