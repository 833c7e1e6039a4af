"""The resident's texts in other languages: words change, answers do not."""

import pytest

from yakuba.procedures import loader, queries
from yakuba.procedures.fields import kind_of
from yakuba.procedures.forms import AnswerForm, example_data
from yakuba.procedures.queries import example_answers as answers_of
from yakuba.procedures.tests.samples import TODAY, definition, with_fields

TEXT = with_fields(
    "id: size, kind: choice, label: 大きさ, hint: 選んでください。, options: [{id: small, label: 小}, {id: large, label: 大}]",
    "id: kids, kind: group, label: お子さん, item: お子さん, fields: [{id: name, kind: person, label: 氏名}, {id: age, kind: count, label: 年齢, unit: 歳, hint: 今日の年齢}]",
    extra="""\
languages: [ja, en]
translations:
  en:
    title: Use of a flower bed
    summary: For the use of a flower bed of the town.
    sections: {page: Questions}
    labels: {size: Size, kids: Children, name: Name, age: Age}
    options: {size: {small: Small, large: Large}}
    hints: {size: Choose one., age: The age of today}
    items: {kids: Child}
""",
)
ANSWERS = {"size": "large", "kids": [{"name": {"family": "見本", "given": "一郎"}, "age": 7}]}
SPOKEN = [
    (path, language)
    for path in loader.shipped()
    for language in ("en", "easy")
    if f"  {language}:" in path.read_text(encoding="utf-8")
]


def test_a_procedure_speaks_the_language_that_is_asked_for():
    spoken = definition(TEXT).in_language("en")
    assert (spoken.title, spoken.summary) == (
        "Use of a flower bed",
        "For the use of a flower bed of the town.",
    )
    assert spoken.section("page").title == "Questions"
    assert [field.label for field in spoken.all_fields.values()] == ["Size", "Children", "Name", "Age"]
    assert [field.hint for field in spoken.all_fields.values()] == [
        "Choose one.",
        None,
        None,
        "The age of today",
    ]
    assert spoken.fields["kids"].item == "Child"


def test_what_has_no_translation_stays_japanese():
    loaded = definition(TEXT)
    assert loaded.in_language("easy") is loaded
    assert loaded.in_language("ja") is loaded
    assert loaded.in_language("xx") is loaded
    spoken = loaded.in_language("en")
    assert (spoken.law, spoken.outcomes, spoken.route) == (loaded.law, loaded.outcomes, loaded.route)


def test_the_translation_is_made_once_and_the_japanese_one_is_not_touched():
    loaded = definition(TEXT)
    assert loaded.fields["size"].label == "大きさ"
    spoken = loaded.in_language("en")
    assert spoken is loaded.in_language("en")
    assert loaded.fields["size"].label == "大きさ"
    assert loaded.section_of["size"].title == "質問"
    assert spoken.section_of["size"].title == "Questions"
    assert loaded == definition(TEXT)
    assert spoken.in_language("en").title == spoken.title


def test_answers_are_the_same_in_every_language():
    loaded = definition(TEXT)
    for one in (loaded, loaded.in_language("en")):
        sent = example_data(one, "page", ANSWERS)
        form = AnswerForm(one, "page", answers={}, data=sent, today=TODAY)
        assert form.is_valid(), form.errors
        assert form.cleaned_answers() == ANSWERS


def test_the_page_and_the_rows_are_read_in_the_language():
    spoken = definition(TEXT).in_language("en")
    page = AnswerForm(spoken, "page", answers=ANSWERS, today=TODAY)
    assert page["size"].label == "Size"
    assert "Large</label>" in str(page["size"])
    assert ">Child1</legend>" in str(page["kids"])
    rows = [(row.label, row.text) for section in queries.rows(spoken, ANSWERS) for row in section.rows]
    assert rows == [("Size", "Large"), ("Child1・Name", "見本 一郎"), ("Child1・Age", "7歳")]


def test_conditions_hold_in_every_language():
    text = TEXT.replace("id: kids, kind: group,", "id: kids, kind: group, show_if: {field: size, is: large},")
    for one in (definition(text), definition(text).in_language("en")):
        assert list(queries.shown(one, {"size": "large"})) == ["size", "kids"]
        assert list(queries.shown(one, {"size": "small"})) == ["size"]


@pytest.mark.parametrize(("path", "language"), SPOKEN, ids=lambda one: getattr(one, "stem", one))
def test_every_shipped_translation_takes_the_same_answers(path, language):
    loaded = loader.load(path.read_text(encoding="utf-8"))
    spoken = loaded.in_language(language)
    assert spoken.title != loaded.title
    assert list(spoken.all_fields) == list(loaded.all_fields)
    for example in loaded.examples:
        answers = answers_of(loaded, example)
        assert answers_of(spoken, example) == answers
        assert list(queries.shown(spoken, answers)) == list(queries.shown(loaded, answers))
        for name, field in queries.shown(spoken, answers).items():
            if name in answers:
                kind_of(field).lines(answers[name])


@pytest.mark.parametrize(("path", "language"), SPOKEN, ids=lambda one: getattr(one, "stem", one))
def test_no_japanese_is_left_in_a_shipped_translation_into_english(path, language):
    if language != "en":
        return
    translation = loader.load(path.read_text(encoding="utf-8")).translations[language]
    texts = [
        translation.title,
        translation.summary,
        *translation.labels.values(),
        *translation.sections.values(),
    ]
    texts += [label for options in translation.options.values() for label in options.values()]
    assert not [text for text in texts if any("぀" <= letter <= "ヿ" for letter in text)]
