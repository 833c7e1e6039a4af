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


def days_in_order(name: str) -> models.CheckConstraint:
    """The constraint that the last day of a dated row, if it has one, is not before its first."""
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
            days_in_order("a_department_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.name}{self.section}"


class Succession(Scoped):
    """Who takes over the open work of a department from the successor's first day on (引継ぎ).

    A line that names a procedure takes only that one over (分割); the line without takes whatever no other names.
    """

    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="predecessions")
    procedure = models.CharField(max_length=64, blank=True)
    began_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "引継ぎ"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "department", "procedure"], name="one_successor_of_each_work"
            ),
            models.CheckConstraint(
                condition=~models.Q(department=models.F("successor")), name="nobody_succeeds_themselves"
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "successor"],
                name="succession_to_come",
                condition=models.Q(began_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department_id} → {self.successor_id} {self.procedure or '*'}"


class Rank(models.TextChoices):
    """What a post is in the line of superiors (職), from the lowest to the highest; a town's own title may differ."""

    MEMBER = "member", "係員"
    SECTION_CHIEF = "section_chief", "係長"
    ASSISTANT_DIRECTOR = "assistant_director", "課長補佐"
    DIRECTOR = "director", "課長"
    ACCOUNTING_MANAGER = "accounting_manager", "会計管理者"
    SUPERINTENDENT = "superintendent", "教育長"
    DEPUTY_MAYOR = "deputy_mayor", "副町長"
    MAYOR = "mayor", "町長"


# One for the whole town, whichever department the post stands in.
EXECUTIVES = frozenset({Rank.ACCOUNTING_MANAGER, Rank.SUPERINTENDENT, Rank.DEPUTY_MAYOR, Rank.MAYOR})


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
    rank = models.CharField(max_length=20, choices=Rank.choices, default=Rank.MEMBER)
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
            models.CheckConstraint(
                condition=models.Q(rank__in=Rank.values), name="a_member_has_a_known_rank"
            ),
            days_in_order("a_membership_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.staff_id}"
