"""What the town keeps about a person although it was asked to erase it: by which rule and until when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yakuba.accounts.models import Party
from yakuba.core.models import Matter
from yakuba.records.models import State

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable
    from uuid import UUID

    from django.db.models import QuerySet

    from yakuba.accounts.models import Person, Resident
    from yakuba.records.models import Retention


@dataclass(frozen=True)
class Kept:
    """One matter that is kept: `until_on` is None while it goes on, or where it is kept for ever."""

    number: str
    title: str
    words: str
    until_on: datetime.date | None
    is_open: bool


def matters_of(persons: QuerySet[Person], residents: Iterable[UUID] = ()) -> list[UUID]:
    """The ids of the matters in which these persons have a part, with the messages to these accounts."""
    parts = Party.objects.taking_part().filter(person__in=persons)
    rows = Matter.objects.filter(parties__in=parts, disposed_at__isnull=True)
    mine = Matter.objects.filter(messages__resident__in=list(residents), disposed_at__isnull=True)
    return sorted({*rows.values_list("pk", flat=True), *mine.values_list("pk", flat=True)})


def kept_of(matters: Iterable[UUID]) -> list[Kept]:
    """What of these matters stays, in the order of their numbers; matters without a number are left out."""
    rows = Matter.objects.filter(pk__in=list(matters), disposed_at__isnull=True).exclude(number=None)
    return [_kept(matter) for matter in rows.select_related("retention__version").order_by("number")]


def kept_by(resident: Resident) -> list[Kept]:
    """What stays of a resident's business when the account ends: their own cases, not those of others as a proxy."""
    mine = Party.objects.filter(matter__messages__resident=resident, role=Party.Role.APPLICANT)
    return kept_of(mine.values_list("matter", flat=True).distinct())


def _kept(matter: Matter) -> Kept:
    row: Retention | None = getattr(matter, "retention", None)
    if row is None or row.state == State.OPEN:
        return Kept(matter.number or "", row.title if row else "", "", None, is_open=True)
    return Kept(matter.number or "", row.title, row.words, row.until_on, is_open=False)
