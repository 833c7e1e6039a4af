"""The definition as a whole: every section of one procedure."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field as Key
from pydantic import StringConstraints

from yakuba.procedures.definition.before import Amounts, Fact, Fee, Need, Open, Paper, Who
from yakuba.procedures.definition.examples import Example
from yakuba.procedures.definition.parts import Code, FieldCode, Flag, Line, Name, Part, Whole, Words
from yakuba.procedures.definition.questions import Section
from yakuba.procedures.definition.route import Appeal, FollowUp, Notice, Outcome, Step, Target, Together
from yakuba.procedures.definition.translations import Translation

if TYPE_CHECKING:
    from yakuba.procedures.definition.questions import Field


class Definition(Part):
    """One procedure (手続定義)."""

    id: Code
    title: Name
    summary: Words
    kind: Literal["申請", "届出", "請求", "申込", "アンケート"]
    anonymous: Flag = False
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
    audience: tuple[Literal["resident", "mover", "outside", "business", "anyone"], ...] = ("anyone",)
    open_: Open | None = Key(default=None, alias="open")
    several: Literal["any", "one_open", "once"] = "any"
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
    route: tuple[Step, ...] = Key(default=(), max_length=20)
    outcomes: tuple[Outcome, ...] = Key(min_length=1, max_length=20)
    appeal: Appeal | None = None
    follow_ups: tuple[FollowUp, ...] = Key(default=(), max_length=10)
    together: tuple[Together, ...] = Key(default=(), max_length=5)
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

    @cached_property
    def all_fields(self) -> dict[str, Field]:
        """Every question, those inside groups too, by its id."""
        return {one.id: one for field in self.fields.values() for one in (field, *field.fields)}

    @property
    def is_survey(self) -> bool:
        """Whether its answers are only counted (アンケート)."""
        return self.kind == "アンケート"

    @property
    def is_application(self) -> bool:
        """Whether it asks for a decision (行政手続法2条3号), whatever its law calls it."""
        return self.kind in {"申請", "請求"}

    def in_language(self, language: str) -> Definition:
        """The same procedure with the resident's texts in another language; Japanese where there is none."""
        translation = self.translations.get(language)  # type: ignore[call-overload]
        if translation is None:
            return self
        spoken: dict[str, Definition] = self.__dict__.setdefault("_spoken", {})
        if language not in spoken:
            spoken[language] = self.model_copy(
                update={
                    "title": translation.title,
                    "summary": translation.summary,
                    "sections": tuple(translation.section(section) for section in self.sections),
                }
            )
            # What was worked out for the Japanese texts is worked out anew.
            for name in ("fields", "section_of", "all_fields", "_spoken"):
                spoken[language].__dict__.pop(name, None)
        return spoken[language]

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
