"""The matter, its timers, and numbers without gaps."""

from __future__ import annotations

from django.db import models

from yakuba.core.models.keys import Key
from yakuba.core.models.scoped import Scoped


class Matter(Scoped):
    """One piece of business with a resident (案件): everything about it points here."""

    kind = models.CharField(max_length=40)
    number = models.CharField(max_length=20, null=True)  # noqa: DJ001  several matters may have none yet
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    key = models.OneToOneField(Key, on_delete=models.PROTECT, related_name="+")
    # Which look-up code leads to it, counted from the first: who was let in by an earlier one is let in no more.
    code_issue = models.PositiveSmallIntegerField(default=1)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    # Its records were disposed of (廃棄): the key is destroyed, number and dates stay.
    disposed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="a_number_stands_once"),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.kind} {self.pk}"


class Timer(Scoped):
    """A moment at which something about a matter falls due (期日)."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="timers")
    name = models.CharField(max_length=40)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "name"],
                condition=models.Q(done_at__isnull=True),
                name="one_running_timer_of_a_name",
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "due_at"],
                name="timer_running",
                condition=models.Q(done_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.due_at}"


class Counter(Scoped):
    """The last number given in one series of one fiscal year (採番簿): the row is locked while one is taken."""

    name = models.CharField(max_length=80)
    year = models.PositiveSmallIntegerField()
    value = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "name", "year"], name="a_series_stands_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}: {self.value}"
