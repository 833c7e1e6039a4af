"""Kinds of words: one line, several lines, and kana."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext as _

from yakuba.core import text as texts
from yakuba.procedures.fields.kind import MAX_TYPED, Kind, Wrong, quoted
from yakuba.procedures.fields.widgets import LongBox, TextBox

if TYPE_CHECKING:
    from django.forms import Widget

# How the browser may fill in, and which keyboard a phone shows (HTML, autocomplete and inputmode).
_ATTRIBUTES_OF_MEANING = {
    "person.postal_code": {"autocomplete": "postal-code", "inputmode": "numeric"},
    "person.address": {"autocomplete": "street-address"},
    "person.telephone": {"autocomplete": "tel", "inputmode": "tel"},
    "person.mail": {"autocomplete": "email", "inputmode": "email", "autocapitalize": "none"},
}
_ATTRIBUTES_OF_RULE = {
    "postal_code": {"inputmode": "numeric"},
    "telephone": {"inputmode": "tel"},
    "mail_address": {"inputmode": "email", "autocapitalize": "none", "spellcheck": "false"},
    "microchip": {"inputmode": "numeric"},
    "account_number": {"inputmode": "numeric"},
}


class Words(Kind):
    """What the three kinds of words share: width made alike, forbidden characters, a limit."""

    keys: ClassVar[frozenset[str]] = frozenset({"max_length", "rule"})
    tests: ClassVar[frozenset[str]] = frozenset({"answered", "is", "not"})
    usual: ClassVar[int] = 200
    most: ClassVar[int] = 500

    @property
    def limit(self) -> int:
        """How many characters an answer may have."""
        return min(self.field.max_length or self.usual, self.most)

    def widget(self) -> Widget:
        attributes = {
            "autocomplete": "off",
            **_ATTRIBUTES_OF_RULE.get(self.field.rule or "", {}),
            **_ATTRIBUTES_OF_MEANING.get(self.field.means or "", {}),
        }
        narrow = {"postal_code": " w-post"}.get(self.field.rule or "", "")
        return TextBox({"class": f"input{narrow}", **attributes})

    def read(self, raw: Any, _kept: Any = None) -> str | None:
        label = quoted(self.field.label)
        typed = str(raw or "")
        if len(typed) > MAX_TYPED:
            raise Wrong(self.too_long(len(typed)))
        typed = self.tidied(texts.normalise(typed))
        if said := texts.forbidden(typed):
            raise Wrong(_("{label}に、{said}").format(label=label, said=said))
        if len(typed) > self.limit:
            raise Wrong(self.too_long(len(typed)))
        return typed or None

    def too_long(self, length: int) -> str:
        """The message for an answer over the limit."""
        return too_long(quoted(self.field.label), self.limit, length)

    def tidied(self, typed: str) -> str:
        """One line: an end of line counts as a space."""
        return typed.replace("\n", " ").strip()

    def from_example(self, value: Any) -> str | None:
        if not isinstance(value, str):
            raise Wrong(f"「{self.field.id}」は文字で書きます")
        return self.read(value)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "title": self.field.label, "minLength": 1, "maxLength": self.limit}

    def faults(self) -> list[tuple[str, str, str]]:
        if (self.field.max_length or 0) <= self.most:
            return []
        return [("max_length", "「max_length」の数が大きすぎます", f"{self.most}以下で書いてください")]


def too_long(label: str, most: int, length: int) -> str:
    """The message for words over a limit."""
    words = _("{label}は、{most}文字までで入力してください（今は{length}文字です）")
    return words.format(label=label, most=f"{most:,}", length=f"{length:,}")


class Text(Words):
    """One line of text."""

    name: ClassVar[str] = "text"


class LongText(Words):
    """Text of several lines."""

    name: ClassVar[str] = "long_text"
    tests: ClassVar[frozenset[str]] = frozenset({"answered"})
    usual: ClassVar[int] = 1000
    most: ClassVar[int] = 4000

    def widget(self) -> Widget:
        return LongBox({"class": "input", "rows": "5", "autocomplete": "off"})

    def tidied(self, typed: str) -> str:
        return re.sub(r"\n{3,}", "\n\n", typed).strip()


class Kana(Words):
    """A reading in full-width katakana; hiragana and half width are turned into it."""

    name: ClassVar[str] = "kana"
    tests: ClassVar[frozenset[str]] = frozenset({"answered"})
    usual: ClassVar[int] = 100
    most: ClassVar[int] = 200

    def read(self, raw: Any, kept: Any = None) -> str | None:
        kana = super().read(raw, kept)
        if kana is not None and not texts.is_kana(kana):
            words = _("{label}は、かなで入力してください。例：ミホン ハナコ")
            raise Wrong(words.format(label=quoted(self.field.label)))
        return kana

    def tidied(self, typed: str) -> str:
        # A hyphen after a kana is the long mark of somebody's keyboard.
        katakana = texts.to_katakana(super().tidied(typed))
        return re.sub(rf"(?<=[ァ-ヺー])[{texts.HYPHENS}]", "ー", katakana)

    def schema(self) -> dict[str, Any]:
        return super().schema() | {"pattern": "^[ァ-ヺヽヾㇰ-ㇿ・ー ]+$"}
