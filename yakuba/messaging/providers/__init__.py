"""The port through which mails leave the house: what a letter is, and what a carrier of mail must do."""

from __future__ import annotations

import unicodedata
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    import datetime

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
    """The carrier itself does not answer: no other letter would be taken now either."""


class PermanentFailure(MailFailure):
    """Never: the address does not exist or the letter cannot be written."""


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

    def __post_init__(self) -> None:
        """Refuse what could become another header or another recipient (RFC 5322 section 2.2)."""
        for line in (self.message_id, self.town, self.sender_name, self.subject):
            if line != one_line(line):
                raise PermanentFailure("header")
        if not _is_one_address(self.to):
            raise PermanentFailure("address")

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
