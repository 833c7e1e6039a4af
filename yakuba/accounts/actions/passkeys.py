"""Passkeys are made, used and thrown away; a wrong answer counts like a wrong password."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import webauthn
from django.db import transaction
from django.utils.translation import gettext as _
from webauthn.helpers import bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException

from yakuba.accounts import events
from yakuba.accounts.actions import tries
from yakuba.accounts.models import Passkey, Resident, SignIn, Staff
from yakuba.accounts.queries import actor_of_staff, second_factor_stamp
from yakuba.core import access, throttle
from yakuba.core.actions import record
from yakuba.core.actors import Actor

if TYPE_CHECKING:
    import datetime
    from uuid import UUID

    from yakuba.accounts.models import User

MOST = 10
LONGEST = 20_000  # characters of an answer: a real one has about one thousand


@transaction.atomic
def add_passkey(
    user: User,
    *,
    answer: str,
    challenge: str,
    host: str,
    origin: str,
    kind: str,
    device: str,
    actor: Actor,
    now: datetime.datetime,
) -> Passkey:
    """Keep the public half of a passkey that the browser has just made. Raises SignInRefused."""
    access.require(actor, "passkey.mind")
    if Passkey.objects.filter(user=user, kind=kind).count() >= MOST:
        raise tries.SignInRefused(_("パスキーは10個まで登録できます。使わないものを消してください。"))
    credential = _read(answer)
    try:
        made = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=webauthn.base64url_to_bytes(challenge),
            expected_rp_id=host,
            expected_origin=origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as problem:
        raise tries.SignInRefused(_("パスキーを登録できませんでした。もう一度試してください。")) from problem
    credential_id = bytes_to_base64url(made.credential_id)
    if Passkey.objects.filter(credential_id=credential_id).exists():
        raise tries.SignInRefused(_("このパスキーは、もう登録されています。"))
    passkey: Passkey = Passkey.objects.create(
        user=user,
        kind=SignIn.Kind(kind),
        credential_id=credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        transports=_transports(credential),
        device=device,
        made_at=now,
    )
    record(events.PASSKEY_ADDED, matter=None, actor=actor, now=now, passkey=passkey.pk)
    return passkey


@transaction.atomic
def remove_passkey(user: User, *, passkey_id: UUID, kind: str, actor: Actor, now: datetime.datetime) -> bool:
    """Throw one of the user's own passkeys away; False if there is none of this id."""
    access.require(actor, "passkey.mind")
    deleted, _rows = Passkey.objects.filter(pk=passkey_id, user=user, kind=kind).delete()
    if deleted:
        record(events.PASSKEY_REMOVED, matter=None, actor=actor, now=now, passkey=passkey_id)
    return bool(deleted)


def sign_in_with_passkey(
    answer: str,
    *,
    challenge: str,
    host: str,
    origin: str,
    kind: str,
    address: str,
    now: datetime.datetime,
) -> Passkey:
    """The passkey whose answer this is, used from now on; a whole sign-in. Raises SignInRefused, LockedOut or TooOften.

    For staff it stands for password and second factor together: the device was held and its holder was verified.
    """
    if not throttle.hit("passkey", address, limit=100, seconds=900, now=now):
        raise tries.TooOften(_("サインインの試みが多すぎます。15分ほど待ってから、もう一度試してください。"))
    credential = _read(answer)
    passkey = _known(credential, kind)
    user = tries.take_try(passkey.user_id, now=now)
    try:
        used = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=webauthn.base64url_to_bytes(challenge),
            expected_rp_id=host,
            expected_origin=origin,
            credential_public_key=bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as problem:
        raise (tries.count_failure(user, now=now) or _refused()) from problem
    with transaction.atomic():
        tries.forget_failures(user)
        passkey.sign_count, passkey.last_used_at = used.new_sign_count, now
        passkey.save(update_fields=["sign_count", "last_used_at"])
        _record_sign_in(user, kind, now=now)
    return passkey


def _known(credential: dict[str, Any], kind: str) -> Passkey:
    rows = Passkey.objects.select_related("user").filter(kind=kind, user__is_active=True)
    passkey: Passkey | None = rows.filter(credential_id=str(credential.get("id", ""))).first()
    if passkey is None:
        raise _refused()
    return passkey


def _record_sign_in(user: User, kind: str, *, now: datetime.datetime) -> None:
    if kind == SignIn.Kind.STAFF:
        staff = Staff.objects.filter(user=user, is_active=True).first()
        # Somebody whose second factor was taken off begins anew, by password.
        if staff is None or not second_factor_stamp(user):
            raise _refused()
        actor = actor_of_staff(staff, now=now)
        record(events.STAFF_SIGNED_IN, matter=None, actor=actor, now=now, staff=staff.pk)
        return
    resident = Resident.objects.filter(user=user, closed_at__isnull=True).first()
    if resident is None:
        raise _refused()
    actor = Actor(code=f"resident:{resident.pk}")
    record(events.RESIDENT_SIGNED_IN, matter=None, actor=actor, now=now, resident=resident.pk)


def _read(answer: str) -> dict[str, Any]:
    try:
        found = json.loads(answer) if len(answer) <= LONGEST else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise _refused()
    return found


def _transports(credential: dict[str, Any]) -> list[str]:
    response = credential.get("response")
    named = response.get("transports") if isinstance(response, dict) else None
    known = {"usb", "nfc", "ble", "smart-card", "hybrid", "internal"}
    return sorted(known & {str(one) for one in named}) if isinstance(named, list) else []


def _refused() -> tries.SignInRefused:
    return tries.SignInRefused(
        _("このパスキーではサインインできませんでした。もう一度試すか、別の方法でサインインしてください。")
    )
