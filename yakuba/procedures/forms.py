"""The one form: a section of any definition as a Django form, with the conditions decided by the server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy

from yakuba.procedures import rules
from yakuba.procedures.buttons import Pressed, pressed
from yakuba.procedures.fields import (
    AnswerField,
    Computed,
    FileAnswer,
    Wrong,
    WrongItems,
    is_answered,
    kind_of,
)
from yakuba.procedures.fields.repeated import next_address
from yakuba.procedures.queries.answers import holds, is_required

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Mapping

    from django.core.files.uploadedfile import UploadedFile

    from yakuba.procedures.definition import Condition, Definition, Field

__all__ = ["AnswerForm", "Pressed", "example_data", "pressed"]

APPEARED = gettext_lazy("前の答えに合わせて、この質問が増えました。")
_MAY = gettext_lazy("答えがあれば入力して、もう一度進んでください")


class AnswerForm(forms.Form):
    """The questions of one section that stand for the answers so far and for what was just typed.

    `answers` are the stored answers of the whole application, `today` is the day that rules compare with, `only`
    names the fields of a correction. Without JavaScript a question that an answer on this page brings up is not
    on the page yet: then the form is not valid, and shows the page again with that question (`appeared`).
    """

    use_required_attribute = False

    def __init__(
        self,
        definition: Definition,
        section_id: str,
        *,
        answers: Mapping[str, Any],
        data: Any = None,
        files: Any = None,
        today: datetime.date,
        only: set[str] | None = None,
    ) -> None:
        super().__init__(data, files, label_suffix="")
        self.definition = definition
        self.section = definition.section(section_id)
        self.answers = dict(answers)
        self.only = only
        self.today = today
        self.appeared: list[str] = []
        self.stored: dict[str, Any] = {}
        self.uploads: dict[str, list[UploadedFile[bytes]]] = {}
        # The answers as far as they are known at each question: conditions only look up.
        self._known = self._standing_before()
        for question in self._questions():
            self._add(question)

    # Building ------------------------------------------------------------------------------------

    def _standing_before(self) -> dict[str, Any]:
        """The stored answers of the sections above, without stale ones to hidden questions."""
        standing: dict[str, Any] = {}
        for section in self.definition.sections:
            if section.id == self.section.id:
                break
            if holds(section.show_if, self.definition, standing):
                for question in section.fields:
                    if holds(question.show_if, self.definition, standing):
                        standing[question.id] = self.answers.get(question.id)
        return standing

    def _questions(self) -> Iterator[Field]:
        if not holds(self.section.show_if, self.definition, self._known):
            return
        before = dict(self._known)
        asked: set[str] = set()
        for question in self.section.fields:
            stood = holds(question.show_if, self.definition, before)
            if stood:
                before[question.id] = self.answers.get(question.id)
            if not holds(question.show_if, self.definition, self._known):
                continue
            if self._is_wanted(question, asked):
                asked.add(question.id)
                if self.is_bound and self._is_new(question, stood=stood):
                    self.appeared.append(question.id)
                yield question
            else:
                self._known[question.id] = self.answers.get(question.id)

    def _is_wanted(self, question: Field, asked: set[str]) -> bool:
        """In a correction: the named fields, and those that a changed one brings up without an answer."""
        if self.only is None or question.id in self.only:
            return True
        depends = bool(asked & set(_looks_at(question.show_if)))
        return depends and not is_answered(self.answers.get(question.id))

    def _is_new(self, question: Field, *, stood: bool) -> bool:
        widget = kind_of(question).widget()
        return not stood and widget.value_omitted_from_data(self.data, self.files, question.id)

    def _add(self, question: Field) -> None:
        kind = kind_of(question)
        field = kind.form_field()
        field.required = is_required(question, self.definition, self._known)
        if isinstance(kind, Computed):
            # From what is known at this place, whatever was computed before or sent.
            self._known[question.id] = value = kind.compute(self._known, self.today)
            field.initial = kind.initial(value)
            self.fields[question.id] = field
            return
        field.initial = kind.initial(self.answers.get(question.id))
        field.decides = self._decides(question)
        if address := next_address(self.section.fields, question):
            field.widget.fills = address
        self.fields[question.id] = field
        self._known[question.id] = self._typed(field) if self.is_bound else self.answers.get(question.id)

    def _typed(self, field: AnswerField) -> Any:
        """What was typed, as far as conditions below need it: a wrong answer counts as none."""
        name = field.kind.field.id
        try:
            raw = field.widget.value_from_datadict(self.data, self.files, name)
            cleaned = field.kind.read(raw, field.initial)
            if isinstance(cleaned, FileAnswer):
                return field.kind.stored(cleaned) if cleaned.instead else [*cleaned.kept, *cleaned.uploads]
            return rules.apply(field.kind.field, field.kind.stored(cleaned), today=self.today)
        except Wrong:
            return None

    def _decides(self, question: Field) -> bool:
        below = [other for other in self.section.fields if other.id != question.id]
        return any(
            question.id in _looks_at(condition)
            for other in below
            for condition in (other.show_if, other.required_if)
        )

    # Cleaning ------------------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        """Turn what was typed into stored answers by each kind and rule."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name, value in list(cleaned.items()):
            self._keep(self._field(name), name, value)
        for name in self.appeared:
            self.errors.pop(name, None)
            field = self._field(name)
            self.add_error(name, f"{APPEARED}{field.kind.ask() if field.required else _MAY}")
        return cleaned

    def _keep(self, field: AnswerField, name: str, value: Any) -> None:
        if not field.is_asked:
            return
        if isinstance(value, FileAnswer) or field.kind.name == "file":
            self.uploads[name] = list(value.uploads) if value else []
        try:
            stored = rules.apply(field.kind.field, field.kind.stored(value), today=self.today)
        except WrongItems as wrong:
            field.widget.errors = wrong.errors
            self.add_error(name, wrong.messages)
            return
        except Wrong as wrong:
            self.add_error(name, str(wrong))
            return
        if is_answered(stored):
            self.stored[name] = stored

    def lacks_only_answers(self) -> bool:
        """Whether nothing is wrong but that questions are not answered yet."""
        problems = {
            name: errors for name, errors in self.errors.as_data().items() if name not in self.appeared
        }
        return all(error.code == "required" for errors in problems.values() for error in errors)

    def hush(self) -> None:
        """Say nothing of what is wrong: the page is only made anew, nobody has finished it."""
        self._errors = ErrorDict()
        for field in self.fields.values():
            field.widget.errors = {}

    def cleaned_answers(self) -> dict[str, Any]:
        """The stored answers of this section's shown questions; a question left empty is not in it."""
        return dict(self.stored)

    def _field(self, name: str) -> AnswerField:
        field = self.fields[name]
        if not isinstance(field, AnswerField):
            raise TypeError(name)
        return field

    # For views -----------------------------------------------------------------------------------

    def shown_fields(self) -> list[Field]:
        """The questions on this page, in order."""
        return [self._field(name).kind.field for name in self.fields]

    def kept(self, name: str) -> list[str]:
        """The ids of a file question's entries that stay."""
        return [entry["id"] for entry in self._field(name).kind.entries(self.stored.get(name))]

    def replace_files(self, name: str, entries: list[dict[str, Any]]) -> None:
        """Let these entries be the answer, after the uploads were taken in: shown as kept, stored as they are."""
        field = self._field(name)
        before = self.stored.pop(name, None)
        # A tick instead of files stays, unless files came.
        stored = entries if entries or field.kind.entries(before) else before
        field.settle(stored)
        self.uploads[name] = []
        if is_answered(stored):
            self.stored[name] = stored


def example_data(definition: Definition, section_id: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What a browser would send for one section with these stored answers: control name to value or values."""
    sent: dict[str, Any] = {}
    for question in definition.section(section_id).fields:
        # A question left empty sends its empty controls too: that is how the form knows it was on the page.
        sent |= kind_of(question).posted(answers.get(question.id))
    return sent


def _looks_at(condition: Condition | None) -> list[str]:
    return list(condition.looks_at()) if condition else []
