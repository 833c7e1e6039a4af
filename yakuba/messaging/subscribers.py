"""What messaging does when it hears of a protection (支援措置), of an address, of an account, of the seal of a day."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from yakuba.accounts import actions as accounts
from yakuba.accounts import queries as people
from yakuba.accounts.events import ACCOUNT_CLOSED, COUNTERSIGNATURE_GIVEN, MAIL_CONFIRMED, PROTECTION_ENDED
from yakuba.accounts.models import Purpose
from yakuba.core.actors import MACHINE
from yakuba.core.events import HEAD_PUBLISHED, subscribe
from yakuba.core.models import Matter
from yakuba.messaging import actions
from yakuba.messaging.models import Message

if TYPE_CHECKING:
    from yakuba.core.models import Event


@subscribe(HEAD_PUBLISHED)
def mail_the_head(event: Event) -> None:
    """The seal of the day goes to whoever keeps it outside this house."""
    line = " ".join(str(event.data[name]) for name in ("on", "length", "head"))
    actions.send_head(line, on=datetime.date.fromisoformat(event.data["on"]), actor=MACHINE, now=event.at)


@subscribe(COUNTERSIGNATURE_GIVEN)
def send_held(event: Event) -> None:
    """A second official agreed: what was written until then goes out, once."""
    if event.data["purpose"] == Purpose.NOTIFY and event.matter is not None:
        told = accounts.use_countersignature(
            event.matter, purpose=Purpose.NOTIFY, actor=MACHINE, now=event.at
        )
        if told is not None:
            actions.release(event.matter, until=told.answered_at, actor=MACHINE, now=event.at)
    elif event.data["purpose"] == Purpose.DIFFERENT and event.matter is not None:
        _free([event.matter], event)


@subscribe(PROTECTION_ENDED)
def send_what_nobody_holds(event: Event) -> None:
    """A protection ended: what was held for it alone goes out."""
    waiting = Message.objects.held().values("matter")
    _free(list(Matter.objects.filter(pk__in=waiting)), event)


@subscribe(MAIL_CONFIRMED)
def write_to_confirmed_address(event: Event) -> None:
    """A resident read a code at their address: if it took no mails before, it does now."""
    address = people.resident(event.data["resident"]).person.mail
    if address:
        actions.clear_address(address, actor=MACHINE, now=event.at)


@subscribe(ACCOUNT_CLOSED)
def forget_devices(event: Event) -> None:
    """Somebody deleted their account: none of their devices is notified any more."""
    actions.unsubscribe_devices(event.data["resident"], actor=MACHINE, now=event.at)


def _free(matters: list[Matter], event: Event) -> None:
    still = people.restricted([matter.pk for matter in matters])
    for matter in matters:
        if matter.pk not in still:
            actions.release(matter, actor=MACHINE, now=event.at)
