"""Mails leave the house: leased by one worker, handed to the carrier outside any transaction, and marked."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from yakuba.core import scope, states
from yakuba.core.actions import record
from yakuba.core.actors import MACHINE
from yakuba.core.envelopes import CannotOpen
from yakuba.messaging.events import MESSAGE_FAILED, MESSAGE_SENT
from yakuba.messaging.models import MOVES, CodeMail, Message
from yakuba.messaging.providers import (
    Letter,
    MailFailure,
    PermanentFailure,
    TemporaryFailure,
    Unreachable,
    carrier,
    one_line,
)

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from yakuba.messaging.models import Outgoing

log = logging.getLogger(__name__)

# Longer than one conversation with a mail server takes at worst.
LEASE = timedelta(minutes=5)
# After the first try, the second, …: 23 hours in all, so that a night without a mail server loses nothing.
DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
TRIES = len(DELAYS) + 1


@transaction.atomic
def lease_mails(*, now: datetime.datetime, limit: int = 500) -> list[Outgoing]:
    """Take up to `limit` due mails into this worker's hands, codes first: people wait for them before a screen.

    What a killed worker held is free again once its lease has run out.
    """
    leased: list[Outgoing] = []
    for model in (CodeMail, Message):
        due = model.objects.due(now).select_for_update(of=("self",), skip_locked=True)
        mails = list(due.select_related(model.key_path)[: limit - len(leased)])
        for mail in mails:
            mail.leased_until = now + LEASE
        model.objects.bulk_update(mails, ["leased_until"])
        leased += mails
    return leased


def deliver(message: Outgoing, *, now: datetime.datetime) -> None:
    """Try once to hand a leased mail to the carrier, and keep what came of it.

    Does nothing when the row is in other hands by now. Raises Unreachable, after keeping it, when the carrier does
    not answer: the rest of the batch need not be tried.
    """
    if not _begin(message, now=now):
        return
    try:
        carrier().send(_letter(message))
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
    if fresh is None:
        return False
    if fresh.attempts >= TRIES:
        _finish(message, "fail", now=now, failure="worker-lost")
        return False
    message.attempts = fresh.attempts = fresh.attempts + 1
    message.leased_until = fresh.leased_until = now + LEASE
    fresh.save(update_fields=["attempts", "leased_until"])
    return True


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
    )


@transaction.atomic
def _keep_failure(message: Outgoing, failure: MailFailure, *, now: datetime.datetime) -> None:
    if isinstance(failure, PermanentFailure) or message.attempts >= TRIES:
        _finish(message, "fail", now=now, failure=failure.code)
        return
    fresh = _still_held(message)
    if fresh is not None:
        fresh.failure, fresh.leased_until = failure.code[:40], None
        fresh.due_at = now + DELAYS[message.attempts - 1]
        fresh.save(update_fields=["failure", "leased_until", "due_at"])


@transaction.atomic
def _finish(message: Outgoing, move: str, *, now: datetime.datetime, failure: str = "") -> None:
    try:
        fresh = states.apply(message, MOVES, move)
    except (states.NotPossible, ObjectDoesNotExist):
        # A slow try and its second owner both came to an end: the first one stands.
        return
    fresh.failure = failure[:40]
    record(
        MESSAGE_SENT if move == "send" else MESSAGE_FAILED,
        matter=fresh.matter,
        actor=MACHINE,
        now=now,
        message=fresh.pk,
        consequence=fresh.consequence,
        channel=fresh.channel,
    )
    fresh.settle(now=now)
