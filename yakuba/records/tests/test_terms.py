"""Periods begin with the April after the fiscal year of the end, and last whole fiscal years."""

import datetime

import pytest

from yakuba.core import terms

DAY = datetime.date


@pytest.mark.parametrize(
    ("finished", "begins", "ends"),
    [
        (DAY(2026, 4, 1), DAY(2027, 4, 1), DAY(2032, 3, 31)),
        (DAY(2026, 11, 20), DAY(2027, 4, 1), DAY(2032, 3, 31)),
        (DAY(2027, 3, 31), DAY(2027, 4, 1), DAY(2032, 3, 31)),
        (DAY(2028, 2, 29), DAY(2028, 4, 1), DAY(2033, 3, 31)),
    ],
)
def test_five_years_from_the_april_after(finished, begins, ends):
    assert (terms.begins_on(finished), terms.ends_on(finished, 5)) == (begins, ends)


def test_a_year_after_a_decision_begins_the_day_after():
    assert terms.a_year_after(DAY(2026, 5, 1)) == DAY(2027, 5, 1)
    assert terms.a_year_after(DAY(2028, 2, 29)) == DAY(2029, 2, 28)


def test_periods_in_words():
    assert [terms.words(5), terms.words(None, "永年")] == ["5年", "永年"]
