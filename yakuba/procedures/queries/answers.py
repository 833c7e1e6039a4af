"""The one walk over the questions of a definition: which are shown, required, answered, changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy

from yakuba.procedures import fields as kinds
from yakuba.procedures.fields import is_answered, kind_of

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from yakuba.procedures import definition as language
    from yakuba.procedures.definition import Condition, Definition, Fee

NOTHING = gettext_lazy("（入力なし）")


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


def holds(condition: Condition | None, definition: Definition, answers: Mapping[str, Any]) -> bool:
    """Whether the condition is true for these answers; no condition always is."""
    return kinds.holds(condition, definition.fields, answers)


def shown(definition: Definition, answers: Mapping[str, Any]) -> dict[str, language.Field]:
    """The questions that stand for these answers, by id, in order."""
    found: dict[str, language.Field] = {}
    # What is hidden answers nothing: a condition must not look at a stale answer of a hidden question.
    standing_answers: dict[str, Any] = {}
    for section in definition.sections:
        if not holds(section.show_if, definition, standing_answers):
            continue
        for asked in section.fields:
            if holds(asked.show_if, definition, standing_answers):
                found[asked.id] = asked
                standing_answers[asked.id] = answers.get(asked.id)
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
    return kinds.is_required(asked, definition.fields, answers)


def asked(definition: Definition) -> set[str]:
    """The ids of the questions that somebody is asked; the others follow from their answers."""
    return {field.id for field in definition.fields.values() if kind_of(field).is_asked}


def example_answers(definition: Definition, example: language.Example) -> dict[str, Any]:
    """The answers of an example as they would be stored."""
    fields = definition.fields
    given = {name: kind_of(fields[name]).from_example(value) for name, value in example.answers.items()}
    return with_computed(definition, given, today=example.on)


def files_in(definition: Definition, answers: Mapping[str, Any], field_id: str) -> list[dict[str, Any]]:
    """The files that answer one question."""
    return kind_of(definition.fields[field_id]).entries(answers.get(field_id))


def most_files(definition: Definition, field_id: str) -> int:
    """How many files may answer one question."""
    return kind_of(definition.fields[field_id]).most_entries


def with_computed(
    definition: Definition, answers: Mapping[str, Any], *, today: datetime.date
) -> dict[str, Any]:
    """The answers with every value that follows from them, made anew: nobody types those."""
    done = dict(answers)
    for asked in definition.fields.values():
        kind = kind_of(asked)
        if isinstance(kind, kinds.Computed):
            seen = shown_answers(definition, done)
            value = kind.compute(seen, today)
            done.pop(asked.id, None)
            if value is not None:
                done[asked.id] = value
    return done


def missing(definition: Definition, answers: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """What must still be answered: (section id, field id, sentence for the applicant)."""
    standing = shown(definition, answers)
    seen = shown_answers(definition, answers)
    return [
        (definition.section_of[asked.id].id, asked.id, kind_of(asked).ask())
        for asked in standing.values()
        if (asked.id not in seen and is_required(asked, definition, seen))
        or kind_of(asked).lacks(seen.get(asked.id))
    ]


def rows(
    definition: Definition, answers: Mapping[str, Any], before: Mapping[str, Any] | None = None
) -> list[Section]:
    """Label and text of every shown answer, by section; with `before`, what changed since those answers."""
    standing = shown(definition, answers)
    earlier = None if before is None else shown_answers(definition, before)
    found = []
    for section in definition.sections:
        lines = [
            row for asked in section.fields if asked.id in standing for row in _rows(asked, answers, earlier)
        ]
        if lines:
            found.append(Section(section.id, section.title, lines))
    return found


def _rows(asked: language.Field, answers: Mapping[str, Any], earlier: Mapping[str, Any] | None) -> list[Row]:
    kind, value = kind_of(asked), answers.get(asked.id)
    if not kind.is_asked and not is_answered(value):
        # What cannot be computed yet is not said at all.
        return []
    now = _lines(asked, value)
    old = now if earlier is None else _lines(asked, earlier.get(asked.id))
    labels = list(dict.fromkeys([*now, *old])) or [asked.label]
    return [
        Row(
            field_id=asked.id,
            label=label,
            text=now.get(label, str(NOTHING)),
            before_text=old.get(label, str(NOTHING)) if old.get(label) != now.get(label) else None,
            changed=old.get(label) != now.get(label),
            files=kind.entries(value) if number == 0 and is_answered(value) else [],
            is_answered=label in now,
        )
        for number, label in enumerate(labels)
    ]


def _lines(asked: language.Field, value: Any) -> dict[str, str]:
    """Text by label: one line, or one for every answer of every item of a group."""
    return dict(kind_of(asked).lines(value)) if is_answered(value) else {}


def fees(definition: Definition, answers: Mapping[str, Any]) -> list[tuple[Fee, int]]:
    """Every fee that these answers come to, with its amount in yen."""
    seen = shown_answers(definition, answers)
    found = [
        (fee, _amount(fee, definition, seen))
        for fee in definition.fees
        if holds(fee.show_if, definition, seen)
    ]
    # What costs nothing for these answers is no fee; one that is set to nothing is said.
    return [(fee, yen) for fee, yen in found if yen or fee.yen == 0]


def least(fee: Fee) -> int:
    """The smallest amount in yen that this fee may come to for one thing."""
    return min(fee.prices.values()) if fee.of else fee.yen or 0


def _amount(fee: Fee, definition: Definition, seen: Mapping[str, Any]) -> int:
    group = next(
        (asked for asked in definition.fields.values() if {fee.of, fee.times} & set(asked.inner)), None
    )
    if group is None:
        return _price(fee, seen)
    return sum(_price(fee, {**seen, **item}) for item in seen.get(group.id) or ())


def _price(fee: Fee, answers: Mapping[str, Any]) -> int:
    one = fee.yen if fee.of is None else fee.prices.get(str(answers.get(fee.of)))
    times = 1 if fee.times is None else answers.get(fee.times) or 0
    return (one or 0) * (len(times) if isinstance(times, list) else int(times))


def known(definition: Definition, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The stored answers by what they mean ("person.name"): what can be filled in elsewhere."""
    standing = shown(definition, answers)
    return {
        asked.means: kind_of(asked).known(answers[asked.id])
        for asked in standing.values()
        if asked.means and is_answered(answers.get(asked.id))
    }


def named(definition: Definition, answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Whom the stored answers name beside the applicant, each as facts by meaning ("person.name", …)."""
    return [
        facts
        for asked in shown(definition, answers).values()
        if is_answered(answers.get(asked.id))
        for facts in kind_of(asked).people(answers[asked.id])
    ]


def filled_in(definition: Definition, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The stored answers that facts by meaning ("person.name") give to the questions of a definition."""
    found = {
        asked.id: kind_of(asked).from_known(facts[asked.means])
        for asked in definition.fields.values()
        if asked.means and asked.means in facts
    }
    return {field_id: value for field_id, value in found.items() if value is not None}
