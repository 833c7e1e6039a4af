"""The one walk: label and text of every shown answer, and what changed."""

from yakuba.procedures import queries
from yakuba.procedures.tests.samples import GOOD, definition, with_fields

FULL = {"name": {"family": "見本", "given": "花子"}, "together": True, "people": 3, "plant": "すみれ"}


def texts(sections):
    return {row.field_id: row.text for section in sections for row in section.rows}


def row_of(sections, name):
    return next(row for section in sections for row in section.rows if row.field_id == name)


def test_rows_carry_label_and_text_by_section():
    sections = queries.rows(definition(), FULL)
    assert [(section.id, section.title) for section in sections] == [
        ("applicant", "申請する方"),
        ("plot", "花壇"),
    ]
    assert [(row.label, row.text) for row in sections[0].rows] == [
        ("氏名", "見本 花子"),
        ("ほかの人と一緒に使いますか", "はい"),
        ("人数", "3"),
    ]


def test_hidden_answers_have_no_row():
    sections = queries.rows(definition(), {**FULL, "together": False})
    assert list(texts(sections)) == ["name", "together", "plant"]


def test_an_answer_that_was_left_out_says_so():
    text = GOOD.replace("label: 植えるもの, private", "label: 植えるもの, required: false, private")
    row = row_of(queries.rows(definition(text), {"name": FULL["name"]}), "plant")
    assert (row.text, row.is_answered) == ("（入力なし）", False)


def test_a_section_without_rows_is_left_out():
    text = GOOD.replace(
        "label: 植えるもの, private", "label: 植えるもの, show_if: {field: together, is: はい}, private"
    )
    sections = queries.rows(definition(text), {**FULL, "together": False})
    assert [section.id for section in sections] == ["applicant"]


def test_nothing_changed_when_nothing_was_sent_before():
    assert not any(row.changed for section in queries.rows(definition(), FULL) for row in section.rows)


def test_a_changed_answer_shows_what_stood_there_before():
    before = {**FULL, "plant": "ばら"}
    sections = queries.rows(definition(), FULL, before)
    row = row_of(sections, "plant")
    assert (row.text, row.before_text, row.changed) == ("すみれ", "ばら", True)
    assert not row_of(sections, "name").changed
    assert row_of(sections, "name").before_text is None


def test_a_question_that_came_up_since_is_changed_and_had_no_answer():
    sections = queries.rows(definition(), FULL, {**FULL, "together": False})
    row = row_of(sections, "people")
    assert (row.text, row.before_text, row.changed) == ("3", "（入力なし）", True)


def test_a_stale_answer_to_a_question_hidden_before_is_no_earlier_answer():
    sections = queries.rows(definition(), FULL, {**FULL, "together": False, "people": 3})
    assert row_of(sections, "people").changed


def test_an_answer_taken_away_is_changed():
    text = GOOD.replace("label: 植えるもの, private", "label: 植えるもの, required: false, private")
    row = row_of(queries.rows(definition(text), {**FULL, "plant": ""}, FULL), "plant")
    assert (row.text, row.before_text, row.changed) == ("（入力なし）", "すみれ", True)


def test_files_are_listed_for_the_reader():
    paper = {"id": "u1", "name": "通帳.jpg", "size": 800_000, "type": "image/jpeg"}
    loaded = definition(with_fields("id: x, kind: file, label: 口座が分かるもの"))
    row = row_of(queries.rows(loaded, {"x": [paper]}), "x")
    assert (row.text, row.files) == ("通帳.jpg（0.8MB）", [paper])


def test_what_is_known_is_found_by_its_meaning():
    assert queries.known(definition(), FULL) == {"person.name": {"family": "見本", "given": "花子"}}
    assert queries.known(definition(), {}) == {}


FEES = GOOD + (
    "fees:\n"
    "  - {id: base, label: 使用料, yen: 500, law: 花壇条例, due: 使う日に納めます}\n"
    "  - {id: group, label: 団体使用料, yen: 300, law: 花壇条例, due: 使う日, show_if: {field: people, more_than: 2}}\n"
)


def test_fees_follow_the_answers():
    loaded = definition(FEES)
    assert [(fee.id, yen) for fee, yen in queries.fees(loaded, FULL)] == [("base", 500), ("group", 300)]
    assert [fee.id for fee, _ in queries.fees(loaded, {**FULL, "together": False})] == ["base"]


# Groups: a row for every answer of every item -----------------------------------------------------
KIDS = with_fields(
    "id: has, kind: yes_no, label: お子さんはいますか",
    "id: kids, kind: group, label: お子さん, item: お子さん, required: false, show_if: {field: has, is: はい}, fields: ["
    "{id: name, kind: text, label: 名}, {id: away, kind: yes_no, label: 別居ですか, required: false}]",
)
ONE, TWO = {"name": "一郎"}, {"name": "二葉", "away": True}


def kids(answers, before=None):
    return [
        (row.label, row.text, row.before_text, row.changed)
        for section in queries.rows(definition(KIDS), answers, before)
        for row in section.rows
        if row.field_id == "kids"
    ]


def test_every_answer_of_every_item_has_its_row():
    assert kids({"has": True, "kids": [ONE, TWO]}) == [
        ("お子さん1・名", "一郎", None, False),
        ("お子さん2・名", "二葉", None, False),
        ("お子さん2・別居ですか", "はい", None, False),
    ]


def test_a_group_without_items_has_one_row_that_says_so():
    assert kids({"has": True}) == [("お子さん", "（入力なし）", None, False)]
    assert kids({"has": False, "kids": [ONE]}) == []
    row = row_of(queries.rows(definition(KIDS), {"has": True}), "kids")
    assert not row.is_answered


def test_a_changed_answer_in_an_item_shows_what_stood_there_before():
    before = {"has": True, "kids": [ONE, TWO]}
    after = {"has": True, "kids": [ONE, {**TWO, "name": "双葉"}]}
    assert kids(after, before)[1] == ("お子さん2・名", "双葉", "二葉", True)
    assert [changed for *_, changed in kids(after, before)] == [False, True, False]


def test_an_item_that_came_and_one_that_went_are_changes():
    assert kids({"has": True, "kids": [ONE, TWO]}, {"has": True, "kids": [ONE]})[1:] == [
        ("お子さん2・名", "二葉", "（入力なし）", True),
        ("お子さん2・別居ですか", "はい", "（入力なし）", True),
    ]
    assert kids({"has": True, "kids": [ONE]}, {"has": True, "kids": [ONE, TWO]})[1:] == [
        ("お子さん2・名", "（入力なし）", "二葉", True),
        ("お子さん2・別居ですか", "（入力なし）", "はい", True),
    ]


def test_a_group_that_came_or_went_as_a_whole_is_told_by_its_answers():
    """And never as a change from nothing to nothing."""
    assert kids({"has": True, "kids": [ONE]}, {"has": True}) == [
        ("お子さん1・名", "一郎", "（入力なし）", True)
    ]
    assert kids({"has": True}, {"has": True, "kids": [ONE]}) == [
        ("お子さん1・名", "（入力なし）", "一郎", True)
    ]


def test_the_files_of_a_question_are_listed_unless_something_stands_instead():
    loaded = definition(with_fields("id: x, kind: file, label: 書類, later: true"))
    row = row_of(queries.rows(loaded, {"x": {"instead": "later"}}), "x")
    assert (row.text, row.files, row.is_answered) == ("あとで出す", [], True)
    assert queries.files_in(loaded, {"x": {"instead": "later"}}, "x") == []
