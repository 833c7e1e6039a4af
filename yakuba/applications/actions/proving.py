"""The applicant proves by a card who they are, or signs what is about to be filed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yakuba.accounts import actions as accounts
from yakuba.applications.identity import card_level, digest_of
from yakuba.core import access

if TYPE_CHECKING:
    import datetime

    from yakuba.accounts.models import IdentityProof
    from yakuba.applications.models import Application
    from yakuba.core.actors import Actor


def prove_by_card(
    application: Application, *, answer: str, actor: Actor, now: datetime.datetime
) -> IdentityProof:
    """Keep that a card proved who files this very content; `answer` goes to the provider. Raises accounts' NotProved."""
    access.require(actor, "application.save", application)
    return accounts.prove_identity(
        application.matter,
        level=card_level(application),
        answer=answer,
        digest=digest_of(application),
        actor=actor,
        now=now,
    )
