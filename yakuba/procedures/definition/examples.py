"""Cases in full, which `procedures check` fills in and verifies."""

from __future__ import annotations

from yakuba.procedures.definition.parts import Code, Day, FieldCode, Line, Part, Words, Yen

ExampleItem = dict[str, str | list[str] | dict[str, str]]
ExampleAnswer = str | list[str] | dict[str, str] | list[ExampleItem]


class Expect(Part):
    """What an example must come to."""

    yen: Yen | None = None
    shown: tuple[FieldCode, ...] = ()
    hidden: tuple[FieldCode, ...] = ()
    values: dict[FieldCode, Words] = {}
    outcome: Code | None = None


class Example(Part):
    """One case in full, which `procedures check` fills in and verifies."""

    title: Line
    on: Day
    answers: dict[str, ExampleAnswer]
    expect: Expect = Expect()
