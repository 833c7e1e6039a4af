"""Days and moments in English and in やさしい日本語: western years, no abbreviations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yakuba.core import dates

if TYPE_CHECKING:
    from datetime import date, datetime, tzinfo

# Not of the module `calendar`: those follow the locale of the machine.
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NOON = 12


def english(on: date) -> str:
    """Show a day as 20 November 2026."""
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"


def english_with_weekday(on: date) -> str:
    """Show a near day as Tuesday 1 December."""
    return f"{_WEEKDAYS[on.weekday()]} {on.day} {_MONTHS[on.month - 1]}"


def english_full(on: date) -> str:
    """Show a day as Tuesday 1 December 2026."""
    return f"{english_with_weekday(on)} {on.year}"


def english_moment(at: datetime, zone: tzinfo = dates.TOKYO) -> str:
    """Show a moment as Tuesday 17 November, 09:20; one without a time zone raises ValueError."""
    local = dates.local(at, zone)
    return f"{english_with_weekday(local.date())}, {local.hour:02}:{local.minute:02}"


def easy(on: date) -> str:
    """Show a day as 2026年11月20日（令和8年）."""
    return f"{on.year}年{on.month}月{on.day}日（{dates.wareki_year(on)}）"


def easy_with_weekday(on: date) -> str:
    """Show a near day as 12月1日（火曜日）."""
    return f"{dates.with_weekday(on).removesuffix('）')}曜日）"


def easy_full(on: date) -> str:
    """Show a day as 2026年12月1日（火曜日）."""
    return f"{on.year}年{easy_with_weekday(on)}"


def easy_moment(at: datetime, zone: tzinfo = dates.TOKYO) -> str:
    """Show a moment as 11月17日（火曜日）午前9時20分; one without a time zone raises ValueError."""
    local = dates.local(at, zone)
    half = "午前" if local.hour < _NOON else "午後"
    return f"{easy_with_weekday(local.date())}{half}{local.hour % _NOON}時{local.minute:02}分"
