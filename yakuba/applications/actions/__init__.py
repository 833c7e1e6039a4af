"""What residents and officials do to an application, in the order in which a case lives."""

from yakuba.applications.actions.drafts import (
    KEEP_DRAFTS,
    Attached,
    Conflict,
    attach_files,
    discard,
    save_section,
    start,
)
from yakuba.applications.actions.examination import (
    Refused,
    ask_for_correction,
    close,
    decide,
    propose,
    record_posting,
    record_view,
    remake_paper,
    remand,
    resume_examination,
    take_on,
)
from yakuba.applications.actions.filing import Incomplete, record_fetch, submit, withdraw

__all__ = [
    "KEEP_DRAFTS",
    "Attached",
    "Conflict",
    "Incomplete",
    "Refused",
    "ask_for_correction",
    "attach_files",
    "close",
    "decide",
    "discard",
    "propose",
    "record_fetch",
    "record_posting",
    "record_view",
    "remake_paper",
    "remand",
    "resume_examination",
    "save_section",
    "start",
    "submit",
    "take_on",
    "withdraw",
]
