"""What became of a message is recorded in one way: which row, what it was about, and the channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yakuba.core.actions import record

if TYPE_CHECKING:
    import datetime

    from yakuba.core.actors import Actor
    from yakuba.core.events import EventType
    from yakuba.messaging.models import Outgoing


def record_of(event: EventType, message: Outgoing, *, actor: Actor, now: datetime.datetime) -> None:
    """Record a fact of a message, in the transaction that brought it about."""
    record(
        event,
        matter=message.matter,
        actor=actor,
        now=now,
        message=message.pk,
        consequence=message.consequence,
        channel=message.channel,
    )
