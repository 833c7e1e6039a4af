"""Tags and filters of every template: icons, Japanese dates, money and sizes, and the one form field."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from yakuba.core import dates, money
from yakuba.ui import controls, words
from yakuba.ui.icons import ICONS

if TYPE_CHECKING:
    from datetime import date

    from django.forms import BaseForm
    from django.forms.boundfield import BoundField
    from django.utils.safestring import SafeString

register = template.Library()

register.filter("size", words.size)
register.filter("tel", words.telephone_link)
register.filter("things", words.things)
register.filter("nth_thing", words.nth_thing)
register.filter("town_hall", words.town_hall)


@register.simple_tag
def icon(name: str, scale: str = "") -> SafeString:
    """Draw an icon of `yakuba.ui.icons` beside a word; scale "s" is 20 px instead of 24."""
    kind = f"icon icon-{scale}" if scale else "icon"
    return format_html(
        '<svg class="{}" width="24" height="24" viewBox="0 0 24 24" aria-hidden="true">{}</svg>',
        kind,
        mark_safe(ICONS[name]),  # noqa: S308  our own constants
    )


@register.inclusion_tag("ui/components/field.html")
def field(bound: BoundField, *, mark: bool = True) -> dict[str, Any]:
    """Show one field of a form: label, mark, hint, errors and control."""
    return {"field": bound, "mark": mark}


@register.simple_tag
def control(bound: BoundField, mark: object = True) -> controls.Control:  # noqa: FBT002  as templates call it
    """Give field.html what it shows; a missing `mark` counts as yes."""
    return controls.control(bound, mark=mark is not False)


@register.filter
def problems(form: BaseForm) -> list[controls.Problem]:
    """List what must be put right in a form, each with the id of its control."""
    return controls.problems(form)


@register.filter
def due(on: date, today: date) -> words.Due:
    """Say how a deadline stands to today; give `words`, `tone` and `icon`."""
    return words.due(_day(on), _day(today))


@register.filter
def wareki(on: date | None) -> str:
    """Show a day as 令和8年11月20日; nothing stays empty."""
    return dates.wareki(_day(on)) if on else ""


@register.filter
def weekday_date(on: date | None) -> str:
    """Show a near day as 11月20日（金）; nothing stays empty."""
    return dates.with_weekday(_day(on)) if on else ""


@register.filter
def full_date(on: date | None) -> str:
    """Show a day as 令和8年12月1日（火）; nothing stays empty."""
    return dates.full_with_weekday(_day(on)) if on else ""


@register.filter
def moment(at: datetime | None) -> str:
    """Show a moment as 11月17日（火）9時20分 on the clock of Japan; nothing stays empty."""
    return dates.moment(at) if at else ""


@register.filter
def yen(amount: int | None) -> str:
    """Show whole yen as 3,000円; nothing stays empty."""
    return money.yen(amount) if isinstance(amount, int) else ""


def _day(on: date) -> date:
    """Take the day in Japan of a moment."""
    return on.astimezone(dates.TOKYO).date() if isinstance(on, datetime) else on
