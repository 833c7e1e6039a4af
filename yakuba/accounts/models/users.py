"""Who can sign in, and by what they prove it."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from yakuba.core.identifiers import uuid7
from yakuba.core.models import Scoped, SealedField


class User(AbstractBaseUser):
    """One login of the installation (利用者). Who it is in a town is said by `Resident` and `Staff`.

    Staff sign in by the login name they were given; a resident's login is "mail:" and a keyed hash of the address.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    login = models.CharField(max_length=150, unique=True)
    is_active = models.BooleanField(default=True)
    # An initial password was seen by whoever made it: it opens only the page that changes it.
    must_change_password = models.BooleanField(default=False)
    failures = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)

    objects = BaseUserManager()

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "利用者"

    def __str__(self) -> str:
        return str(self.pk)

    def is_locked(self, now: datetime.datetime) -> bool:
        """Whether too many failures keep this login shut at this moment."""
        return self.locked_until is not None and self.locked_until > now


class SecondFactor(models.Model):
    """The authenticator app of one user (二要素認証, TOTP of RFC 6238).

    A new secret waits in `next_secret` until its first right code; until then the old one, if any, stays good.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="second_factor")
    secret = SealedField(key=None)
    next_secret = SealedField(key=None)
    confirmed_at = models.DateTimeField(null=True)
    # The last time step whose code was taken: RFC 6238 section 5.2 lets a code count once.
    last_step = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_confirmed(self) -> bool:
        """Whether this factor has ever given a right code."""
        return self.confirmed_at is not None

    @property
    def stamp(self) -> str:
        """What a session keeps to prove that it passed this factor; another after every enrolment."""
        confirmed = self.confirmed_at.astimezone(datetime.UTC).isoformat() if self.confirmed_at else ""
        return f"{self.pk}:{confirmed}"


class RecoveryCode(models.Model):
    """One way in for a day without the authenticator app (復旧コード), good once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")
    code_hash = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "code_hash"], name="a_recovery_code_stands_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class SignInCode(Scoped):
    """Six digits that were sent to a mail address (確認コード), good once and for ten minutes."""

    mail_hash = models.CharField(max_length=64)
    code_hash = models.CharField(max_length=64)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["municipality", "expires_at"], name="sign_in_code_by_end")]

    def __str__(self) -> str:
        return str(self.pk)
