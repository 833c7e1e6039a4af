"""Carries mail into a list of this process: for tests, which can tell it to fail."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import connection

from yakuba.messaging.providers import Mail

if TYPE_CHECKING:
    from yakuba.messaging.providers import Letter, MailFailure


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
