"""Who may do what to an application."""

from yakuba.core import access

RESIDENTS = {"guest", "resident"}

access.declare(
    {
        # Officials apply for nobody here: the counter will be the place for that.
        "application.start": RESIDENTS,
        "application.save": RESIDENTS,
        "application.submit": RESIDENTS,
        "application.withdraw": RESIDENTS,
        "application.discard": RESIDENTS | {"machine"},
        "application.view": RESIDENTS | {"clerk", "chief"},
        "application.examine": {"clerk", "chief"},
        "application.return": {"clerk", "chief"},
        "application.propose": {"clerk", "chief"},
        "application.decide": {"chief"},
        # A 届出 has no decision: whoever examines it accepts it (行政手続法37条).
        "application.accept": {"clerk", "chief"},
        "application.close": {"clerk", "chief", "machine"},
    }
)
