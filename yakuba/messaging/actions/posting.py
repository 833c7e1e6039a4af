"""Mails leave the house: leased by one worker, handed to the carrier outside any transaction, and marked."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from yakuba.core import scope, states
from yakuba.core.actors import MACHINE
from yakuba.core.envelopes import CannotOpen
from yakuba.messaging import queries
from yakuba.messaging.actions import addresses, holding
from yakuba.messaging.actions.facts import record_of
from yakuba.messaging.events import MESSAGE_FAILED, MESSAGE_SENT
from yakuba.messaging.models import MOVES, Channel, CodeMail, Message
from yakuba.messaging.providers import (
    Letter,
    MailFailure,
    PermanentFailure,
    TemporaryFailure,
    Unreachable,
    carrier,
    one_line,
)
from yakuba.messaging.reports import return_address

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterable

    from yakuba.messaging.models import Outgoing, OutgoingQuerySet

log = logging.getLogger(__name__)

# Longer than one conversation with a mail server takes at worst.
LEASE = timedelta(minutes=5)
# After the first try, the second, …: 23 hours in all, so that a night without a mail server loses nothing.
DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
TRIES = len(DELAYS) + 1
# After a try that met nobody: the line itself is left alone for longer (`lines`).
SHORTLY = timedelta(minutes=1)


@transaction.atomic
def lease_mails(*, now: datetime.datetime, limit: int = 500) -> list[Outgoing]:
    """Take up to `limit` due mails into this worker's hands, codes first: people wait for them before a screen.

    What a killed worker held is free again once its lease has run out.
    """
    codes = _lease(CodeMail.objects.due(now), CodeMail, now=now, limit=limit)
    notices = Message.objects.by_mail().due(now)
    return codes + _lease(notices, Message, now=now, limit=limit - len(codes))


@transaction.atomic
def lease_pushes(*, now: datetime.datetime, limit: int = 500) -> list[Outgoing]:
    """Take up to `limit` due notifications of devices into this worker's hands."""
    return _lease(Message.objects.by_push().due(now), Message, now=now, limit=limit)


def _lease(
    due: OutgoingQuerySet, model: type[Outgoing], *, now: datetime.datetime, limit: int
) -> list[Outgoing]:
    free = due.select_for_update(of=("self",), skip_locked=True)
    rows = list(free.select_related(model.key_path)[:limit])
    for row in rows:
        row.leased_until = now + LEASE
    model.objects.bulk_update(rows, ["leased_until"])
    return rows


def deliver(message: Outgoing, *, now: datetime.datetime) -> None:
    """Try once to hand a leased mail to the carrier, and keep what came of it.

    Does nothing when the row is in other hands by now. Raises Unreachable, after keeping it, when the carrier does
    not answer: the rest of the batch need not be tried.
    """
    carry(message, lambda: carrier().send(_letter(message)), now=now)


def carry(message: Outgoing, hand_over: Callable[[], None], *, now: datetime.datetime) -> None:
    """`deliver` by whichever carrier `hand_over` calls; it raises MailFailure, or the message was taken."""
    if not _begin(message, now=now):
        return
    try:
        hand_over()
    except MailFailure as failure:
        _keep_failure(message, failure, now=now)
        if isinstance(failure, Unreachable):
            raise
    except Exception as problem:  # noqa: BLE001  a fault of one mail must neither be lost nor stop the others
        # Only the class: the text of the error could hold the address.
        log.warning("mail %s failed: %s", message.pk, type(problem).__name__)
        _keep_failure(message, TemporaryFailure(type(problem).__name__), now=now)
    else:
        _finish(message, "send", now=now)


@transaction.atomic
def put_back(messages: Iterable[Outgoing], *, due_at: datetime.datetime) -> None:
    """Give leased mails that were not tried out of hand, to be tried from `due_at` on."""
    for message in messages:
        held = type(message).objects.filter(pk=message.pk, leased_until=message.leased_until)
        held.update(leased_until=None, due_at=due_at)


@transaction.atomic
def drop_expired_codes(*, now: datetime.datetime) -> int:
    """Forget mails whose sign-in code is of no use any more; returns how many."""
    expired = list(
        CodeMail.objects.filter(expires_at__lte=now).select_for_update(of=("self",), skip_locked=True)
    )
    for letter in expired:
        _finish(letter, "fail", now=now, failure="expired")
    return len(expired)


@transaction.atomic
def _begin(message: Outgoing, *, now: datetime.datetime) -> bool:
    """Whether this worker still holds the mail and may try it; the try counts even if the worker is killed in it."""
    fresh = _still_held(message)
    if fresh is None or holding.hold(fresh, now=now):
        return False
    if why := _why_not(fresh):
        _finish(message, "fail", now=now, failure=why)
        return False
    if fresh.begun_at is not None:
        # The last try never came to an end: the other side may have the letter, and gets the same id again.
        fresh.repeats += 1
    message.attempts = fresh.attempts = fresh.attempts + 1
    message.leased_until = fresh.leased_until = now + LEASE
    fresh.begun_at = now
    fresh.save(update_fields=["attempts", "leased_until", "begun_at", "repeats"])
    return True


def _why_not(fresh: Outgoing) -> str:
    if fresh.attempts - fresh.excused >= TRIES:
        return "worker-lost"
    # A sign-in code is the one way to confirm an address: it goes even to one that took no mails before.
    is_notice = isinstance(fresh, Message) and fresh.channel == Channel.MAIL
    return "bad-address" if is_notice and _is_bad(fresh) else ""


def _is_bad(fresh: Outgoing) -> bool:
    try:
        return queries.is_bad(fresh.address)
    except CannotOpen:
        return False


def _still_held(message: Outgoing) -> Outgoing | None:
    try:
        fresh = states.lock(message)
    except ObjectDoesNotExist:
        return None
    return fresh if fresh.due_at is not None and fresh.leased_until == message.leased_until else None


def _letter(message: Outgoing) -> Letter:
    town = scope.current()
    try:
        to, subject, body = message.address, message.subject, message.body
    except CannotOpen as problem:
        # The person was forgotten while the mail waited.
        raise PermanentFailure("key-destroyed") from problem
    return Letter(
        message_id=message.message_id,
        town=town.slug,
        sender_name=one_line(town.name),
        to=to,
        subject=one_line(subject),
        body=body,
        at=message.written_at,
        return_path=return_address(message.pk),
    )


@transaction.atomic
def _keep_failure(message: Outgoing, failure: MailFailure, *, now: datetime.datetime) -> None:
    fresh = _still_held(message)
    if fresh is None:
        return
    # Nobody answered, or our sign-in was refused: the letter itself was not tried, and is never given up for that.
    is_excused = isinstance(failure, Unreachable) and not failure.was_handed
    fresh.excused += is_excused
    tries = fresh.attempts - fresh.excused
    if isinstance(failure, PermanentFailure) or tries >= TRIES:
        if isinstance(failure, PermanentFailure) and failure.is_address and isinstance(fresh, Message):
            addresses.mark_bad(fresh.address, code=failure.code, now=now)
        _finish(message, "fail", now=now, failure=failure.code)
        return
    fresh.failure, fresh.leased_until = failure.code[:40], None
    fresh.due_at = now + (SHORTLY if is_excused else DELAYS[tries - 1])
    if not (isinstance(failure, Unreachable) and failure.was_handed):
        fresh.begun_at = None
    fresh.save(update_fields=["failure", "leased_until", "due_at", "excused", "begun_at"])


@transaction.atomic
def _finish(message: Outgoing, move: str, *, now: datetime.datetime, failure: str = "") -> None:
    try:
        fresh = states.apply(message, MOVES, move)
    except (states.NotPossible, ObjectDoesNotExist):
        # A slow try and its second owner both came to an end: the first one stands.
        return
    fresh.failure = failure[:40]
    record_of(MESSAGE_SENT if move == "send" else MESSAGE_FAILED, fresh, actor=MACHINE, now=now)
    fresh.settle(now=now)
