"""Who decides: ranks of posts, absences, and the town's dated rules of delegated and acting decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from yakuba.accounts.models.organisation import Dated, Rank, Staff, days_in_order
from yakuba.core.models import Scoped, scoped

if TYPE_CHECKING:
    import datetime


def _known(column: str, name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=models.Q(**{f"{column}__in": Rank.values}), name=name)


class AbsenceQuerySet(models.QuerySet["Absence"]):
    """Reads of absences."""

    def at(self, moment: datetime.datetime) -> AbsenceQuerySet:
        """Those that hold at this moment; an absence ends as its last moment begins."""
        return self.filter(cancelled_at__isnull=True, from_at__lte=moment, until_at__gt=moment)

    def between(self, first: datetime.datetime, last: datetime.datetime) -> AbsenceQuerySet:
        """Those that hold at some moment between these two."""
        return self.filter(cancelled_at__isnull=True, from_at__lt=last, until_at__gt=first)


class Absence(Scoped):
    """A time in which a member of staff is away (不在): only then may somebody else decide in their place (代決)."""

    class Kind(models.TextChoices):
        """Why somebody is away; never more than that."""

        LEAVE = "leave", "休暇"
        TRIP = "trip", "出張"
        TRAINING = "training", "研修"
        OTHER = "other", "その他"

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="absences")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    noted_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True)

    objects: Any = scoped(AbsenceQuerySet)

    class Meta:
        verbose_name = "不在"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_at__gt=models.F("from_at")), name="an_absence_ends_after_it_begins"
            ),
        ]
        indexes = [models.Index(fields=["municipality", "staff", "until_at"], name="absence_of_staff")]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.from_at}"


class DelegationRule(Scoped):
    """One line of the table of delegated decisions (専決), which stay inside the town hall.

    Whoever holds `decider` decides in the mayor's name about what the line covers: a procedure or all, an effect of
    the outcome or any, an amount up to `up_to_yen` or any, one department or all. What no line covers, the mayor
    decides (地方自治法149条).
    """

    decider = models.CharField(max_length=20, choices=Rank.choices)
    procedure = models.CharField(max_length=64, blank=True)
    outcome = models.CharField(max_length=64, blank=True)
    effect = models.CharField(
        max_length=10, blank=True, choices=[("grant", "認める"), ("refuse", "認めない")]
    )
    department_code = models.CharField(max_length=40, blank=True)
    up_to_yen = models.PositiveBigIntegerField(null=True)
    source = models.CharField(max_length=80, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True)

    objects: Any = scoped(Dated)

    class Meta:
        verbose_name = "専決"
        constraints = [
            _known("decider", "a_delegated_decider_has_a_known_rank"),
            days_in_order("a_delegation_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.decider} {self.procedure or '*'} {self.effect or '*'} {self.up_to_yen or ''}"

    @property
    def weight(self) -> tuple[bool, bool, bool, bool, bool]:
        """How much of a case the line names: of several that cover it, the one that names most holds."""
        return (
            bool(self.procedure),
            bool(self.outcome),
            bool(self.effect),
            bool(self.department_code),
            self.up_to_yen is not None,
        )


class ActingRule(Scoped):
    """Who decides in whose absence, and in which order (代決)."""

    absent = models.CharField(max_length=20, choices=Rank.choices)
    acting = models.CharField(max_length=20, choices=Rank.choices)
    order = models.PositiveSmallIntegerField(default=1)
    department_code = models.CharField(max_length=40, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True)

    objects: Any = scoped(Dated)

    class Meta:
        verbose_name = "代決"
        constraints = [
            _known("absent", "an_absent_rank_is_known"),
            _known("acting", "an_acting_rank_is_known"),
            models.CheckConstraint(
                condition=~models.Q(absent=models.F("acting")), name="nobody_acts_for_the_same_post"
            ),
            models.UniqueConstraint(
                fields=["municipality", "absent", "department_code", "order", "from_on"],
                name="one_acting_rank_in_each_place",
            ),
            days_in_order("an_acting_rule_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.absent} ← {self.acting} ({self.order})"
