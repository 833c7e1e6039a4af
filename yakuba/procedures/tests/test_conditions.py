"""What is shown and required: a condition looks up, and the server decides."""

import pytest

from yakuba.procedures import queries
from yakuba.procedures.forms import AnswerForm
from yakuba.procedures.tests.samples import GOOD, HEAD, TAIL, TODAY, definition, with_fields

CHOICE = "id: c, kind: choice, label: 色, options: [{id: red, label: 赤}, {id: blue, label: 青}, {id: green, label: 緑}]"
YES = "id: y, kind: yes_no, label: はいか, required: false"
NUMBER = "id: n, kind: number, label: 数"
DATE = "id: d, kind: date, label: 日"
TEXT = "id: t, kind: text, label: 文, required: false"
CHOICES = CHOICE.replace("kind: choice", "kind: choices")
COUNT = "id: n, kind: count, label: 枚数"
TIME = "id: t, kind: time, label: 時刻"
POST = "id: p, kind: postal_code, label: 郵便番号"
AGREE = "id: a, kind: agreement, label: 同意します。, required: false"
GROUP = "id: g, kind: group, label: 子, required: false, fields: [{id: i, kind: text, label: 名}]"
BANK = "id: b, kind: bank_account, label: 口座, required: false"
FILE = "id: f, kind: file, label: 書類, later: true"
SUM = "id: s, kind: computed, label: 計, rule: sum, of: [n]"


def stands(above, condition, answers):
    loaded = definition(with_fields(*above, f"id: x, kind: text, label: 結果, show_if: {condition}"))
    return "x" in queries.shown(loaded, answers)


@pytest.mark.parametrize(
    ("above", "condition", "answers", "expected"),
    [
        ([CHOICE], "{field: c, is: red}", {"c": "red"}, True),
        ([CHOICE], "{field: c, is: red}", {"c": "blue"}, False),
        ([CHOICE], "{field: c, is: red}", {}, False),
        ([CHOICE], "{field: c, is: [red, blue]}", {"c": "blue"}, True),
        ([CHOICE], "{field: c, not: red}", {"c": "blue"}, True),
        ([CHOICE], "{field: c, not: red}", {"c": "red"}, False),
        ([CHOICE], "{field: c, not: red}", {}, False),
        ([CHOICE], "{field: c, not: [red, blue]}", {"c": "blue"}, False),
        ([YES], "{field: y, is: はい}", {"y": True}, True),
        ([YES], "{field: y, is: yes}", {"y": False}, False),
        ([YES], "{field: y, is: いいえ}", {"y": False}, True),
        ([YES], "{field: y, is: いいえ}", {}, False),
        ([NUMBER], "{field: n, more_than: 1}", {"n": 2}, True),
        ([NUMBER], "{field: n, more_than: 1}", {"n": 1}, False),
        ([NUMBER], "{field: n, less_than: 10}", {"n": 9}, True),
        ([NUMBER], "{field: n, less_than: 10}", {}, False),
        ([NUMBER], "{field: n, is: 0}", {"n": 0}, True),
        ([DATE], "{field: d, less_than: 2019-05-01}", {"d": "2019-04-30"}, True),
        ([DATE], "{field: d, more_than: 平成31年4月30日}", {"d": "2019-05-01"}, True),
        ([TEXT], "{field: t, answered: true}", {"t": "花"}, True),
        ([TEXT], "{field: t, answered: true}", {"t": ""}, False),
        ([TEXT], "{field: t, answered: false}", {}, True),
        ([YES], "{field: y, answered: true}", {"y": False}, True),
        ([CHOICES], "{field: c, is: red}", {"c": ["red", "blue"]}, True),
        ([CHOICES], "{field: c, is: [red, green]}", {"c": ["blue"]}, False),
        ([CHOICES], "{field: c, not: red}", {"c": ["blue", "green"]}, True),
        ([CHOICES], "{field: c, not: red}", {"c": ["red", "green"]}, False),
        ([CHOICES], "{field: c, not: red}", {}, False),
        ([COUNT], "{field: n, more_than: 1}", {"n": 2}, True),
        ([COUNT], "{field: n, is: 2}", {"n": 2}, True),
        ([TIME], "{field: t, more_than: 午後5時}", {"t": "17:30"}, True),
        ([TIME], '{field: t, less_than: "9:00"}', {"t": "08:59"}, True),
        ([TIME], '{field: t, less_than: "9:00"}', {"t": "10:00"}, False),
        ([POST], "{field: p, is: 〒3890111}", {"p": "389-0111"}, True),
        ([AGREE], "{field: a, answered: true}", {"a": True}, True),
        ([AGREE], "{field: a, answered: false}", {}, True),
        ([GROUP], "{field: g, answered: true}", {"g": [{"i": "花"}]}, True),
        ([GROUP], "{field: g, answered: false}", {"g": []}, True),
        ([BANK], "{field: b, answered: false}", {}, True),
        ([FILE], "{field: f, answered: true}", {"f": {"instead": "later"}}, True),
        ([NUMBER, SUM], "{field: s, more_than: 1}", {"n": 2, "s": 2}, True),
        ([NUMBER, SUM], "{field: s, more_than: 1}", {"n": 1, "s": 1}, False),
        ([CHOICE, YES], "{any: [{field: c, is: red}, {field: y, is: はい}]}", {"y": True}, True),
        ([CHOICE, YES], "{any: [{field: c, is: red}, {field: y, is: はい}]}", {"c": "blue"}, False),
        ([CHOICE, YES], "{all: [{field: c, is: red}, {field: y, is: はい}]}", {"c": "red", "y": True}, True),
        ([CHOICE, YES], "{all: [{field: c, is: red}, {field: y, is: はい}]}", {"c": "red"}, False),
    ],
)
def test_a_condition_says_whether_a_question_stands(above, condition, answers, expected):
    assert stands(above, condition, answers) is expected


def test_a_condition_of_a_chosen_several_holds_for_any_of_them():
    text = with_fields(CHOICES, "id: x, kind: text, label: 結果, show_if: {field: c, is: [red, blue]}")
    assert list(queries.shown(definition(text), {"c": ["green", "blue"]})) == ["c", "x"]


def test_an_optional_agreement_that_an_answer_brings_up_is_seen_before_anybody_goes_on():
    text = with_fields(
        "id: a, kind: yes_no, label: 一",
        "id: b, kind: agreement, label: 同意します。, required: false, show_if: {field: a, is: はい}",
    )
    first = form({"a": "yes"}, text=text, section="page")
    assert first.appeared == ["b"]
    second = form({"a": "yes", "b_asked": "1"}, text=text, section="page")
    assert second.is_valid(), second.errors
    assert second.cleaned_answers() == {"a": True}


def test_a_group_that_an_answer_brings_up_is_asked():
    text = with_fields(
        "id: a, kind: yes_no, label: 一",
        "id: g, kind: group, label: 子, show_if: {field: a, is: はい}, fields: [{id: i, kind: text, label: 名}]",
    )
    first = form({"a": "yes"}, text=text, section="page")
    assert first.appeared == ["g"]
    assert first.errors["g"] == ["前の答えに合わせて、この質問が増えました。子を1件以上入力してください"]
    second = form({"a": "yes", "g_items": "1", "g__0__i": "一郎"}, text=text, section="page")
    assert second.is_valid(), second.errors
    assert second.cleaned_answers() == {"a": True, "g": [{"i": "一郎"}]}


def test_a_group_decides_a_question_below_it():
    text = with_fields(GROUP, "id: x, kind: text, label: 結果, show_if: {field: g, answered: true}")
    assert form({"g_items": "1", "g__0__i": "一郎"}, text=text, section="page").appeared == ["x"]
    assert form({"g_items": "1", "g__0__i": ""}, text=text, section="page").appeared == []


CHAIN = with_fields(
    "id: a, kind: yes_no, label: 一",
    "id: b, kind: yes_no, label: 二, show_if: {field: a, is: はい}",
    "id: c, kind: text, label: 三, show_if: {field: b, is: はい}",
)


def test_a_hidden_question_answers_nothing_for_those_below():
    loaded = definition(CHAIN)
    assert list(queries.shown(loaded, {"a": False, "b": True, "c": "古い答え"})) == ["a"]
    assert queries.shown_answers(loaded, {"a": False, "b": True, "c": "古い答え"}) == {"a": False}


def test_what_is_missing_is_told_with_its_section_and_a_sentence():
    loaded = definition()
    assert queries.missing(loaded, {"together": True}) == [
        ("applicant", "name", "氏名を入力してください"),
        ("applicant", "people", "人数を入力してください"),
        ("plot", "plant", "植えるものを入力してください"),
    ]
    full = {"name": {"family": "見本", "given": "花子"}, "together": False, "plant": "花"}
    assert queries.missing(loaded, full) == []


def test_required_if_decides_instead_of_required():
    loaded = definition(
        with_fields(
            "id: a, kind: yes_no, label: 一",
            "id: b, kind: text, label: 二, required_if: {field: a, is: はい}",
        )
    )
    assert [name for _, name, _ in queries.missing(loaded, {"a": True})] == ["b"]
    assert queries.missing(loaded, {"a": False}) == []
    assert "b" in queries.shown(loaded, {"a": False})


SECTIONED = (
    HEAD
    + """\
sections:
  - id: count
    title: 人数
    fields: [{id: n, kind: number, label: 人数}]
  - id: second
    title: 2人め
    show_if: {field: n, more_than: 1}
    fields: [{id: name, kind: person, label: 氏名}]
"""
    + TAIL.replace("publish: [plant]\n", "")
)


def test_a_whole_page_stands_or_not():
    loaded = definition(SECTIONED)
    assert [section.id for section in queries.sections(loaded, {"n": 1})] == ["count"]
    assert [section.id for section in queries.sections(loaded, {"n": 2})] == ["count", "second"]
    assert AnswerForm(loaded, "second", answers={"n": 1}, today=TODAY).shown_fields() == []


def form(data=None, answers=None, only=None, text=GOOD, section="applicant"):
    return AnswerForm(definition(text), section, answers=answers or {}, data=data, only=only, today=TODAY)


NAME = {"name_family": "見本", "name_given": "花子"}


def test_a_page_shows_only_the_questions_that_stand():
    assert list(form().fields) == ["name", "together"]
    assert list(form(answers={"together": True}).fields) == ["name", "together", "people"]


def test_an_answer_to_a_question_that_does_not_stand_is_dropped():
    sent = form({**NAME, "together": "no", "people": "3"})
    assert sent.is_valid(), sent.errors
    assert sent.cleaned_answers() == {"name": {"family": "見本", "given": "花子"}, "together": False}


def test_without_scripts_a_new_question_brings_the_page_again():
    sent = form({**NAME, "together": "yes", "together_asked": "1"})
    assert not sent.is_valid()
    assert sent.appeared == ["people"]
    assert sent.errors == {"people": ["前の答えに合わせて、この質問が増えました。人数を入力してください"]}
    assert 'value="見本"' in str(sent["name"])


def test_an_optional_new_question_is_shown_once_too():
    text = GOOD.replace("max: 20,", "max: 20, required: false,")
    first = form({**NAME, "together": "yes"}, text=text)
    assert not first.is_valid()
    assert first.errors["people"][0].endswith("答えがあれば入力して、もう一度進んでください")
    second = form({**NAME, "together": "yes", "people": ""}, text=text)
    assert second.is_valid(), second.errors


def test_a_new_question_with_an_answer_is_taken_at_once():
    sent = form({**NAME, "together": "yes", "people": "3"})
    assert sent.is_valid(), sent.errors
    assert sent.cleaned_answers()["people"] == 3


def test_optional_radios_and_files_that_were_on_the_page_may_stay_empty():
    text = with_fields(
        "id: a, kind: yes_no, label: 一",
        "id: b, kind: yes_no, label: 二, required: false, show_if: {field: a, is: はい}",
        "id: c, kind: file, label: 三, required: false, show_if: {field: a, is: はい}",
    )
    first = form({"a": "yes"}, text=text, section="page")
    assert first.appeared == ["b", "c"]
    second = form({"a": "yes", "b_asked": "1", "c_asked": "1"}, text=text, section="page")
    assert second.is_valid(), second.errors


def test_the_form_says_which_questions_decide_others():
    page = form()
    assert page["together"].field.decides
    assert not page["name"].field.decides


STORED = {"name": {"family": "見本", "given": "花子"}, "together": True, "people": 3}


def test_a_correction_shows_only_the_named_fields():
    page = form(answers=STORED, only={"name"})
    assert [field.id for field in page.shown_fields()] == ["name"]
    sent = form({"name_family": "見本", "name_given": "華子"}, answers=STORED, only={"name"})
    assert sent.is_valid(), sent.errors
    assert sent.cleaned_answers() == {"name": {"family": "見本", "given": "華子"}}


def test_a_correction_that_brings_up_a_question_asks_it_too():
    before = {**STORED, "together": False}
    del before["people"]
    sent = form({"together": "yes"}, answers=before, only={"together"})
    assert not sent.is_valid()
    assert [field.id for field in sent.shown_fields()] == ["together", "people"]


def test_a_condition_may_look_at_an_earlier_page():
    text = GOOD.replace(
        "{id: plant, kind: text, label: 植えるもの,",
        "{id: plant, kind: text, label: 植えるもの, show_if: {field: people, more_than: 2},",
    )
    assert list(form(answers=STORED, section="plot", text=text).fields) == ["plant"]
    hidden = {**STORED, "together": False}
    assert list(form(answers=hidden, section="plot", text=text).fields) == []


def test_a_wrong_answer_above_counts_as_none_below():
    text = with_fields(
        "id: n, kind: number, label: 数, max: 5",
        "id: b, kind: text, label: 二, show_if: {field: n, more_than: 1}",
    )
    sent = form({"n": "99"}, text=text, section="page")
    assert list(sent.fields) == ["n"]
    assert list(sent.errors) == ["n"]
