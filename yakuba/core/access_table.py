"""What the spine itself lets whom do."""

from yakuba.core import access

access.declare(
    {
        "run.start": {"clerk", "chief", "systems", "machine"},
        "keys.rotate": {"systems", "machine"},
        "office.close": {"systems", "machine"},
    }
)
