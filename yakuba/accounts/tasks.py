"""What the clock does: successors take over on their first day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yakuba.accounts import actions

if TYPE_CHECKING:
    import datetime


def sweep(*, now: datetime.datetime) -> int:
    """Begin what begins; returns how many departments were taken over. What is over, the night forgets by rule."""
    return actions.begin_successions(now=now)
