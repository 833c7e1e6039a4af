"""What the app `messaging` lets whom do."""

from yakuba.core import access

access.declare(
    {
        # Messages follow from what people do: a resident who submits is sent the receipt.
        "message.send": {"guest", "resident", "clerk", "chief", "machine"},
        "message.read": {"guest", "resident"},
    }
)
