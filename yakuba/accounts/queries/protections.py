"""Reads about protections (支援措置) for the officers who see to them: never a name, only rows that lead to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from yakuba.accounts.models import Countersignature, Department, Protection, ProtectionOfficer

if TYPE_CHECKING:
    import datetime
    from uuid import UUID

    from yakuba.core.actors import Actor

# Protected people are few; more than a page of them would be read by nobody.
MOST = 300


def protections() -> list[Protection]:
    """Those that hold, the one that ends first at the top."""
    rows = Protection.objects.holding().select_related("department", "flagged_by")
    return list(rows.order_by("until_on", "pk")[:MOST])


def protection(pk: UUID) -> Protection | None:
    """One protection with its matter and its person, ready to be opened by who may."""
    rows = Protection.objects.select_related(
        "matter__key__town_key", "person__key__town_key", "department", "flagged_by"
    )
    found: Protection | None = rows.filter(pk=pk).first()
    return found


def countersignature(pk: UUID) -> Countersignature | None:
    """One request for a second signature."""
    rows = Countersignature.objects.select_related(
        "matter__key__town_key", "protection__matter", "protection__person", "asked_by", "answered_by"
    )
    found: Countersignature | None = rows.filter(pk=pk).first()
    return found


def waiting_countersignatures(actor: Actor, *, now: datetime.datetime) -> list[Countersignature]:
    """What colleagues of this officer wait for, the oldest first; one's own requests are for others to answer."""
    rows = Countersignature.objects.waiting(now).exclude(asked_by=actor.staff)
    return list(rows.select_related("matter", "protection", "asked_by").order_by("pk")[:MOST])


def countersignatures_of(protection: Protection) -> list[Countersignature]:
    """Everything that was asked under one protection, the newest first."""
    rows = Countersignature.objects.filter(protection=protection)
    return list(rows.select_related("matter", "asked_by", "answered_by").order_by("-pk")[:MOST])


def asked_about(matter: UUID, actor: Actor, *, now: datetime.datetime) -> list[Countersignature]:
    """What this official asked about one matter and what came of it: what waits, holds, or was answered today."""
    rows = Countersignature.objects.filter(matter=matter, asked_by=actor.staff)
    rows = rows.filter(Q(state="open", expires_at__gt=now) | Q(answered_at__isnull=False, expires_at__gt=now))
    return list(rows.select_related("matter__key__town_key", "answered_by").order_by("pk"))


def officers(on: datetime.date) -> list[ProtectionOfficer]:
    """Who sees to protections on a day, by name."""
    rows = ProtectionOfficer.objects.on(on).filter(staff__is_active=True).select_related("staff")
    return list(rows.order_by("staff__name", "pk"))


def officers_since(day: datetime.date) -> list[ProtectionOfficer]:
    """Who sees to protections on a day or after it."""
    rows = ProtectionOfficer.objects.filter(Q(until_on__isnull=True) | Q(until_on__gte=day))
    return list(rows.select_related("staff").order_by("staff__name", "from_on", "pk"))


def officer(pk: UUID) -> ProtectionOfficer | None:
    """One officer's row."""
    found: ProtectionOfficer | None = ProtectionOfficer.objects.filter(pk=pk).select_related("staff").first()
    return found


def offices_of(actor: Actor, on: datetime.date) -> list[Department]:
    """The departments in which the actor has a post on a day, by code."""
    return list(Department.objects.on(on).filter(pk__in=actor.departments).order_by("code"))
