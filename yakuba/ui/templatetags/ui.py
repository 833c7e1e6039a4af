"""Tags and filters of the look: icons, sizes, what is left until a day, and the one form field."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.timezone import localdate

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
def town(municipality: Any) -> str:
    """Name a municipality to residents."""
    return words.town(municipality.name, municipality.slug) if municipality else ""


@register.filter
def hall(municipality: Any) -> str:
    """Name its office to residents."""
    return words.hall(municipality.name, municipality.slug) if municipality else ""


@register.filter
def problems(form: BaseForm) -> list[controls.Problem]:
    """List what must be put right in a form, each with the id of its control."""
    return controls.problems(form)


@register.filter
def due(on: date, today: date) -> words.Due:
    """Say how a deadline stands to today; give `words`, `tone` and `icon`."""
    return words.due(_day(on), _day(today))


def _day(on: date) -> date:
    """Take the day in Japan of a moment."""
    return localdate(on) if isinstance(on, datetime) else on
