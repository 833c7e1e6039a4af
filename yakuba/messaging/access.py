"""What the app `messaging` lets whom do."""

from yakuba.core import access

access.declare(
    {
        # Messages follow from what people do: a resident who submits is sent the receipt.
        "message.send": {"guest", "resident", "program", "clerk", "chief", "machine"},
        # Once a second official agreed (支援措置).
        "message.release": {"machine"},
        "message.read": {"guest", "resident"},
        # Once a day, when the clock has sealed the memory.
        "head.send": {"machine"},
        # What a mail server tells, a worker reads.
        "message.note_report": {"machine"},
        # How messages are delivered: departments see theirs, systems officers only that and why not.
        "message.oversee": {"clerk", "chief", "systems"},
        "message.resend": {"clerk", "chief"},
        "address.clear": {"guest", "resident", "clerk", "chief", "machine"},
        "device.subscribe": {"resident"},
        "device.unsubscribe": {"resident", "machine"},
    }
)
