"""What the app `approvals` lets whom do."""

from yakuba.core import access

OFFICIALS = {"clerk", "chief"}

access.declare(
    {
        "approval.propose": OFFICIALS,
        # Whose turn it is, the posts, rules and absences of the moment say (`seats.Seat`), not the role.
        "approval.agree": OFFICIALS,
        "approval.approve": OFFICIALS,
        "approval.remand": OFFICIALS,
        "approval.view": OFFICIALS,
        # The drafter alone takes a draft back.
        "approval.withdraw": OFFICIALS,
        # Another way than the rules give is a chief's to order.
        "approval.reroute": {"chief"},
        # A reorganisation, which the case above carries out (事務の引継ぎ).
        "approval.hand_over": {"machine"},
        # What the law leaves to acceptance (届出, 行政手続法37条) ends without a chief; the route of the case says which.
        "approval.accept": OFFICIALS,
        # Whoever withdraws the matter ends its draft, also the applicant.
        "approval.cancel": {"guest", "resident", "program", "clerk", "chief", "machine"},
    }
)
