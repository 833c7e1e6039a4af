"""What the clock does for messaging, in the scope of one town: mails that are due are carried out of the house."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING

from yakuba.messaging import actions
from yakuba.messaging.providers import Unreachable

if TYPE_CHECKING:
    import datetime

BATCH = 500
# A slow mail server must not keep the clock from everything else: what is left waits for the next sweep.
PATIENCE = timedelta(seconds=20)
# How long nothing is tried once the mail server does not answer.
OUTAGE = timedelta(minutes=1)


def sweep(*, now: datetime.datetime) -> int:
    """Send what is due and forget codes that came too late; returns how many mails were tried."""
    started = time.monotonic()
    actions.drop_expired_codes(now=now)
    waiting = actions.lease_mails(now=now, limit=BATCH)
    for tried, mail in enumerate(waiting):
        spent = timedelta(seconds=time.monotonic() - started)
        if spent > PATIENCE:
            actions.put_back(waiting[tried:], due_at=now)
            return tried
        try:
            actions.deliver(mail, now=now + spent)
        except Unreachable:
            actions.put_back(waiting[tried + 1 :], due_at=now + spent + OUTAGE)
            return tried + 1
    return len(waiting)
