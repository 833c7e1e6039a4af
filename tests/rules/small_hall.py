"""Posts, rules and an absence of the small town, for the addresses of the organisation."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from yakuba.accounts import actions
from yakuba.accounts.models import Absence, DelegationRule
from yakuba.core.actors import MACHINE

if TYPE_CHECKING:
    from yakuba.accounts.models import Staff


def make(staff: dict[str, Staff]) -> None:
    """The director decides about everything; the clerk is away for an hour."""
    who: dict[str, Any] = {"actor": MACHINE, "now": timezone.now()}
    actions.delegate("director", from_on=datetime.date(2020, 4, 1), **who)
    actions.note_absence(
        staff["clerk"],
        kind="trip",
        from_at=timezone.now() + datetime.timedelta(days=1),
        until_at=timezone.now() + datetime.timedelta(days=2),
        **who,
    )


def arguments(staff: dict[str, Staff], name: str) -> dict[str, Any]:
    """The parts of an address of the organisation."""
    member = staff["clerk"]
    if name in {"staff-person", "staff-person-close", "staff-post-new"}:
        return {"staff_id": member.pk}
    if name == "staff-post-end":
        return {"staff_id": member.pk, "post_id": member.memberships.get().pk}
    if name == "staff-rule-end":
        return {"rule_id": DelegationRule.objects.get().pk}
    if name == "staff-absence-cancel":
        return {"absence_id": Absence.objects.get().pk}
    return {}
