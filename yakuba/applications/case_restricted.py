"""What the case page says while a protection (支援措置) holds: that it does, and what of the case waits for a second official."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yakuba.accounts.models import Purpose
from yakuba.documents import queries as documents
from yakuba.messaging import queries as messages

if TYPE_CHECKING:
    from yakuba.applications.models import Application
    from yakuba.core.actors import Actor


def facts(application: Application, actor: Actor) -> dict[str, Any]:
    """The part of the page's context that this module gives; nothing where nothing is kept back."""
    if not application.is_restricted:
        return {"restriction": None}
    return {
        "restriction": {
            "letters": messages.held_of(application.matter),
            "papers": [paper.title for paper in documents.held_of(application.matter)],
            "may_print": (application.matter_id, Purpose.PRINT.value) in actor.cleared,
        }
    }
