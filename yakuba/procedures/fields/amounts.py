"""Kinds of numbers: counts and whole yen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from yakuba.core import renditions
from yakuba.core import text as texts
from yakuba.procedures.fields.kind import Kind, Wrong, quoted
from yakuba.procedures.fields.widgets import TextBox

if TYPE_CHECKING:
    from django.forms import Widget

_SEPARATORS = re.compile(r"(?<=[0-9])[,、， ](?=[0-9]{3}(?![0-9]))")
_LONGEST = 40


class Number(Kind):
    """A whole number."""

    name: ClassVar[str] = "number"
    keys: ClassVar[frozenset[str]] = frozenset({"min", "max", "rule"})
    tests: ClassVar[frozenset[str]] = frozenset({"answered", "is", "not", "more_than", "less_than"})
    example: ClassVar[str] = "2"
    unit: ClassVar[str] = ""
    # Words that people write behind a number; they are dropped.
    units: ClassVar[tuple[str, ...]] = ("人", "名", "個", "件", "頭", "匹", "回", "枚")

    @property
    def least(self) -> int:
        """The smallest number that may be given."""
        return 0 if self.field.min is None else self.field.min

    @property
    def most(self) -> int:
        """The largest number that may be given."""
        return 999_999_999 if self.field.max is None else self.field.max

    def widget(self) -> Widget:
        attributes = {"class": "input w-post", "inputmode": "numeric", "autocomplete": "off"}
        return TextBox(attributes, unit=_(self.unit) if self.unit else "")

    def read(self, raw: Any, _kept: Any = None) -> int | None:
        typed = texts.normalise(str("" if raw is None else raw)[: _LONGEST * 2])
        if not typed:
            return None
        number = _whole_number(typed, self.units)
        if number is None:
            words = _("{label}は、数字で入力してください。例：{example}")
            raise Wrong(words.format(label=quoted(self.field.label), example=self.example))
        if not self.least <= number <= self.most:
            raise Wrong(self.out_of_range())
        return number

    def out_of_range(self) -> str:
        """The message for a number outside the limits."""
        label, least, most = quoted(self.field.label), self.text(self.least), self.text(self.most)
        if self.field.max is None:
            return _("{label}は、{least}以上の数で入力してください").format(label=label, least=least)
        words = _("{label}は、{least}から{most}までの数で入力してください")
        return words.format(label=label, least=least, most=most)

    def initial(self, stored: Any) -> str:
        return "" if stored is None else str(stored)

    def from_example(self, value: Any) -> int | None:
        if not isinstance(value, str):
            raise Wrong(f"「{self.field.id}」は数で書きます")
        return self.read(value)

    def text(self, stored: Any) -> str:
        return f"{stored:,}"

    def cell(self, stored: Any) -> int:
        return int(stored)

    def schema(self) -> dict[str, Any]:
        return {
            "type": "integer",
            "title": self.field.label,
            "minimum": self.least,
            "maximum": self.most,
        }

    def faults(self) -> list[tuple[str, str, str]]:
        if self.least <= self.most:
            return []
        return [("max", "「max」が「min」より小さくなっています", f"{self.least}以上の数を書いてください")]


class Count(Number):
    """A number of things or people, with the word that is said behind it (人, 通, 個)."""

    name: ClassVar[str] = "count"
    keys: ClassVar[frozenset[str]] = frozenset({"min", "max", "rule", "unit"})

    @property
    def word(self) -> str:
        """The word behind the number."""
        return self.field.unit or _("個")

    def widget(self) -> Widget:
        attributes = {"class": "input w-post", "inputmode": "numeric", "autocomplete": "off"}
        return TextBox(attributes, unit=self.word)

    def read(self, raw: Any, kept: Any = None) -> int | None:
        typed = texts.normalise(str("" if raw is None else raw)[: _LONGEST * 2])
        return super().read(typed.removesuffix(self.word), kept)

    def text(self, stored: Any) -> str:
        return f"{stored:,}{self.word}"


class Money(Number):
    """Whole yen."""

    name: ClassVar[str] = "money"
    example: ClassVar[str] = "15000"
    unit: ClassVar[str] = gettext_noop("円")
    units: ClassVar[tuple[str, ...]] = ("円",)

    def text(self, stored: Any) -> str:
        return renditions.amount(stored)


def _whole_number(typed: str, units: tuple[str, ...]) -> int | None:
    bare = typed.lstrip("¥").strip()
    for unit in units:
        bare = bare.removesuffix(unit).rstrip()
    bare = re.sub(f"^[{texts.HYPHENS}]", "-", _SEPARATORS.sub("", bare))
    return int(bare) if re.fullmatch(rf"-?[0-9]{{1,{_LONGEST}}}", bare) else None
