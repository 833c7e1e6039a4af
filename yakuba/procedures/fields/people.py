"""The kind of names: a person's family name and given name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from yakuba.core import text as texts
from yakuba.procedures.fields.kind import Kind, Wrong, not_a_formula, quoted
from yakuba.procedures.fields.widgets import NameBoxes

if TYPE_CHECKING:
    from django.forms import Widget

_LONGEST = 50


class Person(Kind):
    """A person's name as it stands in the register: rare kanji and variants stay what they are."""

    name: ClassVar[str] = "person"
    controls: ClassVar[tuple[str, ...]] = ("_family", "_given")
    # Somebody's name is never open data.
    is_publishable: ClassVar[bool] = False
    has_parts: ClassVar[bool] = True

    def widget(self) -> Widget:
        return NameBoxes(is_self=self.field.means == "person.name")

    def read(self, raw: Any, _kept: Any = None) -> dict[str, str] | None:
        typed = raw if isinstance(raw, dict) else {"family": str(raw or "")}
        family, given = (self.part(typed, part, word) for part, word in (("family", "姓"), ("given", "名")))
        if family and not given and " " in family:
            # Both names typed into the first box.
            family, given = family.split(" ", 1)
        if not family and not given:
            return None
        if not family or not given:
            missing = "名" if family else "姓"
            raise Wrong(
                f"{quoted(self.field.label)}の{missing}を入力してください。"
                f"{missing}がない方は「-」を入力してください"
            )
        family, given = _or_nothing(family), _or_nothing(given)
        return {"family": family, "given": given} if family or given else None

    def part(self, typed: dict[str, Any], part: str, word: str) -> str:
        """One of the two names, tidied."""
        label = f"{quoted(self.field.label)}の{word}"
        raw = str(typed.get(part) or "")[: _LONGEST * 20]
        name = re.sub("[ \n]+", " ", texts.normalise(raw))
        if said := texts.forbidden(name):
            raise Wrong(f"{label}に、{said}")
        if len(name) > _LONGEST:
            raise Wrong(f"{label}は、{_LONGEST}文字までで入力してください（今は{len(name)}文字です）")
        return name

    def first_id(self, html_id: str) -> str:
        return f"{html_id}_family"

    def initial(self, stored: Any) -> dict[str, str]:
        # Whoever has one name only sees again the「-」that stands for the other.
        return {part: name or "-" for part, name in stored.items()} if stored else {}

    def posted(self, stored: Any) -> dict[str, Any]:
        shown = self.initial(stored)
        return {f"{self.field.id}_{part}": shown.get(part, "") for part in ("family", "given")}

    def from_example(self, value: Any) -> dict[str, str] | None:
        if isinstance(value, list) or (isinstance(value, dict) and set(value) - {"family", "given"}):
            raise Wrong(f"「{self.field.id}」は「姓 名」か {{family: 姓, given: 名}} で書きます")
        return self.read(value)

    def text(self, stored: Any) -> str:
        return " ".join(name for name in (stored["family"], stored["given"]) if name)

    def cell(self, stored: Any) -> str:
        return not_a_formula(self.text(stored))

    def schema(self) -> dict[str, Any]:
        name = {"type": "string", "maxLength": _LONGEST}
        return {
            "type": "object",
            "title": self.field.label,
            "properties": {"family": name, "given": name},
            "required": ["family", "given"],
            "additionalProperties": False,
        }


def _or_nothing(name: str) -> str:
    return "" if re.fullmatch(f"[{texts.HYPHENS}]", name) else name
