"""Reads of the spine: a matter's story, what is stuck, closed days, and whether this program fits its database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from yakuba.core import envelopes, keyring, scope
from yakuba.core.models import Delivery, Event, Matter, Municipality, OfficeHoliday, TownKey
from yakuba.core.statements import kept

if TYPE_CHECKING:
    import datetime
    from collections.abc import Collection
    from uuid import UUID

    from django.db.models import QuerySet

# After this many failures a delivery waits for a person.
GIVE_UP_AFTER = 8


def story(matter: Matter) -> list[Event]:
    """The events of one matter, oldest first."""
    return list(Event.objects.of(matter))


def code_issues(matters: Collection[UUID]) -> dict[UUID, int]:
    """Of these matters those whose look-up code was given out anew, with its count (`Matter.code_issue`)."""
    if not matters:
        return {}
    return dict(Matter.objects.filter(pk__in=matters, code_issue__gt=1).values_list("pk", "code_issue"))


def site_of(town: Municipality) -> str:
    """The address of a town's site as people type it, e.g. https://town.example.jp: its first host with a name."""
    names = sorted(town.hosts.values_list("name", flat=True))
    named = [name for name in names if "." in name and not name.replace(".", "").isdigit()]
    host = (named or names or ["localhost"])[0]
    port = f":{settings.SITE_PORT}" if settings.SITE_PORT else ""
    return f"{'https' if settings.HTTPS else 'http'}://{host}{port}"


def closed_days() -> frozenset[datetime.date]:
    """The days on which the town in scope closes its office beyond the law's own days."""
    return frozenset(day.on for day in _office_holidays.all())


@kept
def _office_holidays() -> QuerySet[OfficeHoliday]:
    days: QuerySet[OfficeHoliday] = OfficeHoliday.objects.only("on")
    return days


def stuck_deliveries() -> list[Delivery]:
    """Deliveries that failed too often to be tried again by themselves."""
    pending = Delivery.objects.filter(done_at__isnull=True, attempts__gte=GIVE_UP_AFTER)
    return list(pending.select_related("event"))


def unapplied_migrations() -> list[str]:
    """The migrations of this program that its database has not seen, as "app.0002_name"."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def keys_fit() -> bool:
    """Whether the master keys here are those that the towns' keys were wrapped by; true while there is no town."""
    return all(_town_key_opens(town) for town in Municipality.objects.all())


def _town_key_opens(town: Municipality) -> bool:
    with scope.within(town):
        try:
            TownKey.objects.latest("generation").data_key()
        except (envelopes.CannotOpen, keyring.KeyringProblem):
            return False
    return True
