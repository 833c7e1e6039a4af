"""Where a kind is found by name, and which conditions hold: for the kinds that hold other questions too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yakuba.procedures.definition import Condition, Field
    from yakuba.procedures.fields.kind import Kind

# Filled by `procedures.fields`, once every kind is known.
KINDS: dict[str, type[Kind]] = {}


def kind_of(field: Field) -> Kind:
    """The kind of one question, which knows the question."""
    return KINDS[field.kind](field)


def is_answered(value: Any) -> bool:
    """Whether a stored value is an answer at all."""
    return value is not None and value not in ("", [], {})


def holds(condition: Condition | None, fields: Mapping[str, Field], answers: Mapping[str, Any]) -> bool:
    """Whether the condition is true for these stored answers to these fields; no condition always is.

    A field that is not answered makes every test false but `answered: false`.
    """
    if condition is None:
        return True
    if condition.any_ is not None:
        return any(holds(part, fields, answers) for part in condition.any_)
    if condition.all_ is not None:
        return all(holds(part, fields, answers) for part in condition.all_)
    value = answers.get(condition.field or "")
    if condition.answered is not None:
        return is_answered(value) is condition.answered
    return is_answered(value) and _compares(condition, kind_of(fields[condition.field or ""]), value)


def _compares(condition: Condition, kind: Kind, value: Any) -> bool:
    if condition.is_ is not None:
        return any(kind.matches(value, text) for text in condition.is_)
    if condition.not_ is not None:
        return not any(kind.matches(value, text) for text in condition.not_)
    if condition.more_than is not None:
        return bool(value > kind.from_example(condition.more_than))
    return bool(value < kind.from_example(condition.less_than))


def standing(fields: Mapping[str, Field], answers: Mapping[str, Any]) -> dict[str, Field]:
    """The fields that stand for these answers, in order; what is hidden answers nothing below it."""
    found: dict[str, Field] = {}
    seen: dict[str, Any] = {}
    for field in fields.values():
        if holds(field.show_if, fields, seen):
            found[field.id] = field
            seen[field.id] = answers.get(field.id)
    return found


def is_required(field: Field, fields: Mapping[str, Field], answers: Mapping[str, Any]) -> bool:
    """Whether this question must be answered: `required_if` decides where it stands, else `required`."""
    if not KINDS[field.kind].is_asked:
        return False
    if field.required_if is not None:
        return holds(field.required_if, fields, answers)
    return field.required
