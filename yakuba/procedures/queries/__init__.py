"""Reads of definitions: which questions stand, what was answered, what is published, and what it all says."""

from yakuba.procedures.loader import written_for
from yakuba.procedures.queries.answers import (
    Row,
    Section,
    asked,
    example_answers,
    fees,
    files_in,
    filled_in,
    holds,
    is_required,
    known,
    least,
    missing,
    most_files,
    named,
    rows,
    sections,
    shown,
    shown_answers,
    with_computed,
)
from yakuba.procedures.queries.catalogue import catalogue, current, search, titles, versions_of
from yakuba.procedures.queries.languages import spoken
from yakuba.procedures.queries.periods import closed_words, is_open, period
from yakuba.procedures.queries.schemas import answers_schema
from yakuba.procedures.queries.speech import explain, price_words, to_confirm
from yakuba.procedures.searching import SEARCH_INDEX, alike, find, place_of, put_pairs, rebuild_search_index

__all__ = [
    "SEARCH_INDEX",
    "Row",
    "Section",
    "alike",
    "answers_schema",
    "asked",
    "catalogue",
    "closed_words",
    "current",
    "example_answers",
    "explain",
    "fees",
    "files_in",
    "filled_in",
    "find",
    "holds",
    "is_open",
    "is_required",
    "known",
    "least",
    "missing",
    "most_files",
    "named",
    "period",
    "place_of",
    "price_words",
    "put_pairs",
    "rebuild_search_index",
    "rows",
    "search",
    "sections",
    "shown",
    "shown_answers",
    "spoken",
    "titles",
    "to_confirm",
    "versions_of",
    "with_computed",
    "written_for",
]
