"""What an official may do about a case that a protection (支援措置) keeps back: ask a second official."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from yakuba.accounts import actions as accounts
from yakuba.core import access

if TYPE_CHECKING:
    import datetime
    from collections.abc import Collection

    from yakuba.accounts.models import Countersignature
    from yakuba.applications.models import Application
    from yakuba.core.actors import Actor


@transaction.atomic
def ask_second(
    application: Application,
    *,
    purposes: Collection[str],
    reason: str,
    actor: Actor,
    now: datetime.datetime,
) -> list[Countersignature]:
    """Ask a second official for each of these purposes (accounts.models.Purpose).

    Raises NotAllowed for whoever has nothing to do with the case, NotPossible where nothing is kept back, and
    NotProtectable for purposes or a reason that will not do.
    """
    if not application.is_dealt_with_by(actor):
        raise access.NotAllowed("この案件の担当課ではありません。")
    access.require(actor, "application.ask_second")
    if not purposes:
        raise accounts.NotProtectable("何について確認を頼むのかを選んでください。")
    return [
        accounts.ask_countersignature(
            application.matter, purpose=purpose, reason=reason, actor=actor, now=now
        )
        for purpose in purposes
    ]
