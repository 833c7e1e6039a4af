"""Mandates: who may act for whom, about what, from when until when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from yakuba.accounts.models.organisation import Staff
from yakuba.accounts.models.people import HASH_LENGTH, Person, Resident
from yakuba.core.models import Key, Matter, Scoped, SealedField, scoped

if TYPE_CHECKING:
    import datetime


class Organisation(Scoped):
    """A company or another body that acts through people (法人・団体)."""

    key = models.ForeignKey(Key, on_delete=models.PROTECT, related_name="+")
    name = SealedField(key="key")
    name_hash = models.CharField(max_length=HASH_LENGTH, blank=True)

    class Meta:
        indexes = [models.Index(fields=["municipality", "name_hash"], name="organisation_by_name")]

    def __str__(self) -> str:
        return str(self.pk)


class MandateQuerySet(models.QuerySet["Mandate"]):
    """Reads of mandates."""

    def with_people(self) -> MandateQuerySet:
        """With the people whose names every list of mandates shows."""
        return self.select_related(
            "principal__key__town_key", "organisation__key__town_key", "proxy__key__town_key", "confirmed_by"
        )


class Mandate(Scoped):
    """That a proxy (代理人) may act for a person or a body (代理の権限): kind, scope, period, and whether it still stands.

    `procedures` are the ids that it is about; none means all. `matter` is the case in which it was shown, with its
    document; one that the principal gave on the site has none. A scribe (入力支援者) has no mandate.
    """

    class Kind(models.TextChoices):
        """Why somebody may act for another."""

        # 民法818条・824条 (parents), 843条・859条 (guardians), 99条 (agents), 会社法349条 (representatives).
        PARENT = "parent", "親権者"
        GUARDIAN = "guardian", "成年後見人などの法定代理人"
        LETTER = "letter", "委任状による代理人"
        COMPANY = "company", "法人・団体の代表者や担当者"

    class Ending(models.TextChoices):
        """How it ended before anybody acted on it again."""

        PRINCIPAL = "principal", "本人が取り消した"
        OFFICE = "office", "町が確かめて終わらせた"
        PERIOD = "period", "期間が終わった"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    principal = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="mandates_given")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="mandates_given"
    )
    proxy = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mandates_held")
    # The account of the proxy, once it is known.
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, null=True, related_name="mandates_held")
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, null=True, related_name="mandates")
    procedures = models.JSONField(default=list)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    given_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=10, choices=Ending.choices, blank=True)

    objects: Any = scoped(MandateQuerySet)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(principal__isnull=False, organisation__isnull=True)
                | models.Q(principal__isnull=True, organisation__isnull=False),
                name="a_mandate_is_given_by_one",
            ),
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True) | models.Q(until_on__gte=models.F("from_on")),
                name="a_mandate_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ending="")
                | (models.Q(ended_at__isnull=False) & ~models.Q(ending="")),
                name="a_mandate_that_ended_says_how",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def principal_name(self) -> str:
        """For whom the proxy acts."""
        if self.organisation is not None:
            return str(self.organisation.name or "")
        return self.principal.full_name if self.principal else ""

    def holds(self, procedure: str, on: datetime.date) -> bool:
        """Whether the proxy may act in this procedure on this day."""
        if self.ended_at is not None or on < self.from_on:
            return False
        return (self.until_on is None or on <= self.until_on) and self.covers(procedure)

    def covers(self, procedure: str) -> bool:
        """Whether it is about this procedure."""
        return not self.procedures or procedure in self.procedures
