"""Checks that a condition has one test, looks only at a field above it, and asks for an answer that can be given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yakuba.procedures.checks.fault import Fault, instead
from yakuba.procedures.computations import COMPUTATIONS
from yakuba.procedures.fields import Computed, Wrong, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yakuba.procedures.definition import Condition, Definition, Field
    from yakuba.procedures.yaml_text import Path


def look_up(definition: Definition) -> Iterator[Fault]:
    """A condition only looks at a field above it, so that no circle can be written."""
    above: list[Field] = []
    for place, section in enumerate(definition.sections):
        yield from _condition(("sections", place, "show_if"), section.show_if, above, definition)
        for number, field in enumerate(section.fields):
            path: Path = ("sections", place, "fields", number)
            yield from _condition((*path, "show_if"), field.show_if, above, definition)
            yield from _condition((*path, "required_if"), field.required_if, above, definition)
            yield from _inside(path, field, definition)
            above.append(field)
    for number, fee in enumerate(definition.fees):
        yield from _condition(("fees", number, "show_if"), fee.show_if, above, definition)
    for number, other in enumerate(definition.together):
        yield from _condition(("together", number, "show_if"), other.show_if, above, definition)


def _inside(path: Path, group: Field, definition: Definition) -> Iterator[Fault]:
    """Inside a group a condition looks at a field above it in the same item."""
    above: list[Field] = []
    for number, field in enumerate(group.fields):
        place: Path = (*path, "fields", number)
        yield from _condition((*place, "show_if"), field.show_if, above, definition)
        yield from _condition((*place, "required_if"), field.required_if, above, definition)
        above.append(field)


def _condition(
    path: Path, condition: Condition | None, above: list[Field], definition: Definition
) -> Iterator[Fault]:
    if condition is None:
        return
    if fault := _shape_of_condition(path, condition):
        yield fault
        return
    for name, parts in (("any", condition.any_), ("all", condition.all_)):
        for number, part in enumerate(parts or ()):
            yield from _condition((*path, name, number), part, above, definition)
    if condition.field:
        yield from _looks_up(path, condition, above, definition)


def _shape_of_condition(path: Path, condition: Condition) -> Fault | None:
    groups = [name for name in condition.tests if name in {"any", "all"}]
    if len(condition.tests) != 1:
        return Fault(
            path,
            "条件には、確かめ方を1つだけ書きます",
            "is、not、more_than、less_than、answered、any、all のどれか1つを書いてください",
        )
    if groups and condition.field:
        return Fault(
            (*path, "field"), f"「{groups[0]}」の条件に「field」は書けません", "「field」の行を消してください"
        )
    if not groups and not condition.field:
        return Fault(path, "条件に「field」がありません", "「field: 項目のid」を書き足してください")
    return None


def _looks_up(
    path: Path, condition: Condition, above: list[Field], definition: Definition
) -> Iterator[Fault]:
    name = condition.field or ""
    found = next((field for field in above if field.id == name), None)
    if found is None:
        place = (*path, "field")
        known = [field.id for field in above]
        if name in definition.all_fields:
            yield Fault(
                place,
                f"条件の「{name}」は、この項目より下か、くり返しの中にあります",
                f"「{name}」を上に移すか、上にある項目を書いてください",
            )
        else:
            yield Fault(place, f"条件の「{name}」という項目はありません", instead(name, known))
        return
    test = condition.tests[0]
    tests = _tests(found)
    if test not in tests:
        yield Fault(
            (*path, test),
            f"「{name}」（{found.kind}）に「{test}」の条件は使えません",
            instead(test, sorted(tests)),
        )
        return
    for value in (*(condition.is_ or ()), *(condition.not_ or ()), condition.more_than, condition.less_than):
        if value is not None:
            yield from _value_fits((*path, test), found, value)


def _tests(field: Field) -> frozenset[str]:
    """The tests that make sense: of a computed value those of the kind that comes out."""
    kind = kind_of(field)
    if isinstance(kind, Computed):
        return kind.giving.tests if field.rule in COMPUTATIONS else frozenset({"answered"})
    return kind.tests


def _value_fits(path: Path, field: Field, value: str) -> Iterator[Fault]:
    kind = kind_of(field)
    try:
        fits = kind.from_example(value) is not None
    except Wrong:
        fits = False
    if not fits:
        allowed = [option.id for option in field.options] or (
            ["はい", "いいえ"] if field.kind == "yes_no" else []
        )
        suggestion = instead(value, allowed) if allowed else f"「{field.label}」の答えの形で書いてください"
        yield Fault(path, f"「{field.id}」の答えに「{value}」はありません", suggestion)
