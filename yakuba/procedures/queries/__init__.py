"""Reads of definitions: which questions stand, what was answered, what is published, and what it all says."""

from yakuba.procedures.queries.answers import (
    Row,
    Section,
    fees,
    holds,
    is_required,
    known,
    missing,
    rows,
    sections,
    shown,
    shown_answers,
)
from yakuba.procedures.queries.catalogue import catalogue, current, search
from yakuba.procedures.queries.speech import explain, to_confirm

__all__ = [
    "Row",
    "Section",
    "catalogue",
    "current",
    "explain",
    "fees",
    "holds",
    "is_required",
    "known",
    "missing",
    "rows",
    "search",
    "sections",
    "shown",
    "shown_answers",
    "to_confirm",
]
