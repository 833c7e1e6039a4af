"""The ports of messages: what a letter, a mail that came back and a notification are, and what carries or reads them."""

from __future__ import annotations

import unicodedata
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

# RFC 5321 section 4.5.3.1.3; and what ends an address or begins another one.
_LONGEST_ADDRESS = 254
_NOT_IN_ADDRESS = frozenset('<>,;:"()[]\\')


class MailFailure(Exception):
    """A letter was not taken. `code` says why without saying to whom: it is kept and shown to staff."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class TemporaryFailure(MailFailure):
    """Not now: try the same letter again later."""


class Unreachable(TemporaryFailure):
    """The other side itself does not answer: nothing else would be taken now either.

    `was_handed` says that the letter was being handed over, so that it may have been taken all the same, and that the
    letter may be the reason. Without it the letter is out of question: nobody answered, or our sign-in was refused.
    """

    def __init__(self, code: str, *, was_handed: bool = False) -> None:
        super().__init__(code)
        self.was_handed = was_handed


class PermanentFailure(MailFailure):
    """Never: the address does not exist or the letter cannot be written.

    `is_address` says that no other letter to this address would be taken either.
    """

    def __init__(self, code: str, *, is_address: bool = False) -> None:
        super().__init__(code)
        self.is_address = is_address


@dataclass(frozen=True)
class Letter:
    """One mail: plain text to one address. Cannot be made with a header that would begin another line."""

    message_id: str
    town: str
    sender_name: str
    to: str
    subject: str
    body: str
    at: datetime.datetime
    # Where a server sends it back to (RFC 5321 reverse-path); it names the message. Empty: to the sender.
    return_path: str = ""

    def __post_init__(self) -> None:
        """Refuse what could become another header or another recipient (RFC 5322 section 2.2)."""
        for line in (self.message_id, self.town, self.sender_name, self.subject):
            if line != one_line(line):
                raise PermanentFailure("header")
        if not _is_one_address(self.to):
            raise PermanentFailure("address", is_address=True)
        if self.return_path and not _is_one_address(self.return_path):
            raise PermanentFailure("return-path")

    @property
    def host(self) -> str:
        """The host part of the Message-ID, which names the town and no person."""
        return self.message_id.rstrip(">").rpartition("@")[2]


class Mail(ABC):
    """A carrier of mail."""

    @abstractmethod
    def send(self, letter: Letter) -> None:
        """Hand one letter over; returns once it is taken for good. Raises TemporaryFailure or PermanentFailure."""

    @abstractmethod
    def check(self) -> None:
        """Whether letters would be taken now, without sending one; raises MailFailure."""


@dataclass(frozen=True)
class Returned:
    """One mail in the mailbox to which undeliverable ones come back; `content` may be cut off after `LARGEST`."""

    token: str
    content: bytes


# Reports are small; of a mail that came back whole, the beginning says everything.
LARGEST = 256 * 1024


class Bounces(ABC):
    """The mailbox to which undeliverable mails come back."""

    @abstractmethod
    def fetch(self, limit: int) -> list[Returned]:
        """Up to `limit` mails that nobody has looked at, the oldest first; raises Unreachable."""

    @abstractmethod
    def done(self, tokens: Sequence[str], *, keep: bool) -> None:
        """These were looked at: they stay for people to read (`keep`), or are deleted. Raises Unreachable."""

    @abstractmethod
    def check(self) -> None:
        """Whether the mailbox can be read, without changing it; raises Unreachable."""


@dataclass(frozen=True)
class Notification:
    """What is shown on a device: words without anything personal. `topic` stands for one message (RFC 8030 5.4)."""

    endpoint: str
    p256dh: str
    auth: str
    topic: str
    payload: bytes


class Push(ABC):
    """The push services of browsers."""

    @abstractmethod
    def notify(self, notification: Notification, *, now: datetime.datetime) -> None:
        """Hand one notification over. Raises PermanentFailure("gone") when the device is not subscribed any more."""

    @abstractmethod
    def public_key(self) -> str:
        """The town's key by which browsers know the sender (VAPID, RFC 8292), base64url."""

    @abstractmethod
    def check(self) -> None:
        """Whether everything is there that sending needs, without sending; raises MailFailure."""


def carrier() -> Mail:
    """The carrier that the settings name."""
    made: Mail = import_string(settings.MESSAGING_MAIL)()
    return made


def one_line(text: str) -> str:
    """The text on one line without control characters, as a header may hold it."""
    # str.split knows every line separator of Unicode, so that none survives.
    return "".join(char for char in " ".join(text.split()) if unicodedata.category(char) not in {"Cc", "Cs"})


def _is_one_address(text: str) -> bool:
    # Looser than RFC 5321 on purpose: old addresses of Japanese carriers have dots in a row or before the @.
    local, at, domain = text.rpartition("@")
    return bool(
        local
        and at
        and domain
        and len(text) <= _LONGEST_ADDRESS
        and "@" not in local
        and local.isascii()
        and text.isprintable()
        and not any(char.isspace() or char in _NOT_IN_ADDRESS for char in text)
    )


def returned_mails() -> Bounces | None:
    """The mailbox that the settings name; None where nobody reads it."""
    return import_string(settings.MESSAGING_BOUNCES)() if settings.MESSAGING_BOUNCES else None


def pusher() -> Push | None:
    """What notifies devices; None where the town does not offer it."""
    return import_string(settings.MESSAGING_PUSH)() if settings.MESSAGING_PUSH else None
