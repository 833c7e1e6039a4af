"""What is asked: sections, fields, choices, and the conditions under which they show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field as Key
from pydantic import StringConstraints, model_validator

from yakuba.procedures.definition.parts import Clock, Code, FieldCode, Flag, Line, Name, Part, Whole, Words

if TYPE_CHECKING:
    from collections.abc import Iterator


FieldKind = Literal[
    "text",
    "long_text",
    "kana",
    "number",
    "count",
    "money",
    "yes_no",
    "choice",
    "choices",
    "date",
    "time",
    "person",
    "mail",
    "telephone",
    "postal_code",
    "address",
    "bank_account",
    "agreement",
    "file",
    "group",
    "computed",
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
    "household.children",
    "household.members",
    "member.name",
    "member.kana",
    "member.birth_date",
    "member.relation",
]
# The kind of the field that carries a meaning; versions of before the contact kinds wrote `text` with a rule.
KINDS_OF_MEANING: dict[str, tuple[str, ...]] = {
    "person.name": ("person",),
    "person.kana": ("kana",),
    "person.birth_date": ("date",),
    "person.postal_code": ("postal_code", "text"),
    "person.address": ("address", "text"),
    "person.telephone": ("telephone", "text"),
    "person.mail": ("mail", "text"),
    "notice.channel": ("choice",),
    # Groups with one item for each of the applicant's household, and what stands in such an item.
    "household.children": ("group",),
    "household.members": ("group",),
    "member.name": ("person",),
    "member.kana": ("kana",),
    "member.birth_date": ("date",),
    "member.relation": ("choice",),
}
# デジタル手続法 7条: electronically only if the applicant chose it, else on paper by post.
NOTICE_CHANNELS = ("online", "post")


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
    unit: Annotated[str, StringConstraints(min_length=1, max_length=10)] | None = None
    earliest: Clock | None = None
    latest: Clock | None = None
    rule: Name | None = None
    of: tuple[FieldCode, ...] = Key(default=(), max_length=20)
    accept: tuple[Literal["image", "pdf"], ...] = ("image", "pdf")
    many: Flag = False
    later: Flag = False
    known: Words | None = None
    item: Name | None = None
    fields: tuple[Field, ...] = Key(default=(), max_length=30)
    show_if: Condition | None = None
    required_if: Condition | None = None
    private: Flag = True

    @property
    def inner(self) -> dict[str, Field]:
        """The questions of one item of a group, by id; none for every other kind."""
        return {field.id: field for field in self.fields}


class Section(Part):
    """A group of questions on one page."""

    id: Code
    title: Line
    hint: Words | None = None
    show_if: Condition | None = None
    fields: tuple[Field, ...] = Key(min_length=1, max_length=60)
