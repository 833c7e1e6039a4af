"""The definition language: every kind in every rendition, every definition explained and proven by its examples."""

from __future__ import annotations

import json
from typing import get_args

import pytest
from django.forms import Field as FormField

from yakuba.procedures import examples, loader, queries
from yakuba.procedures.checks import faults
from yakuba.procedures.definition import Field, FieldKind
from yakuba.procedures.fields import KINDS, Kind

# One question of each kind, an answer as an author writes it, and how people read it.
ASKED = {
    "text": ({}, "長倉2000番地", "長倉2000番地"),
    "long_text": ({}, "一行目\n二行目", "一行目\n二行目"),
    "kana": ({}, "みほん はなこ", "ミホン ハナコ"),
    "number": ({}, "12", "12"),
    "money": ({}, "3000", "3,000円"),
    "yes_no": ({}, "はい", "はい"),
    "choice": (
        {"options": [{"id": "counter", "label": "窓口"}, {"id": "post", "label": "郵便"}]},
        "post",
        "郵便",
    ),
    "date": ({}, "令和8年11月20日", "令和8年11月20日"),
    "person": ({}, "見本 花子", "見本 花子"),
    "file": ({}, ["写真.jpg"], "写真.jpg"),
}
RENDITIONS = (
    "form_field",
    "stored",
    "initial",
    "posted",
    "text",
    "schema",
    "published",
    "cell",
    "from_example",
)
JSON_TYPES = {"string": str, "integer": int, "boolean": bool, "object": dict, "array": list}


def kind(name: str) -> Kind:
    more = ASKED[name][0]
    return KINDS[name](Field.model_validate({"id": "x", "kind": name, "label": "項目", **more}))


def test_there_is_one_class_for_every_kind_of_the_language_and_a_sample_here():
    assert set(KINDS) == set(get_args(FieldKind)) == set(ASKED)


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_has_every_rendition(name):
    one = kind(name)
    assert all(callable(getattr(one, rendition)) for rendition in RENDITIONS)
    stored = one.from_example(ASKED[name][1])
    assert json.loads(json.dumps(stored)) == stored
    assert ASKED[name][2] in one.text(stored)
    assert isinstance(stored, JSON_TYPES[one.schema()["type"]])
    assert str(one.cell(stored))
    assert one.posted(stored)
    one.initial(stored)
    if one.is_publishable:
        json.dumps(one.published(stored))


@pytest.mark.parametrize("name", KINDS)
def test_a_control_is_labelled_exactly_as_the_definition_says(name):
    field = kind(name).form_field()
    assert isinstance(field, FormField)
    assert field.label == "項目"


@pytest.mark.parametrize("path", loader.shipped(), ids=lambda path: path.stem)
def test_every_definition_loads_explains_itself_and_passes_its_examples(path):
    definition = loader.load(path.read_text(encoding="utf-8"), source=path.name)
    assert faults(definition) == []
    assert examples.failures(definition) == []
    assert definition.title in queries.explain(definition)
    assert definition.id == path.stem


@pytest.mark.parametrize("path", loader.shipped(), ids=lambda path: path.stem)
def test_every_definition_has_an_example_of_each_outcome(path):
    definition = loader.load(path.read_text(encoding="utf-8"))
    expected = {example.expect.outcome for example in definition.examples}
    assert {outcome.id for outcome in definition.outcomes} <= expected


def test_the_shipped_definitions_use_most_kinds():
    used = {
        field.kind
        for path in loader.shipped()
        for field in loader.load(path.read_text(encoding="utf-8")).fields.values()
    }
    assert used >= {"text", "long_text", "kana", "yes_no", "choice", "date", "person", "file"}
