"""Reads mails that came back: what became of which message of ours (RFC 3464), whatever somebody sends to the mailbox.

Nothing here trusts a mail. It is cut to a size, only so many parts are looked at, headers are searched and never
interpreted, and a message is named only by what its sender alone was told: a sealed return address, or its Message-ID.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message as Mail
from email.parser import HeaderParser
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings

from yakuba.core.lookup import global_fingerprint
from yakuba.messaging.providers import LARGEST

if TYPE_CHECKING:
    from collections.abc import Iterator

FAILED, DELAYED, ARRIVED = "failed", "delayed", "delivered"
_ACTIONS = {
    "failed": FAILED,
    "delayed": DELAYED,
    # Taken by whoever it was handed to; "relayed" and "expanded" say the same with less certainty.
    "delivered": ARRIVED,
    "relayed": ARRIVED,
    "expanded": ARRIVED,
}
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_RETURN = re.compile(r"\+([a-z2-7]{26})([a-z2-7]{16})@", re.IGNORECASE)
_MESSAGE_ID = re.compile(
    r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@[A-Za-z0-9.-]{1,200}>", re.IGNORECASE
)
_RECIPIENT = re.compile(r"[^\s<>;]{1,200}@[^\s<>;]{1,200}")
_DAEMON = re.compile(r"mailer-daemon|postmaster|mail delivery", re.IGNORECASE)
# More text than any server needs to say that a mail came back.
_TEXT = 20_000
_PARTS = 10
_SUBJECT_TO = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Original-Envelope-Id")


@dataclass(frozen=True)
class Report:
    """What a mail says of one message of ours: its id, what became of it, RFC 3463 status, and to whom it was sent."""

    message: UUID
    action: str
    status: str
    recipient: str = ""


def return_address(message: UUID) -> str:
    """Where a server sends this message back to: an address that names it and that nobody can make up.

    Empty where the town has no mailbox for it (`YAKUBA_BOUNCE_TO`).
    """
    local, at, domain = settings.BOUNCE_TO.rpartition("@")
    if not at:
        return ""
    return f"{local}+{_letters(message.bytes)}{_seal(message)}@{domain}"


def read_report(content: bytes) -> Report | None:
    """The report that a mail is, or None: an answer by a person, advertising, a forgery, nothing readable."""
    try:
        mail = message_from_bytes(content[:LARGEST], policy=policy.compat32)
        return _of_parts(mail) or _of_words(mail)
    except (RecursionError, LookupError, ValueError, TypeError, AttributeError):
        # Mails that nest without end or lie about themselves break the standard library's reader in these ways.
        return None


def is_bad_address(status: str) -> bool:
    """Whether this status says that the address takes no mails at all (RFC 3463 3.2, 3.3; 5.4.4 no such domain).

    A rule (5.7), a fault of the server (5.3) or of the mail itself (5.6) says nothing about the address.
    """
    return status in {"5.0.0", "5.4.4"} or status.startswith(("5.1.", "5.2."))


# Reports of the standard ---------------------------------------------------------------------------
def _of_parts(mail: Mail) -> Report | None:
    """RFC 3464: multipart/report with the fields for machines in its second part."""
    parts = list(_some_parts(mail))
    told = next((part for part in parts if part.get_content_type() == "message/delivery-status"), None)
    message = _named(mail, parts)
    if told is None or message is None:
        return None
    for group in _groups(told):
        action = _ACTIONS.get(_first(group, "Action").lower())
        if action:
            status = _STATUS.search(_first(group, "Status"))
            return Report(message, action, status[1] if status else "", _recipient(group))
    return None


def _groups(part: Mail) -> list[Mail]:
    held = part.get_payload()
    return [group for group in held[:_PARTS] if isinstance(group, Mail)] if isinstance(held, list) else []


def _recipient(group: Mail) -> str:
    found = _RECIPIENT.search(_first(group, "Original-Recipient") or _first(group, "Final-Recipient"))
    return found[0] if found else ""


# Servers that only write words ---------------------------------------------------------------------
def _of_words(mail: Mail) -> Report | None:
    """A mail of a server to the sealed address: that it came there from a machine says that it came back."""
    message = _by_return_address(mail)
    if message is None or not _is_of_a_server(mail):
        return None
    found = _STATUS.search(_words(mail))
    status = found[1] if found else ""
    return Report(message, DELAYED if status.startswith(("2.", "4.")) else FAILED, status)


def _is_of_a_server(mail: Mail) -> bool:
    # RFC 3834 section 5: an answering machine says that it is one; RFC 5321 section 6.1: a report has no sender.
    if _first(mail, "Auto-Submitted").lower().startswith("auto-replied") or mail["X-Autoreply"]:
        return False
    return _first(mail, "Return-Path") == "<>" or bool(_DAEMON.search(_first(mail, "From")))


def _words(mail: Mail) -> str:
    for part in _some_parts(mail):
        if part.get_content_maintype() == "text":
            body = part.get_payload(decode=True)
            return body[:_TEXT].decode("ascii", "replace") if isinstance(body, bytes) else ""
    return ""


# Which message -------------------------------------------------------------------------------------
def _named(mail: Mail, parts: list[Mail]) -> UUID | None:
    """By the sealed return address; only where the mail did not come to one, by the Message-ID that it sends back."""
    if any(_RETURN.search(value) for value in _addressed(mail)):
        return _by_return_address(mail)
    for part in parts:
        if part.get_content_type() in {"message/rfc822", "text/rfc822-headers"}:
            found = _MESSAGE_ID.search(_first(_original(part), "Message-ID"))
            return UUID(found[1]) if found else None
    return None


def _original(part: Mail) -> Mail:
    held = part.get_payload()
    if isinstance(held, list):
        return held[0] if held and isinstance(held[0], Mail) else Mail()
    body = part.get_payload(decode=True)
    return HeaderParser().parsestr(
        (body if isinstance(body, bytes) else b"")[:_TEXT].decode("ascii", "replace")
    )


def _by_return_address(mail: Mail) -> UUID | None:
    for value in _addressed(mail):
        if found := _RETURN.search(value):
            return _unsealed(found[1].lower(), found[2].lower())
    return None


def _addressed(mail: Mail) -> list[str]:
    return [str(value)[:2_000] for name in _SUBJECT_TO for value in mail.get_all(name, [])[:_PARTS]]


def _unsealed(letters: str, seal: str) -> UUID | None:
    try:
        message = UUID(bytes=base64.b32decode(f"{letters.upper()}======"))
    except (ValueError, binascii.Error):
        return None
    return message if seal == _seal(message) else None


def _letters(content: bytes) -> str:
    return base64.b32encode(content).decode("ascii").rstrip("=").lower()


def _seal(message: UUID) -> str:
    # 80 bits of a keyed hash: whoever knows the id of a message cannot claim that it came back.
    return _letters(bytes.fromhex(global_fingerprint("bounce", str(message)))[:10])


# Parts and headers ---------------------------------------------------------------------------------
def _some_parts(mail: Mail) -> Iterator[Mail]:
    """The mail's own parts, so many of them, not what lies inside those."""
    held = mail.get_payload()
    parts = held[:_PARTS] if mail.is_multipart() and isinstance(held, list) else [mail]
    yield from (part for part in parts if isinstance(part, Mail))


def _first(mail: Mail, name: str) -> str:
    return str(mail.get(name, ""))[:2_000].strip()
