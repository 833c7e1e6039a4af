"""What the app `work` lets whom do."""

from yakuba.core import access

# Work opens and closes by what people do: a resident who submits opens the clerk's first item.
EVERYBODY_WITH_BUSINESS = {"guest", "resident", "program", "clerk", "chief", "machine"}

access.declare(
    {
        "work.open": EVERYBODY_WITH_BUSINESS,
        "work.close": EVERYBODY_WITH_BUSINESS,
        "work.see": {"clerk", "chief", "systems"},
        "work.assign": {"clerk", "chief"},
        "work.hand_over": {"machine"},
        "work.remind": {"machine"},
        "note.add": {"clerk", "chief"},
        "label.change": {"clerk", "chief"},
        "watch.change": {"clerk", "chief"},
        "filter.change": {"clerk", "chief"},
    }
)
