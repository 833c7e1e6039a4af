"""Identifiers of rows: UUID version 7, which sort in the order in which they were made."""

from __future__ import annotations

import secrets
import time
from uuid import UUID

TICKS_PER_MILLISECOND = 4096
# A clock that is put right by less than this waits for itself; one that was far off is believed again.
PATIENCE = 60_000 * TICKS_PER_MILLISECOND


class _Ticks:
    """A count of 1/4096 milliseconds since 1970 that never stands still, nor goes back with a clock that is put right."""

    def __init__(self) -> None:
        """Start before every possible clock."""
        self._last = 0

    def following(self) -> int:
        """Return the present tick, or the one after the last when the clock has not moved on."""
        now = time.time_ns() * TICKS_PER_MILLISECOND // 1_000_000
        # No lock: two threads may share a tick, and the 62 random bits still keep their identifiers apart.
        # A clock that was wrong by days must not give every later identifier a day in the future (RFC 9562, 6.2).
        ahead = self._last - now
        self._last = now if ahead < 0 or ahead > PATIENCE else self._last + 1
        return self._last


_ticks = _Ticks()


def uuid7() -> UUID:
    """Make a new identifier; later ones of a thread are greater, unless the clock was set back by over a minute (RFC 9562, 5.7, 6.2)."""
    milliseconds, fraction = divmod(_ticks.following(), TICKS_PER_MILLISECOND)
    return UUID(int=milliseconds << 80 | 0x7 << 76 | fraction << 64 | 0b10 << 62 | secrets.randbits(62))
