"""The kind of times of day: typed as people say them, stored as HH:MM of 24 hours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext as _

from yakuba.core import renditions
from yakuba.core import text as texts
from yakuba.procedures.fields.kind import Kind, Wrong, quoted
from yakuba.procedures.fields.widgets import TextBox

if TYPE_CHECKING:
    from django.forms import Widget

_LONGEST = 40
_SHAPES = (
    re.compile("(?P<half>午前|午後|am|pm|AM|PM)?(?P<hour>[0-9]{1,2})[:：.](?P<minute>[0-9]{2})"),
    re.compile(
        "(?P<half>午前|午後)?(?P<hour>[0-9]{1,2})時(?:(?P<minute>[0-9]{1,2})分?|(?P<thirty>半)|ちょうど)?"
    ),
    re.compile("(?P<hour>[0-9]{2})(?P<minute>[0-9]{2})"),
)


class Time(Kind):
    """A time of day."""

    name: ClassVar[str] = "time"
    keys: ClassVar[frozenset[str]] = frozenset({"earliest", "latest"})
    tests: ClassVar[frozenset[str]] = frozenset({"answered", "more_than", "less_than"})

    def widget(self) -> Widget:
        return TextBox({"class": "input w-post", "autocomplete": "off"})

    def read(self, raw: Any, _kept: Any = None) -> str | None:
        typed = texts.normalise(str(raw or "")[:_LONGEST]).replace(" ", "")
        if not typed:
            return None
        label = quoted(self.field.label)
        time = _parsed(typed)
        if time is None:
            raise Wrong(_("{label}は、「9:30」や「午後2時30分」のように入力してください").format(label=label))
        if not (self.field.earliest or "00:00") <= time <= (self.field.latest or "23:59"):
            words = _("{label}は、{limits}で入力してください")
            raise Wrong(words.format(label=label, limits=self.limits()))
        return time

    def limits(self) -> str:
        """From when until when, in words."""
        ends = ((self.field.earliest, _("{time}から")), (self.field.latest, _("{time}まで")))
        return "".join(words.format(time=self.text(end)) for end, words in ends if end)

    def from_example(self, value: Any) -> str | None:
        if not isinstance(value, str):
            raise Wrong(f'「{self.field.id}」は時刻で書きます（例："09:30"）')
        return self.read(value)

    def text(self, stored: Any) -> str:
        hour, minute = (int(part) for part in stored.split(":"))
        return renditions.time(hour, minute)

    def initial(self, stored: Any) -> str:
        return stored.removeprefix("0") if stored else ""

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "title": self.field.label, "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}

    def faults(self) -> list[tuple[str, str, str]]:
        if (self.field.earliest or "00:00") <= (self.field.latest or "23:59"):
            return []
        return [("latest", "終わりが始まりより前です", "「latest」を「earliest」より後にしてください")]


def _parsed(typed: str) -> str | None:
    found = next(filter(None, (shape.fullmatch(typed) for shape in _SHAPES)), None)
    if found is None:
        return None
    parts = found.groupdict()
    hour, minute = int(parts["hour"]), 30 if parts.get("thirty") else int(parts.get("minute") or 0)
    half = (parts.get("half") or "").lower()
    if half and hour > 12:
        return None
    if half:
        # 午後0時 and 午後12時 are noon, 午前12時 is midnight.
        hour = hour % 12 + (12 if half in {"午後", "pm"} else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None
