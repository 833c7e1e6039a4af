"""What records does when it hears of something: a protection (支援措置) that ended is kept for its period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from yakuba.accounts.events import PROTECTION_ENDED
from yakuba.accounts.models import Protection
from yakuba.core.actors import MACHINE
from yakuba.core.events import subscribe
from yakuba.records import actions

if TYPE_CHECKING:
    from yakuba.core.models import Event

# What a town says of its own; the model rule of many towns keeps applications for 支援措置 for five years.
YEARS = 5


@subscribe(PROTECTION_ENDED)
def keep_protection(event: Event) -> None:
    """The record of a protection is kept like a case, and disposed of by the same chief's decision."""
    row = Protection.objects.select_related("department", "matter").get(pk=event.data["protection"])
    actions.keep(
        row.matter,
        basis="protection",
        years=YEARS,
        department=row.department,
        finished_on=localdate(event.at),
        actor=MACHINE,
        now=event.at,
    )
