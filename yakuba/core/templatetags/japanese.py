"""Dates and money in every template, in the language of the page: settings make these filters known everywhere."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django import template

from yakuba.core import dates, renditions

if TYPE_CHECKING:
    from datetime import date

register = template.Library()


@register.filter
def wareki(on: date | None) -> str:
    """Show a day as 令和8年11月20日; nothing stays empty."""
    return renditions.day(_day(on)) if on else ""


@register.filter
def weekday_date(on: date | None) -> str:
    """Show a near day as 11月20日（金）; nothing stays empty."""
    return renditions.near_day(_day(on)) if on else ""


@register.filter
def full_date(on: date | None) -> str:
    """Show a day as 令和8年12月1日（火）; nothing stays empty."""
    return renditions.full_day(_day(on)) if on else ""


@register.filter
def moment(at: datetime | None) -> str:
    """Show a moment as 11月17日（火）9時20分 on the clock of Japan; nothing stays empty."""
    return renditions.moment(at) if at else ""


@register.filter
def yen(amount: int | None) -> str:
    """Show whole yen as 3,000円; nothing stays empty."""
    return renditions.amount(amount) if isinstance(amount, int) else ""


def _day(on: date) -> date:
    """Take the day in Japan of a moment."""
    return on.astimezone(dates.TOKYO).date() if isinstance(on, datetime) else on
