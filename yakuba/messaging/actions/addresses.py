"""Mail addresses that take no mails: noted by what servers say, forgotten once somebody confirms them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from yakuba.core import access
from yakuba.core.actions import record
from yakuba.messaging.events import ADDRESS_CLEARED
from yakuba.messaging.models import BadAddress
from yakuba.messaging.queries import address_hash

if TYPE_CHECKING:
    import datetime

    from yakuba.core.actors import Actor


@transaction.atomic
def mark_bad(address: str | None, *, code: str, now: datetime.datetime) -> None:
    """Write no more notices to this address. Part of the action that heard it from a server."""
    if address:
        BadAddress.objects.get_or_create(
            address_hash=address_hash(address), cleared_at=None, defaults={"code": code[:40], "noted_at": now}
        )


@transaction.atomic
def clear_address(address: str, *, actor: Actor, now: datetime.datetime) -> bool:
    """The address takes mails after all: somebody read a code there, or officials asked. True where it was bad."""
    access.require(actor, "address.clear")
    bad = BadAddress.objects.select_for_update(of=("self",)).filter(
        address_hash=address_hash(address), cleared_at__isnull=True
    )
    row = bad.first()
    if row is None:
        return False
    row.cleared_at = max(now, row.noted_at)
    row.save(update_fields=["cleared_at"])
    record(ADDRESS_CLEARED, matter=None, actor=actor, now=now, bad_address=row.pk)
    return True
