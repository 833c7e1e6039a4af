"""What the clock does for applications, in the scope of one town: what was asked for in one go is worked off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yakuba.applications import bulk, history, lists
from yakuba.core import runs

if TYPE_CHECKING:
    import datetime


def sweep(*, now: datetime.datetime) -> int:
    """Work off bulk acts and write lists, also what a killed worker left; returns how many pieces were tried."""
    tried = runs.work_off(dict.fromkeys(bulk.BY_KIND, bulk.do), refusals=bulk.REFUSALS, now=now)
    tried += runs.write_list("cases.export", lists.table, now=now)
    return tried + runs.write_list("history.export", history.table, now=now)
