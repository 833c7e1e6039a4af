"""What the clock does for the portal, in the scope of one town: the to-do is written out for who asked for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yakuba.core import runs
from yakuba.portal import todo

if TYPE_CHECKING:
    import datetime


def sweep(*, now: datetime.datetime) -> int:
    """Write what was asked for of the to-do; returns how many lists that were."""
    return runs.write_list("todo.export", todo.table, now=now)
