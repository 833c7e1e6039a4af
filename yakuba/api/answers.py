"""Answers as JSON: looked at by the schema of each kind, then taken through the one form that pages use too."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.http import QueryDict

from yakuba.applications import queries
from yakuba.procedures import queries as procedures
from yakuba.procedures.fields import kind_of
from yakuba.procedures.fields.schemas import faults
from yakuba.procedures.forms import AnswerForm, example_data

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from yakuba.api.problems import Where
    from yakuba.applications.models import Application

UNKNOWN = "この手続に、この質問はありません"
HIDDEN = "ほかの答えと合わないため、この質問はありません"
FIXED = "補正の対象ではないため、変えられません"
FILES = "ファイルは、ここには書けません。/files/ に送るか、そこで消してください"


@dataclass
class Read:
    """The answers of each section as they would be kept, and what is wrong with those that were given."""

    sections: dict[str, dict[str, Any]] = field(default_factory=dict)
    errors: list[Where] = field(default_factory=list)


def read(application: Application, given: Mapping[str, Any], *, today: datetime.date) -> Read:
    """Read given answers beside those that are there; null takes one back, what is computed is passed over."""
    found = Read(errors=_misshapen(application, given))
    if found.errors:
        return found
    asked = procedures.asked(application.definition)
    wanted = {name: value for name, value in given.items() if name in asked}
    merged = {**application.answers, **wanted}
    merged = {name: value for name, value in merged.items() if value is not None}
    only = queries.correctable(application, merged)
    found.errors = _misplaced(application, wanted, merged, only)
    if not found.errors:
        _read_sections(application, found, merged=merged, only=only, given=set(wanted), today=today)
    return found


def _misshapen(application: Application, given: Mapping[str, Any]) -> list[Where]:
    fields = application.definition.fields
    errors: list[Where] = []
    for name, value in given.items():
        if name not in fields:
            errors.append((("answers", name), UNKNOWN))
        elif value is not None and kind_of(fields[name]).is_asked:
            wrong = faults(kind_of(fields[name]).schema(), value, ("answers", name))
            errors += [(fault.path, fault.sentence) for fault in wrong]
    return errors


def _misplaced(
    application: Application, wanted: dict[str, Any], merged: dict[str, Any], only: set[str] | None
) -> list[Where]:
    before = application.answers
    errors: list[Where] = []
    standing = procedures.shown(application.definition, merged)
    for name, value in wanted.items():
        if value == before.get(name):
            continue
        if only is not None and name not in only:
            errors.append((("answers", name), FIXED))
        elif value is not None and name not in standing:
            errors.append((("answers", name), HIDDEN))
        elif procedures.files_in(application.definition, {name: value}, name) or _drops_files(
            application, name
        ):
            errors.append((("answers", name), FILES))
    return errors


def _drops_files(application: Application, name: str) -> bool:
    return bool(procedures.files_in(application.definition, application.answers, name))


def _read_sections(
    application: Application,
    found: Read,
    *,
    merged: dict[str, Any],
    only: set[str] | None,
    given: set[str],
    today: datetime.date,
) -> None:
    definition, progress = application.definition, dict(application.answers)
    for section in definition.sections:
        ids = [question.id for question in section.fields]
        form = AnswerForm(
            definition,
            section.id,
            answers=progress,
            data=_as_sent(example_data(definition, section.id, merged)),
            only=only,
            today=today,
        )
        if not form.is_valid() and not form.lacks_only_answers():
            found.errors += _said(form)
        shown = {question.id for question in form.shown_fields()}
        kept = {name: value for name, value in progress.items() if name in ids and name not in shown}
        kept = (kept if only is not None else {}) | form.cleaned_answers()
        before = {name: value for name, value in progress.items() if name in ids}
        if kept != before or given & set(ids):
            found.sections[section.id] = kept
        progress = {name: value for name, value in progress.items() if name not in ids} | kept


def _said(form: AnswerForm) -> list[Where]:
    """What the form found wrong, at the place in the body; answers that are only missing are asked for later."""
    said: list[Where] = []
    for name, problems in form.errors.as_data().items():
        items: dict[tuple[int, str], str] = getattr(form.fields[name].widget, "errors", {})
        if items:
            said += [(("answers", name, number, inner), words) for (number, inner), words in items.items()]
            continue
        said += [
            (("answers", name), str(words))
            for problem in problems
            if problem.code != "required"
            for words in problem.messages
        ]
    return said


def _as_sent(data: Mapping[str, Any]) -> QueryDict:
    sent = QueryDict(mutable=True)
    for name, value in data.items():
        sent.setlist(name, value if isinstance(value, list) else [value])
    return sent
