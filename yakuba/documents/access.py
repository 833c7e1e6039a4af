"""What the app `documents` lets whom do."""

from yakuba.core import access

access.declare(
    {
        "file.receive": {"guest", "resident", "clerk", "chief", "machine"},
        "file.open": {"guest", "resident", "clerk", "chief", "machine"},
        "file.discard": {"guest", "resident", "clerk", "chief", "machine"},
        # Papers follow from what people do: a resident who submits gets a receipt.
        "document.request": {"guest", "resident", "clerk", "chief", "machine"},
        "document.retry": {"clerk", "chief", "systems", "machine"},
        "document.void": {"chief"},
    }
)
