"""What officials do with a draft on its way: draft, agree, remand, pull up, revise, decide, look afterwards, reroute."""

from yakuba.approvals.actions.deciding import approve, approve_as
from yakuba.approvals.actions.drafting import cancel, cancel_open, propose, revise, withdraw
from yakuba.approvals.actions.stops import RemarkMissing, agree, remand, reroute, view_after
from yakuba.approvals.actions.way import hand_over

__all__ = [
    "RemarkMissing",
    "agree",
    "approve",
    "approve_as",
    "cancel",
    "cancel_open",
    "hand_over",
    "propose",
    "remand",
    "reroute",
    "revise",
    "view_after",
    "withdraw",
]
