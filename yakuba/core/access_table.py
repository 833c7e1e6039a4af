"""What the spine itself lets whom do."""

from yakuba.core import access

access.declare(
    {
        "list.export": {"clerk", "chief", "systems"},
        "run.start": {"resident", "clerk", "chief", "systems", "machine"},
        "run.stop": {"clerk", "chief"},
        "keys.rotate": {"systems", "machine"},
        "office.close": {"systems", "machine"},
    }
)
