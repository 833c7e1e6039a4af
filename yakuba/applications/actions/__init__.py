"""What residents and officials do to an application, in the order in which a case lives."""

from yakuba.applications.actions.arrivals import Incomplete
from yakuba.applications.actions.bundles import bundle, dissolve, post_bundle
from yakuba.applications.actions.calls import Said, correct_as_told, note_call, withdraw_as_told
from yakuba.applications.actions.capacity import ENDS as MANDATE_ENDS
from yakuba.applications.actions.capacity import confirm_proxy, end_proxy, see_to_lost_mandate, state_capacity
from yakuba.applications.actions.closing import close, deliver, record_posting
from yakuba.applications.actions.codes import WAYS as CODE_WAYS
from yakuba.applications.actions.codes import issue_code
from yakuba.applications.actions.delays import (
    NoDelay,
    notify_delay,
    record_delay_posting,
    record_passing,
    warn,
)
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
    ask_for_correction,
    look_for_person,
    propose,
    record_look_at_history,
    record_look_at_person,
    record_view,
    remake_paper,
    remand,
    resume_examination,
    take_on,
    withdraw_draft,
)
from yakuba.applications.actions.filing import (
    OpenedPaper,
    file_held_together,
    open_paper,
    record_fetch,
    submit,
    withdraw,
)
from yakuba.applications.actions.following import follow_up
from yakuba.applications.actions.heirs import continue_by_heir, end_by_death, note_death
from yakuba.applications.actions.intake import cancel_intake, register
from yakuba.applications.actions.letters import (
    drop_posting,
    post_again,
    record_reach,
    record_return,
    release_notice,
    want_posting,
)
from yakuba.applications.actions.limits import Closed, FiledBefore
from yakuba.applications.actions.proving import prove_by_card
from yakuba.applications.actions.reissuing import REVOCABLE, reissue_paper, revoke_paper
from yakuba.applications.actions.restricted import ask_second
from yakuba.applications.actions.route import Refused, finish, send_out, take_answer
from yakuba.applications.actions.settling import accept, confirm, decide, receive_result
from yakuba.applications.actions.stations import agree, make_record, reroute, revise, view_after
from yakuba.applications.actions.succession import hand_over
from yakuba.applications.actions.supplements import Supplemented, check_supplement, supplement
from yakuba.applications.actions.surveys import export_answers, record_results_view
from yakuba.applications.actions.undelivered import (
    post_message,
    see_to_undelivered,
    send_message_again,
    stop_message,
)
from yakuba.applications.actions.undoing import (
    cancel_revocation,
    decide_revocation,
    propose_revocation,
    reopen,
)
from yakuba.applications.capacities import MandateRefused
from yakuba.applications.identity import IdentityMissing

__all__ = [
    "CODE_WAYS",
    "KEEP_DRAFTS",
    "MANDATE_ENDS",
    "REVOCABLE",
    "Attached",
    "Closed",
    "Conflict",
    "FiledBefore",
    "IdentityMissing",
    "Incomplete",
    "MandateRefused",
    "NoDelay",
    "OpenedPaper",
    "Refused",
    "Said",
    "Supplemented",
    "accept",
    "agree",
    "ask_for_correction",
    "ask_second",
    "attach_files",
    "bundle",
    "cancel_intake",
    "cancel_revocation",
    "check_supplement",
    "close",
    "confirm",
    "confirm_proxy",
    "continue_by_heir",
    "correct_as_told",
    "decide",
    "decide_revocation",
    "deliver",
    "discard",
    "dissolve",
    "drop_posting",
    "end_by_death",
    "end_proxy",
    "export_answers",
    "file_held_together",
    "finish",
    "follow_up",
    "hand_over",
    "issue_code",
    "look_for_person",
    "make_record",
    "note_call",
    "note_death",
    "notify_delay",
    "open_paper",
    "post_again",
    "post_bundle",
    "post_message",
    "propose",
    "propose_revocation",
    "prove_by_card",
    "receive_result",
    "record_delay_posting",
    "record_fetch",
    "record_look_at_history",
    "record_look_at_person",
    "record_passing",
    "record_posting",
    "record_reach",
    "record_results_view",
    "record_return",
    "record_view",
    "register",
    "reissue_paper",
    "release_notice",
    "remake_paper",
    "remand",
    "reopen",
    "reroute",
    "resume_examination",
    "revise",
    "revoke_paper",
    "save_section",
    "see_to_lost_mandate",
    "see_to_undelivered",
    "send_message_again",
    "send_out",
    "start",
    "state_capacity",
    "stop_message",
    "submit",
    "supplement",
    "take_answer",
    "take_on",
    "view_after",
    "want_posting",
    "warn",
    "withdraw",
    "withdraw_as_told",
    "withdraw_draft",
]
