"""What the clock does for messaging, in the scope of one town: what is due leaves the house, what came back is read."""

from __future__ import annotations

import logging
import time
from datetime import timedelta
from typing import TYPE_CHECKING

from yakuba.core import scope
from yakuba.core.actors import MACHINE
from yakuba.core.models import Municipality
from yakuba.messaging import actions, queries
from yakuba.messaging.models import Line
from yakuba.messaging.providers import Unreachable, returned_mails
from yakuba.messaging.reports import read_report

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Sequence

    from yakuba.messaging.models import Outgoing
    from yakuba.messaging.providers import Returned

log = logging.getLogger(__name__)

BATCH = 500
# A slow mail server must not keep the clock from everything else: what is left waits for the next sweep.
PATIENCE = timedelta(seconds=20)
# The mailbox is looked into once in this time, by one worker of all.
LOOK = timedelta(minutes=1)
# So many mails that came back are read at once.
RETURNED = 50


def sweep(*, now: datetime.datetime) -> int:
    """Send what is due, forget codes that came too late, read what came back; returns how many messages were tried."""
    actions.drop_expired_codes(now=now)
    tried = _send(Line.Port.MAIL, actions.lease_mails, actions.deliver, now=now)
    tried += _send(Line.Port.PUSH, actions.lease_pushes, actions.notify, now=now)
    read_returned(now=now)
    return tried


def _send(
    port: str, lease: Callable[..., list[Outgoing]], carry: Callable[..., None], *, now: datetime.datetime
) -> int:
    """Carry what is due by one line, unless it is left alone; returns how many were tried."""
    if queries.is_resting(port, now):
        return 0
    waiting = lease(now=now, limit=BATCH)
    tried, code = _carry_all(waiting, carry, now=now)
    if code:
        actions.note_failure(port, code=code, now=now)
    elif tried:
        actions.note_success(port, now=now)
    return tried


def _carry_all(
    waiting: Sequence[Outgoing], carry: Callable[..., None], *, now: datetime.datetime
) -> tuple[int, str]:
    """How many were tried, and the code of the failure of the line, if it failed."""
    started = time.monotonic()
    for tried, message in enumerate(waiting):
        spent = timedelta(seconds=time.monotonic() - started)
        if spent > PATIENCE:
            actions.put_back(waiting[tried:], due_at=now)
            return tried, ""
        try:
            carry(message, now=now + spent)
        except Unreachable as failure:
            actions.put_back(waiting[tried + 1 :], due_at=now)
            return tried + 1, failure.code
    return len(waiting), ""


# What came back -----------------------------------------------------------------------------------
def read_returned(*, now: datetime.datetime) -> int:
    """Look into the mailbox for mails that came back, for all towns of the installation; returns how many there were."""
    mailbox = returned_mails()
    if mailbox is None or not actions.take_turn(Line.Port.BOUNCES, pause=LOOK, now=now):
        return 0
    try:
        mails = mailbox.fetch(RETURNED)
        understood = [mail.token for mail in mails if _is_ours(mail, now=now)]
        # First kept, then done: a kill in between reads them once more, and changes nothing.
        mailbox.done(understood, keep=False)
        # What is none of ours stays in the mailbox for people to read, but is not read by us again.
        mailbox.done([mail.token for mail in mails if mail.token not in understood], keep=True)
    except Unreachable as failure:
        actions.note_failure(Line.Port.BOUNCES, code=failure.code, now=now)
        return 0
    actions.note_success(Line.Port.BOUNCES, now=now)
    actions.take_turn(Line.Port.BOUNCES, pause=LOOK, now=now)
    actions.count_returned(understood=len(understood), ignored=len(mails) - len(understood), now=now)
    return len(mails)


def _is_ours(mail: Returned, *, now: datetime.datetime) -> bool:
    """Whether the mail told of a message of some town here; what it told is kept."""
    report = read_report(mail.content)
    if report is None:
        return False
    for town in Municipality.objects.order_by("code"):
        with scope.within(town):
            if actions.note_report(report, actor=MACHINE, now=now):
                return True
    return False
