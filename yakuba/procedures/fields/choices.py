"""Kinds with a few answers: yes or no, and one of several."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext as _

from yakuba.core.tables import safe_text
from yakuba.procedures.fields.kind import Kind, Wrong, quoted
from yakuba.procedures.fields.widgets import Boxes, Dropdown, Radios, asked

if TYPE_CHECKING:
    from django.forms import Widget

# More than these are looked through in a list, not read from top to bottom.
_MOST_RADIOS = 8
_YES = frozenset({"yes", "はい", "true"})
_NO = frozenset({"no", "いいえ", "false"})


def not_offered(label: str) -> str:
    """The message for an answer that is not on the page."""
    return _("{label}を、画面にあるものから選び直してください").format(label=label)


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
        return Dropdown({"class": "input"}, choices=[("", _("選んでください")), *self.options()])

    def read(self, raw: Any, _kept: Any = None) -> Any:
        chosen = str(raw or "").strip()
        if chosen and chosen not in dict(self.options()):
            raise Wrong(not_offered(quoted(self.field.label)))
        return chosen or None

    def ask(self) -> str:
        return _("{label}を選んでください").format(label=quoted(self.field.label))

    def first_id(self, html_id: str) -> str:
        return f"{html_id}_0" if self.is_group else html_id

    def posted(self, stored: Any) -> dict[str, Any]:
        sent = {self.field.id: self.initial(stored)} if stored is not None else {}
        return sent | {asked(self.field.id): "1"}

    def from_example(self, value: Any) -> Any:
        if not isinstance(value, str) or value not in dict(self.options()):
            raise Wrong(f"「{self.field.id}」に「{value}」という選択肢はありません")
        return value

    def from_known(self, known: Any) -> Any:
        return known if known in dict(self.options()) else None

    def text(self, stored: Any) -> str:
        return dict(self.options()).get(stored, str(stored))

    def published(self, stored: Any) -> Any:
        return self.text(stored)

    def cell(self, stored: Any) -> str:
        return safe_text(self.text(stored))

    def classes(self) -> dict[str, str]:
        return dict(self.options())

    def counted(self, stored: Any) -> list[str]:
        return [stored]

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


class Choices(Choice):
    """Any number of several answers, stored as the list of their ids in the order of the definition."""

    name: ClassVar[str] = "choices"
    keys: ClassVar[frozenset[str]] = frozenset({"options", "min", "max"})

    @property
    def is_group(self) -> bool:
        return True

    def widget(self) -> Widget:
        return Boxes(choices=self.options())

    def read(self, raw: Any, _kept: Any = None) -> Any:
        given = {str(one) for one in (raw if isinstance(raw, list | tuple) else [raw]) if one}
        label = quoted(self.field.label)
        if given - set(dict(self.options())):
            raise Wrong(not_offered(label))
        chosen = [code for code, _ in self.options() if code in given]
        if chosen and not (self.field.min or 1) <= len(chosen) <= (self.field.max or len(self.options())):
            words = _("{label}は、{limits}選んでください（今は{count}つです）")
            raise Wrong(words.format(label=label, limits=self.limits(), count=len(chosen)))
        return chosen or None

    def limits(self) -> str:
        """How many may be chosen, in words."""
        least, most = self.field.min or 1, self.field.max or len(self.options())
        if least == most:
            return _("{count}つ").format(count=least)
        if least > 1:
            return _("{least}つから{most}つまで").format(least=least, most=most)
        return _("{most}つまで").format(most=most)

    def first_id(self, html_id: str) -> str:
        return f"{html_id}_0"

    def initial(self, stored: Any) -> list[str]:
        return list(stored or ())

    def posted(self, stored: Any) -> dict[str, Any]:
        return {self.field.id: self.initial(stored), asked(self.field.id): "1"}

    def from_example(self, value: Any) -> Any:
        given = [value] if isinstance(value, str) else value
        if not isinstance(given, list) or not all(one in dict(self.options()) for one in given):
            raise Wrong(f"「{self.field.id}」に「{value}」という選択肢はありません")
        return [code for code, _ in self.options() if code in given] or None

    def matches(self, stored: Any, written: str) -> bool:
        return written in stored

    def text(self, stored: Any) -> str:
        return _("、").join(label for code, label in self.options() if code in stored)

    def published(self, stored: Any) -> list[str]:
        return [label for code, label in self.options() if code in stored]

    def counted(self, stored: Any) -> list[str]:
        return list(stored)

    def schema(self) -> dict[str, Any]:
        one = [{"const": code, "title": label} for code, label in self.options()]
        return {
            "type": "array",
            "title": self.field.label,
            "items": {"type": "string", "oneOf": one},
            "uniqueItems": True,
            "minItems": self.field.min or 1,
            "maxItems": self.field.max or len(one),
        }

    def faults(self) -> list[tuple[str, str, str]]:
        most = len(self.field.options)
        if found := super().faults():
            return found
        if 1 <= (self.field.min or 1) <= (self.field.max or most) <= most:
            return []
        return [("max", "選ぶ数が正しくありません", f"「min」以上、{most}以下で書いてください")]


class YesNo(Choice):
    """はい or いいえ."""

    name: ClassVar[str] = "yes_no"
    keys: ClassVar[frozenset[str]] = frozenset()

    def options(self) -> list[tuple[str, str]]:
        return [("yes", _("はい")), ("no", _("いいえ"))]

    def ask(self) -> str:
        return _("{label}は、「はい」か「いいえ」を選んでください").format(label=quoted(self.field.label))

    def read(self, raw: Any, _kept: Any = None) -> bool | None:
        chosen = str(raw or "").strip().lower()
        if chosen in _YES | _NO:
            return chosen in _YES
        if chosen:
            words = _("{label}は、「はい」か「いいえ」を選び直してください")
            raise Wrong(words.format(label=quoted(self.field.label)))
        return None

    def initial(self, stored: Any) -> str:
        return "" if stored is None else "yes" if stored else "no"

    def from_example(self, value: Any) -> bool | None:
        if not isinstance(value, str) or value not in _YES | _NO:
            raise Wrong(f"「{self.field.id}」は「はい」か「いいえ」で書きます")
        return value in _YES

    def text(self, stored: Any) -> str:
        return _("はい") if stored else _("いいえ")

    def published(self, stored: Any) -> bool:
        return bool(stored)

    def counted(self, stored: Any) -> list[str]:
        return ["yes" if stored else "no"]

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean", "title": self.field.label}

    def faults(self) -> list[tuple[str, str, str]]:
        return []
