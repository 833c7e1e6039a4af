"""Reads of passkeys, and what a browser is asked for (WebAuthn level 3)."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import webauthn
from webauthn.helpers import bytes_to_base64url
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from yakuba.accounts.models import Passkey

if TYPE_CHECKING:
    from yakuba.accounts.models import User


def new_challenge() -> str:
    """32 random bytes as base64url, good for one answer."""
    return bytes_to_base64url(secrets.token_bytes(32))


def passkeys_of(user: User, kind: str) -> list[Passkey]:
    """The passkeys of a user as resident or as staff, in the order in which they were made."""
    return list(Passkey.objects.filter(user=user, kind=kind).order_by("made_at", "id"))


def creation_options(user: User, *, kind: str, challenge: str, host: str, town: str, shown: str) -> str:
    """What the browser needs to make a passkey, as JSON; `shown` is how the device lists the account."""
    options = webauthn.generate_registration_options(
        rp_id=host,
        rp_name=town,
        user_id=user.pk.bytes,
        user_name=shown,
        challenge=webauthn.base64url_to_bytes(challenge),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=webauthn.base64url_to_bytes(one.credential_id))
            for one in passkeys_of(user, kind)
        ],
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            # Fingerprint, face or PIN of the device: possession and person, which makes two factors.
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
    )
    return webauthn.options_to_json(options)


def request_options(*, challenge: str, host: str) -> str:
    """What the browser needs to use whichever passkey it has for this address, as JSON."""
    options = webauthn.generate_authentication_options(
        rp_id=host,
        challenge=webauthn.base64url_to_bytes(challenge),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return webauthn.options_to_json(options)
