"""What follows from answers: each computation at the edges of its law."""

import datetime

import pytest

from yakuba.procedures import queries
from yakuba.procedures.computations import COMPUTATIONS
from yakuba.procedures.fields import KINDS
from yakuba.procedures.tests.samples import TODAY, definition, with_fields


def computed(rule, *values, on=TODAY):
    if isinstance(on, str):
        on = datetime.date.fromisoformat(on)
    return COMPUTATIONS[rule].compute(list(values), on)


def test_every_computation_says_what_it_takes_gives_and_does():
    for name, made in COMPUTATIONS.items():
        assert made.gives in KINDS
        assert all(kinds <= set(KINDS) for kinds in made.takes)
        assert made.sentence
        assert computed(name, *[None] * len(made.takes)) is None, name


# Classes of day care: 4月2日 to 4月1日 of the next year are one class (年齢計算ニ関する法律, 学校教育法17条).
@pytest.mark.parametrize(
    ("birth", "on", "said"),
    [
        ("2024-04-01", "2026-11-10", "2歳児クラス"),
        ("2024-04-02", "2026-11-10", "1歳児クラス"),
        ("2024-04-01", "2026-04-01", "2歳児クラス"),
        ("2024-04-02", "2026-04-01", "1歳児クラス"),
        ("2024-04-01", "2027-03-31", "2歳児クラス"),
        ("2024-04-02", "2027-03-31", "1歳児クラス"),
        ("2024-04-02", "2027-04-01", "2歳児クラス"),
        ("2025-04-01", "2026-11-10", "1歳児クラス"),
        ("2025-04-02", "2026-11-10", "0歳児クラス"),
        ("2026-04-01", "2026-11-10", "0歳児クラス"),
        ("2026-04-02", "2026-11-10", "0歳児クラス"),
        ("2026-11-10", "2026-11-10", "0歳児クラス"),
        ("2026-01-15", "2026-03-31", "0歳児クラス"),
        ("2024-02-29", "2026-11-10", "2歳児クラス"),
        ("2020-04-02", "2026-11-10", "5歳児クラス"),
        ("2020-04-01", "2026-11-10", "就学の年齢"),
        ("2015-01-01", "2026-11-10", "就学の年齢"),
        ("2026-11-11", "2026-11-10", None),
    ],
)
def test_a_child_is_in_the_class_of_its_age_at_the_beginning_of_the_fiscal_year(birth, on, said):
    assert computed("age_at_fiscal_year", birth, on=on) == said


def allowance(*births, older=None, on="2026-11-10", **more):
    return computed(
        "child_allowance_monthly", [{"child_birth": birth} | more for birth in births], older, on=on
    )


# 児童手当法6条1項: the month after the claim; young through the month of the third birthday.
@pytest.mark.parametrize(
    ("birth", "on", "yen"),
    [
        ("2025-06-01", "2026-11-10", 15_000),
        # The month that is paid is December 2026.
        ("2023-12-15", "2026-11-10", 15_000),
        ("2023-12-31", "2026-11-10", 15_000),
        # 月の初日に生まれた児童: until three years from the birth have passed.
        ("2023-12-01", "2026-11-10", 15_000),
        ("2023-11-30", "2026-11-10", 10_000),
        ("2023-11-01", "2026-11-30", 10_000),
        # A claim in December is paid from January.
        ("2024-01-31", "2026-12-01", 15_000),
        ("2023-12-31", "2026-12-31", 10_000),
        # 29 February: the third birthday is reached at the end of February.
        ("2024-02-29", "2027-01-15", 15_000),
        ("2024-02-29", "2027-02-15", 10_000),
        # 児童手当法3条1項: until the first 31 March from the day on which eighteen is reached.
        ("2008-04-01", "2026-02-10", 10_000),
        ("2008-04-01", "2026-03-10", None),
        ("2008-04-02", "2026-03-10", 10_000),
        ("2008-04-02", "2027-02-28", 10_000),
        ("2008-04-02", "2027-03-01", None),
        ("2009-03-31", "2027-02-10", 10_000),
        ("2009-03-31", "2027-03-10", None),
        ("2008-02-29", "2026-02-10", 10_000),
        ("2008-02-29", "2026-03-10", None),
        # Not born yet.
        ("2026-11-11", "2026-11-10", None),
        ("2026-11-10", "2026-11-10", 15_000),
    ],
)
def test_the_allowance_of_one_child_at_the_edges_of_its_law(birth, on, yen):
    assert allowance(birth, on=on) == yen


@pytest.mark.parametrize(
    ("births", "older", "yen"),
    [
        (["2025-01-10", "2020-01-10"], None, 25_000),
        (["2025-01-10", "2020-01-10", "2015-01-10"], None, 50_000),
        # The order in which they were typed makes no difference: the youngest is the third.
        (["2015-01-10", "2025-01-10", "2020-01-10"], None, 50_000),
        (["2015-01-10", "2020-01-10", "2022-01-10", "2025-01-10"], None, 80_000),
        # Who is older than eighteen is no child, but counts where the town was told (児童手当法6条2項).
        (["2004-01-10", "2020-01-10", "2025-01-10"], None, 25_000),
        (["2020-01-10", "2025-01-10"], 1, 40_000),
        (["2025-01-10"], 2, 30_000),
        (["2025-01-10"], 0, 15_000),
        ([], 2, None),
    ],
)
def test_the_allowance_of_a_household(births, older, yen):
    assert allowance(*births, older=older) == yen


def test_a_child_for_whom_the_claimant_does_not_care_is_not_counted():
    assert allowance("2025-01-10", child_living="neither") is None
    assert allowance("2025-01-10", child_living="same") == 15_000


@pytest.mark.parametrize(
    ("birth", "on", "age"),
    [
        ("2006-11-10", "2026-11-10", 20),
        ("2006-11-11", "2026-11-10", 19),
        ("2008-02-29", "2026-02-28", 17),
        ("2008-02-29", "2026-03-01", 18),
        ("2026-11-10", "2026-11-10", 0),
        ("2026-11-11", "2026-11-10", None),
    ],
)
def test_the_age_on_a_day(birth, on, age):
    assert computed("age_on_day", birth, on=on) == age


@pytest.mark.parametrize(
    ("due", "said"),
    [
        ("2026-11-10", "妊娠40週"),
        ("2026-11-11", "妊娠39週"),
        ("2026-11-17", "妊娠39週"),
        ("2026-11-18", "妊娠38週"),
        ("2027-06-28", "妊娠7週"),
        ("2027-08-17", "妊娠0週"),
        ("2027-08-18", None),
        ("2026-10-07", "妊娠44週"),
        ("2026-10-06", None),
        (None, None),
    ],
)
def test_the_week_of_a_pregnancy(due, said):
    assert computed("pregnancy_week", due) == said


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2026-12-01", "2026-12-01", 1),
        ("2026-12-31", "2027-01-01", 2),
        ("2028-02-28", "2028-03-01", 3),
        ("2027-02-28", "2027-03-01", 2),
        ("2026-12-02", "2026-12-01", None),
        ("2026-12-02", None, None),
        (None, "2026-12-02", None),
    ],
)
def test_the_days_of_a_stay(first, last, days):
    assert computed("stay_days", first, last) == days


def test_a_sum_takes_what_is_not_answered_for_nothing():
    assert computed("sum", 1, None, 2) == 3
    assert computed("sum", 0) == 0
    assert computed("sum", None, None) is None


def test_items_are_counted():
    assert computed("item_count", [{"a": 1}, {"a": 2}]) == 2
    assert computed("item_count", []) is None


CHAIN = with_fields(
    "id: from, kind: date, label: 始まり",
    "id: to, kind: date, label: 終わり",
    "id: days, kind: computed, label: 日数, rule: stay_days, of: [from, to]",
    "id: rooms, kind: number, label: 部屋の数, required: false",
    "id: more, kind: number, label: 追加の部屋の数, required: false, show_if: {field: days, more_than: 2}",
    "id: total, kind: computed, label: 部屋の合計, rule: sum, of: [rooms, more]",
)


def with_computed(answers):
    return queries.with_computed(definition(CHAIN), answers, today=TODAY)


def test_what_is_computed_follows_the_answers_and_nothing_else():
    days = {"from": "2026-12-01", "to": "2026-12-03"}
    assert with_computed(days)["days"] == 3
    assert with_computed(days | {"days": 99})["days"] == 3
    assert "days" not in with_computed({"from": "2026-12-01", "days": 99})


def test_an_answer_to_a_question_that_no_longer_stands_is_not_computed_with():
    short = {"from": "2026-12-01", "to": "2026-12-02", "rooms": 2, "more": 5}
    assert with_computed(short)["total"] == 2
    assert with_computed(short | {"to": "2026-12-04"})["total"] == 7


def test_rows_leave_out_what_cannot_be_computed_yet():
    loaded = definition(CHAIN)
    labels = [row.label for section in queries.rows(loaded, with_computed({})) for row in section.rows]
    assert labels == ["始まり", "終わり", "部屋の数"]
    assert queries.missing(loaded, with_computed({"from": "2026-12-01", "to": "2026-12-02"})) == []
    assert queries.asked(loaded) == {"from", "to", "rooms", "more"}
