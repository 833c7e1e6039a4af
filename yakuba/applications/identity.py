"""How sure the town must be of who files an application on the site, and whether it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from yakuba.accounts import queries as accounts
from yakuba.applications.models import ELECTRONIC
from yakuba.core.lookup import fingerprint
from yakuba.procedures import queries as procedures

if TYPE_CHECKING:
    from yakuba.applications.models import Application


class IdentityMissing(Exception):
    """The proof that the procedure asks for is not there yet; the message says what to do."""


def card_level(application: Application) -> str:
    """The level that a card must prove before this can be filed on the site; empty where none is asked for."""
    level = application.definition.who.identity
    return level if level in accounts.CARD and application.channel in ELECTRONIC else ""


def digest_of(application: Application) -> str:
    """What is signed: a keyed hash of everything that somebody answered."""
    asked = procedures.asked(application.definition)
    shown = procedures.shown_answers(application.definition, application.answers)
    typed = {name: value for name, value in shown.items() if name in asked}
    return fingerprint("signed-answers", json.dumps(typed, sort_keys=True, ensure_ascii=False))


def is_proved(application: Application) -> bool:
    """Whether the proof that is asked for is there, and, where it is a signature, of this very content."""
    level = card_level(application)
    if not level:
        return True
    proof = accounts.identity_proof(application.matter)
    if proof is None or not accounts.covers(proof.level, level):
        return False
    return level != "card-signed" or proof.digest == digest_of(application)


def require_proof(application: Application) -> None:
    """Raise IdentityMissing while the proof is missing, or the content was changed after it was signed."""
    if is_proved(application):
        return
    if accounts.identity_proof(application.matter) is not None:
        raise IdentityMissing(
            _("署名のあとで内容が変わりました。もう一度、マイナンバーカードで署名してください。")
        )
    raise IdentityMissing(
        _(
            "この手続をサイトで申請するには、マイナンバーカードでの確認が必要です。先に、カードで確認してください。"
        )
    )
