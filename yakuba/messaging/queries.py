"""Reads of messages: what people have in their inbox, what could not be sent, and the demo's outbox."""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_bytes, policy
from typing import TYPE_CHECKING
from uuid import UUID

from yakuba.messaging.models import Message, State
from yakuba.messaging.providers.outbox import folder_of

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable
    from pathlib import Path

    from yakuba.core.models import Matter, Municipality
    from yakuba.messaging.models import MessageQuerySet

PAGE_SIZE = 30


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


def failed(limit: int = 100) -> list[Message]:
    """The newest mails that were given up, so that somebody tells the people another way."""
    rows = Message.objects.filter(state=State.FAILED).select_related("matter").order_by("-id")
    return list(rows[:limit])


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
