"""Reads of keeping and disposing, and of what is kept about one person."""

from yakuba.records.queries.held import asked_of, copy_of
from yakuba.records.queries.kept import Kept, kept_by, kept_of, matters_of
from yakuba.records.queries.lists import (
    due_groups,
    erasure,
    erasures,
    holds_of,
    of_erasure,
    of_matter,
    rows_of_group,
    shown,
)
from yakuba.records.queries.nights import night, nights, report_table
from yakuba.records.queries.telling import (
    OFFICE,
    OTHERS,
    WITHHELD,
    Line,
    Part,
    Subject,
    decided,
    facts,
    stamp,
    subject_of_person,
    subject_of_resident,
    tells,
    told,
)

__all__ = [
    "OFFICE",
    "OTHERS",
    "WITHHELD",
    "Kept",
    "Line",
    "Part",
    "Subject",
    "asked_of",
    "copy_of",
    "decided",
    "due_groups",
    "erasure",
    "erasures",
    "facts",
    "holds_of",
    "kept_by",
    "kept_of",
    "matters_of",
    "night",
    "nights",
    "of_erasure",
    "of_matter",
    "report_table",
    "rows_of_group",
    "shown",
    "stamp",
    "subject_of_person",
    "subject_of_resident",
    "tells",
    "told",
]
