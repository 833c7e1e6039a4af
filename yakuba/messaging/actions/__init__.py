"""What is done with messages: they are written, read by people, carried out of the house by workers, and come back."""

from yakuba.messaging.actions.addresses import clear_address
from yakuba.messaging.actions.devices import (
    TooManyDevices,
    notify,
    subscribe_device,
    unsubscribe_device,
    unsubscribe_devices,
)
from yakuba.messaging.actions.heads import send_head
from yakuba.messaging.actions.holding import release
from yakuba.messaging.actions.lines import count_returned, note_failure, note_success, take_turn
from yakuba.messaging.actions.posting import deliver, drop_expired_codes, lease_mails, lease_pushes, put_back
from yakuba.messaging.actions.returning import note_report, send_again, stop
from yakuba.messaging.actions.writing import read, send, send_code

__all__ = [
    "TooManyDevices",
    "clear_address",
    "count_returned",
    "deliver",
    "drop_expired_codes",
    "lease_mails",
    "lease_pushes",
    "note_failure",
    "note_report",
    "note_success",
    "notify",
    "put_back",
    "read",
    "release",
    "send",
    "send_again",
    "send_code",
    "send_head",
    "stop",
    "subscribe_device",
    "take_turn",
    "unsubscribe_device",
    "unsubscribe_devices",
]
