"""Tokens: by what a program says on whose behalf it asks the API, and the authorised systems that hold some."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from yakuba.accounts.models.organisation import Staff
from yakuba.accounts.models.people import HASH_LENGTH, Resident
from yakuba.core.models import Key, Scoped, SealedField, scoped

if TYPE_CHECKING:
    import datetime


class Program(Scoped):
    """A system of somebody else that may file for applicants whom it names (連携システム).

    `procedures` are the ids for which it was authorised, `purpose` says why; both stand as long as the row does:
    another purpose is another row.
    """

    key = models.ForeignKey(Key, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    purpose = SealedField(key="key")
    procedures = models.JSONField()
    made_with = models.UUIDField()
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "made_with"], name="a_program_is_entered_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class TokenQuerySet(models.QuerySet["Token"]):
    """Reads of tokens."""

    def standing(self, now: datetime.datetime) -> TokenQuerySet:
        """Those that nobody has revoked and whose day has not come."""
        return self.filter(ended_at__isnull=True, expires_at__gt=now)


class Token(Scoped):
    """The key of a resident's own program or of an authorised system (APIトークン): shown once, kept as a keyed hash.

    `sign` is its beginning, by which people tell their tokens apart; it opens nothing.
    """

    class Scope(models.TextChoices):
        """What it opens."""

        READ = "read", "見る"
        FILE = "file", "見る・申請する"

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, null=True, related_name="tokens")
    program = models.ForeignKey(Program, on_delete=models.PROTECT, null=True, related_name="tokens")
    key = models.ForeignKey(Key, on_delete=models.PROTECT, related_name="+")
    label = SealedField(key="key")
    scope = models.CharField(max_length=10, choices=Scope.choices)
    digest = models.CharField(max_length=HASH_LENGTH)
    sign = models.CharField(max_length=10)
    made_with = models.UUIDField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects: Any = scoped(TokenQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "digest"], name="a_token_stands_once"),
            models.UniqueConstraint(fields=["municipality", "made_with"], name="a_token_is_made_once"),
            models.CheckConstraint(
                condition=models.Q(resident__isnull=False, program__isnull=True)
                | models.Q(resident__isnull=True, program__isnull=False),
                name="a_token_is_a_residents_or_a_programs",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("made_at")),
                name="a_token_expires_after_it_is_made",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def stands(self, now: datetime.datetime) -> bool:
        """Whether it still opens anything."""
        return self.ended_at is None and self.expires_at > now


class TokenUse(Scoped):
    """How often a token was used on one day (APIトークンの利用)."""

    token = models.ForeignKey(Token, on_delete=models.CASCADE, related_name="uses")
    on = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token", "on"], name="a_day_of_a_token_is_counted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.token_id} {self.on}"
