"""What is done with files and papers."""

from yakuba.documents.actions.again import REISSUES, Reissue, reissue
from yakuba.documents.actions.copies import print_copy
from yakuba.documents.actions.ending import revoke
from yakuba.documents.actions.files import admit, discard, open_file, receive, remove_orphans
from yakuba.documents.actions.holding import release
from yakuba.documents.actions.papers import keep_received, make, request, retry, void
from yakuba.documents.appeal import UnknownAuthority, is_head
from yakuba.documents.gate import LIMIT_BYTES, Admitted, Refused
from yakuba.documents.glyphs import Unprintable

__all__ = [
    "LIMIT_BYTES",
    "REISSUES",
    "Admitted",
    "Refused",
    "Reissue",
    "UnknownAuthority",
    "Unprintable",
    "admit",
    "discard",
    "is_head",
    "keep_received",
    "make",
    "open_file",
    "print_copy",
    "receive",
    "reissue",
    "release",
    "remove_orphans",
    "request",
    "retry",
    "revoke",
    "void",
]
