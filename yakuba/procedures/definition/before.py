"""What is read before one applies: who may, what to bring, when it is open, what it costs, what paper it replaces."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field as Key

from yakuba.procedures.definition.parts import Code, FieldCode, Flag, Line, Part, Whole, Words, YearlyDay, Yen
from yakuba.procedures.definition.questions import Condition


class Who(Part):
    """Who may apply, and how sure the town must be of who that is."""

    may: tuple[Words, ...] = Key(min_length=1, max_length=20)
    not_for: Words | None = None
    identity: Literal["none", "mail", "card-authenticated", "card-signed"] = "none"
    # Whether a proxy (代理人) may apply, and whether the proof of the mandate may follow after the application.
    proxy: Literal["none", "document-first", "document-later"] = "document-later"


class Need(Part):
    """One thing to have at hand (用意するもの)."""

    title: Line
    text: Words


class Fact(Part):
    """One line of the facts of a procedure."""

    label: Line
    text: Words


class Amounts(Part):
    """A table of amounts that the applicant may expect."""

    title: Line
    head: tuple[Line, ...] = Key(min_length=2, max_length=8)
    rows: tuple[tuple[Line, ...], ...] = Key(min_length=1, max_length=40)


class Open(Part):
    """When it can be applied for (受付期間): days with their year, or the same days of every year; both inclusive."""

    from_: YearlyDay = Key(alias="from")
    until: YearlyDay
    confirm: Flag = False


class Fee(Part):
    """One fee (手数料) with the law that allows it; `confirm`: the town sets the amount.

    Either one price (`yen`) or one for each answer (`of`, `prices`), and as many `times` as a field says.
    """

    id: Code
    label: Line
    yen: Yen | None = None
    of: FieldCode | None = None
    prices: dict[FieldCode, Yen] = {}
    times: FieldCode | None = None
    law: Line
    due: Words
    show_if: Condition | None = None
    confirm: Flag = False


class Paper(Part):
    """The paper form that this replaces: the baseline of what digital saves."""

    sheets: Annotated[Whole, Key(ge=0, le=100)]
    minutes: Annotated[Whole, Key(ge=0, le=1000)]
    seals: Annotated[Whole, Key(ge=0, le=20)]
    visits: Annotated[Whole, Key(ge=0, le=20)]
    confirm: Flag = False
