"""What is done with records: kept, held back, disposed of; people are erased, and told what is kept about them."""

from yakuba.records.actions.copying import (
    ask_for_disclosure,
    ask_for_own_copy,
    record_disclosure_fetch,
    record_disclosure_view,
)
from yakuba.records.actions.disposing import MOST, agree_to_disposal, dispose
from yakuba.records.actions.erasing import NotErasable, answer_erasure, ask_for_erasure
from yakuba.records.actions.holding import NotHeld, hold, lift
from yakuba.records.actions.keeping import keep, reopen

__all__ = [
    "MOST",
    "NotErasable",
    "NotHeld",
    "agree_to_disposal",
    "answer_erasure",
    "ask_for_disclosure",
    "ask_for_erasure",
    "ask_for_own_copy",
    "dispose",
    "hold",
    "keep",
    "lift",
    "record_disclosure_fetch",
    "record_disclosure_view",
    "reopen",
]
