"""Reads of messages: what people have in their inbox, what could not be sent, and the demo's outbox."""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_bytes, policy
from typing import TYPE_CHECKING
from uuid import UUID

from yakuba.accounts.queries import mail_key
from yakuba.core.envelopes import CannotOpen
from yakuba.core.lookup import fingerprint
from yakuba.core.statements import kept
from yakuba.messaging.models import BadAddress, Line, Message, State, Subscription
from yakuba.messaging.places import NoPlace, read_place
from yakuba.messaging.providers import pusher
from yakuba.messaging.providers.outbox import folder_of
from yakuba.messaging.reasons import words_of as reason

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable
    from pathlib import Path

    from django.db.models import QuerySet

    from yakuba.core.models import Matter, Municipality
    from yakuba.messaging.models import MessageQuerySet

__all__ = [
    "NoPlace",
    "Page",
    "Posted",
    "address_hash",
    "deliveries",
    "devices",
    "failed",
    "held_of",
    "inbox",
    "is_bad",
    "is_resting",
    "lines",
    "lines_down",
    "may_write_to",
    "message_of",
    "of_matter",
    "outbox",
    "page",
    "push_key",
    "reached_by_device",
    "read_place",
    "reason",
    "undelivered_of",
]

PAGE_SIZE = 30
# States as officials choose them: what is read is sent too, but nobody asks for both together.
CHOICES = ("waiting", "sent", "read", "failed", "stopped", "held")


@dataclass(frozen=True)
class Page:
    """Some messages in their order, and the cursor after which the next page begins (None: there is none)."""

    messages: list[Message]
    next: str | None


@dataclass(frozen=True)
class Posted:
    """One mail in the local outbox."""

    to: str
    subject: str
    body: str
    at: datetime.datetime
    message_id: str


def inbox(resident: UUID | None = None, *, matters: Iterable[UUID] = ()) -> MessageQuerySet:
    """The inbox of one resident (an id) together with that of these matters (ids), the newest first."""
    found: MessageQuerySet = Message.objects.to(resident, matters=matters)
    return found.in_inbox().select_related("matter__key__town_key")


def page(queryset: MessageQuerySet, after: str | None = None, *, size: int = PAGE_SIZE) -> Page:
    """The `size` messages older than the cursor, in the order of `in_inbox`; a strange cursor begins anew."""
    cursor = _uuid(after)
    rows = list((queryset.filter(id__lt=cursor) if cursor else queryset)[: size + 1])
    return Page(rows[:size], str(rows[size - 1].pk) if len(rows) > size else None)


def of_matter(matter: Matter) -> list[Message]:
    """Everything that people were told about one matter by any way, the newest first."""
    return list(Message.objects.filter(matter=matter).select_related("matter__key__town_key").order_by("-id"))


def deliveries(*, state: str = "", channel: str = "") -> MessageQuerySet:
    """All messages of the town, the newest first, of one state of `CHOICES` and by one way, where these are given.

    Whoever shows them asks who may see which.
    """
    rows: MessageQuerySet = Message.objects.select_related("matter__key__town_key").order_by("-id")
    if channel:
        rows = rows.filter(channel=channel)
    if state == "read":
        return rows.filter(read_at__isnull=False)
    if state == State.SENT:
        return rows.filter(state=State.SENT, read_at__isnull=True)
    return rows.filter(state=state) if state else rows


def push_key() -> str:
    """The town's key by which browsers know who notifies; empty where devices are not notified."""
    carrier = pusher()
    return carrier.public_key() if carrier else ""


def failed(limit: int = 100) -> list[Message]:
    """The newest mails that were given up, so that somebody tells the people another way."""
    rows = Message.objects.filter(state=State.FAILED).select_related("matter").order_by("-id")
    return list(rows[:limit])


def undelivered_of(matter: Matter) -> list[Message]:
    """The mails about one matter that did not arrive and are not settled, the newest first."""
    rows = Message.objects.by_mail().filter(matter=matter, state=State.FAILED)
    return list(rows.order_by("-id"))


def message_of(pk: UUID | str, matter: Matter) -> Message | None:
    """One message about a matter, ready to be opened."""
    rows = Message.objects.filter(pk=pk, matter=matter).select_related("matter__key__town_key")
    found: Message | None = rows.first()
    return found


def reached_by_device(message: Message) -> bool:
    """Whether a device of the person was told of the same."""
    rows = Message.objects.by_push().filter(matter=message.matter, state=State.SENT)
    return bool(rows.filter(consequence=message.consequence, revision=message.revision).exists())


# Addresses ------------------------------------------------------------------------------------------
def address_hash(address: str) -> str:
    """By what an address is known without being kept."""
    return fingerprint("mail", mail_key(address))


def is_bad(address: str | None) -> bool:
    """Whether nobody should write to this address until it is confirmed."""
    return bool(address and _bad.all(address_hash=address_hash(address)))


@kept
def _bad(address_hash: str) -> QuerySet[BadAddress]:
    rows: QuerySet[BadAddress] = BadAddress.objects.filter(cleared_at__isnull=True, address_hash=address_hash)
    return rows.only("pk")[:1]


def may_write_to(address: str, *, instead_of: Message) -> bool:
    """Whether this is an address that takes mails, and another one than that of a message."""
    try:
        same = mail_key(address) == mail_key(instead_of.address or "")
    except CannotOpen:
        return False
    return not same and not is_bad(address)


def is_resting(port: str, now: datetime.datetime) -> bool:
    """Whether a line is left alone for a while because nobody answered on it."""
    return Line.objects.filter(port=port, due_at__gt=now).exists()


def lines() -> list[Line]:
    """How the lines to machines outside stand, as far as they were used."""
    return list(Line.objects.order_by("port"))


def lines_down() -> list[Line]:
    """The lines on which nobody answers."""
    return list(Line.objects.filter(failures__gt=0).order_by("port"))


def devices(resident_id: UUID) -> list[Subscription]:
    """The devices that a resident is notified on, in the order in which they came."""
    return list(Subscription.objects.filter(resident=resident_id).order_by("id"))


def outbox(town: Municipality, limit: int = 200) -> list[Posted]:
    """The newest mails in this machine's outbox of a town, the newest first."""
    # Files are named by Message-ID, which is time-ordered.
    files = sorted(folder_of(town.slug).glob("*.eml"), reverse=True)[:limit]
    return [_posted(file) for file in files]


def _posted(file: Path) -> Posted:
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    body = mail.get_body(("plain",))
    return Posted(
        to=str(mail["To"]),
        # A folded header begins with the space of its second line.
        subject=str(mail["Subject"]).strip(),
        body=body.get_content() if body else "",
        at=mail["Date"].datetime,
        message_id=str(mail["Message-ID"]),
    )


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


def held_of(matter: Matter) -> int:
    """How many messages about a matter wait for a second official's consent (支援措置)."""
    count: int = Message.objects.held().filter(matter=matter).count()
    return count
