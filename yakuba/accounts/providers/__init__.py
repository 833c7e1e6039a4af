"""The port of this app: what proves by a card who sits before the screen (公的個人認証)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

AUTHENTICATED, SIGNED = "card-authenticated", "card-signed"


class CannotProve(Exception):
    """The card did not prove it; `code` is wrong-pin, locked or unreachable, and no word of the card's holder."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Asked:
    """What the visitor does next: `url` of the provider's own page, or, where it is empty, a PIN typed on ours."""

    url: str = ""
    pin_length: tuple[int, int] = (4, 4)


class Identity(Protocol):
    """Proves by a card. It is told a level and what is signed as a digest; it never tells a card or personal number."""

    def begin(self, level: str, digest: str) -> Asked:
        """What to ask the visitor for; raises CannotProve."""

    def finish(self, level: str, digest: str, answer: str) -> str:
        """The level that the card proved; raises CannotProve."""

    def check(self) -> list[str]:
        """What is wrong with it; nothing when all is well."""


def identity() -> Identity | None:
    """The provider of this installation, or None where nobody can be asked for a card."""
    if not settings.ACCOUNTS_IDENTITY:
        return None
    return cast("Identity", import_string(settings.ACCOUNTS_IDENTITY)())
