"""Every question of every procedure that ships takes every string: it is taken tidied, or refused in words."""

from __future__ import annotations

import datetime

import pytest
from django.http import QueryDict

from tests.hostile.pages import Seen, encoded
from tests.hostile.strings import TABLE
from yakuba.core import text as texts
from yakuba.procedures import loader, queries
from yakuba.procedures.fields import kind_of
from yakuba.procedures.fields.schemas import faults
from yakuba.procedures.forms import AnswerForm, example_data

PROCEDURES = sorted(loader.COMMON.glob("*.yaml"))


def boxes(definition, section, answers):
    """The controls of a section as a browser would send them for these answers."""
    return [
        (name, value)
        for name, sent in example_data(definition, section, answers).items()
        for value in (sent if isinstance(sent, list) else [sent])
    ]


@pytest.mark.parametrize("path", PROCEDURES, ids=lambda path: path.stem)
def test_every_question_takes_every_string(path):
    definition = loader.load(path.read_text(encoding="utf-8"))
    example = definition.examples[-1]
    answers = queries.example_answers(definition, example)
    for section in definition.sections:
        plain = boxes(definition, section.id, answers)
        for name, string in TABLE.items():
            sent = [(box, string) for box, _ in plain]
            form = AnswerForm(
                definition,
                section.id,
                answers=answers,
                data=QueryDict(encoded(sent), encoding="utf-8"),
                today=example.on or datetime.date(2026, 11, 20),
            )
            form.is_valid()
            shown = "".join(str(bound) + str(bound.errors) for bound in form)
            assert Seen(shown).alive == [], (section.id, name)
            for field, stored in form.cleaned_answers().items():
                wrong = faults(kind_of(definition.fields[field]).schema(), stored)
                assert wrong == [], (section.id, field, name)
                assert (
                    texts.forbidden(kind_of(definition.fields[field]).text(stored).replace("\n", "")) is None
                )
            queries.rows(definition, answers | form.cleaned_answers())
