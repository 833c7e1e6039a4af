"""Somebody proves by a card who they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from yakuba.accounts import events
from yakuba.accounts.models import IdentityProof
from yakuba.accounts.providers import CannotProve, identity
from yakuba.accounts.queries.identity import covers
from yakuba.core import access, throttle
from yakuba.core.actions import record

if TYPE_CHECKING:
    import datetime

    from yakuba.core.actors import Actor
    from yakuba.core.models import Matter

TRIES = 5  # within 15 minutes, as the card itself counts


class NotProved(Exception):
    """The card did not prove it; the message is for the person."""


def prove_identity(
    matter: Matter, *, level: str, answer: str, digest: str, actor: Actor, now: datetime.datetime
) -> IdentityProof:
    """Ask the provider for a proof of this level and keep that it was given. Raises NotProved."""
    access.require(actor, "identity.prove")
    provider = identity()
    if provider is None:
        raise NotProved(
            _("このサイトでは、まだマイナンバーカードを使えません。窓口か郵送で手続をしてください。")
        )
    if not throttle.hit("identity", str(matter.pk), limit=TRIES, seconds=900, now=now):
        raise NotProved(_("暗証番号を5回間違えました。15分ほど待ってから、もう一度試してください。"))
    try:
        proved = provider.finish(level, digest, answer)
    except CannotProve as problem:
        raise NotProved(_said(problem.code)) from problem
    if not covers(proved, level):
        raise NotProved(_said("too-low"))
    return _keep(matter, proved, digest, actor=actor, now=now)


@transaction.atomic
def _keep(matter: Matter, level: str, digest: str, *, actor: Actor, now: datetime.datetime) -> IdentityProof:
    row: IdentityProof = IdentityProof.objects.create(
        matter=matter, level=IdentityProof.Level(level), digest=digest, proved_at=now
    )
    record(events.IDENTITY_PROVED, matter=matter, actor=actor, now=now, level=level)
    return row


def _said(code: str) -> str:
    return {
        "wrong-pin": _("暗証番号が違います。もう一度入力してください。"),
        "locked": _("カードの暗証番号がロックされています。住民課の窓口で、ロックを解除してください。"),
        "too-low": _("この手続には、署名用の暗証番号での確認が必要です。"),
    }.get(code, _("カードを確かめられませんでした。時間をおいて、もう一度試してください。"))
