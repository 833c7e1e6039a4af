"""What the app `documents` lets whom do."""

from yakuba.core import access

access.declare(
    {
        "file.receive": {"guest", "resident", "program", "clerk", "chief", "machine"},
        "file.open": {"guest", "resident", "clerk", "chief", "machine"},
        "file.discard": {"guest", "resident", "program", "clerk", "chief", "machine"},
        # Papers follow from what people do: a resident who submits gets a receipt.
        "document.request": {"guest", "resident", "program", "clerk", "chief", "machine"},
        "document.keep": {"clerk", "chief"},
        "document.retry": {"clerk", "chief", "systems", "machine"},
        # Once a second official agreed (支援措置).
        "document.release": {"machine"},
        "document.reissue": {"clerk", "chief"},
        # Whoever decides that a decision is taken away; a paper by itself, only the chief (application.revoke_paper).
        "document.revoke": {"clerk", "chief"},
        "document.void": {"chief"},
    }
)
