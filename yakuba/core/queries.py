"""Reads of the spine: a matter's story, what is stuck, whether an office is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yakuba.core.models import Delivery, Event, OfficeHoliday

if TYPE_CHECKING:
    import datetime

    from yakuba.core.models import Matter

# After this many failures a delivery waits for a person.
GIVE_UP_AFTER = 8


def story(matter: Matter) -> list[Event]:
    """The events of one matter, oldest first."""
    return list(Event.objects.of(matter))


def closed_days() -> frozenset[datetime.date]:
    """The days on which the town in scope closes its office beyond the law's own days."""
    return frozenset(OfficeHoliday.objects.values_list("on", flat=True))


def stuck_deliveries() -> list[Delivery]:
    """Deliveries that failed too often to be tried again by themselves."""
    pending = Delivery.objects.filter(done_at__isnull=True, attempts__gte=GIVE_UP_AFTER)
    return list(pending.select_related("event"))
