"""What one kind does and no other: how the browser helps, what files may be, how items are added and named."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from yakuba.procedures.forms import AnswerForm
from yakuba.procedures.tests import browser
from yakuba.procedures.tests.samples import TODAY, definition, with_fields

PAPER = {
    "id": "0e4b1ab6-6f4f-5f2c-9a37-0d1f8d1d2a11",
    "name": "通帳.jpg",
    "size": 800_000,
    "type": "image/jpeg",
}


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
        ("id: x, kind: count, label: 枚数, unit: 通", "<span>通</span>"),
        ("id: x, kind: mail, label: 宛先, means: person.mail", 'autocomplete="email"'),
        ("id: x, kind: mail, label: 会社の宛先", 'autocomplete="off"'),
        ("id: x, kind: mail, label: 宛先", 'spellcheck="false"'),
        ("id: x, kind: telephone, label: 電話番号, means: person.telephone", 'autocomplete="tel"'),
        ("id: x, kind: telephone, label: 勤め先の電話番号", 'autocomplete="off"'),
        (
            "id: x, kind: postal_code, label: 郵便番号, means: person.postal_code",
            'autocomplete="postal-code"',
        ),
        ("id: x, kind: postal_code, label: 郵便番号", 'inputmode="numeric"'),
        ("id: x, kind: address, label: 住所, means: person.address", 'autocomplete="street-address"'),
        ("id: x, kind: address, label: 前の住所", 'autocomplete="off"'),
        ("id: x, kind: bank_account, label: 口座", 'inputmode="numeric"'),
        ("id: x, kind: agreement, label: 同意します。", 'type="checkbox"'),
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


BOTH = "id: x, kind: file, label: 書類, later: true, known: 町が確かめます。"


def test_a_file_may_come_later_or_be_left_to_the_town_where_that_is_allowed():
    for code, shown in (("later", "あとで出す"), ("known", "省略する")):
        form = file_form(BOTH, data={"x_asked": "1", "x_instead": code})
        assert form.is_valid(), form.errors
        assert form.cleaned_answers() == {"x": {"instead": code}}
        assert form["x"].field.kind.text({"instead": code}) == shown


def test_what_was_ticked_instead_of_files_is_ticked_when_the_page_comes_again():
    loaded = definition(with_fields(BOTH))
    first = AnswerForm(loaded, "page", answers={"x": {"instead": "known"}}, today=TODAY)
    assert browser.sent(str(first["x"])).getlist("x_instead") == ["known"]
    again = file_form(BOTH, data={"x_asked": "1", "x_instead": "later"})
    assert browser.sent(str(again["x"])).get("x_instead") == "later"


def test_files_that_came_are_worth_more_than_the_tick():
    form = file_form(BOTH, data={"x_asked": "1", "x_instead": "later"}, files=[uploaded()])
    assert form.is_valid(), form.errors
    form.replace_files("x", [PAPER])
    assert form.cleaned_answers() == {"x": [PAPER]}


def test_the_tick_stays_when_no_file_came():
    form = file_form(BOTH, data={"x_asked": "1", "x_instead": "later"})
    assert form.is_valid()
    form.replace_files("x", [])
    assert form.cleaned_answers() == {"x": {"instead": "later"}}


def test_no_box_offers_what_is_not_allowed():
    assert "instead" not in str(file_form("id: x, kind: file, label: 書類")["x"])


# Groups -----------------------------------------------------------------------------------------
CHILD = (
    "{id: name, kind: person, label: 氏名}, {id: birth, kind: date, label: 生年月日, rule: not_in_future}, "
    "{id: away, kind: yes_no, label: 別居ですか}, "
    "{id: code, kind: postal_code, label: 郵便番号, show_if: {field: away, is: はい}}, "
    "{id: place, kind: address, label: 住所, show_if: {field: away, is: はい}}"
)
CHILDREN = f"id: x, kind: group, label: お子さん, item: お子さん, min: 1, max: 3, fields: [{CHILD}]"


def child(number, given, birth=("2019", "5", "1"), **more):
    parts = dict(zip(("birth_year", "birth_month", "birth_day"), birth, strict=True))
    typed = {"name_family": "見本", "name_given": given, **parts, "away": "no", "away_asked": "1"} | more
    return {f"x__{number}__{name}": value for name, value in typed.items()}


def children(*items, count=None, data=None, text=CHILDREN, stored=None):
    if data is None:
        data = {name: value for item in items for name, value in item.items()}
        data["x_items"] = str(len(items) if count is None else count)
    return AnswerForm(
        definition(with_fields(text)), "page", answers={"x": stored} if stored else {}, data=data, today=TODAY
    )


def test_an_item_of_a_group_stands_in_a_fieldset_of_its_own_with_its_buttons():
    html = str(children(child(0, "一郎"), child(1, "二葉"))["x"])
    assert ">お子さん2</legend>" in html
    assert 'name="add" value="x"' in html
    assert 'name="remove" value="x:1"' in html
    assert 'name="x__1__name_given"' in html


def test_a_group_shows_its_least_number_of_empty_items_at_first():
    empty = str(children(data={}, text=CHILDREN.replace("min: 1", "min: 2"))["x"])
    assert [f">お子さん{number}</legend>" in empty for number in (1, 2, 3)] == [True, True, False]
    assert 'name="x_items" value="2"' in empty


def test_a_full_group_has_no_button_to_add_and_a_single_item_none_to_remove():
    full = str(children(*(child(number, "子") for number in range(3)))["x"])
    assert 'name="add"' not in full
    assert 'name="remove"' not in str(children(child(0, "一郎"))["x"])


def test_a_question_that_an_answer_in_the_item_brings_up_is_asked_in_that_item():
    form = children(child(0, "一郎"), child(1, "二葉", away="yes"))
    assert form.errors["x"] == [
        "お子さん2：前の答えに合わせて、この質問が増えました。郵便番号を入力してください",
        "お子さん2：前の答えに合わせて、この質問が増えました。住所を入力してください",
    ]
    html = str(form["x"])
    assert 'name="x__1__place"' in html
    assert 'name="x__0__place"' not in html
    assert 'name="lookup" value="x__1__code x__1__place"' in html


def test_what_no_longer_stands_in_an_item_is_dropped():
    form = children(child(0, "一郎", away="no", code="389-0111", place="長倉"))
    assert form.is_valid(), form.errors
    assert set(form.cleaned_answers()["x"][0]) == {"name", "birth", "away"}


def test_an_item_left_empty_is_not_there_and_the_others_keep_their_messages():
    empty = {"x__0__name_family": "", "x__0__birth_era": "令和", "x__0__away_asked": "1"}
    good = children(empty, child(1, "二葉"))
    assert good.is_valid(), good.errors
    assert [item["name"]["given"] for item in good.cleaned_answers()["x"]] == ["二葉"]
    wrong = children(empty, child(1, "二葉", birth=("2030", "1", "1")))
    assert wrong.errors["x"][0].startswith("お子さん2：生年月日が、今日（令和8年11月10日）より後です")
    place = str(wrong["x"]).index("より後です")
    assert str(wrong["x"]).index(">お子さん2</legend>") < place


def test_every_wrong_answer_of_every_item_is_told_at_once():
    form = children(child(0, "一郎", birth=("2025", "2", "29")), child(1, ""))
    assert [error.partition("。")[0] for error in form.errors["x"]] == [
        "お子さん1：生年月日を確かめてください",
        "お子さん2：氏名の名を入力してください",
    ]
    assert 'value="29"' in str(form["x"])


def test_the_error_summary_leads_into_the_first_item():
    assert children(child(0, ""))["x"].first_id == "id_x__0__name_family"


def test_no_more_items_are_read_than_a_page_may_send():
    for count in ("9" * 400, "-1", "1e9", "二", ""):
        form = children(child(0, "一郎"), count=count)
        assert not form.is_valid()
        assert form.errors["x"] == ["お子さんを1件以上入力してください"]


# What is computed -------------------------------------------------------------------------------
SUM = ("id: n, kind: number, label: 大人", "id: m, kind: number, label: 子ども, required: false")
TOTAL = "id: x, kind: computed, label: 合計, rule: sum, of: [n, m]"


def test_what_is_computed_cannot_be_sent():
    form = AnswerForm(
        definition(with_fields(*SUM, TOTAL)), "page", answers={}, data={"n": "2", "x": "99"}, today=TODAY
    )
    assert form.is_valid(), form.errors
    assert form.cleaned_answers() == {"n": 2}
    assert "2</output>" in str(form["x"])


def test_what_is_computed_may_bring_up_a_question():
    more = "id: y, kind: text, label: 代表の方, show_if: {field: x, more_than: 3}"
    form = AnswerForm(
        definition(with_fields(*SUM, TOTAL, more)), "page", answers={}, data={"n": "2", "m": "2"}, today=TODAY
    )
    assert form.appeared == ["y"]


def test_as_long_as_something_is_missing_nothing_is_computed():
    html = str(AnswerForm(definition(with_fields(*SUM, TOTAL)), "page", answers={}, today=TODAY)["x"])
    assert "上の答えから計算して、確認の画面で表示します" in html
