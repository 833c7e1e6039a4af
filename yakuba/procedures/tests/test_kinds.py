"""Every rendition of every kind, from one table."""

import datetime
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from yakuba.procedures.fields import KINDS, AnswerField
from yakuba.procedures.forms import AnswerForm
from yakuba.procedures.tests.samples import TODAY, definition, kind, with_fields


@dataclass(frozen=True)
class Case:
    """One kind: its field, what is typed, and what every rendition gives."""

    text: str
    typed: dict[str, Any]
    stored: Any
    shown: str
    cell: Any
    schema: dict[str, Any]
    example: Any
    is_group: bool = False
    first_id: str = "id_x"
    published: Any = field(default="same as stored")


PAPER = {
    "id": "0e4b1ab6-6f4f-5f2c-9a37-0d1f8d1d2a11",
    "name": "通帳.jpg",
    "size": 800_000,
    "type": "image/jpeg",
}
CASES = {
    "text": Case(
        "id: x, kind: text, label: 住所, private: false",
        {"x": "　軽井沢町大字長倉２０００番地 "},
        "軽井沢町大字長倉2000番地",
        "軽井沢町大字長倉2000番地",
        "軽井沢町大字長倉2000番地",
        {"type": "string", "maxLength": 200},
        "軽井沢町大字長倉2000番地",
    ),
    "long_text": Case(
        "id: x, kind: long_text, label: 理由",
        {"x": "一つめ\r\n\r\n\r\n\r\n二つめ"},
        "一つめ\n\n二つめ",
        "一つめ\n\n二つめ",
        "一つめ\n\n二つめ",
        {"type": "string", "maxLength": 1000},
        "一つめ\n\n二つめ",
    ),
    "kana": Case(
        "id: x, kind: kana, label: フリガナ",
        {"x": "みほん　ﾊﾅｺ"},
        "ミホン ハナコ",
        "ミホン ハナコ",
        "ミホン ハナコ",
        {"type": "string", "maxLength": 100},
        "みほん はなこ",
    ),
    "number": Case(
        "id: x, kind: number, label: 人数, min: 1, max: 2000",
        {"x": "１，２３４人"},
        1234,
        "1,234",
        1234,
        {"type": "integer", "minimum": 1, "maximum": 2000},
        "1234",
    ),
    "money": Case(
        "id: x, kind: money, label: 家賃",
        {"x": "￥65,000円"},
        65000,
        "65,000円",
        65000,
        {"type": "integer", "minimum": 0},
        "65000",
    ),
    "yes_no": Case(
        "id: x, kind: yes_no, label: 配偶者はいますか",
        {"x": "no"},
        False,
        "いいえ",
        "いいえ",
        {"type": "boolean"},
        "いいえ",
        is_group=True,
        first_id="id_x_0",
    ),
    "choice": Case(
        "id: x, kind: choice, label: 性別, options: [{id: male, label: オス}, {id: female, label: メス}]",
        {"x": "female"},
        "female",
        "メス",
        "メス",
        {"oneOf": [{"const": "male", "title": "オス"}, {"const": "female", "title": "メス"}]},
        "female",
        is_group=True,
        first_id="id_x_0",
        published="メス",
    ),
    "date": Case(
        "id: x, kind: date, label: 生年月日",
        {"x_era": "昭和", "x_year": "５８", "x_month": "4", "x_day": "12"},
        "1983-04-12",
        "昭和58年4月12日",
        datetime.date(1983, 4, 12),
        {"type": "string", "format": "date"},
        "1983-04-12",
        is_group=True,
        first_id="id_x_year",
    ),
    "person": Case(
        "id: x, kind: person, label: 氏名",
        {"x_family": " 髙󠄁橋", "x_given": "𠮷子　"},
        {"family": "髙󠄁橋", "given": "𠮷子"},
        "髙󠄁橋 𠮷子",
        "髙󠄁橋 𠮷子",
        {"type": "object", "required": ["family", "given"]},
        {"family": "髙󠄁橋", "given": "𠮷子"},
        is_group=True,
        first_id="id_x_family",
    ),
    "file": Case(
        "id: x, kind: file, label: 口座が分かるもの, many: true",
        {"x_keep": [PAPER["id"]], "x_asked": "1"},
        [PAPER],
        "通帳.jpg（0.8MB）",
        "通帳.jpg",
        {"type": "array", "minItems": 1, "maxItems": 10},
        ["通帳.jpg"],
    ),
}
EACH = pytest.mark.parametrize("name", list(CASES))


def form_of(case, data=None, stored=None):
    answers = {} if stored is None else {"x": stored}
    return AnswerForm(definition(with_fields(case.text)), "page", answers=answers, data=data, today=TODAY)


def test_the_table_has_every_kind():
    assert set(CASES) == set(KINDS)


@EACH
def test_the_form_field_carries_exactly_the_label_of_the_definition(name):
    case = CASES[name]
    bound = form_of(case)["x"]
    assert isinstance(bound.field, AnswerField)
    assert bound.label == kind(case.text).field.label
    assert bound.kind_name == name
    assert bound.is_group is case.is_group
    assert bound.first_id == case.first_id
    assert f'id="{case.first_id}"' in str(bound)


@EACH
def test_what_is_typed_is_stored_in_its_one_form(name):
    case = CASES[name]
    form = form_of(case, case.typed, stored=[PAPER] if name == "file" else None)
    assert form.is_valid(), form.errors
    assert form.cleaned_answers() == {"x": case.stored}


@EACH
def test_people_read_the_answer(name):
    assert kind(CASES[name].text).text(CASES[name].stored) == CASES[name].shown


@EACH
def test_a_spreadsheet_gets_one_cell(name):
    assert kind(CASES[name].text).cell(CASES[name].stored) == CASES[name].cell


@EACH
def test_the_schema_describes_what_is_stored(name):
    schema = kind(CASES[name].text).schema()
    assert schema["title"] == kind(CASES[name].text).field.label
    assert CASES[name].schema.items() <= schema.items()


@EACH
def test_open_data_gets_the_published_value(name):
    case = CASES[name]
    expected = case.stored if case.published == "same as stored" else case.published
    assert kind(case.text).published(case.stored) == expected


@EACH
def test_an_example_is_read_like_an_answer(name):
    case = CASES[name]
    stored = kind(case.text).from_example(case.example)
    if name == "file":
        assert [entry["name"] for entry in stored] == ["通帳.jpg"]
    else:
        assert stored == case.stored


@EACH
def test_what_is_stored_comes_back_to_the_form_and_stays_the_same(name):
    case = CASES[name]
    sent = kind(case.text).posted(case.stored)
    form = form_of(case, sent, stored=case.stored)
    assert form.is_valid(), form.errors
    assert form.cleaned_answers() == {"x": case.stored}


@EACH
def test_a_required_answer_that_is_missing_is_asked_for_by_name(name):
    case = CASES[name]
    form = form_of(case, {})
    assert not form.is_valid()
    assert kind(case.text).field.label in form.errors["x"][0]
    assert form.errors["x"][0].endswith("ください")


@EACH
def test_an_optional_answer_may_be_left_out(name):
    case = CASES[name]
    form = form_of(Case(**{**vars(case), "text": f"{case.text}, required: false"}), {})
    assert form.is_valid(), form.errors
    assert form.cleaned_answers() == {}


@EACH
def test_the_stored_answer_is_shown_in_the_controls(name):
    html = str(form_of(CASES[name], stored=CASES[name].stored)["x"])
    seen = {
        "yes_no": 'value="no" id="id_x_1" checked',
        "choice": 'value="female" id="id_x_1" checked',
        "date": '<option value="昭和" selected>',
        "person": 'value="𠮷子"',
        "file": "通帳.jpg（0.8MB）をこのまま使う",
        "number": 'value="1234"',
        "money": 'value="65000"',
    }.get(name, CASES[name].shown)
    assert seen in html


@EACH
def test_no_control_has_an_inline_style_or_script(name):
    html = str(form_of(CASES[name], stored=CASES[name].stored)["x"])
    assert "style=" not in html
    assert "<script" not in html
    assert " on" not in html.replace(" one", "")


def test_a_hint_and_an_error_are_tied_to_every_box_of_a_group():
    text = "id: x, kind: date, label: 生年月日, hint: 和暦でも入力できます。"
    form = AnswerForm(definition(with_fields(text)), "page", answers={}, data={"x_year": "8"}, today=TODAY)
    bound = form["x"]
    assert (bound.hint, bound.hint_id, bound.error_id) == (
        "和暦でも入力できます。",
        "id_x_helptext",
        "id_x_error",
    )
    html = str(bound)
    assert html.count('aria-describedby="id_x_helptext id_x_error"') == 4
    assert html.count('aria-invalid="true"') == 4


@pytest.mark.parametrize(
    ("text", "attribute"),
    [
        ("id: x, kind: person, label: 氏名, means: person.name", 'autocomplete="family-name"'),
        ("id: x, kind: person, label: 氏名, means: person.name", 'autocomplete="given-name"'),
        ("id: x, kind: person, label: 配偶者の氏名", 'autocomplete="off"'),
        ("id: x, kind: text, label: 電話番号, means: person.telephone", 'autocomplete="tel"'),
        ("id: x, kind: text, label: メール, means: person.mail", 'autocomplete="email"'),
        ("id: x, kind: text, label: 郵便番号, means: person.postal_code", 'autocomplete="postal-code"'),
        ("id: x, kind: text, label: 住所, means: person.address", 'autocomplete="street-address"'),
        ("id: x, kind: date, label: 生年月日, means: person.birth_date", 'autocomplete="bday-year"'),
        ("id: x, kind: date, label: 生年月日, means: person.birth_date", 'autocomplete="bday-day"'),
        ("id: x, kind: text, label: 郵便番号, rule: postal_code", 'inputmode="numeric"'),
        ("id: x, kind: text, label: 郵便番号, rule: postal_code", 'class="input w-post"'),
        ("id: x, kind: money, label: 家賃", "円</span>"),
        ("id: x, kind: file, label: 写真, accept: [image]", 'accept="image/*'),
    ],
)
def test_the_browser_knows_how_to_fill_in(text, attribute):
    assert attribute in str(AnswerForm(definition(with_fields(text)), "page", answers={}, today=TODAY)["x"])


def test_many_answers_become_a_list_to_look_through():
    options = ", ".join(f"{{id: o{number}, label: 選択肢{number}}}" for number in range(12))
    form = AnswerForm(
        definition(with_fields(f"id: x, kind: choice, label: 地区, options: [{options}]")),
        "page",
        answers={"x": "o7"},
        today=TODAY,
    )
    assert not form["x"].is_group
    assert form["x"].first_id == "id_x"
    assert '<option value="o7" selected>選択肢7</option>' in str(form["x"])


def uploaded(name="a.jpg", content=b"x"):
    return SimpleUploadedFile(name, content)


def file_form(text, *, data=None, files=None, stored=None):
    return AnswerForm(
        definition(with_fields(text)),
        "page",
        answers={"x": stored} if stored else {},
        data=data if data is not None else {"x_asked": "1"},
        files=MultiValueDict({"x": files or []}),
        today=TODAY,
    )


def test_new_files_stand_beside_those_that_are_kept():
    form = file_form(
        "id: x, kind: file, label: 書類, many: true",
        data={"x_keep": [PAPER["id"]]},
        files=[uploaded("b.pdf"), uploaded("c.jpg")],
        stored=[PAPER],
    )
    assert form.is_valid(), form.errors
    assert form.kept("x") == [PAPER["id"]]
    assert [upload.name for upload in form.uploads["x"]] == ["b.pdf", "c.jpg"]


def test_a_new_file_takes_the_place_of_a_single_one():
    form = file_form(
        "id: x, kind: file, label: 書類", data={"x_keep": [PAPER["id"]]}, files=[uploaded()], stored=[PAPER]
    )
    assert form.is_valid(), form.errors
    assert form.kept("x") == []
    assert len(form.uploads["x"]) == 1


def test_an_id_of_somebody_elses_file_is_not_taken():
    form = file_form(
        "id: x, kind: file, label: 書類, required: false",
        data={"x_keep": ["00000000-0000-0000-0000-000000000000"]},
        stored=[PAPER],
    )
    assert form.is_valid(), form.errors
    assert form.kept("x") == []


def test_uploads_are_there_even_if_another_answer_is_wrong():
    form = AnswerForm(
        definition(
            with_fields(
                "id: x, kind: file, label: 書類", "id: y, kind: text, label: 郵便番号, rule: postal_code"
            )
        ),
        "page",
        answers={},
        data={"x_asked": "1", "y": "12"},
        files=MultiValueDict({"x": [uploaded()]}),
        today=TODAY,
    )
    assert not form.is_valid()
    assert list(form.errors) == ["y"]
    assert len(form.uploads["x"]) == 1


def test_files_that_were_taken_in_are_shown_as_kept_when_the_page_comes_again():
    form = file_form("id: x, kind: file, label: 書類, many: true", files=[uploaded()])
    assert form.is_valid()
    form.replace_files("x", [PAPER])
    assert form.cleaned_answers() == {"x": [PAPER]}
    assert form.uploads["x"] == []
    assert f'value="{PAPER["id"]}" id="id_x_keep_0" checked' in str(form["x"])


def test_a_file_that_was_unticked_stays_unticked_when_the_page_comes_again():
    form = file_form("id: x, kind: file, label: 書類, many: true", stored=[PAPER])
    assert not form.is_valid()
    assert "checked" not in str(form["x"])


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([uploaded("a.jpg", b"")], "書類の「a.jpg」は中身が空です"),
        ([uploaded(f"{'あ' * 230}.jpg")], "書類のファイルの名前が使えません"),
        ([uploaded("a\u202egpj.exe")], "書類のファイルの名前が使えません"),
        ([uploaded(f"{number}.jpg") for number in range(11)], "書類は、10個までで選んでください"),
    ],
)
def test_what_is_no_file_is_refused_with_a_way_out(files, said):
    form = file_form("id: x, kind: file, label: 書類, many: true", files=files)
    assert not form.is_valid()
    assert said in form.errors["x"][0]
    assert "x" not in form.uploads
