"""How long a paper takes a worker, from the data of a case to the stored PDF, and how much of it is typst alone."""

from __future__ import annotations

from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from yakuba.core import scope
from yakuba.documents import actions
from yakuba.documents.models import Document, State
from yakuba.trials import town
from yakuba.trials.measures import submit
from yakuba.trials.measures.table import Table, timed, trial_town

if TYPE_CHECKING:
    from collections.abc import Mapping

HEAD = ("what", "ms each", "per second", "of typst alone")
NOTE = (
    "The paper is the receipt of an errand (PDF/A-2a and PDF/UA-1), made one after the other by one worker. Typst alone "
    "is the part of that time in which the kept compiler makes the PDF; a worker also takes the paper on, opens the "
    "sealed data, seals the PDF, stores it and records that."
)
PAPERS = 20


class Watched:
    """The renderer that the town has, with a watch beside it."""

    spent: ClassVar[list[float]] = []
    real: ClassVar[str] = ""

    def render(self, template: str, data: Mapping[str, Any], *, town: str = "") -> bytes:
        """What the real one makes."""
        begun = perf_counter()
        pdf: bytes = import_string(self.real)().render(template, data, town=town)
        self.spent.append(perf_counter() - begun)
        return pdf

    def check(self) -> list[str]:
        """What the real one lacks."""
        lacking: list[str] = import_string(self.real)().check()
        return lacking


def measure(*, seconds: float, cases: int) -> Table:
    """The table; as many errands are filed first as there are papers to make."""
    del seconds, cases
    with town.Site(workers=0) as site:
        file_one = submit.errands(site.address)
        for _ in range(PAPERS + 1):
            file_one()
    Watched.real = settings.DOCUMENTS_RENDERER
    settings.DOCUMENTS_RENDERER = f"{Watched.__module__}.{Watched.__qualname__}"
    with scope.within(trial_town()):
        waiting = Document.objects.filter(state=State.WAITING).order_by("-id").values_list("pk", flat=True)
        took = [
            timed(lambda paper=paper: actions.make(paper, now=timezone.now()))  # type: ignore[misc]
            for paper in waiting[: PAPERS + 1]
        ]
    settings.DOCUMENTS_RENDERER = Watched.real
    # The first one starts the compiler.
    alone, whole = median(Watched.spent[1:]) * 1000, median(took[1:]) * 1000
    table = Table("documents: a receipt from its data to the stored PDF", HEAD, notes=[NOTE])
    for name, each in (("typst alone", alone), ("worker", whole)):
        table.add(name, each, 1000 / each, f"{each / alone:.2f}x")
    return table
