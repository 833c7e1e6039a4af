"""Passkeys: what a device keeps so that nobody types a password or a code."""

from __future__ import annotations

from django.db import models

from yakuba.accounts.models.sessions import SignIn
from yakuba.accounts.models.users import User
from yakuba.core.models import Scoped


class Passkey(Scoped):
    """One passkey of a user at this town's address (パスキー, WebAuthn): the public half, which opens nothing by itself.

    `device` is a code as of a sign-in; a resident's passkey does not open the office, nor the other way round.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="passkeys")
    kind = models.CharField(max_length=10, choices=SignIn.Kind.choices)
    # WebAuthn section 4: at most 1023 bytes, here as base64url.
    credential_id = models.CharField(max_length=1400)
    public_key = models.BinaryField()
    sign_count = models.BigIntegerField(default=0)
    transports = models.JSONField(default=list)
    device = models.CharField(max_length=40, blank=True)
    made_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "credential_id"], name="a_credential_stands_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
