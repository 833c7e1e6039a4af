"""Pages of officials about applications."""

from yakuba.applications.staff.acts import ask, decide, propose, remand, resume
from yakuba.applications.staff.asides import delay, supplement_checked
from yakuba.applications.staff.asides import posted as delay_posted
from yakuba.applications.staff.bulk import again as run_again
from yakuba.applications.staff.bulk import choose as bulk_choose
from yakuba.applications.staff.bulk import listing as runs
from yakuba.applications.staff.bulk import run
from yakuba.applications.staff.bulk import start as bulk_start
from yakuba.applications.staff.bulk import stop as run_stop
from yakuba.applications.staff.calls import call, correct
from yakuba.applications.staff.cases import case, close, document, file, listing, remake, take
from yakuba.applications.staff.codes import code
from yakuba.applications.staff.disclosure import disclosure, disclosure_file
from yakuba.applications.staff.followups import (
    death,
    ended,
    heir,
    reopen,
    revoke,
    revoke_cancel,
    revoke_decide,
)
from yakuba.applications.staff.intake import cancel as cancel_intake
from yakuba.applications.staff.intake import listing as intakes
from yakuba.applications.staff.intake import register, scan
from yakuba.applications.staff.intake import show as intake
from yakuba.applications.staff.keeping import erase, keeping, lift
from yakuba.applications.staff.papers import again as paper_again
from yakuba.applications.staff.papers import paper
from yakuba.applications.staff.papers import revoke as paper_revoke
from yakuba.applications.staff.posting import again as post_again
from yakuba.applications.staff.posting import bundle, dissolve, reached, sheets
from yakuba.applications.staff.posting import drop as drop_posting
from yakuba.applications.staff.posting import listing as postings
from yakuba.applications.staff.posting import returned as posting_returned
from yakuba.applications.staff.proxies import confirm as proxy_confirmed
from yakuba.applications.staff.proxies import document as proxy_document
from yakuba.applications.staff.proxies import end as proxy_ended
from yakuba.applications.staff.restricted import kept_back, second
from yakuba.applications.staff.stations import agree, record, reroute, revise, take_back, view_after
from yakuba.applications.staff.steps import step
from yakuba.applications.staff.surveys import export as survey_export
from yakuba.applications.staff.surveys import listing as survey_listing
from yakuba.applications.staff.surveys import results as survey_results

__all__ = [
    "agree",
    "ask",
    "bulk_choose",
    "bulk_start",
    "bundle",
    "call",
    "cancel_intake",
    "case",
    "close",
    "code",
    "correct",
    "death",
    "decide",
    "delay",
    "delay_posted",
    "disclosure",
    "disclosure_file",
    "dissolve",
    "document",
    "drop_posting",
    "ended",
    "erase",
    "file",
    "heir",
    "intake",
    "intakes",
    "keeping",
    "kept_back",
    "lift",
    "listing",
    "paper",
    "paper_again",
    "paper_revoke",
    "post_again",
    "posting_returned",
    "postings",
    "propose",
    "proxy_confirmed",
    "proxy_document",
    "proxy_ended",
    "reached",
    "record",
    "register",
    "remake",
    "remand",
    "reopen",
    "reroute",
    "resume",
    "revise",
    "revoke",
    "revoke_cancel",
    "revoke_decide",
    "run",
    "run_again",
    "run_stop",
    "runs",
    "scan",
    "second",
    "sheets",
    "step",
    "supplement_checked",
    "survey_export",
    "survey_listing",
    "survey_results",
    "take",
    "take_back",
    "view_after",
]
