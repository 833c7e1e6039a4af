"""The answers to a whole definition as JSON Schema (2020-12), made from what each kind says of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yakuba.procedures.fields import kind_of
from yakuba.procedures.queries.phrases import when

if TYPE_CHECKING:
    from yakuba.procedures.definition import Definition, Field

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def answers_schema(definition: Definition) -> dict[str, Any]:
    """The shape of an application's answers, by the ids of the questions.

    `required` names what must be answered whatever else is; which questions stand besides, the descriptions say: the
    conditions are judged by the server. Files are no part of `required`: they are sent after the other answers.
    """
    return {
        "$schema": DIALECT,
        "title": definition.title,
        "type": "object",
        "properties": {field.id: _question(field, definition) for field in definition.fields.values()},
        "required": [field.id for field in definition.fields.values() if _is_always_asked(field, definition)],
        "additionalProperties": False,
    }


def _question(field: Field, definition: Definition) -> dict[str, Any]:
    section = definition.section_of[field.id]
    words = [
        *([f"{when(section.show_if, definition)}だけ聞きます"] if section.show_if else []),
        *([f"{when(field.show_if, definition)}だけ聞きます"] if field.show_if else []),
        *([f"{when(field.required_if, definition)}は必ず答えます"] if field.required_if else []),
        *([field.hint.rstrip("。")] if field.hint else []),
    ]
    told = kind_of(field).schema()
    return {**told, "description": "。".join(words) + "。"} if words else told


def _is_always_asked(field: Field, definition: Definition) -> bool:
    is_free = field.show_if is None and definition.section_of[field.id].show_if is None
    kind = kind_of(field)
    return is_free and field.required and field.required_if is None and kind.is_asked and kind.name != "file"
