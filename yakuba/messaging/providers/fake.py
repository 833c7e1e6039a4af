"""Carries mails and notifications into lists of this process, and reads such a list: for tests, which can tell it to fail."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import connection

from yakuba.messaging.providers import LARGEST, Bounces, Mail, Push, Returned

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from yakuba.messaging.providers import Letter, MailFailure, Notification


class FakeMail(Mail):
    """Takes every letter, unless `failures` holds one: then the next letter meets the first of them."""

    letters: ClassVar[list[Letter]] = []
    failures: ClassVar[list[MailFailure]] = []
    # How many transactions, one inside the other, were open each time something was sent.
    transactions: ClassVar[list[int]] = []

    @classmethod
    def empty(cls) -> None:
        """Forget everything: each test begins so."""
        cls.letters.clear()
        cls.failures.clear()
        cls.transactions.clear()

    def send(self, letter: Letter) -> None:
        """Keep the letter or meet the next failure."""
        self.transactions.append(len(connection.atomic_blocks))
        if self.failures:
            raise self.failures.pop(0)
        self.letters.append(letter)

    def check(self) -> None:
        """Meet the next failure, if there is one."""
        if self.failures:
            raise self.failures[0]


class FakeBounces(Bounces):
    """Holds the mails that tests put into `new`; `kept` are those that were left for people."""

    new: ClassVar[dict[str, bytes]] = {}
    kept: ClassVar[dict[str, bytes]] = {}
    failures: ClassVar[list[MailFailure]] = []

    @classmethod
    def empty(cls) -> None:
        """Forget everything: each test begins so."""
        cls.new.clear()
        cls.kept.clear()
        cls.failures.clear()

    def fetch(self, limit: int) -> list[Returned]:
        """What is new, or the next failure."""
        self.check()
        return [Returned(token, content[:LARGEST]) for token, content in list(self.new.items())[:limit]]

    def done(self, tokens: Sequence[str], *, keep: bool) -> None:
        """Take them away, or keep them."""
        for token in tokens:
            content = self.new.pop(token)
            if keep:
                self.kept[token] = content

    def check(self) -> None:
        """Meet the next failure, if there is one."""
        if self.failures:
            raise self.failures.pop(0)


class FakePush(Push):
    """Takes every notification, unless `failures` holds one: then the next one meets the first of them."""

    sent: ClassVar[list[Notification]] = []
    failures: ClassVar[list[MailFailure]] = []

    @classmethod
    def empty(cls) -> None:
        """Forget everything: each test begins so."""
        cls.sent.clear()
        cls.failures.clear()

    def notify(self, notification: Notification, *, now: datetime.datetime) -> None:  # noqa: ARG002  a fake signs nothing
        """Keep the notification or meet the next failure."""
        self.check()
        self.sent.append(notification)

    def public_key(self) -> str:
        """65 bytes that look like a key."""
        return "B" + "A" * 86

    def check(self) -> None:
        """Meet the next failure, if there is one."""
        if self.failures:
            raise self.failures.pop(0)
