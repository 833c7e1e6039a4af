"""Residents sign in by six digits that are sent to their mail address."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yakuba.accounts import events
from yakuba.accounts.actions.tries import SignInRefused, TooOften
from yakuba.accounts.models import Person, Resident, SignInCode, User
from yakuba.accounts.queries import RESIDENT_LOGIN, mail_key
from yakuba.core import text, throttle
from yakuba.core.actions import new_key, record
from yakuba.core.actors import Actor, guest
from yakuba.core.lookup import fingerprint, global_fingerprint

if TYPE_CHECKING:
    import datetime
    from uuid import UUID

VALID = timedelta(minutes=10)
KEPT = timedelta(days=1)
TRIES = 5
WRONG = gettext_lazy(
    "確認コードが違うか、10分を過ぎています。メールの6けたを確かめるか、新しいコードを送ってください。"
)
USED_UP = gettext_lazy("確認コードを5回間違えました。新しいコードを送ってください。")
TOO_OFTEN = gettext_lazy("確認コードを何度も送りました。15分ほど待ってから、もう一度試してください。")


@transaction.atomic
def request_sign_in_code(mail: str, *, address: str, now: datetime.datetime) -> tuple[SignInCode, str]:
    """Make a code for a mail address, known or not; returns its row and the six digits, which are stored nowhere.

    Send them to `queries.mail_key(mail)`, never to what was typed: look-alike letters must not lead elsewhere.
    `address` is where the request came from. Raises TooOften.
    """
    key = mail_key(mail)
    _refuse_too_often(key, address, now=now)
    digits = f"{secrets.randbelow(1_000_000):06}"
    code = SignInCode(mail_hash=fingerprint("mail", key), expires_at=now + VALID)
    code.code_hash = _hash(code, digits)
    code.save()
    record(events.SIGN_IN_CODE_REQUESTED, matter=None, actor=guest(), now=now, code=code.pk)
    return code, digits


def _refuse_too_often(key: str, address: str, *, now: datetime.datetime) -> None:
    # 20 codes a day with 5 tries each: guessing one of a million in a year stays below 4 in 100.
    limits = (
        ("sign-in-code", key, 5, 900),
        ("sign-in-code-day", key, 20, 86_400),
        ("sign-in-code-address", address, 60, 900),
    )
    hits = [
        throttle.hit(name, value, limit=limit, seconds=span, now=now) for name, value, limit, span in limits
    ]
    if not all(hits):
        raise TooOften(TOO_OFTEN)


def sign_in_with_code(code_id: UUID, digits: str, *, mail: str, now: datetime.datetime) -> Resident:
    """The resident whose address received these digits; the first sign-in makes them a resident.

    Raises SignInRefused: after five wrong tries, or ten minutes, only a new code helps.
    """
    code = _take_try(code_id, now=now)
    right = code.code_hash == _hash(code, text.digits(digits))
    if not right or code.mail_hash != fingerprint("mail", mail_key(mail)):
        raise SignInRefused(USED_UP if code.tries >= TRIES else WRONG)
    with transaction.atomic():
        if not SignInCode.objects.filter(pk=code.pk, used_at__isnull=True).update(used_at=now):
            raise SignInRefused(WRONG)
        resident = _resident_of(mail_key(mail))
        actor = Actor(code=f"resident:{resident.pk}")
        record(events.MAIL_CONFIRMED, matter=None, actor=actor, now=now, resident=resident.pk)
        record(events.RESIDENT_SIGNED_IN, matter=None, actor=actor, now=now, resident=resident.pk)
    return resident


@transaction.atomic
def _take_try(code_id: UUID, *, now: datetime.datetime) -> SignInCode:
    """Count one try before it is checked, so that many at the same moment count too."""
    code: SignInCode | None = SignInCode.objects.select_for_update(of=("self",)).filter(pk=code_id).first()
    if code is None or code.used_at is not None or code.expires_at <= now:
        raise SignInRefused(WRONG)
    if code.tries >= TRIES:
        raise SignInRefused(USED_UP)
    code.tries += 1
    code.save(update_fields=["tries"])
    return code


def _resident_of(key: str) -> Resident:
    login = RESIDENT_LOGIN + global_fingerprint("mail", key)
    user, is_new = User.objects.select_for_update().get_or_create(login=login)
    if is_new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    if not user.is_active:
        raise SignInRefused(_("このメールアドレスではサインインできません。役場にお電話ください。"))
    known: Resident | None = Resident.objects.filter(user=user).first()
    if known is not None:
        return known
    person = Person.objects.create(key=new_key(), mail=key, mail_hash=fingerprint("mail", key))
    resident: Resident = Resident.objects.create(user=user, person=person)
    return resident


@transaction.atomic
def forget_old_codes(*, now: datetime.datetime, limit: int = 500) -> int:
    """Delete codes that have been of no use for a day, at most `limit`; returns how many."""
    old = SignInCode.objects.filter(expires_at__lt=now - KEPT).order_by("pk").values_list("pk", flat=True)
    deleted: int = SignInCode.objects.filter(pk__in=list(old[:limit])).delete()[0]
    return deleted


def _hash(code: SignInCode, digits: str) -> str:
    return fingerprint(f"sign-in-code:{code.pk}", digits)
