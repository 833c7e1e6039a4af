"""The resident's texts in further languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yakuba.procedures.definition.parts import Line, Name, Part, Words

if TYPE_CHECKING:
    from yakuba.procedures.definition.questions import Field, Section


class Translation(Part):
    """The resident's texts in one more language."""

    title: Line
    summary: Words
    labels: dict[str, Line]
    options: dict[str, dict[str, Line]] = {}
    sections: dict[str, Line] = {}
    hints: dict[str, Words] = {}
    items: dict[str, Name] = {}

    def section(self, section: Section) -> Section:
        """A page of questions in this language."""
        return section.model_copy(
            update={
                "title": self.sections.get(section.id, section.title),
                "hint": self.hints.get(section.id, section.hint),
                "fields": tuple(self.field(field) for field in section.fields),
            }
        )

    def field(self, field: Field) -> Field:
        """A question in this language; its ids, and therefore every answer, stay what they are."""
        words = self.options.get(field.id, {})
        return field.model_copy(
            update={
                "label": self.labels.get(field.id, field.label),
                "hint": self.hints.get(field.id, field.hint),
                "item": self.items.get(field.id, field.item),
                "options": tuple(
                    option.model_copy(update={"label": words.get(option.id, option.label)})
                    for option in field.options
                ),
                "fields": tuple(self.field(inner) for inner in field.fields),
            }
        )
