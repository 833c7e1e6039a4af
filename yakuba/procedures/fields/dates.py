"""The kind of days: written in Japanese or western years, stored as YYYY-MM-DD."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext as _

from yakuba.core import dates, renditions
from yakuba.procedures.fields.kind import Kind, Wrong, quoted
from yakuba.procedures.fields.widgets import DateBoxes, TypedDate

if TYPE_CHECKING:
    from django.forms import Widget

_LONGEST = 60
_WESTERN = re.compile("[0-9０-９]{4}年?")


class Date(Kind):
    """A day."""

    name: ClassVar[str] = "date"
    keys: ClassVar[frozenset[str]] = frozenset({"rule"})
    tests: ClassVar[frozenset[str]] = frozenset({"answered", "more_than", "less_than"})
    controls: ClassVar[tuple[str, ...]] = ("", "_era", "_year", "_month", "_day")
    has_parts: ClassVar[bool] = True

    def widget(self) -> Widget:
        return DateBoxes("bday" if self.field.means == "person.birth_date" else "")

    def read(self, raw: Any, _kept: Any = None) -> datetime.date | None:
        typed = raw if isinstance(raw, TypedDate) else TypedDate(whole=str(raw or ""))
        if typed.is_empty:
            return None
        label = quoted(self.field.label)
        whole, era, *boxes = (
            part[:_LONGEST] for part in (typed.whole, typed.era, typed.year, typed.month, typed.day)
        )
        if _WESTERN.fullmatch(boxes[0]):
            # Four digits are a western year, whatever the era box still says.
            era = dates.WESTERN
        try:
            return dates.parse_date(whole) if whole.strip() else dates.parse_parts(era, *boxes)
        except dates.DateProblem as problem:
            is_missing = isinstance(problem, dates.DateMissing)
            words = _("{label}の{problem}") if is_missing else _("{label}を確かめてください。{problem}")
            raise Wrong(words.format(label=label, problem=problem)) from problem

    def first_id(self, html_id: str) -> str:
        return f"{html_id}_year"

    def stored(self, cleaned: Any) -> str | None:
        return None if cleaned is None else cleaned.isoformat()

    def initial(self, stored: Any) -> TypedDate:
        if stored is None:
            return TypedDate()
        on = datetime.date.fromisoformat(stored)
        era = dates.era_of(on)
        if era is None:
            return TypedDate(era="西暦", year=str(on.year), month=str(on.month), day=str(on.day))
        year = str(on.year - era.starts_on.year + 1)
        return TypedDate(era=era.label, year=year, month=str(on.month), day=str(on.day))

    def posted(self, stored: Any) -> dict[str, Any]:
        typed = self.initial(stored)
        return {f"{self.field.id}_{part}": getattr(typed, part) for part in ("era", "year", "month", "day")}

    def from_example(self, value: Any) -> str | None:
        if not isinstance(value, str):
            raise Wrong(f"「{self.field.id}」は日付で書きます（例：2026-05-01）")
        return self.stored(self.read(value))

    def text(self, stored: Any) -> str:
        return renditions.day(datetime.date.fromisoformat(stored))

    def cell(self, stored: Any) -> datetime.date:
        return datetime.date.fromisoformat(stored)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date", "title": self.field.label}
