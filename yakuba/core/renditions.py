"""How days, moments and amounts read in the language of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yakuba.core import dates, languages, money, plain_dates

if TYPE_CHECKING:
    import datetime
    from zoneinfo import ZoneInfo


def day(on: datetime.date) -> str:
    """Show a day: 令和8年11月20日, 20 November 2026, 2026年11月20日（令和8年）."""
    shown = {languages.ENGLISH: plain_dates.english, languages.EASY: plain_dates.easy}
    return shown.get(languages.current(), dates.wareki)(on)


def near_day(on: datetime.date) -> str:
    """Show a near day: 11月20日（金）, Friday 20 November, 11月20日（金曜日）."""
    shown = {
        languages.ENGLISH: plain_dates.english_with_weekday,
        languages.EASY: plain_dates.easy_with_weekday,
    }
    return shown.get(languages.current(), dates.with_weekday)(on)


def full_day(on: datetime.date) -> str:
    """Show a day: 令和8年12月1日（火）, Tuesday 1 December 2026, 2026年12月1日（火曜日）."""
    shown = {languages.ENGLISH: plain_dates.english_full, languages.EASY: plain_dates.easy_full}
    return shown.get(languages.current(), dates.full_with_weekday)(on)


def moment(at: datetime.datetime, zone: ZoneInfo = dates.TOKYO) -> str:
    """Show a moment: 11月17日（火）9時20分, Tuesday 17 November, 09:20, 11月17日（火曜日）午前9時20分."""
    shown = {languages.ENGLISH: plain_dates.english_moment, languages.EASY: plain_dates.easy_moment}
    return shown.get(languages.current(), dates.moment)(at, zone)


def time(hour: int, minute: int) -> str:
    """Show a time of day: 9時30分 or 9時, 09:30."""
    if languages.current() == languages.ENGLISH:
        return f"{hour:02}:{minute:02}"
    return f"{hour}時{minute:02}分" if minute else f"{hour}時"


def amount(yen: int) -> str:
    """Show whole yen: 3,000円, 3,000 yen."""
    return money.english(yen) if languages.current() == languages.ENGLISH else money.yen(yen)
