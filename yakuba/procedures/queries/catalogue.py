"""Reads of published versions: which procedures there are now, and which match somebody's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yakuba.core.statements import kept
from yakuba.procedures import searching
from yakuba.procedures.models import Version
from yakuba.procedures.searching import alike as _key

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from django.db.models import QuerySet

    from yakuba.procedures.definition import Definition

# Where a word was found tells how likely this is the procedure that was meant.
_TITLE, _SEARCH_WORD, _SUMMARY = 4, 2, 1
_MOST_WORDS = 10


def current(procedure_id: str) -> Version | None:
    """The newest version of a procedure in this municipality, or None."""
    return _newest.first(procedure=procedure_id)


@kept
def _newest(procedure: str) -> QuerySet[Version]:
    rows: QuerySet[Version] = Version.objects.filter(procedure=procedure).order_by("-number")[:1]
    return rows


def versions_of(procedure_ids: Collection[str]) -> list[UUID]:
    """The ids of every version of these procedures, the newest first."""
    rows = Version.objects.filter(procedure__in=procedure_ids).order_by("-number", "procedure")
    return list(rows.values_list("pk", flat=True))


def catalogue() -> list[Version]:
    """The newest version of every procedure of this municipality, by procedure id."""
    return list(Version.objects.current())


def titles() -> list[tuple[str, str]]:
    """Id and title of every procedure that makes cases; an answer to a survey is none."""
    return [
        (version.procedure, version.definition.title)
        for version in catalogue()
        if not version.definition.is_survey
    ]


def search(words: str) -> list[Version]:
    """The procedures in whose title, summary or search words every word occurs, best first."""
    wanted = _key(words[:200]).split()[:_MOST_WORDS]
    if not wanted:
        return []
    candidates = Version.objects.current().filter(procedure__in=searching.find("procedure", wanted))
    scored = [(_score(version.definition, wanted), version) for version in candidates]
    found = [(score, version) for score, version in scored if score]
    return [version for _, version in sorted(found, key=lambda pair: (-pair[0], pair[1].procedure))]


def _score(definition: Definition, wanted: list[str]) -> int:
    places = (
        (_TITLE, _key(definition.title)),
        (_SEARCH_WORD, _key(" ".join(definition.search))),
        (_SUMMARY, _key(definition.summary)),
    )
    scores = [max((weight for weight, place in places if word in place), default=0) for word in wanted]
    return sum(scores) if all(scores) else 0
