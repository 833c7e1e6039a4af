"""Long work, and the pieces that it consists of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from yakuba.core.models.keys import Key
from yakuba.core.models.matters import Matter
from yakuba.core.models.scoped import Scoped, scoped
from yakuba.core.sealed import SealedField

if TYPE_CHECKING:
    import datetime

    from yakuba.core.actors import Actor


class RunQuerySet(models.QuerySet["Run"]):
    """Reads of long work."""

    def visible_to(self, actor: Actor) -> RunQuerySet:
        """What the actor began; nobody else sees what was asked for and what came of it."""
        return self.filter(actor=actor.code) if actor.is_staff or actor.is_resident else self.none()

    def going_on(self) -> RunQuerySet:
        """What has not come to its end."""
        return self.filter(finished_at__isnull=True)


class Run(Scoped):
    """Long work with its progress and its result (まとめての処理).

    `asked` is what was asked for and `output` what came of it (base64 of a file); both are sealed under a key of the
    run's own, so that they can be forgotten without the run. `done` counts everything that was tried, `failed` what
    of it could not be done.
    """

    kind = models.CharField(max_length=40)
    actor = models.CharField(max_length=64, blank=True)
    # The press of a button: pressed twice, it is one run.
    token = models.UUIDField(null=True)
    key = models.OneToOneField(Key, on_delete=models.PROTECT, null=True, related_name="+")
    asked = SealedField(key="key")
    output = SealedField(key="key")
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    objects: Any = scoped(RunQuerySet)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(done__lte=models.F("total")), name="a_run_does_no_more_than_its_total"
            ),
            models.UniqueConstraint(fields=["municipality", "token"], name="a_press_begins_one_run"),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "kind"],
                name="run_going_on",
                condition=models.Q(finished_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.done}/{self.total}"


class RunItemQuerySet(models.QuerySet["RunItem"]):
    """Reads of the pieces of long work."""

    def due(self, now: datetime.datetime) -> RunItemQuerySet:
        """What waits to be tried at this moment, in the order in which it was asked for."""
        return self.filter(state=RunItem.State.WAITING, due_at__lte=now).order_by("due_at", "id")


class RunItem(Scoped):
    """One matter of long work, and what became of it (まとめての処理の一件).

    `data` are ids, codes and numbers: what had been read when it was asked for. `problem` is why it could not be
    done, in the words for the person.
    """

    class State(models.TextChoices):
        """What became of a piece."""

        WAITING = "waiting", "これから"
        DONE = "done", "終わった"
        FAILED = "failed", "できなかった"

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="items")
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+")
    data = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    problem = SealedField(key="matter.key")
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    objects: Any = scoped(RunItemQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "matter"], name="a_matter_stands_once_in_a_run"),
            models.CheckConstraint(
                condition=models.Q(state="waiting", done_at__isnull=True)
                | models.Q(state__in=["done", "failed"], done_at__isnull=False),
                name="a_piece_waits_or_is_over",
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "due_at", "id"],
                name="run_item_waiting",
                condition=models.Q(state="waiting"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.state}"
