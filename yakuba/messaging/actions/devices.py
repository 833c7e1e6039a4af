"""Devices that a resident wants to be notified on: entered and forgotten by the resident, notified by workers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from yakuba.core import access, languages, scope
from yakuba.core.actions import record
from yakuba.core.actors import MACHINE
from yakuba.core.envelopes import CannotOpen
from yakuba.core.lookup import fingerprint
from yakuba.messaging.actions.posting import carry
from yakuba.messaging.events import DEVICE_SUBSCRIBED, DEVICE_UNSUBSCRIBED
from yakuba.messaging.models import Subscription
from yakuba.messaging.providers import Notification, PermanentFailure, TemporaryFailure, pusher

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping
    from uuid import UUID

    from yakuba.accounts.models import Resident
    from yakuba.core.actors import Actor
    from yakuba.messaging.models import Message, Outgoing

MOST = 10  # devices of one resident


class TooManyDevices(Exception):
    """Nobody carries so many; the message is for the person."""


@transaction.atomic
def subscribe_device(
    resident: Resident, *, place: Mapping[str, str], device: str, actor: Actor, now: datetime.datetime
) -> Subscription:
    """Notify this device from now on; `place` is what its browser gave (`queries.read_place` has judged it).

    The same device again is found; one that another resident used belongs to whoever asks now. Raises TooManyDevices.
    """
    access.require(actor, "device.subscribe")
    digest = fingerprint("push", place["endpoint"])
    rows = Subscription.objects.select_for_update(of=("self",))
    found: Subscription | None = rows.filter(endpoint_hash=digest).first()
    if found is not None and found.resident_id != resident.pk:
        found.delete()
        found = None
    if found is None and Subscription.objects.filter(resident=resident).count() >= MOST:
        raise TooManyDevices(_("通知を受け取れる端末は{most}台までです。").format(most=MOST))
    row = found or Subscription(resident=resident, endpoint_hash=digest, made_at=now)
    row.place, row.device = dict(place), device[:40]
    row.save()
    if found is None:
        record(DEVICE_SUBSCRIBED, matter=None, actor=actor, now=now, resident=resident.pk, device=row.pk)
    return row


@transaction.atomic
def unsubscribe_device(resident: Resident, *, device_id: UUID, actor: Actor, now: datetime.datetime) -> bool:
    """Notify this device no more; False if the resident has none of this id."""
    access.require(actor, "device.unsubscribe")
    row = Subscription.objects.filter(resident=resident, pk=device_id).first()
    if row is None:
        return False
    _forget(row, actor=actor, now=now)
    return True


@transaction.atomic
def unsubscribe_devices(resident_id: UUID, *, actor: Actor, now: datetime.datetime) -> int:
    """Notify none of a resident's devices any more, because the account was closed; returns how many there were."""
    access.require(actor, "device.unsubscribe")
    rows = list(Subscription.objects.filter(resident=resident_id))
    for row in rows:
        _forget(row, actor=actor, now=now)
    return len(rows)


def notify(message: Outgoing, *, now: datetime.datetime) -> None:
    """Try once to notify the devices of whom a leased message is for, and keep what came of it."""
    carry(message, lambda: _to_all(message, now=now), now=now)  # type: ignore[arg-type]


def _to_all(message: Message, *, now: datetime.datetime) -> None:
    """Hand it to every device; once one took it the person knows, and what the others said does not matter."""
    carrier = pusher()
    rows = Subscription.objects.filter(resident=message.resident_id).select_related(
        "resident__person__key__town_key"
    )
    failures: list[TemporaryFailure] = []
    taken = 0
    for row in rows.order_by("id") if carrier is not None else ():
        try:
            carrier.notify(_notification(row, message), now=now)  # type: ignore[union-attr]
        except (PermanentFailure, CannotOpen):
            # RFC 8030 section 7.3: the device has unsubscribed. Or its address is none, or the person was forgotten.
            _gone(row, now=now)
        except TemporaryFailure as failure:
            failures.append(failure)
        else:
            taken += 1
            Subscription.objects.filter(pk=row.pk).update(used_at=now)
    if not taken:
        # Each device has a push service of its own choice: one that does not answer holds up nobody else's.
        raise failures[0] if failures else PermanentFailure("no-device")


def _notification(row: Subscription, message: Message) -> Notification:
    place = row.place
    if not place:
        raise PermanentFailure("gone")
    return Notification(
        endpoint=place["endpoint"],
        p256dh=place["p256dh"],
        auth=place["auth"],
        # 32 letters of base64url at most; the id of the message is exactly that.
        topic=message.pk.hex,
        payload=_payload(row.resident, message),
    )


def _payload(resident: Resident, message: Message) -> bytes:
    """No name, no number, no word about what it is: the device may lie on any table."""
    with override(resident.language or languages.JAPANESE):
        words = {
            "title": scope.current().name,
            "body": _("お知らせが届きました。"),
            "url": "/my/",
            "tag": message.pk.hex,
        }
    return json.dumps(words, ensure_ascii=False).encode()


@transaction.atomic
def _gone(row: Subscription, *, now: datetime.datetime) -> None:
    _forget(row, actor=MACHINE, now=now)


def _forget(row: Subscription, *, actor: Actor, now: datetime.datetime) -> None:
    device, resident = row.pk, row.resident_id
    Subscription.objects.filter(pk=device).delete()
    record(DEVICE_UNSUBSCRIBED, matter=None, actor=actor, now=now, resident=resident, device=device)
