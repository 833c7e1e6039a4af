"""A stand-in for the card: it believes everybody, and can be told to fail."""

from __future__ import annotations

from typing import ClassVar

from yakuba.accounts.providers import Asked, CannotProve


class FakeIdentity:
    """Proves whatever is asked; fails with the code in `trouble`, and proves another level where `proves` names one."""

    trouble: ClassVar[str] = ""
    proves: ClassVar[str] = ""

    def begin(self, level: str, digest: str) -> Asked:
        """Nothing but a press."""
        del level, digest
        return Asked()

    def finish(self, level: str, digest: str, answer: str) -> str:
        """The level that was asked for."""
        del digest, answer
        if self.trouble:
            raise CannotProve(self.trouble)
        return self.proves or level

    def check(self) -> list[str]:
        """What it was told to fail with."""
        return [self.trouble] if self.trouble else []
