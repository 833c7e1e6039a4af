"""How long a word of two letters takes to be found over everything that a town has published."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from yakuba.core import scope
from yakuba.core.identifiers import uuid7
from yakuba.procedures import queries
from yakuba.procedures.models import SearchText
from yakuba.trials.measures.submit import settle
from yakuba.trials.measures.table import Table, middle, trial_town

if TYPE_CHECKING:
    from collections.abc import Iterator

PROCEDURES, PAGES = 500, 100_000
BATCH = 5_000
TRIES = 30
HEAD = ("word", "over", "found", "LIKE, ms", "index, ms", "of LIKE")
NOTE = (
    "At most 500 results are asked for. LIKE looks through the same text for the same words, with the same limit. The "
    "text is made of the words of the procedures that come with the program, 400 letters a page."
)
# Each stands on a few pages, on many, on none; the last is longer than a pair.
WORDS = ("給付", "申請", "竜巻", "葛城", "子育て支援")
RARE = "葛城"


def measure(*, seconds: float, cases: int) -> Table:
    """The table; the town is given its 500 procedures and 100,000 pages first."""
    del seconds, cases
    table = Table("search: a word in everything that is published", HEAD, notes=[NOTE])
    with scope.within(trial_town()):
        for kind, count in (("procedure", PROCEDURES), ("page", PAGES)):
            _write(kind, count)
        settle()
        for kind, count in (("procedure", PROCEDURES), ("page", PAGES)):
            for word in WORDS:
                plain = middle(lambda kind=kind, word=word: _like(kind, word), tries=5)  # type: ignore[misc]
                index = middle(lambda kind=kind, word=word: queries.find(kind, [word]), tries=TRIES)  # type: ignore[misc]
                found = len(queries.find(kind, [word]))
                table.add(word, f"{count:,} {kind}s", found, plain, index, f"{index / plain:.2f}x")
    return table


def _like(kind: str, word: str) -> list[Any]:
    rows = SearchText.objects.filter(kind=kind, text__contains=queries.alike(word)).order_by()
    return list(rows.values_list("key", flat=True)[:500])


def _write(kind: str, count: int) -> None:
    texts = _texts(count)
    for first in range(0, count, BATCH):
        rows = []
        for number in range(first, min(first + BATCH, count)):
            pk = uuid7()
            rows.append(
                SearchText(
                    id=pk, kind=kind, key=f"trial-{number}", text=next(texts), place=queries.place_of(pk)
                )
            )
        SearchText.objects.bulk_create(rows, batch_size=1_000)
        queries.put_pairs(rows)


def _texts(count: int) -> Iterator[str]:
    """Pages as a town writes them, the same in every run; one in a thousand names a rare place."""
    chance = random.Random(5)  # noqa: S311  no secret
    sentences = sorted(set(_sentences()))
    for number in range(count):
        page = "".join(chance.choices(sentences, k=12))[:400]
        yield queries.alike(page + (RARE if number % 1_000 == 0 else ""))


def _sentences() -> Iterator[str]:
    for written in queries.written_for("").values():
        yield from (line.strip() for line in written.text.splitlines() if len(line.strip()) > 20)
