"""The definition language: every kind in every rendition, every definition explained and proven by its examples."""

from __future__ import annotations

import json
from typing import get_args

import pytest

from scripts import procedures as pages
from tests.rules.asked_table import ASKED, PHOTO, SAME
from tests.rules.repository import none_of
from yakuba.procedures import examples, loader, queries
from yakuba.procedures.checks import faults
from yakuba.procedures.computations import COMPUTATIONS
from yakuba.procedures.definition import FieldKind, StepKind
from yakuba.procedures.fields import KINDS, AnswerField, holds, is_answered
from yakuba.procedures.fields import schemas as schema
from yakuba.procedures.forms import AnswerForm
from yakuba.procedures.queries.phrases import KIND_WORDS
from yakuba.procedures.tests import browser
from yakuba.procedures.tests.samples import TODAY, definition, kind, with_fields

EACH = pytest.mark.parametrize("name", list(ASKED))
EACH_ASKED = pytest.mark.parametrize("name", [name for name in ASKED if KINDS[name].is_asked])
SHIPPED = pytest.mark.parametrize("path", loader.shipped(), ids=lambda path: path.stem)
# A spreadsheet takes a text that begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def asked(name, *, required=True):
    case = ASKED[name]
    question = case.question if required else f"{case.question}, required: false"
    return definition(with_fields(*question.split("\n")))


def form_of(name, data=None, *, stored=None, required=True):
    answers = {} if stored is None else {"x": stored}
    return AnswerForm(asked(name, required=required), "page", answers=answers, data=data, today=TODAY)


def answers_of(name, data, *, stored=None):
    form = form_of(name, data, stored=stored)
    assert form.is_valid(), form.errors
    return queries.with_computed(asked(name), form.cleaned_answers(), today=TODAY)


def said(value, same):
    return same if value is SAME else value


# Kinds ------------------------------------------------------------------------------------------
def test_there_is_one_class_for_every_kind_of_the_language_and_one_row_of_the_table():
    assert set(KINDS) == set(get_args(FieldKind)) == set(ASKED) == set(KIND_WORDS)


@EACH
def test_the_form_field_carries_exactly_the_label_of_the_definition(name):
    case, bound = ASKED[name], form_of(name)["x"]
    assert isinstance(bound.field, AnswerField)
    assert bound.label == kind(case.question).field.label
    assert (bound.kind_name, bound.is_group, bound.first_id) == (name, case.is_group, case.first_id)
    assert f'id="{case.first_id}"' in str(bound)


@EACH
def test_what_is_typed_is_stored_in_its_one_form(name):
    before = [PHOTO] if name == "file" else None
    assert answers_of(name, ASKED[name].typed, stored=before)["x"] == ASKED[name].stored


@EACH
def test_what_is_stored_is_json_and_stays_the_same(name):
    assert json.loads(json.dumps(ASKED[name].stored)) == ASKED[name].stored
    assert is_answered(ASKED[name].stored)


@EACH
def test_people_read_the_answer_as_text_and_as_lines(name):
    case, one = ASKED[name], kind(ASKED[name].question)
    assert one.text(case.stored) == case.text
    assert one.lines(case.stored) == said(case.lines, [(one.field.label, case.text)])


@EACH
def test_the_rows_of_a_page_are_the_lines_of_the_kind(name):
    answers = queries.with_computed(
        asked(name), {"n": 65000, "m": 3000, "x": ASKED[name].stored}, today=TODAY
    )
    rows = [
        row for section in queries.rows(asked(name), answers) for row in section.rows if row.field_id == "x"
    ]
    assert [(row.label, row.text) for row in rows] == kind(ASKED[name].question).lines(ASKED[name].stored)


@EACH
def test_the_schema_describes_what_is_stored_and_nothing_else(name):
    case, one = ASKED[name], kind(ASKED[name].question)
    told = one.schema()
    assert told["title"] == one.field.label
    assert case.schema.items() <= told.items()
    assert schema.faults(told, case.stored) == []
    for wrong in (None, "", 1.5, -1, {}, [], {"instead": "never"}, [{"zzz": 1}], "\ue000" * 5000):
        assert not schema.fits(told, wrong), wrong


@EACH
def test_open_data_gets_the_published_value(name):
    case, one = ASKED[name], kind(ASKED[name].question)
    assert one.published(case.stored) == said(case.published, case.stored)
    json.dumps(one.published(case.stored))


@EACH
def test_a_spreadsheet_gets_one_cell(name):
    assert kind(ASKED[name].question).cell(ASKED[name].stored) == said(ASKED[name].cell, ASKED[name].text)


def hostile(value, begin):
    """The same answer with the beginning of a formula before every text in it."""
    if isinstance(value, dict):
        return {key: hostile(part, begin) for key, part in value.items()}
    if isinstance(value, list):
        return [hostile(part, begin) for part in value]
    return f"{begin}cmd|' /C calc'!A0" if isinstance(value, str) else value


@EACH
@pytest.mark.parametrize("begin", FORMULA)
def test_a_cell_is_never_a_formula(name, begin):
    one, stored = kind(ASKED[name].question), hostile(ASKED[name].stored, begin)
    for answer in (ASKED[name].stored, stored if schema.fits(one.schema(), stored) else ASKED[name].stored):
        assert not str(one.cell(answer)).startswith(FORMULA)


@EACH
def test_an_example_is_read_like_an_answer(name):
    stored = kind(ASKED[name].question).from_example(said(ASKED[name].example, ASKED[name].stored))
    if name == "file":
        assert [entry["name"] for entry in stored] == [PHOTO["name"]]
    else:
        assert stored == ASKED[name].stored


@EACH
def test_the_stored_answer_is_shown_in_the_controls(name):
    form = form_of(name, stored=ASKED[name].stored)
    if name == "computed":
        form = AnswerForm(asked(name), "page", answers={"n": 65000, "m": 3000}, today=TODAY)
    assert ASKED[name].shown in str(form["x"])


@EACH_ASKED
def test_what_a_browser_sends_for_it_is_stored_as_the_same(name):
    stored = ASKED[name].stored
    posted = kind(ASKED[name].question).posted(stored)
    shown = browser.sent(str(form_of(name, stored=stored)["x"]))
    assert answers_of(name, posted, stored=stored) == {"x": stored}
    assert answers_of(name, shown, stored=stored) == {"x": stored}


@EACH_ASKED
def test_a_required_answer_that_is_missing_is_asked_for_by_name(name):
    form = form_of(name, {})
    assert not form.is_valid()
    assert kind(ASKED[name].question).field.label in form.errors["x"][0]
    assert form.errors["x"][0].endswith("ください")


@EACH_ASKED
def test_an_optional_answer_may_be_left_empty_on_the_page(name):
    empty = browser.sent(str(form_of(name, required=False)["x"]))
    form = form_of(name, empty, required=False)
    assert form.is_valid(), form.errors
    assert form.cleaned_answers() == {}


@EACH_ASKED
def test_a_page_says_whether_the_question_stood_on_it(name):
    """So a question that an answer brings up is seen before anybody goes on, also when it may stay empty."""
    widget = kind(ASKED[name].question).widget()
    assert widget.value_omitted_from_data({}, {}, "x")
    assert not widget.value_omitted_from_data(browser.sent(str(form_of(name)["x"])), {}, "x")


@EACH
def test_no_control_has_an_inline_style_or_script(name):
    html = str(form_of(name, stored=ASKED[name].stored)["x"])
    assert "style=" not in html
    assert "<script" not in html
    assert " on" not in html.replace(" one", "")


@EACH
def test_every_test_of_a_condition_works_on_the_kind(name):
    fields, stored = asked(name).fields, ASKED[name].stored
    written = {"choices": "online", "computed": "68000"}.get(name, said(ASKED[name].example, stored))
    tests = kind(ASKED[name].question).giving.tests if name == "computed" else KINDS[name].tests
    assert tests <= {"answered", "is", "not", "more_than", "less_than"}
    expected = {"is": True, "not": False, "more_than": False, "less_than": False}
    for test in tests - {"answered"}:
        text = f"id: y, kind: text, label: 後, show_if: {{field: x, {test}: '{written}'}}"
        loaded = definition(with_fields(*ASKED[name].question.split("\n"), text))
        assert holds(loaded.fields["y"].show_if, fields, {"x": stored}) is expected[test]
        assert not holds(loaded.fields["y"].show_if, fields, {})


@EACH
def test_every_kind_can_be_explained(name):
    assert f"（{KIND_WORDS[name]}" in queries.explain(asked(name))


# Definitions ------------------------------------------------------------------------------------
@SHIPPED
def test_every_definition_loads_explains_itself_and_passes_its_examples(path):
    loaded = loader.load(path.read_text(encoding="utf-8"), source=path.name)
    assert faults(loaded) == []
    assert examples.failures(loaded) == []
    assert loaded.title in queries.explain(loaded)
    assert loaded.id == path.stem


@SHIPPED
def test_every_definition_has_an_example_of_each_outcome(path):
    loaded = loader.load(path.read_text(encoding="utf-8"))
    expected = {example.expect.outcome for example in loaded.examples}
    assert {outcome.id for outcome in loaded.outcomes} <= expected


def test_the_shipped_definitions_use_every_kind():
    shipped = [loader.load(path.read_text(encoding="utf-8")) for path in loader.shipped()]
    fields = [field for loaded in shipped for field in loaded.all_fields.values()]
    given = {COMPUTATIONS[field.rule].gives for field in fields if field.kind == "computed"}
    assert {field.kind for field in fields} | given == set(KINDS)


def test_the_shipped_definitions_use_every_sort_of_procedure_and_of_step():
    towns = {path.parent.name for path in loader.shipped_variants()}
    shipped = [loader.load_written(one) for town in towns for one in loader.written_for(town).values()]
    assert {loaded.kind for loaded in shipped} == {"申請", "届出", "請求", "申込", "アンケート"}
    assert {step.kind for loaded in shipped for step in loaded.route} == set(get_args(StepKind))


# Their pages ------------------------------------------------------------------------------------
def test_the_pages_of_the_definitions_are_current():
    """They are read by officials; a change of a definition changes its page, and reading the diff is the approval."""
    written = {path.name: path.read_text(encoding="utf-8") for path in pages.FOLDER.glob("*.md")}
    wanted = pages.texts()
    old = sorted(name for name in {*written, *wanted} if written.get(name) != wanted.get(name))
    none_of([f"docs/officials/procedures/{name} is old: run `{pages.COMMAND}`" for name in old])


def test_a_page_holds_every_line_of_the_explanation():
    loaded = definition()
    page = pages.page_of(loaded)
    for line in queries.explain(loaded).splitlines()[1:]:
        assert pages.plain(line) in page
