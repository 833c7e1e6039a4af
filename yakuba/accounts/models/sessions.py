"""Sign-ins: who opened a session of this town, by what proof, on which sort of device, until when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from yakuba.accounts.models.users import User
from yakuba.core.models import Scoped, scoped

if TYPE_CHECKING:
    import datetime


class SignInQuerySet(models.QuerySet["SignIn"]):
    """Reads of sign-ins."""

    def open_of(self, user: User, kind: str) -> SignInQuerySet:
        """The sessions of a user in one part, staff or resident, that nobody has ended."""
        return self.filter(user=user, kind=kind, ended_at__isnull=True)


class SignIn(Scoped):
    """One sign-in to this town and the session that it began (サインインの記録).

    `device` is a code such as "chrome.windows": what the browser says of itself is never kept, nor is its address.
    """

    class Kind(models.TextChoices):
        """As what somebody signed in."""

        RESIDENT = "resident", "住民"
        STAFF = "staff", "職員"

    class Method(models.TextChoices):
        """By what it was proved."""

        MAIL = "mail", "メールの確認コード"
        PASSWORD = "password", "パスワードと確認コード"
        PASSKEY = "passkey", "パスキー"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_ins")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    method = models.CharField(max_length=10, choices=Method.choices)
    device = models.CharField(max_length=40, blank=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects: Any = scoped(SignInQuerySet)

    class Meta:
        indexes = [models.Index(fields=["user", "-began_at"], name="sign_in_by_user")]

    def __str__(self) -> str:
        return str(self.pk)

    def is_open(self, since: datetime.datetime) -> bool:
        """Whether its session may still be used: nobody ended it, and it was used after `since`."""
        return self.ended_at is None and self.seen_at >= since
