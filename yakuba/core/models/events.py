"""The one memory: events, and who still has to hear of them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from yakuba.core import events
from yakuba.core.models.scoped import Scoped, scoped


class EventQuerySet(models.QuerySet["Event"]):
    """Reads of the memory."""

    def of(self, matter: Any) -> EventQuerySet:
        """Everything about one matter, oldest first."""
        return self.filter(matter=matter).order_by("at", "id")


class Event(Scoped):
    """One fact that happened (出来事). Never changed, never deleted; the sealer fills the last two columns."""

    append_only: ClassVar[tuple[str, ...] | None] = ("sequence", "seal")

    name = models.CharField(max_length=64)
    matter = models.ForeignKey("core.Matter", on_delete=models.PROTECT, null=True, related_name="events")
    actor = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()
    data = models.JSONField(default=dict)
    sequence = models.BigIntegerField(null=True)
    seal = models.BinaryField(null=True)

    objects: Any = scoped(EventQuerySet)

    class Meta:
        indexes = [
            models.Index(fields=["municipality", "name", "at"], name="event_by_name"),
            models.Index(
                fields=["municipality", "id"],
                name="event_unsealed",
                condition=models.Q(sequence__isnull=True),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "sequence"], name="a_sequence_number_stands_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.at}"

    @property
    def sentence(self) -> str:
        """What happened, for people."""
        return events.sentence_of(self.name, self.data)


class Chain(Scoped):
    """How far one town's memory is sealed (封印): how many events, the seal of the last one, and its id."""

    length = models.BigIntegerField(default=0)
    head = models.BinaryField(default=bytes)
    newest = models.UUIDField(null=True)

    class Meta:
        verbose_name = "封印"
        constraints = [models.UniqueConstraint(fields=["municipality"], name="a_town_has_one_chain")]

    def __str__(self) -> str:
        return str(self.length)


class Delivery(Scoped):
    """One subscriber that has to hear one event (配達), and whether it did."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="deliveries")
    subscriber = models.CharField(max_length=events.LONGEST_SUBSCRIBER)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "subscriber"], name="an_event_is_delivered_once"),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "due_at"],
                name="delivery_pending",
                condition=models.Q(done_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subscriber} {self.done_at or 'pending'}"
