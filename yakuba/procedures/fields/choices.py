"""Kinds with a few answers: yes or no, and one of several."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from yakuba.procedures.fields.kind import Kind, Wrong, not_a_formula, quoted
from yakuba.procedures.fields.widgets import Dropdown, Radios, asked

if TYPE_CHECKING:
    from django.forms import Widget

# More than these are looked through in a list, not read from top to bottom.
_MOST_RADIOS = 8
_YES = frozenset({"yes", "はい", "true"})
_NO = frozenset({"no", "いいえ", "false"})


class Choice(Kind):
    """One of several answers, stored as the option's id."""

    name: ClassVar[str] = "choice"
    keys: ClassVar[frozenset[str]] = frozenset({"options"})
    tests: ClassVar[frozenset[str]] = frozenset({"answered", "is", "not"})
    controls: ClassVar[tuple[str, ...]] = ("", "_asked")

    @property
    def is_group(self) -> bool:
        """Radios stand in a fieldset, a list does not."""
        return len(self.options()) <= _MOST_RADIOS

    def options(self) -> list[tuple[str, str]]:
        """Every answer: what a browser sends, and what people read."""
        return [(option.id, option.label) for option in self.field.options]

    def widget(self) -> Widget:
        if self.is_group:
            return Radios(choices=self.options())
        return Dropdown({"class": "input"}, choices=[("", "選んでください"), *self.options()])

    def read(self, raw: Any, _kept: Any = None) -> Any:
        chosen = str(raw or "").strip()
        if chosen and chosen not in dict(self.options()):
            raise Wrong(f"{quoted(self.field.label)}を、画面にあるものから選び直してください")
        return chosen or None

    def ask(self) -> str:
        return f"{quoted(self.field.label)}を選んでください"

    def first_id(self, html_id: str) -> str:
        return f"{html_id}_0" if self.is_group else html_id

    def posted(self, stored: Any) -> dict[str, Any]:
        sent = {self.field.id: self.initial(stored)} if stored is not None else {}
        return sent | {asked(self.field.id): "1"}

    def from_example(self, value: Any) -> Any:
        if not isinstance(value, str) or value not in dict(self.options()):
            raise Wrong(f"「{self.field.id}」に「{value}」という選択肢はありません")
        return value

    def text(self, stored: Any) -> str:
        return dict(self.options()).get(stored, str(stored))

    def published(self, stored: Any) -> Any:
        return self.text(stored)

    def cell(self, stored: Any) -> str:
        return not_a_formula(self.text(stored))

    def schema(self) -> dict[str, Any]:
        return {
            "type": "string",
            "title": self.field.label,
            "oneOf": [{"const": code, "title": label} for code, label in self.options()],
        }

    def faults(self) -> list[tuple[str, str, str]]:
        if len(self.field.options) >= 2:
            return []
        return [("options", "選択肢が2つ以上いります", "「options: [{id: …, label: …}, …]」を書いてください")]


class YesNo(Choice):
    """はい or いいえ."""

    name: ClassVar[str] = "yes_no"
    keys: ClassVar[frozenset[str]] = frozenset()

    def options(self) -> list[tuple[str, str]]:
        return [("yes", "はい"), ("no", "いいえ")]

    def ask(self) -> str:
        return f"{quoted(self.field.label)}は、「はい」か「いいえ」を選んでください"

    def read(self, raw: Any, _kept: Any = None) -> bool | None:
        chosen = str(raw or "").strip().lower()
        if chosen in _YES | _NO:
            return chosen in _YES
        if chosen:
            raise Wrong(f"{quoted(self.field.label)}は、「はい」か「いいえ」を選び直してください")
        return None

    def initial(self, stored: Any) -> str:
        return "" if stored is None else "yes" if stored else "no"

    def from_example(self, value: Any) -> bool | None:
        if not isinstance(value, str) or value not in _YES | _NO:
            raise Wrong(f"「{self.field.id}」は「はい」か「いいえ」で書きます")
        return value in _YES

    def text(self, stored: Any) -> str:
        return "はい" if stored else "いいえ"

    def published(self, stored: Any) -> bool:
        return bool(stored)

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean", "title": self.field.label}

    def faults(self) -> list[tuple[str, str, str]]:
        return []
