"""What is done with files and papers."""

from yakuba.documents.actions.files import admit, discard, open_file, receive, remove_orphans
from yakuba.documents.actions.papers import make, request, retry, void
from yakuba.documents.appeal import UnknownAuthority, is_head
from yakuba.documents.gate import LIMIT_BYTES, Admitted, Refused
from yakuba.documents.glyphs import Unprintable

__all__ = [
    "LIMIT_BYTES",
    "Admitted",
    "Refused",
    "UnknownAuthority",
    "Unprintable",
    "admit",
    "discard",
    "is_head",
    "make",
    "open_file",
    "receive",
    "remove_orphans",
    "request",
    "retry",
    "void",
]
