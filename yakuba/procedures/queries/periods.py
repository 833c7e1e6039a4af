"""Reads of the open period (受付期間): whether a procedure can be applied for on a day, and what to say when not."""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from yakuba.core import renditions

if TYPE_CHECKING:
    from yakuba.procedures.definition import Definition


@dataclass(frozen=True)
class Period:
    """One open period; both days belong to it."""

    first: datetime.date
    last: datetime.date

    @property
    def text(self) -> str:
        """Both ends in words."""
        words = _("{first}から{last}まで")
        return words.format(first=renditions.full_day(self.first), last=renditions.full_day(self.last))


def period(definition: Definition, on: datetime.date) -> Period | None:
    """The period that is running on this day, else the next one, else the last one; None: always open."""
    found = definition.open_
    if found is None:
        return None
    if len(found.from_) == 10:
        return Period(datetime.date.fromisoformat(found.from_), datetime.date.fromisoformat(found.until))
    periods = [_of_year(found.from_, found.until, year) for year in (on.year - 1, on.year, on.year + 1)]
    return next(one for one in periods if on <= one.last)


def _of_year(first: str, last: str, year: int) -> Period:
    # A period that wraps over New Year ends in the year after.
    end = year + 1 if last < first else year
    return Period(_day(first, year), _day(last, end))


def _day(day: str, year: int) -> datetime.date:
    if day == "02-29" and not calendar.isleap(year):
        return datetime.date(year, 2, 28)
    return datetime.date.fromisoformat(f"{year}-{day}")


def is_open(definition: Definition, on: datetime.date) -> bool:
    """Whether it can be applied for on this day."""
    found = period(definition, on)
    return found is None or found.first <= on <= found.last


def closed_words(definition: Definition, on: datetime.date) -> str:
    """What to say on a day on which it cannot be applied for; empty while it can."""
    found = period(definition, on)
    if found is None or found.first <= on <= found.last:
        return ""
    if on < found.first:
        return _("受付期間は、{period}です。始まってから申し込んでください。").format(period=found.text)
    over = _("受付期間（{period}）は終わりました。次の受付は、担当にお問い合わせください。")
    return over.format(period=found.text)
