"""Buttons inside a page lose nothing that was typed: an item more, an item less, the address of a postal code."""

import pytest
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from yakuba.core import postal
from yakuba.procedures import buttons
from yakuba.procedures.forms import AnswerForm
from yakuba.procedures.tests.samples import TODAY, definition, with_fields

GROUP = (
    "id: kids, kind: group, label: お子さん, item: お子さん, max: 4, fields: ["
    "{id: name, kind: person, label: 氏名}, "
    "{id: likes, kind: choices, label: 好きなもの, required: false, options: [{id: a, label: 花}, {id: b, label: 木}]}, "
    "{id: kid_code, kind: postal_code, label: 郵便番号, required: false}, "
    "{id: kid_place, kind: address, label: 住所, required: false}]"
)
PAGE = with_fields(
    "id: code, kind: postal_code, label: 郵便番号", "id: place, kind: address, label: 住所", GROUP
)
# The one place of a code, and a code of several places in the table of Japan Post.
ONE, SEVERAL, NONE = "3890111", "3800873", "0000000"


def page(*kids, **more):
    data = {"kids_items": str(len(kids)), "code": "", "place": ""}
    for number, name in enumerate(kids):
        data |= {f"kids__{number}__name_family": "見本", f"kids__{number}__name_given": name}
    sent = QueryDict(mutable=True)
    for name, value in (data | more).items():
        sent.setlist(name, value if isinstance(value, list) else [value])
    return sent


def given(data, number):
    return data.get(f"kids__{number}__name_given")


def test_another_button_of_the_page_is_none_of_ours():
    assert buttons.pressed(page("一")) is None
    assert buttons.pressed(page("一", later="1")) is None


def test_one_more_item_stands_empty_behind_those_that_were_typed():
    pressed = buttons.pressed(page("一", "二", add="kids"))
    assert pressed.data["kids_items"] == "3"
    assert pressed.control == "kids__2"
    assert (given(pressed.data, 0), given(pressed.data, 1), given(pressed.data, 2)) == ("一", "二", None)
    form = AnswerForm(definition(PAGE), "page", answers={}, data=pressed.data, today=TODAY)
    form.hush()
    html = str(form["kids"])
    assert ">お子さん3</legend>" in html
    assert 'value="二"' in html
    assert "ください" not in html


def test_what_was_typed_elsewhere_on_the_page_stays():
    pressed = buttons.pressed(page("一", add="kids", code="389-0111", place="長倉"))
    assert (pressed.data["code"], pressed.data["place"]) == ("389-0111", "長倉")


@pytest.mark.parametrize(("gone", "left"), [(0, ["二", "三"]), (1, ["一", "三"]), (2, ["一", "二"])])
def test_one_item_less_and_those_behind_it_move_up(gone, left):
    data = page(
        "一", "二", "三", remove=f"kids:{gone}", kids__2__likes=["a", "b"], kids__0__kid_code="389-0111"
    )
    pressed = buttons.pressed(data)
    assert pressed.data["kids_items"] == "2"
    assert [given(pressed.data, number) for number in range(3)] == [*left, None]
    moved = pressed.data.getlist("kids__1__likes")
    assert moved == (["a", "b"] if gone != 2 else [])
    assert pressed.data.get("kids__0__kid_code") == ("389-0111" if gone else None)


def test_the_last_item_may_be_emptied_by_taking_it_away():
    pressed = buttons.pressed(page("一", remove="kids:0"))
    assert pressed.data["kids_items"] == "0"
    assert given(pressed.data, 0) is None


@pytest.mark.parametrize(
    "target", ["kids:9", "kids:-1", "kids:", "kids", "kids:二", "kids:" + "9" * 50, ":0", "other:0"]
)
def test_an_item_that_is_not_there_cannot_be_taken_away(target):
    pressed = buttons.pressed(page("一", "二", remove=target))
    assert (given(pressed.data, 0), given(pressed.data, 1)) == ("一", "二")


def test_plain_data_works_like_what_a_browser_sends():
    data = {"kids_items": "2", "kids__0__name_given": "一", "kids__1__name_given": "二", "remove": "kids:0"}
    assert buttons.pressed(data).data["kids__0__name_given"] == "二"
    many = MultiValueDict({"kids_items": ["1"], "add": ["kids"]})
    assert buttons.pressed(many).data["kids_items"] == "2"


# The postal code --------------------------------------------------------------------------------
def looked_up(code, place="", box="code place"):
    one, other = box.split(" ")
    return buttons.pressed(page("一", lookup=box, **{one: code, other: place}))


def test_the_codes_of_these_tests_are_what_they_are_taken_for():
    assert len(postal.lookup(ONE)) == 1
    assert len({place.text for place in postal.lookup(SEVERAL)}) > 1
    assert postal.lookup(NONE) == []


@pytest.mark.parametrize("code", [ONE, "389-0111", "〒３８９－０１１１"])
def test_the_beginning_of_the_address_comes_in(code):
    begins = postal.lookup(ONE)[0].text
    pressed = looked_up(code)
    assert pressed.data["place"] == begins
    assert pressed.control == "place"
    assert pressed.said == f"「{begins}」を入れました。続きの番地などを入力してください。"


@pytest.mark.parametrize(
    ("typed", "behind"),
    [
        ("", ""),
        ("2381番地1", "2381番地1"),
        ("２３８１番地１", "2381番地1"),
        ("{begins}2381番地1", "2381番地1"),
        ("{town}2381番地1", "2381番地1"),
        ("{city}{town}2381番地1", "2381番地1"),
        ("{begins}", ""),
        ("{city}", ""),
        ("長野県", ""),
    ],
)
def test_nothing_that_was_typed_is_lost_and_nothing_stands_twice(typed, behind):
    place = postal.lookup(ONE)[0]
    typed = typed.format(begins=place.text, city=place.city, town=place.town)
    assert looked_up(ONE, typed).data["place"] == f"{place.text}{behind}"
    again = looked_up(ONE, looked_up(ONE, typed).data["place"])
    assert again.data["place"] == f"{place.text}{behind}"


def test_a_code_of_several_places_brings_what_they_share_and_names_them():
    pressed = looked_up(SEVERAL)
    assert pressed.data["place"] == "長野県長野市"
    assert pressed.said == "この郵便番号には、新諏訪、新諏訪町があります。町名から続けて入力してください。"


def test_a_code_of_two_prefectures_brings_nothing_and_names_both():
    pressed = looked_up("498-0000")
    assert pressed.data["place"] == ""
    assert pressed.said.startswith("この郵便番号には、愛知県弥富市、三重県桑名郡木曽岬町があります。")


def test_of_many_places_only_some_are_named():
    assert len(postal.lookup("452-0961")) > buttons.MANY_NAMED
    assert "などがあります。" in looked_up("452-0961").said


@pytest.mark.parametrize("code", [NONE, "", "軽井沢", "389", "<script>", "9" * 5000])
def test_a_code_that_is_not_found_leads_back_to_itself_and_changes_nothing(code):
    pressed = looked_up(code, "長倉")
    assert pressed.data["place"] == "長倉"
    assert (pressed.control, pressed.said) == ("code", buttons.NOT_FOUND)
    assert pressed.said.endswith("ください。")


def test_inside_an_item_the_address_of_the_same_item_is_filled():
    box = "kids__0__kid_code kids__0__kid_place"
    pressed = buttons.pressed(page("一", "二", lookup=box, kids__0__kid_code=ONE))
    assert pressed.data["kids__0__kid_place"] == postal.lookup(ONE)[0].text
    assert "kids__1__kid_place" not in pressed.data
    html = str(AnswerForm(definition(PAGE), "page", answers={}, data=pressed.data, today=TODAY)["kids"])
    assert f'name="lookup" value="{box}"' in html


def test_the_button_stands_only_where_an_address_follows():
    alone = with_fields(
        "id: place, kind: address, label: 住所", "id: code, kind: postal_code, label: 郵便番号"
    )
    form = AnswerForm(definition(alone), "page", answers={}, today=TODAY)
    assert "lookup" not in str(form["code"])
    assert 'name="lookup" value="code place"' in str(
        AnswerForm(definition(PAGE), "page", answers={}, today=TODAY)["code"]
    )
