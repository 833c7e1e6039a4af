"""Who is away today, for pages of the staff that say it in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from yakuba.accounts import queries

if TYPE_CHECKING:
    from collections.abc import Mapping

register = template.Library()


@register.inclusion_tag("accounts/hall/absent_today.html", takes_context=True)
def absent_today(context: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the departments of whoever looks who are away at some moment of this day."""
    request = context["request"]
    return {"absent": queries.absent_today(request.actor.departments, request.arrived_at)}
