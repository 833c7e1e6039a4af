"""Whatever was stored is shown, sent by a browser and stored again as the same, for every kind and inside groups."""

from __future__ import annotations

import datetime
import json
import string

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from yakuba.core import dates
from yakuba.procedures import queries
from yakuba.procedures.fields import KINDS, Wrong, kind_of
from yakuba.procedures.fields import schemas as schema
from yakuba.procedures.fields.groups import NOT_INSIDE
from yakuba.procedures.forms import AnswerForm
from yakuba.procedures.tests import browser
from yakuba.procedures.tests.samples import TODAY, definition, with_fields

OPTIONS = "options: [{id: a, label: あ}, {id: b, label: い}, {id: c, label: う}]"
MANY = ", ".join(f"{{id: o{number}, label: 選択{number}}}" for number in range(12))
# The keys of a question of each kind; {id} stands for its id.
KEYS = {
    "text": "label: 文",
    "long_text": "label: 長い文",
    "kana": "label: フリガナ",
    "number": "label: 数, min: -1000000",
    "count": "label: 枚数, unit: 通",
    "money": "label: 額",
    "yes_no": "label: はいか",
    "choice": f"label: 色, {OPTIONS}",
    "choices": f"label: 色々, {OPTIONS}",
    "date": "label: 日",
    "time": "label: 時刻",
    "person": "label: 氏名",
    "mail": "label: 宛先",
    "telephone": "label: 電話",
    "postal_code": "label: 郵便番号",
    "address": "label: 住所",
    "bank_account": "label: 口座",
    "agreement": "label: 同意します。",
    "file": "label: 書類, max: 5, later: true, known: 町が確かめます。",
}
# What people write: every script of this country, odd spaces, marks and signs, and now and then anything at all.
WORDS = st.text(
    st.one_of(
        st.sampled_from(
            "あいガｶﾞﾊﾟー－-−‐ 　ァヴゝ々〆髙﨑辺\U000e0100𠮷𩸽㈱①ＡＢａｂ１２3～〜・、。'\"<>&=+@%{}\\/\n\t゛゜\u3099\u309a"
        ),
        st.characters(),
    ),
    max_size=40,
)
KANA = st.text(st.sampled_from("あいうえおかがきぎくぐハバパヴーゝ・ ｶﾞﾊﾟ"), min_size=1, max_size=30)
DIGITS = st.text(st.sampled_from("0123456789"), min_size=4, max_size=7)
DAYS = st.dates(min_value=dates.EARLIEST, max_value=datetime.date(dates.LATEST_YEAR, 12, 31)).map(str)
LOCAL = st.text(st.sampled_from(string.ascii_letters + string.digits + "._+-"), min_size=1, max_size=20)
FILES = st.lists(
    st.builds(
        lambda code, name, size, sort: {"id": str(code), "name": f"{name}.jpg", "size": size, "type": sort},
        st.uuids(version=4),
        st.text(st.sampled_from("写真通帳abc '\"<>&="), min_size=1, max_size=20),
        st.integers(1, 40_000_000),
        st.sampled_from(["image/jpeg", "application/pdf"]),
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda entry: entry["id"],
)
# What is typed, for kinds that make things alike first; what is stored, for the others.
TYPED = {
    "text": WORDS,
    "long_text": WORDS,
    "kana": KANA,
    "address": WORDS,
    "person": st.fixed_dictionaries({"family": WORDS, "given": WORDS}),
    "mail": st.builds("{}@{}.example.jp".format, LOCAL, st.sampled_from(["a", "mail", "日本語"])),
    "telephone": st.from_regex(r"0[0-9]{1,3}[-(. ]?[0-9]{1,4}[-). ]?[0-9]{3,4}", fullmatch=True)
    | st.text(st.sampled_from("0123456789-(). +"), min_size=9, max_size=26).map("0{}".format),
    "postal_code": st.from_regex(r"〒?[0-9]{3}[-ー ]?[0-9]{4}", fullmatch=True),
    "bank_account": st.fixed_dictionaries(
        {
            "bank": st.one_of(WORDS, st.just("ゆうちょ銀行")),
            "branch": st.one_of(WORDS, st.from_regex("1[0-9]{3}0|[0-9]{3}", fullmatch=True)),
            "type": st.sampled_from(["普通", "当座", "貯蓄"]),
            "number": DIGITS,
            "holder": KANA,
        }
    ),
}
STORED = {
    "number": st.integers(-1_000_000, 999_999_999),
    "count": st.integers(0, 999_999_999),
    "money": st.integers(0, 999_999_999),
    "yes_no": st.booleans(),
    "choice": st.sampled_from("abc"),
    "choices": st.sets(st.sampled_from("abc"), min_size=1).map(sorted),
    "date": DAYS,
    "time": st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59)),
    "agreement": st.just(True),
    "file": st.one_of(FILES, st.sampled_from([{"instead": "later"}, {"instead": "known"}])),
}
EACH = pytest.mark.parametrize("name", list(KEYS))
OFTEN = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])


def definition_of(*questions):
    return definition(with_fields(*questions))


SINGLE = {name: definition_of(f"id: x, kind: {name}, {keys}") for name, keys in KEYS.items()}
INNER = [name for name in KEYS if name not in NOT_INSIDE]
ITEM = ", ".join(f"{{id: f_{name}, kind: {name}, required: false, {KEYS[name]}}}" for name in INNER)
GROUP = definition_of(f"id: x, kind: group, label: くり返し, item: 件, fields: [{ITEM}]")
DROPDOWN = definition_of(f"id: x, kind: choice, label: 地区, options: [{MANY}]")


def answer(data, name, field):
    """A stored answer of this kind: generated, or read from what somebody typed."""
    if name in STORED:
        return data.draw(STORED[name], label=name)
    try:
        stored = kind_of(field).read(data.draw(TYPED[name], label=name))
    except Wrong:
        stored = None
    return stored


def stays(loaded, stored):
    """Shown, sent and stored again, by the kind's own account of a browser and by the page itself."""
    kind = kind_of(loaded.fields["x"])
    page = AnswerForm(loaded, "page", answers={"x": stored}, today=TODAY)
    for sent in (kind.posted(stored), browser.sent(str(page["x"]))):
        form = AnswerForm(loaded, "page", answers={"x": stored}, data=sent, today=TODAY)
        assert form.is_valid(), form.errors
        assert form.cleaned_answers() == {"x": stored}
    # And the page that comes again after a mistake elsewhere sends the same once more.
    again = AnswerForm(loaded, "page", answers={}, data=browser.sent(str(page["x"])), today=TODAY)
    if kind.name != "file":
        assert browser.sent(str(again["x"])) == browser.sent(str(page["x"]))


def renditions(loaded, stored):
    """Every rendition can be made, and none of them is a formula or no JSON."""
    kind = kind_of(loaded.fields["x"])
    assert json.loads(json.dumps(stored)) == stored
    assert schema.faults(kind.schema(), stored) == []
    assert isinstance(kind.text(stored), str)
    assert all(isinstance(part, str) for line in kind.lines(stored) for part in line)
    assert not str(kind.cell(stored)).startswith(("=", "+", "-", "@", "\t", "\r")) or isinstance(stored, int)
    json.dumps(kind.published(stored))
    queries.rows(loaded, {"x": stored}, {})


def test_every_kind_that_is_asked_is_tried():
    asked = {name for name, kind in KINDS.items() if kind.is_asked}
    assert set(KEYS) | {"group"} == asked
    assert set(TYPED) | set(STORED) == set(KEYS)


@EACH
@OFTEN
@given(data=st.data())
def test_an_answer_survives_being_stored_shown_and_stored_again(name, data):
    stored = answer(data, name, SINGLE[name].fields["x"])
    assume(stored is not None)
    renditions(SINGLE[name], stored)
    stays(SINGLE[name], stored)


@OFTEN
@given(st.sampled_from([f"o{number}" for number in range(12)]))
def test_an_answer_from_a_long_list_survives_too(stored):
    stays(DROPDOWN, stored)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_items_of_a_group_survive_being_stored_shown_and_stored_again(data):
    items = []
    for _ in range(data.draw(st.integers(1, 3), label="items")):
        chosen = data.draw(st.sets(st.sampled_from(INNER), min_size=1), label="answered")
        fields = GROUP.fields["x"].inner
        item = {f"f_{name}": answer(data, name, fields[f"f_{name}"]) for name in INNER if name in chosen}
        items.append({name: value for name, value in item.items() if value is not None})
    stored = [item for item in items if item]
    assume(stored)
    renditions(GROUP, stored)
    stays(GROUP, stored)


@OFTEN
@given(st.integers(0, 999_999_999), st.integers(0, 999_999_999))
def test_a_computed_value_is_the_same_however_often_the_page_is_sent(one, other):
    loaded = definition_of(
        "id: n, kind: number, label: 一",
        "id: m, kind: number, label: 二",
        "id: x, kind: computed, label: 計, rule: sum, of: [n, m]",
    )
    answers = queries.with_computed(loaded, {"n": one, "m": other}, today=TODAY)
    assert answers["x"] == one + other
    page = AnswerForm(loaded, "page", answers=answers, today=TODAY)
    assert f"{one + other:,}</output>" in str(page["x"])
    sent = browser.sent("".join(str(bound) for bound in page))
    form = AnswerForm(loaded, "page", answers=answers, data=sent, today=TODAY)
    assert form.is_valid(), form.errors
    assert queries.with_computed(loaded, form.cleaned_answers(), today=TODAY) == answers


@EACH
@OFTEN
@given(typed=WORDS)
def test_any_text_in_any_example_is_read_or_refused(name, typed):
    kind = kind_of(SINGLE[name].fields["x"])
    try:
        # No definition holds half a character (`yaml_text`).
        stored = kind.from_example(typed.encode("utf-8", "ignore").decode())
    except Wrong:
        return
    assert stored is None or isinstance(kind.text(stored), str)
