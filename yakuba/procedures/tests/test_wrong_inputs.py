"""Everything people type: made alike where the meaning is clear, refused with a helpful sentence where it is not."""

import datetime
import html
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict
from hypothesis import given
from hypothesis import strategies as st

from yakuba.core import dates
from yakuba.procedures.fields import KINDS
from yakuba.procedures.fields import schemas as schema
from yakuba.procedures.forms import AnswerForm
from yakuba.procedures.tests import odd_values, odd_words
from yakuba.procedures.tests.odd_words import Says
from yakuba.procedures.tests.samples import TODAY, definition, kind, with_fields

TEXT = "id: x, kind: text, label: 住所"
MONEY = "id: x, kind: money, label: 家賃"
PERSON = "id: x, kind: person, label: 氏名"
# (kind, keys of the field, what is typed, the stored answer or what is said)
INPUTS = [*odd_words.INPUTS, *odd_values.INPUTS]
TAKEN = [row for row in INPUTS if not isinstance(row[3], Says)]
REFUSED = [row for row in INPUTS if isinstance(row[3], Says)]


def controls(name, typed):
    """What a browser sends: a text or a list under the plain name, the boxes of a day, a name, an account, items."""
    if name == "date" and isinstance(typed, tuple):
        return dict(zip(("x_era", "x_year", "x_month", "x_day"), typed, strict=True))
    if name == "person" and isinstance(typed, tuple):
        return dict(zip(("x_family", "x_given"), typed, strict=True))
    if name == "group":
        return {"x_items": str(len(typed))} | {
            f"x__{number}__{box}": value for number, item in enumerate(typed) for box, value in item.items()
        }
    if isinstance(typed, dict):
        return {f"x_{box}": value for box, value in typed.items()}
    if name == "file":
        return {"x_instead": typed} if isinstance(typed, str) else {}
    return {"x": typed}


def form_for(name, keys, typed):
    return form_of(f"id: x, kind: {name}, {keys}", typed)


def form_of(question, typed):
    name = kind(question).name
    uploads = typed if name == "file" and isinstance(typed, list) else []
    return AnswerForm(
        definition(with_fields(question)),
        "page",
        answers={},
        data=controls(name, typed) | {"x_asked": "1"},
        files=MultiValueDict({"x": [SimpleUploadedFile(*upload) for upload in uploads]}),
        today=TODAY,
    )


def test_the_table_is_long_and_has_every_kind_that_is_asked():
    asked = {name for name, kind_ in KINDS.items() if kind_.is_asked}
    assert len(INPUTS) >= 300
    assert {row[0] for row in INPUTS} == asked
    assert {row[0] for row in REFUSED} == asked
    assert {row[0] for row in TAKEN} == asked
    assert len({repr(row) for row in INPUTS}) == len(INPUTS)


@pytest.mark.parametrize(("name", "keys", "typed", "stored"), TAKEN)
def test_what_is_clear_is_taken_in_one_form(name, keys, typed, stored):
    form = form_for(name, keys, typed)
    assert form.is_valid(), form.errors
    assert form.cleaned_answers() == {"x": stored}
    assert json.loads(json.dumps(stored)) == stored
    assert schema.faults(kind(f"id: x, kind: {name}, {keys}").schema(), stored) == []


@pytest.mark.parametrize(("name", "keys", "typed", "said"), REFUSED)
def test_what_is_wrong_is_answered_with_field_fault_and_way_out(name, keys, typed, said):
    form = form_for(name, keys, typed)
    assert not form.is_valid()
    assert any(said in error for error in form.errors["x"]), form.errors["x"]
    assert name == "group" or len(form.errors["x"]) == 1
    for error in form.errors["x"]:
        # It names the question and says what to do; it never says only that something is wrong.
        assert form["x"].label in error or "1：" in error or "2：" in error
        assert "ください" in error
        assert not any(word in error for word in ("不正", "エラー", "無効", "None"))
    assert form.cleaned_answers() == {}


@pytest.mark.parametrize(("name", "keys", "typed", "said"), REFUSED)
def test_nothing_typed_is_lost_when_the_page_comes_again(name, keys, typed, said):
    """Radios, boxes and lists cannot show what was never one of their answers; every box shows what was typed."""
    page = html.unescape(str(form_for(name, keys, typed)["x"]))
    shown_as_typed = {"text", "long_text", "kana", "number", "count", "money", "time", "mail", "telephone"}
    if name in shown_as_typed | {"postal_code", "address"}:
        assert typed in page
    if name in {"date", "person"} and isinstance(typed, tuple):
        assert all(part in page for part in (typed[1:] if name == "date" else typed))
    if name == "bank_account":
        assert all(part in page for part in typed.values() if part != "定期")
    if name == "group":
        boxes = [
            value for item in typed for box, value in item.items() if box in {"name_family", "firm", "tel"}
        ]
        assert all(value in page for value in boxes)


HOSTILE = [
    "", " ", "\u3000", "0", "-", "null", "\x00", "\ud800", "\ue000", "\u202e", "\u200b", "😀", "<script>alert(1)</script>",
    "'; DROP TABLE x; --", "=cmd|' /C calc'!A0", "{{ 7*7 }}", "%00", "../../x", "9" * 30_000, "あ" * 30_000, "e\u0301" * 50,
    "\r\n\r\n", "true", "[]", "{}", "-1", "1e309", "٣", "Ⅳ", "２０２６",
]  # fmt: skip


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("name", sorted({row[0] for row in INPUTS}))
def test_whatever_is_sent_to_any_control_is_stored_as_the_schema_says_or_refused_with_a_way_out(
    name, hostile
):
    keys = next(row[1] for row in INPUTS if row[0] == name)
    inner = ("name_family", "name_given", "birth_year", "birth", "away", "place")
    parts = (
        "",
        "_era",
        "_year",
        "_month",
        "_day",
        "_family",
        "_given",
        "_bank",
        "_branch",
        "_type",
        "_number",
    )
    data = {f"x{part}": hostile for part in (*parts, "_holder", "_keep", "_instead", "_items", "_asked")}
    for sent in (data, data | {"x_items": "1"} | {f"x__0__{box}": hostile for box in inner}):
        form = AnswerForm(
            definition(with_fields(f"id: x, kind: {name}, {keys}")),
            "page",
            answers={},
            data=sent,
            today=TODAY,
        )
        if form.is_valid():
            stored = form.cleaned_answers()["x"]
            assert schema.faults(form["x"].field.kind.schema(), stored) == []
            form["x"].field.kind.text(stored)
        else:
            assert all("ください" in error for error in form.errors["x"]), form.errors
        assert "<script>" not in str(form["x"])


def test_hostile_text_is_only_text_in_the_page():
    form = form_of(TEXT, '"><script>alert(1)</script>')
    assert "<script>" not in str(form["x"])


def test_a_formula_is_only_text_in_a_spreadsheet():
    for text in ("=1+1", "+1", "-1", "@x", "\tx"):
        assert kind(TEXT).cell(text) == f"'{text}"
    assert kind(PERSON).cell({"family": "=cmd", "given": ""}) == "'=cmd"


@given(st.text(max_size=40))
def test_any_text_is_either_refused_or_stays_the_same_for_ever(text):
    form = form_of(TEXT, text)
    if form.is_valid():
        again = form_of(TEXT, form.cleaned_answers()["x"])
        assert again.is_valid()
        assert again.cleaned_answers() == form.cleaned_answers()


@given(st.dates(min_value=dates.EARLIEST, max_value=datetime.date(2199, 12, 31)))
def test_every_day_survives_being_stored_shown_and_stored_again(day):
    free = kind("id: x, kind: date, label: 日")
    stored = day.isoformat()
    asked = definition(with_fields("id: x, kind: date, label: 日"))
    form = AnswerForm(asked, "page", answers={}, data=free.posted(stored), today=TODAY)
    assert form.is_valid(), form.errors
    assert form.cleaned_answers() == {"x": stored}
    assert free.from_example(free.text(stored)) == stored


@given(st.integers(min_value=0, max_value=999_999_999))
def test_every_amount_survives_being_stored_shown_and_stored_again(amount):
    money = kind(MONEY)
    assert money.from_example(money.text(amount)) == amount


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_name_is_either_refused_or_stays_the_same_for_ever(family, given_name):
    form = form_of(PERSON, (family, given_name))
    if form.is_valid():
        person = kind(PERSON)
        stored = form.cleaned_answers()["x"]
        again = AnswerForm(
            definition(with_fields(PERSON)), "page", answers={}, data=person.posted(stored), today=TODAY
        )
        assert again.is_valid(), again.errors
        assert again.cleaned_answers() == {"x": stored}
