"""What of a copy is still there: its files, and what was asked for; after a week nothing."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from yakuba.core.envelopes import CannotOpen

if TYPE_CHECKING:
    from yakuba.core.models import Run


def copy_of(run: Run, form: str) -> bytes | None:
    """The copy as "pdf" or "json"; None where there is none, or where it was forgotten."""
    try:
        held = run.output
    except CannotOpen:
        return None
    if not held or form not in held:
        return None
    return base64.b64decode(held["pdf"]) if form == "pdf" else str(held["json"]).encode()


def asked_of(run: Run) -> dict[str, Any] | None:
    """What was asked for; None once it was forgotten."""
    try:
        asked: dict[str, Any] | None = run.asked
    except CannotOpen:
        return None
    return asked
