"""What the people's app lets whom do."""

from yakuba.core import access

access.declare(
    {
        "department.found": {"systems", "machine"},
        "department.end": {"systems", "machine"},
        "staff.create": {"systems", "machine"},
        "staff.close": {"systems", "machine"},
        "membership.add": {"systems", "machine"},
        "membership.end": {"systems", "machine"},
        "people.see": {"systems"},
        "password.reset": {"systems", "machine"},
        "second_factor.reset": {"systems", "machine"},
        "person.register": {"guest", "resident", "clerk", "chief", "machine"},
        "party.add": {"guest", "resident", "clerk", "chief", "machine"},
    }
)
