"""What a kind of field is: one class with every rendition, so that nobody else ever asks for the type."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

from yakuba.procedures.fields.bound import AnswerField, Wrong

if TYPE_CHECKING:
    from django.forms import Widget

    from yakuba.procedures.definition import Field

__all__ = ["MAX_TYPED", "Kind", "Wrong", "not_a_formula", "quoted"]

# Nothing longer is even looked at: normalising a whole book would cost time, and no question asks for one.
MAX_TYPED = 20_000


class Kind(ABC):
    """One question of one kind, in every rendition.

    `cleaned` is what the form holds (a date, files in memory), `stored` is the JSON that an application keeps;
    None stands for "not answered" in both.
    """

    name: ClassVar[str]
    # The optional keys of a definition that mean something for this kind.
    keys: ClassVar[frozenset[str]] = frozenset()
    # The tests that a condition may make on this kind.
    tests: ClassVar[frozenset[str]] = frozenset({"answered"})
    # The controls of one question, as endings of its name; a single control has the bare name.
    controls: ClassVar[tuple[str, ...]] = ("",)
    is_publishable: ClassVar[bool] = True
    # Whether one question has several controls, so that its label is the legend of a fieldset.
    has_parts: ClassVar[bool] = False

    def __init__(self, field: Field) -> None:
        self.field = field

    # Web form ------------------------------------------------------------------------------------

    def form_field(self) -> AnswerField:
        """The Django form field; its label is exactly the definition's label."""
        return AnswerField(self)

    @abstractmethod
    def widget(self) -> Widget:
        """The controls as HTML."""

    @abstractmethod
    def read(self, raw: Any, kept: Any = None) -> Any:
        """What was typed, normalised, or None if nothing was; raises Wrong. `kept`: what the form showed before."""

    def redisplayed(self, raw: Any, _kept: Any) -> Any:
        """What the controls show again after a mistake: what was typed."""
        return raw

    @property
    def is_group(self) -> bool:
        """Whether the label is the legend of a fieldset."""
        return self.has_parts

    def first_id(self, html_id: str) -> str:
        """The id of the control to which an error leads."""
        return html_id

    def ask(self) -> str:
        """The message when a required answer is missing."""
        return f"{quoted(self.field.label)}を入力してください"

    # Values --------------------------------------------------------------------------------------

    def stored(self, cleaned: Any) -> Any:
        """The JSON value that an application keeps."""
        return cleaned

    def initial(self, stored: Any) -> Any:
        """What the controls show for a stored answer."""
        return "" if stored is None else stored

    def posted(self, stored: Any) -> dict[str, Any]:
        """What a browser would send for this answer: control name to value or list of values."""
        return {self.field.id: self.initial(stored)}

    @abstractmethod
    def from_example(self, value: Any) -> Any:
        """The stored value of an answer written in YAML; raises Wrong."""

    # Renditions ----------------------------------------------------------------------------------

    def text(self, stored: Any) -> str:
        """The answer as people read it."""
        return str(stored)

    @abstractmethod
    def schema(self) -> dict[str, Any]:
        """The stored value as JSON Schema (2020-12)."""

    def published(self, stored: Any) -> Any:
        """The answer as open data."""
        return stored

    def cell(self, stored: Any) -> Any:
        """The answer as one spreadsheet cell, which is never a formula."""
        return not_a_formula(self.text(stored))

    # Definition ----------------------------------------------------------------------------------

    def faults(self) -> list[tuple[str, str, str]]:
        """What is wrong with this field in its definition: (key, message, suggestion)."""
        return []


def quoted(label: str) -> str:
    """The label inside a sentence: a plain noun as it is, a question or a long label in brackets."""
    is_plain = len(label) <= 20 and not label.endswith(("か", "？", "?", "。"))
    return label if is_plain else f"「{label}」"


def not_a_formula(text: str) -> str:
    """Text that a spreadsheet takes as text, whatever a hostile applicant typed (CSV injection)."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
