"""The rows that everything else hangs on."""

from yakuba.core.models.events import Chain, Delivery, Event
from yakuba.core.models.keys import Key, TownKey
from yakuba.core.models.matters import Counter, Matter, Timer
from yakuba.core.models.runs import Run, RunItem
from yakuba.core.models.scoped import Scoped, scoped
from yakuba.core.models.towns import Heartbeat, Host, Municipality, OfficeHoliday, Throttle
from yakuba.core.sealed import SealedField

__all__ = [
    "Chain",
    "Counter",
    "Delivery",
    "Event",
    "Heartbeat",
    "Host",
    "Key",
    "Matter",
    "Municipality",
    "OfficeHoliday",
    "Run",
    "RunItem",
    "Scoped",
    "SealedField",
    "Throttle",
    "Timer",
    "TownKey",
    "scoped",
]
