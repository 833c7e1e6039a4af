"""The municipality and what belongs to no municipality."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models

from yakuba.core import numbers
from yakuba.core.identifiers import uuid7
from yakuba.core.models.scoped import Scoped


def check_code(code: str) -> None:
    """Refuse a code whose check digit is wrong (全国地方公共団体コード, JIS X 0401/0402)."""
    if not numbers.local_government_code_is_valid(code):
        raise ValidationError(
            f"全国地方公共団体コード {code} の検査数字が合いません。6けたを確かめてください。"
        )


class Municipality(models.Model):
    """A town that Yakuba serves (市町村)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(max_length=6, unique=True, validators=[check_code])
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=40)
    kana = models.CharField(max_length=80)
    prefecture = models.CharField(max_length=10)
    postal_code = models.CharField(max_length=8)
    address = models.CharField(max_length=100)
    telephone = models.CharField(max_length=20)
    office_hours = models.CharField(max_length=60, default="平日 8時30分から17時15分まで")
    mayor = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = "市町村"

    def __str__(self) -> str:
        return self.name


class Host(models.Model):
    """A host name (ホスト名) that leads to one municipality."""

    name = models.CharField(max_length=253, primary_key=True)
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="hosts")

    def __str__(self) -> str:
        return self.name


class OfficeHoliday(Scoped):
    """A day on which one town's office is closed beyond national holidays and the new year (閉庁日)."""

    on = models.DateField()
    name = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "on"], name="an_office_holiday_stands_once"),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.name}"


class Throttle(models.Model):
    """How often something was tried (試行回数) in one window of time, counted for all processes together."""

    key = models.CharField(max_length=64, primary_key=True)
    # The second since 1970 at which the window ends.
    window = models.BigIntegerField()
    count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.count}"


class Heartbeat(models.Model):
    """When a worker last said that it works (稼働の合図)."""

    worker = models.CharField(max_length=80, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.worker} {self.at}"
