"""Reads of mandates: those that a resident gave, and those that a resident holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from yakuba.accounts.models import Mandate

if TYPE_CHECKING:
    import datetime
    from uuid import UUID

    from yakuba.accounts.models import Resident


def mandates_given(resident: Resident) -> list[Mandate]:
    """The mandates that this resident gave, the newest first."""
    rows = Mandate.objects.with_people().filter(principal=resident.person_id)
    return list(rows.order_by("-given_at", "-id"))


def mandates_held(resident: Resident) -> list[Mandate]:
    """The mandates that this resident holds, the newest first: by account, or by the mail address that was named."""
    mine = Q(resident=resident)
    if resident.person.mail_hash:
        # A mandate that was given on the site names the proxy by mail; whoever signs in by that mail is the one.
        mine |= Q(matter__isnull=True, resident__isnull=True, proxy__mail_hash=resident.person.mail_hash)
    return list(Mandate.objects.with_people().filter(mine).order_by("-given_at", "-id"))


def mandates_for(resident: Resident, procedure: str, on: datetime.date) -> list[Mandate]:
    """The mandates under which this resident may act in a procedure on a day."""
    return [mandate for mandate in mandates_held(resident) if mandate.holds(procedure, on)]


def mandate(mandate_id: UUID | str) -> Mandate | None:
    """One mandate with its people, for an app that knows why it may see it."""
    found: Mandate | None = Mandate.objects.with_people().filter(pk=mandate_id).first()
    return found
