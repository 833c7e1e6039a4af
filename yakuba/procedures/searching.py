"""Search of public text: pairs of letters in the index of each engine, and the text itself to be sure.

Japanese has no spaces, and the words that people search for have two characters: the index holds every letter and every
pair of neighbours (2-grams), in SQLite as a full-text table (FTS5), in PostgreSQL as a `tsvector`. A longer word is found
by all of its pairs, and then looked for in the text of those few. Each pair carries its town and its sort of page, so
that no index ever leads from one town into another.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models.expressions import RawSQL

from yakuba.core import scope, text
from yakuba.core.identifiers import uuid7
from yakuba.procedures.models import SearchPairs, SearchText

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from uuid import UUID

    from yakuba.procedures.definition import Definition

# More than anybody reads; a word that stands on every page must not bring them all.
MOST = 500
# The full-text table of SQLite; the tables in which it keeps itself begin with its name.
SEARCH_INDEX = "procedures_searchfts"
_PAIRS = SearchPairs._meta.db_table
# The very expression of the index.
VECTOR = "array_to_tsvector(string_to_array(pairs, ' '))"
_PLACE = 0x7FFF_FFFF_FFFF_FFFF


def alike(words: str) -> str:
    """Words as they are compared: イヌ, いぬ and ｲﾇ are the same to somebody who searches, ＡＢＣ and abc too."""
    # PostgreSQL takes no NUL, and nobody's words hold one.
    return text.to_katakana(text.normalise(words.replace("\0", ""))).casefold()


def words_of(definition: Definition) -> str:
    """What a procedure is found by: title, search words and summary."""
    return "\n".join([definition.title, *definition.search, definition.summary])


def place_of(pk: UUID) -> int:
    """The number under which a text stands in the index: the random half of its id."""
    return pk.int & _PLACE


def put(kind: str, key: str, words: str) -> None:
    """Let a page be found by these words and no longer by those before; in the transaction that publishes it."""
    drop(kind, key)
    pk = uuid7()
    row = SearchText(id=pk, kind=kind, key=key, text=alike(words), place=place_of(pk))
    row.save(force_insert=True)
    put_pairs([row])


def put_pairs(rows: Iterable[SearchText]) -> None:
    """Write the pairs of texts that are kept already."""
    pairs = [SearchPairs(place=row.place, pairs=" ".join(_tokens(row.kind, row.text))) for row in rows]
    SearchPairs.objects.bulk_create(pairs, batch_size=1_000)
    if connection.vendor == "sqlite":
        lines = [(row.place, row.pairs) for row in pairs]
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {SEARCH_INDEX} (rowid, pairs) VALUES (%s, %s)", lines)  # noqa: S608  our own name


def drop(kind: str, key: str) -> None:
    """Let a page be found no more: it is not published."""
    row = SearchText.objects.filter(kind=kind, key=key).first()
    if row is None:
        return
    written = SearchPairs.objects.get(place=row.place)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # A table without content of its own must be told what it holds (sqlite.org/fts5.html, 4.4.3).
            cursor.execute(
                f"INSERT INTO {SEARCH_INDEX} ({SEARCH_INDEX}, rowid, pairs) VALUES ('delete', %s, %s)",  # noqa: S608  our own name
                [row.place, written.pairs],
            )
    written.delete()
    row.delete()


def rebuild_search_index() -> None:
    """Make the index of SQLite anew from the pairs, after rows came in by another way than `put`."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {SEARCH_INDEX} ({SEARCH_INDEX}) VALUES ('rebuild')")  # noqa: S608  our own name


def find(kind: str, wanted: Sequence[str], *, most: int = MOST) -> list[str]:
    """The keys of the pages of the town in scope on which every one of these words stands, at most so many."""
    parts = [alike(word) for word in wanted]
    tokens = sorted(set(chain.from_iterable(_pairs(kind, part) for part in parts)))
    if not tokens:
        return []
    # What stands in the index as it is needs no second look: a word of every page brings no more than are wanted.
    is_exact = all(len(part) <= 2 and part.isalnum() for part in parts)
    found = _read(places(tokens, most=most)) if is_exact else places(tokens)
    rows = SearchText.objects.filter(kind=kind, place__in=found).order_by()
    for part in parts:
        rows = rows.filter(text__contains=part)
    return list(rows.values_list("key", flat=True)[:most])


def places(tokens: list[str], *, most: int | None = None) -> RawSQL:
    """The places at which all of these stand, as a subquery. They hold letters and digits only: nothing to escape."""
    bound = "" if most is None else f" LIMIT {most:d}"
    if connection.vendor == "sqlite":
        asked = " AND ".join(f'"{token}"' for token in tokens)
        return RawSQL(f"SELECT rowid FROM {SEARCH_INDEX} WHERE {SEARCH_INDEX} MATCH %s{bound}", [asked])  # noqa: S608, S611  our own name
    asked = " & ".join(f"'{token}'" for token in tokens)
    return RawSQL(f"SELECT place FROM {_PAIRS} WHERE {VECTOR} @@ %s::tsquery{bound}", [asked])  # noqa: S608, S611  our own names


def _read(asked: RawSQL) -> list[int]:
    # By itself: inside the other question PostgreSQL would ask it anew for every page, or read all pages in turn.
    with connection.cursor() as cursor:
        cursor.execute(asked.sql, asked.params)
        return [place for (place,) in cursor.fetchall()]


def _tokens(kind: str, written: str) -> Iterator[str]:
    """Every letter and every pair of a text, once."""
    runs = "".join(letter if letter.isalnum() else " " for letter in written).split()
    found = set(chain.from_iterable(runs))
    found |= {run[place : place + 2] for run in runs for place in range(len(run) - 1)}
    mark = _mark(kind)
    return (mark + part for part in sorted(found))


def _pairs(kind: str, word: str) -> Iterator[str]:
    """The pairs that a word is found by; a single letter by itself."""
    runs = "".join(letter if letter.isalnum() else " " for letter in word).split()
    mark = _mark(kind)
    for run in runs:
        yield from (mark + run[place : place + 2] for place in range(max(len(run) - 1, 1)))


def _mark(kind: str) -> str:
    return f"{scope.current().code}{kind}"
