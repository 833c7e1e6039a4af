"""What every fact about a message names: which one, for what, by which channel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from yakuba.messaging.models import Outgoing


def named(message: Outgoing) -> dict[str, Any]:
    """The keys of a fact about one message."""
    return {
        "message": message.pk,
        "consequence": message.consequence,
        "channel": message.channel,
    }
