"""The picture that an authenticator app reads."""

from __future__ import annotations

from dataclasses import dataclass

import pyotp
import segno


@dataclass(frozen=True)
class Enrolment:
    """What the enrolment page shows: the secret as a QR code (a data: address) and in groups of four letters."""

    picture: str
    typed: str


def enrolment(secret: str, *, login: str, town: str) -> Enrolment:
    """Draw the otpauth: address of a TOTP secret for an app that shows `town` and `login` beside its codes."""
    address = pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=town)
    picture = segno.make(address, error="m").svg_data_uri(scale=5, border=4)
    return Enrolment(picture, " ".join(secret[place : place + 4] for place in range(0, len(secret), 4)))
