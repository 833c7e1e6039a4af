"""What a definition may say: one frozen model per section, and nothing that is not listed here."""

from __future__ import annotations

import datetime
import re
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, model_validator
from pydantic import Field as Key
from pydantic_core import PydanticCustomError

if TYPE_CHECKING:
    from collections.abc import Iterator

FieldKind = Literal[
    "text", "long_text", "kana", "number", "money", "yes_no", "choice", "date", "person", "file"
]
# One shared vocabulary: what a field means, so that each fact is asked once and filled in everywhere.
Meaning = Literal[
    "person.name",
    "person.kana",
    "person.birth_date",
    "person.postal_code",
    "person.address",
    "person.telephone",
    "person.mail",
    "notice.channel",
]
KIND_OF_MEANING: dict[str, str] = {
    "person.name": "person",
    "person.kana": "kana",
    "person.birth_date": "date",
    "person.postal_code": "text",
    "person.address": "text",
    "person.telephone": "text",
    "person.mail": "text",
    "notice.channel": "choice",
}
# デジタル手続法 7条: electronically only if the applicant chose it, else on paper by post.
NOTICE_CHANNELS = ("online", "post")


def _whole(value: object) -> object:
    # pydantic alone would also take "1_000", " 5 " and "5.0".
    if isinstance(value, str) and not re.fullmatch(r"-?[0-9]{1,9}", value):
        raise PydanticCustomError("whole_number", "not a whole number")
    return value


def _flag(value: object) -> object:
    # pydantic alone would also take "yes", "on", "t" and "1".
    if isinstance(value, str) and value not in {"true", "false"}:
        raise PydanticCustomError("flag", "not true or false")
    return value


def _day(value: object) -> object:
    # pydantic alone would also take seconds since 1970.
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise PydanticCustomError("day", "not a date")
    return value


Whole = Annotated[int, BeforeValidator(_whole)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Day = Annotated[datetime.date, BeforeValidator(_day)]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=64)]
FieldCode = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
Yen = Annotated[Whole, Key(ge=0, le=100_000_000)]
Days = Annotated[Whole, Key(ge=1, le=1000)]


class Part(BaseModel):
    """A piece of a definition: frozen, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=False)


class Option(Part):
    """One answer of a choice."""

    id: FieldCode
    label: Line


class Condition(Part):
    """When something is shown, required or charged; it only looks at a field above it."""

    field: FieldCode | None = None
    is_: tuple[str, ...] | None = Key(default=None, alias="is", max_length=50)
    not_: tuple[str, ...] | None = Key(default=None, alias="not", max_length=50)
    more_than: str | None = None
    less_than: str | None = None
    answered: Flag | None = None
    any_: tuple[Condition, ...] | None = Key(default=None, alias="any", max_length=20)
    all_: tuple[Condition, ...] | None = Key(default=None, alias="all", max_length=20)

    @model_validator(mode="before")
    @classmethod
    def _one_value_is_a_list_of_one(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return {
            key: [part] if key in {"is", "not"} and isinstance(part, str) else part
            for key, part in value.items()
        }

    @property
    def tests(self) -> tuple[str, ...]:
        """Which of the tests this condition names, as written in YAML."""
        named = {
            "is": self.is_,
            "not": self.not_,
            "more_than": self.more_than,
            "less_than": self.less_than,
            "answered": self.answered,
            "any": self.any_,
            "all": self.all_,
        }
        return tuple(name for name, value in named.items() if value is not None)

    def looks_at(self) -> Iterator[str]:
        """The ids of the fields that decide this condition."""
        if self.field:
            yield self.field
        for part in (*(self.any_ or ()), *(self.all_ or ())):
            yield from part.looks_at()


class Field(Part):
    """One question (項目)."""

    id: FieldCode
    kind: FieldKind
    label: Line
    hint: Words | None = None
    required: Flag = True
    means: Meaning | None = None
    options: tuple[Option, ...] = Key(default=(), max_length=100)
    min: Whole | None = None
    max: Whole | None = None
    max_length: Annotated[Whole, Key(ge=1, le=4000)] | None = None
    rule: Name | None = None
    accept: tuple[Literal["image", "pdf"], ...] = ("image", "pdf")
    many: Flag = False
    show_if: Condition | None = None
    required_if: Condition | None = None
    private: Flag = True


class Section(Part):
    """A group of questions on one page."""

    id: Code
    title: Line
    hint: Words | None = None
    show_if: Condition | None = None
    fields: tuple[Field, ...] = Key(min_length=1, max_length=60)


class Who(Part):
    """Who may apply, and how sure the town must be of who that is."""

    may: tuple[Words, ...] = Key(min_length=1, max_length=20)
    not_for: Words | None = None
    identity: Literal["none", "mail"] = "none"


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


class Fee(Part):
    """One fee (手数料) with the law that allows it; `confirm`: the town sets the amount."""

    id: Code
    label: Line
    yen: Yen
    law: Line
    due: Words
    show_if: Condition | None = None
    confirm: Flag = False


class StatutoryLimit(Part):
    """A limit in the law that nothing stops, and what the law then lets the applicant do."""

    days: Days
    law: Line
    then: Words


class Target(Part):
    """The standard processing time (標準処理期間, 行政手続法6条); a correction request stops it."""

    days: Days
    unit: Literal["calendar", "open"] = "calendar"
    statutory: StatutoryLimit | None = None
    confirm: Flag = False


class Step(Part):
    """One step of the route through the office."""

    id: Code
    kind: Literal["review", "decision"]
    role: Literal["clerk", "chief"]
    title: Line
    days: Days | None = None


class Keep(Part):
    """How long the records are kept (保存期間)."""

    years: Annotated[Whole, Key(ge=1, le=100)]
    confirm: Flag = False


class Outcome(Part):
    """One result: what it says, on which document with which answers (`shows`), and whether reasons must stand on it."""

    id: Code
    title: Line
    effect: Literal["grant", "refuse"]
    document: Literal["decision"]
    says: Words
    shows: tuple[FieldCode, ...] = Key(default=(), max_length=20)
    reasons: Flag = False
    keep: Keep


class Notice(Part):
    """What the applicant is told when something happened."""

    id: Code
    when: Annotated[str, StringConstraints(pattern=r"^[a-z_]+\.[a-z_]+$", max_length=64)]
    subject: Line
    text: Words


class Paper(Part):
    """The paper form that this replaces: the baseline of what digital saves."""

    sheets: Annotated[Whole, Key(ge=0, le=100)]
    minutes: Annotated[Whole, Key(ge=0, le=1000)]
    seals: Annotated[Whole, Key(ge=0, le=20)]
    visits: Annotated[Whole, Key(ge=0, le=20)]
    confirm: Flag = False


ExampleAnswer = str | list[str] | dict[str, str]


class Expect(Part):
    """What an example must come to."""

    yen: Yen | None = None
    shown: tuple[FieldCode, ...] = ()
    hidden: tuple[FieldCode, ...] = ()
    outcome: Code | None = None


class Example(Part):
    """One case in full, which `procedures check` fills in and verifies."""

    title: Line
    on: Day
    answers: dict[str, ExampleAnswer]
    expect: Expect = Expect()


class Translation(Part):
    """The resident's texts in one more language."""

    title: Line
    summary: Words
    labels: dict[str, Line]


class Definition(Part):
    """One procedure (手続定義)."""

    id: Code
    title: Name
    summary: Words
    kind: Literal["申請", "届出", "請求", "申込"]
    law: Line
    regime: Literal["行政手続法", "行政手続条例", "なし"]
    affair: Literal["自治事務", "第1号法定受託事務", "第2号法定受託事務"]
    authority: Name
    department: Code
    life_events: tuple[Code, ...] = Key(default=(), max_length=10)
    search: tuple[Name, ...] = Key(default=(), max_length=40)
    minutes: Annotated[Whole, Key(ge=1, le=240)]
    languages: tuple[Literal["ja", "en", "easy"], ...] = ("ja",)
    translations: dict[Literal["en", "easy"], Translation] = {}
    requires_mynumber: Flag = False
    who: Who
    bring: tuple[Need, ...] = Key(default=(), max_length=20)
    deadline: Words | None = None
    standards: Annotated[str, StringConstraints(min_length=1, max_length=4000)] | None = None
    facts: tuple[Fact, ...] = Key(default=(), max_length=20)
    amounts: Amounts | None = None
    channels: tuple[Literal["online", "counter", "post"], ...] = Key(min_length=1, max_length=3)
    sections: tuple[Section, ...] = Key(min_length=1, max_length=30)
    fees: tuple[Fee, ...] = Key(default=(), max_length=20)
    target: Target | None = None
    route: tuple[Step, ...] = Key(min_length=1, max_length=20)
    outcomes: tuple[Outcome, ...] = Key(min_length=1, max_length=20)
    notices: tuple[Notice, ...] = Key(default=(), max_length=20)
    publish: tuple[FieldCode, ...] = ()
    paper: Paper | None = None
    examples: tuple[Example, ...] = Key(default=(), max_length=50)

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Every question by its id, in the order in which they are asked."""
        return {field.id: field for section in self.sections for field in section.fields}

    @cached_property
    def section_of(self) -> dict[str, Section]:
        """The section in which each question stands, by the question's id."""
        return {field.id: section for section in self.sections for field in section.fields}

    @property
    def is_application(self) -> bool:
        """Whether it asks for a decision (行政手続法2条3号), whatever its law calls it."""
        return self.kind in {"申請", "請求"}

    def section(self, section_id: str) -> Section:
        """The section of this id; KeyError if there is none."""
        for section in self.sections:
            if section.id == section_id:
                return section
        raise KeyError(section_id)

    def outcome(self, outcome_id: str) -> Outcome:
        """The outcome of this id; KeyError if there is none."""
        for outcome in self.outcomes:
            if outcome.id == outcome_id:
                return outcome
        raise KeyError(outcome_id)
