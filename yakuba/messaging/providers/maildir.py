"""Reads the mailbox for mails that came back from a Maildir of a mail server on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from django.conf import settings

from yakuba.messaging.providers import LARGEST, Bounces, Returned, Unreachable

if TYPE_CHECKING:
    from collections.abc import Sequence


class MaildirBounces(Bounces):
    """A Maildir as YAKUBA_BOUNCES says: maildir:///var/mail/bounce. The token of a mail is the name of its file."""

    def fetch(self, limit: int) -> list[Returned]:
        """The oldest files in `new`, by name, which begins with the moment of arrival."""
        try:
            names = sorted(file.name for file in (_folder() / "new").iterdir() if file.is_file())
            return [Returned(token=name, content=_beginning(name)) for name in names[:limit]]
        except OSError as problem:
            raise Unreachable(type(problem).__name__) from problem

    def done(self, tokens: Sequence[str], *, keep: bool) -> None:
        """Move them to `cur` as seen, or delete them; a mail that is gone already is done."""
        if strange := [token for token in tokens if Path(token).name != token]:
            raise ValueError(strange)
        try:
            for token in tokens:
                file = _folder() / "new" / token
                if keep and file.exists():
                    file.replace(_folder() / "cur" / f"{token}:2,S")
                else:
                    file.unlink(missing_ok=True)
        except OSError as problem:
            raise Unreachable(type(problem).__name__) from problem

    def check(self) -> None:
        """Whether the folders are there."""
        if not all((_folder() / name).is_dir() for name in ("new", "cur")):
            raise Unreachable("no-maildir")


def _folder() -> Path:
    return Path(unquote(urlsplit(settings.BOUNCES_URL).path))


def _beginning(name: str) -> bytes:
    with (_folder() / "new" / name).open("rb") as stream:
        return stream.read(LARGEST)
