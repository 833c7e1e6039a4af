"""What the clock does for sign-ins: codes and sessions that are over are forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.sessions.models import Session

from yakuba.accounts import actions

if TYPE_CHECKING:
    import datetime


def sweep(*, now: datetime.datetime) -> int:
    """Forget what has ended; returns how many rows."""
    over = Session.objects.filter(expire_date__lt=now)
    # Looking first keeps a worker with nothing to do from taking the one write lock of SQLite.
    sessions = over.delete()[0] if over.exists() else 0
    return sessions + actions.forget_old_codes(now=now)
