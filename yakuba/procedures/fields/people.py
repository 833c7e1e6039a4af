"""The kind of names: a person's family name and given name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext as _

from yakuba.core import text as texts
from yakuba.core.tables import safe_text
from yakuba.procedures.fields.kind import Kind, Wrong, part_of, quoted
from yakuba.procedures.fields.widgets import NAMES, NameBoxes
from yakuba.procedures.fields.words import too_long

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
        family, given = (self.part(typed, part, _(word)) for part, word in NAMES.items())
        if family and not given and " " in family:
            # Both names typed into the first box.
            family, given = family.split(" ", 1)
        if not family and not given:
            return None
        if not family or not given:
            missing = _(NAMES["given" if family else "family"])
            words = _("{label}を入力してください。{part}がない方は「-」を入力してください")
            raise Wrong(words.format(label=part_of(quoted(self.field.label), missing), part=missing))
        family, given = _or_nothing(family), _or_nothing(given)
        return {"family": family, "given": given} if family or given else None

    def part(self, typed: dict[str, Any], part: str, word: str) -> str:
        """One of the two names, tidied."""
        label = part_of(quoted(self.field.label), word)
        raw = str(typed.get(part) or "")[: _LONGEST * 20]
        name = re.sub("[ \n]+", " ", texts.normalise(raw))
        if said := texts.forbidden(name):
            raise Wrong(_("{label}に、{said}").format(label=label, said=said))
        if len(name) > _LONGEST:
            raise Wrong(too_long(label, _LONGEST, len(name)))
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

    def people(self, stored: Any) -> list[dict[str, Any]]:
        return [] if self.field.means == "person.name" else [{"person.name": stored}]

    def cell(self, stored: Any) -> str:
        return safe_text(self.text(stored))

    def schema(self) -> dict[str, Any]:
        name = {"type": "string", "maxLength": _LONGEST}
        return {
            "type": "object",
            "title": self.field.label,
            "properties": {"family": name, "given": name},
            "required": ["family", "given"],
            "additionalProperties": False,
            # Some people have one name only; nobody has none.
            "anyOf": [{"properties": {part: {"minLength": 1}}} for part in ("family", "given")],
        }


def _or_nothing(name: str) -> str:
    return "" if re.fullmatch(f"[{texts.HYPHENS}]", name) else name
