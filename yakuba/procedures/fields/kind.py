"""What a kind of field is: one class with every rendition, so that nobody else ever asks for the type."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext as _

from yakuba.core.tables import safe_text
from yakuba.procedures.fields.bound import AnswerField, Wrong, WrongItems

if TYPE_CHECKING:
    from django.forms import Widget

    from yakuba.procedures.definition import Field

__all__ = ["MAX_TYPED", "Kind", "Wrong", "WrongItems", "part_of", "quoted"]

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
    # Whether anybody is asked; what follows from other answers is only shown.
    is_asked: ClassVar[bool] = True

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
        return _("{label}を入力してください").format(label=quoted(self.field.label))

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

    def known(self, stored: Any) -> Any:
        """The answer as a fact that other procedures can be filled with."""
        return stored

    def people(self, _stored: Any) -> list[dict[str, Any]]:
        """Whom an answer names beside the applicant, each as facts by meaning ("person.name", …)."""
        return []

    def from_known(self, known: Any) -> Any:
        """The stored value of a fact that is known from elsewhere by its meaning; None where it does not fit."""
        return known

    def lacks(self, _stored: Any) -> bool:
        """Whether something that must be answered is missing inside an answer: only where it repeats questions."""
        return False

    def matches(self, stored: Any, written: str) -> bool:
        """Whether a stored answer is the one that a condition names."""
        return bool(stored == self.from_example(written))

    def entries(self, _stored: Any) -> list[dict[str, Any]]:
        """The files in a stored answer: {"id", "name", "size", "type"}."""
        return []

    @property
    def most_entries(self) -> int:
        """How many files an answer may hold: none, unless it is one of files."""
        return 0

    # Renditions ----------------------------------------------------------------------------------

    def text(self, stored: Any) -> str:
        """The answer as people read it."""
        return str(stored)

    def lines(self, stored: Any) -> list[tuple[str, str]]:
        """The answer as rows of label and text: one, unless the question repeats others."""
        return [(self.field.label, self.text(stored))]

    @abstractmethod
    def schema(self) -> dict[str, Any]:
        """The stored value as JSON Schema (2020-12)."""

    def published(self, stored: Any) -> Any:
        """The answer as open data."""
        return stored

    def cell(self, stored: Any) -> Any:
        """The answer as one spreadsheet cell, which is never a formula."""
        return safe_text(self.text(stored))

    def classes(self) -> dict[str, str]:
        """The answers that can be counted, code to label; none where every answer is read by itself."""
        return {}

    def counted(self, _stored: Any) -> list[str]:
        """The codes of `classes` under which an answer counts."""
        return []

    # Definition ----------------------------------------------------------------------------------

    def faults(self) -> list[tuple[str, str, str]]:
        """What is wrong with this field in its definition: (key, message, suggestion)."""
        return []


def quoted(label: str) -> str:
    """The label inside a sentence: a plain noun as it is, a question or a long label in brackets."""
    is_plain = len(label) <= 20 and not label.endswith(("か", "？", "?", "。"))
    return (_("{label}") if is_plain else _("「{label}」")).format(label=label)


def part_of(label: str, part: str) -> str:
    """One box of a question inside a sentence."""
    return _("{label}の{part}").format(label=label, part=part)
