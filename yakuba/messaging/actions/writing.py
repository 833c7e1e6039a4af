"""Messages are written once and read by people; mails with sign-in codes are written here too."""

from __future__ import annotations

from datetime import timedelta
from email.utils import parseaddr
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from yakuba.accounts import queries as people
from yakuba.core import access, scope, states
from yakuba.core.actions import current_town_key, record
from yakuba.core.statements import kept
from yakuba.core.transactions import joining
from yakuba.messaging import queries
from yakuba.messaging.actions import holding
from yakuba.messaging.actions.facts import record_of
from yakuba.messaging.events import MESSAGE_FAILED, MESSAGE_READ, MESSAGE_SENT
from yakuba.messaging.models import Channel, CodeMail, Message, State, Subscription
from yakuba.messaging.providers import pusher

if TYPE_CHECKING:
    import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from yakuba.accounts.models import Resident
    from yakuba.core.actors import Actor
    from yakuba.core.models import Matter

# How long a mail with a code may wait for a mail server before it is of no use.
CODE_IS_OF_USE = timedelta(minutes=10)


@joining
def send(
    matter: Matter,
    *,
    consequence: str,
    revision: int,
    subject: str,
    body: str,
    actor: Actor,
    now: datetime.datetime,
    resident: Resident | None = None,
    mail: str | None = None,
) -> list[Message]:
    """Tell people about a matter: in the inbox at once, and by a worker to the address `mail` and to their devices.

    The same consequence and revision again finds what was written the first time, whatever the words are now.
    Returns the inbox row and, when there is an address, the mail row, and, when the resident wants it, the row of
    their devices. To an address that takes no mails nothing is sent: its row has failed from the beginning. About a
    person who is protected (支援措置) all are held until a second official lets them go (`release`).
    """
    access.require(actor, "message.send")
    # Lock order: matter, children. A consequence that is repeated at the same moment finds its row here.
    states.hold(matter.pk)
    written: list[Message] = _written.all(matter=matter.pk, consequence=consequence, revision=revision)
    if not written:
        about = {"matter": matter, "resident": resident, "consequence": consequence, "revision": revision}
        words = {"subject": subject, "body": body, "written_at": now}
        is_held = people.is_restricted(matter.pk)
        written.append(_to_inbox(Message(**about, **words), is_held=is_held, actor=actor, now=now))
        if mail:
            letter = Message(**about, **words, address=mail)
            written.append(_to_mail(letter, is_held=is_held, actor=actor, now=now))
        if resident is not None and _wants_push(resident):
            written.append(_to_devices(Message(**about, **words), is_held=is_held, now=now))
        if is_held:
            holding.ask_for_second(matter, now=now)
    return written


@kept
def _written(matter: UUID, consequence: str, revision: int) -> QuerySet[Message]:
    found = Message.objects.filter(matter=matter, consequence=consequence, revision=revision)
    rows: QuerySet[Message] = found.select_related("matter__key__town_key").order_by("id")
    return rows


@transaction.atomic
def send_code(
    mail: str, *, subject: str, body: str, now: datetime.datetime, expires_at: datetime.datetime | None = None
) -> CodeMail:
    """Write the mail with a sign-in code; it is deleted once it is sent, or at `expires_at` (UTC-aware)."""
    letter = CodeMail(
        key=current_town_key(),
        address=mail,
        subject=subject,
        body=body,
        written_at=now,
        due_at=now,
        expires_at=expires_at or now + CODE_IS_OF_USE,
    )
    letter.message_id = _message_id(letter.pk)
    letter.save()
    return letter


@transaction.atomic
def read(message: Message, *, actor: Actor, now: datetime.datetime) -> Message:
    """Remember that the person it is for has opened it; the first time counts."""
    access.require(actor, "message.read", message)
    fresh = states.lock(message)
    if fresh.read_at is None and fresh.channel == Channel.INBOX:
        fresh.read_at = now
        fresh.save(update_fields=["read_at"])
        record(
            MESSAGE_READ,
            matter=fresh.matter,
            actor=actor,
            now=now,
            message=fresh.pk,
            consequence=fresh.consequence,
        )
    return fresh


def _to_inbox(message: Message, *, is_held: bool, actor: Actor, now: datetime.datetime) -> Message:
    message.channel = Channel.INBOX.value
    if is_held:
        message.state = State.HELD.value
        message.save()
        return message
    message.state, message.sent_at = State.SENT.value, now
    message.save()
    record_of(MESSAGE_SENT, message, actor=actor, now=now)
    return message


def _to_mail(message: Message, *, is_held: bool, actor: Actor, now: datetime.datetime) -> Message:
    message.channel = Channel.MAIL.value
    message.message_id = _message_id(message.pk)
    if queries.is_bad(message.address):
        message.state, message.failure = State.FAILED.value, "bad-address"
        message.save()
        record_of(MESSAGE_FAILED, message, actor=actor, now=now)
        return message
    return _waiting(message, is_held=is_held, now=now)


def _wants_push(resident: Resident) -> bool:
    return pusher() is not None and Subscription.objects.filter(resident=resident).exists()


def _to_devices(message: Message, *, is_held: bool, now: datetime.datetime) -> Message:
    message.channel = Channel.PUSH.value
    return _waiting(message, is_held=is_held, now=now)


def _waiting(message: Message, *, is_held: bool, now: datetime.datetime) -> Message:
    message.state, message.due_at = (State.HELD.value, None) if is_held else (State.WAITING.value, now)
    message.save()
    return message


def host_of_town() -> str:
    """The host part of every Message-ID of the town in scope; it names nobody."""
    domain = parseaddr(settings.MAIL_FROM)[1].rpartition("@")[2] or "localhost"
    return f"{scope.current().slug}.{domain}"


def _message_id(row_id: UUID) -> str:
    # RFC 5322 section 3.6.4: unique for ever. The id of the row is random enough and names nobody.
    return f"<{row_id}@{host_of_town()}>"
