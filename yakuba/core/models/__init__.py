"""The rows that everything else hangs on."""

from yakuba.core.models.events import Delivery, Event
from yakuba.core.models.keys import Key, TownKey
from yakuba.core.models.matters import Counter, Matter, Run, Timer
from yakuba.core.models.scoped import Scoped, scoped
from yakuba.core.models.towns import Heartbeat, Host, Municipality, OfficeHoliday, Throttle
from yakuba.core.sealed import SealedField

__all__ = [
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
    "Scoped",
    "SealedField",
    "Throttle",
    "Timer",
    "TownKey",
    "scoped",
]
