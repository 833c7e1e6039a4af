"""The town hall in time: staff, departments, and who belongs where from when until when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models

from yakuba.accounts.models.users import User
from yakuba.core.models import Scoped, scoped

if TYPE_CHECKING:
    import datetime

Row = TypeVar("Row", bound=models.Model)


class Dated(models.QuerySet[Row]):
    """Rows with a first and a last day; both days belong to the time, and no last day means for ever."""

    def on(self, day: datetime.date) -> Dated[Row]:
        """The rows that hold on this day."""
        still = models.Q(until_on__isnull=True) | models.Q(until_on__gte=day)
        return self.filter(still, from_on__lte=day)


def _days_in_order(name: str) -> models.CheckConstraint:
    open_end = models.Q(until_on__isnull=True)
    return models.CheckConstraint(condition=open_end | models.Q(until_on__gte=models.F("from_on")), name=name)


class Staff(Scoped):
    """A member of one town's staff (職員)."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="staff")
    name = models.CharField(max_length=80)
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name = "職員"
        constraints = [
            models.UniqueConstraint(fields=["municipality", "user"], name="a_user_is_one_staff_of_a_town"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Department(Scoped):
    """A department and its section (課・係), with its dates, so that old papers keep old names."""

    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=60)
    section = models.CharField(max_length=60, blank=True)
    symbol = models.CharField(max_length=8)
    telephone = models.CharField(max_length=20)
    place = models.CharField(max_length=80, blank=True)
    mail = models.EmailField(blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True)

    objects: Any = scoped(Dated)

    class Meta:
        verbose_name = "部署"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "code", "from_on"], name="a_department_begins_once_a_day"
            ),
            _days_in_order("a_department_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.name}{self.section}"


class Membership(Scoped):
    """A post of one member of staff in one department (所属)."""

    class Role(models.TextChoices):
        """What a member may do; which verbs that are, each app's table says."""

        CLERK = "clerk", "担当"
        CHIEF = "chief", "決裁者"
        SYSTEMS = "systems", "情報担当"

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="memberships")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices)
    title = models.CharField(max_length=40, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True)

    objects: Any = scoped(Dated)

    class Meta:
        verbose_name = "所属"
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "department", "role", "from_on"], name="a_membership_begins_once_a_day"
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=["clerk", "chief", "systems"]), name="a_member_has_a_known_role"
            ),
            _days_in_order("a_membership_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.staff_id}"
