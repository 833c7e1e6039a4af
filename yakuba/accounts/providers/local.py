"""The card reader of the demo: no card, no reader, only the PINs that the page itself tells."""

from __future__ import annotations

from yakuba.accounts.providers import AUTHENTICATED, SIGNED, Asked, CannotProve

# As on the real card: four digits to authenticate, six to sixteen letters and digits to sign.
PINS = {AUTHENTICATED: "1234", SIGNED: "MIHON1"}


class LocalCard:
    """Plays a card reader for the sample towns."""

    def begin(self, level: str, digest: str) -> Asked:
        """The PIN is typed on our own page."""
        del digest
        return Asked(pin_length=(4, 4) if level == AUTHENTICATED else (6, 16))

    def finish(self, level: str, digest: str, answer: str) -> str:
        """The level, if this is the PIN that the page tells."""
        del digest
        if answer.strip().upper() != PINS[level]:
            raise CannotProve("wrong-pin")
        return level

    def check(self) -> list[str]:
        """Always able."""
        return []
