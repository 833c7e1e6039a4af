"""Carries mail into a folder of this machine: for the demo and for a town that has no mail server yet."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from yakuba.core.identifiers import uuid7
from yakuba.messaging.providers import Mail, PermanentFailure, Unreachable
from yakuba.messaging.providers.rendering import as_email

if TYPE_CHECKING:
    from yakuba.messaging.providers import Letter

_SAFE = re.compile(r"[A-Za-z0-9-]{1,80}")


class OutboxMail(Mail):
    """One .eml file per Message-ID in <data>/outbox/<town>/, readable by the program's own user only."""

    def send(self, letter: Letter) -> None:
        """Write the file whole or not at all; the same letter again is the same file."""
        name = letter.message_id.lstrip("<").partition("@")[0]
        if not (_SAFE.fullmatch(name) and _SAFE.fullmatch(letter.town)):
            raise PermanentFailure("message-id")
        content = as_email(letter).message().as_bytes()
        try:
            _write(folder_of(letter.town) / f"{name}.eml", content)
        except OSError as problem:
            raise Unreachable(type(problem).__name__) from problem

    def check(self) -> None:
        """Make the folder and see that it can be written to."""
        try:
            _make(Path(settings.OUTBOX))
        except OSError as problem:
            raise Unreachable(type(problem).__name__) from problem
        if not os.access(settings.OUTBOX, os.W_OK):
            raise Unreachable("outbox-read-only")


def folder_of(town: str) -> Path:
    """Where the letters of one town lie (its slug)."""
    return Path(settings.OUTBOX) / town


def _make(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _write(file: Path, content: bytes) -> None:
    _make(file.parent.parent)
    _make(file.parent)
    draft = file.with_name(f"{file.name}.{uuid7().hex}.draft")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
