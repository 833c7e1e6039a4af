"""What the app `approvals` lets whom do."""

from yakuba.core import access

access.declare(
    {
        "approval.propose": {"clerk", "chief"},
        # In a small town the chief may decide what the chief drafted; a clerk never decides.
        "approval.approve": {"chief"},
        "approval.remand": {"chief"},
        # What the law leaves to acceptance (届出, 行政手続法37条) ends without a chief; the route of the case says which.
        "approval.accept": {"clerk", "chief"},
        # Whoever withdraws the matter ends its draft, also the applicant.
        "approval.cancel": {"guest", "resident", "clerk", "chief", "machine"},
    }
)
