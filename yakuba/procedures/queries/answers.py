"""The one walk over the questions of a definition: which are shown, required, answered, changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from yakuba.procedures.fields import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yakuba.procedures import definition as language
    from yakuba.procedures.definition import Condition, Definition, Fee

NOTHING = "（入力なし）"


@dataclass(frozen=True)
class Row:
    """One shown answer, ready for every face; `before_text` is what stood there before, if it changed."""

    field_id: str
    label: str
    text: str
    before_text: str | None = None
    changed: bool = False
    files: list[dict[str, Any]] = field(default_factory=list)
    is_answered: bool = True


@dataclass(frozen=True)
class Section:
    """The rows of one section."""

    id: str
    title: str
    rows: list[Row]


def is_answered(value: Any) -> bool:
    """Whether a stored value is an answer at all."""
    return value is not None and value not in ("", [], {})


def holds(condition: Condition | None, definition: Definition, answers: Mapping[str, Any]) -> bool:
    """Whether the condition is true for these answers; no condition always is.

    A field that is not answered makes every test false but `answered: false`.
    """
    if condition is None:
        return True
    if condition.any_ is not None:
        return any(holds(part, definition, answers) for part in condition.any_)
    if condition.all_ is not None:
        return all(holds(part, definition, answers) for part in condition.all_)
    value = answers.get(condition.field or "")
    if condition.answered is not None:
        return is_answered(value) is condition.answered
    return is_answered(value) and _compares(condition, definition, value)


def _compares(condition: Condition, definition: Definition, value: Any) -> bool:
    asked = definition.fields[condition.field or ""]
    kind = KINDS[asked.kind](asked)
    if condition.is_ is not None:
        return value in [kind.from_example(text) for text in condition.is_]
    if condition.not_ is not None:
        return value not in [kind.from_example(text) for text in condition.not_]
    if condition.more_than is not None:
        return bool(value > kind.from_example(condition.more_than))
    return bool(value < kind.from_example(condition.less_than))


def shown(definition: Definition, answers: Mapping[str, Any]) -> dict[str, language.Field]:
    """The questions that stand for these answers, by id, in order."""
    found: dict[str, language.Field] = {}
    # What is hidden answers nothing: a condition must not look at a stale answer of a hidden question.
    standing: dict[str, Any] = {}
    for section in definition.sections:
        if not holds(section.show_if, definition, standing):
            continue
        for asked in section.fields:
            if holds(asked.show_if, definition, standing):
                found[asked.id] = asked
                standing[asked.id] = answers.get(asked.id)
    return found


def shown_answers(definition: Definition, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Only the answers to questions that stand: this is what is filed."""
    return {
        field_id: answers[field_id]
        for field_id in shown(definition, answers)
        if is_answered(answers.get(field_id))
    }


def sections(definition: Definition, answers: Mapping[str, Any]) -> list[language.Section]:
    """The sections in which at least one question stands, in order."""
    standing = shown(definition, answers)
    return [
        section for section in definition.sections if any(asked.id in standing for asked in section.fields)
    ]


def is_required(asked: language.Field, definition: Definition, answers: Mapping[str, Any]) -> bool:
    """Whether this question must be answered: `required_if` decides where it stands, else `required`."""
    if asked.required_if is not None:
        return holds(asked.required_if, definition, answers)
    return asked.required


def missing(definition: Definition, answers: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """What must still be answered: (section id, field id, sentence for the applicant)."""
    standing = shown(definition, answers)
    seen = shown_answers(definition, answers)
    return [
        (definition.section_of[asked.id].id, asked.id, KINDS[asked.kind](asked).ask())
        for asked in standing.values()
        if asked.id not in seen and is_required(asked, definition, seen)
    ]


def rows(
    definition: Definition, answers: Mapping[str, Any], before: Mapping[str, Any] | None = None
) -> list[Section]:
    """Label and text of every shown answer, by section; with `before`, what changed since those answers."""
    standing = shown(definition, answers)
    earlier = None if before is None else shown_answers(definition, before)
    found = []
    for section in definition.sections:
        lines = [_row(asked, answers, earlier) for asked in section.fields if asked.id in standing]
        if lines:
            found.append(Section(section.id, section.title, lines))
    return found


def _row(asked: language.Field, answers: Mapping[str, Any], earlier: Mapping[str, Any] | None) -> Row:
    value = answers.get(asked.id)
    answered = is_answered(value)
    old = (earlier or {}).get(asked.id)
    changed = earlier is not None and (old if is_answered(old) else None) != (value if answered else None)
    return Row(
        field_id=asked.id,
        label=asked.label,
        text=_text(asked, value),
        before_text=_text(asked, old) if changed else None,
        changed=changed,
        files=list(value or []) if answered and asked.kind == "file" else [],
        is_answered=answered,
    )


def _text(asked: language.Field, value: Any) -> str:
    return KINDS[asked.kind](asked).text(value) if is_answered(value) else NOTHING


def fees(definition: Definition, answers: Mapping[str, Any]) -> list[tuple[Fee, int]]:
    """Every fee that these answers come to, with its amount in yen."""
    seen = shown_answers(definition, answers)
    return [(fee, fee.yen) for fee in definition.fees if holds(fee.show_if, definition, seen)]


def known(definition: Definition, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The stored answers by what they mean ("person.name"): what can be filled in elsewhere."""
    standing = shown(definition, answers)
    return {
        asked.means: answers[asked.id]
        for asked in standing.values()
        if asked.means and is_answered(answers.get(asked.id))
    }
