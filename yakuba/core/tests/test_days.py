"""Open days of the town hall and the last days of periods."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakuba.core.days import add_open_days, deadline, is_open, next_open

DAYS = st.dates(date(2000, 1, 1), date(2050, 12, 31))
CLOSED = st.frozensets(DAYS, max_size=5)


@pytest.mark.parametrize(
    "on",
    [
        date(2026, 11, 21),  # Saturday
        date(2026, 11, 22),  # Sunday
        date(2026, 11, 23),  # 勤労感謝の日
        date(2026, 5, 6),  # 振替休日
        date(2026, 9, 22),  # 国民の休日 between two holidays
        date(2026, 3, 20),  # 春分の日
        date(2019, 5, 1),  # the day on which 令和 began
        date(2026, 12, 29),
        date(2026, 12, 31),
        date(2027, 1, 1),
        date(2029, 1, 3),  # a Wednesday, no national holiday
    ],
)
def test_the_town_hall_is_closed(on):
    assert not is_open(on)


@pytest.mark.parametrize("on", [date(2026, 11, 20), date(2026, 12, 28), date(2027, 1, 4), date(2026, 8, 14)])
def test_the_town_hall_is_open(on):
    assert is_open(on)


def test_a_town_has_closed_days_of_its_own():
    memorial = date(2026, 6, 23)
    assert is_open(memorial)
    assert not is_open(memorial, frozenset({memorial}))
    assert next_open(memorial, {memorial}) == date(2026, 6, 24)


@pytest.mark.parametrize(
    ("on", "following"),
    [
        (date(2026, 11, 20), date(2026, 11, 20)),
        (date(2026, 11, 21), date(2026, 11, 24)),
        (date(2026, 12, 29), date(2027, 1, 4)),
        (date(2026, 5, 2), date(2026, 5, 7)),
        (date(2027, 12, 29), date(2028, 1, 4)),
    ],
)
def test_the_next_open_day_is_the_day_itself_or_the_first_after_it(on, following):
    assert next_open(on) == following


@pytest.mark.parametrize(
    ("on", "days", "last"),
    [
        (date(2026, 11, 20), 0, date(2026, 11, 20)),
        (date(2026, 11, 20), 1, date(2026, 11, 24)),
        (date(2026, 11, 21), 1, date(2026, 11, 24)),
        (date(2026, 11, 16), 10, date(2026, 12, 1)),
        (date(2026, 12, 28), 1, date(2027, 1, 4)),
    ],
)
def test_open_days_are_counted_from_the_day_after(on, days, last):
    assert add_open_days(on, days) == last
    assert deadline(on, days, "open") == last


@pytest.mark.parametrize(
    ("from_on", "days", "last", "rolled"),
    [
        (date(2026, 11, 10), 14, date(2026, 11, 24), date(2026, 11, 24)),
        (date(2026, 11, 6), 15, date(2026, 11, 21), date(2026, 11, 24)),
        (date(2026, 12, 15), 14, date(2026, 12, 29), date(2027, 1, 4)),
        (date(2026, 12, 1), 30, date(2026, 12, 31), date(2027, 1, 4)),
        (date(2028, 2, 15), 15, date(2028, 3, 1), date(2028, 3, 1)),
        (date(2026, 11, 20), 0, date(2026, 11, 20), date(2026, 11, 20)),
    ],
)
def test_a_period_begins_on_the_next_day_and_a_closed_last_day_moves_only_if_asked(
    from_on, days, last, rolled
):
    assert deadline(from_on, days) == last
    assert deadline(from_on, days, "calendar", roll=True) == rolled


def test_the_last_day_moves_past_the_towns_own_closed_days():
    closed = {date(2026, 11, 24)}
    assert deadline(date(2026, 11, 6), 15, closed=closed, roll=True) == date(2026, 11, 25)
    assert deadline(date(2026, 11, 20), 1, "open", closed=closed) == date(2026, 11, 25)


def test_a_period_does_not_run_backwards():
    with pytest.raises(ValueError, match="-1"):
        deadline(date(2026, 11, 20), -1)
    with pytest.raises(ValueError, match="-1"):
        add_open_days(date(2026, 11, 20), -1)


@given(DAYS, CLOSED)
def test_there_is_no_open_day_before_the_next_open_day(on, closed):
    following = next_open(on, closed)
    assert is_open(following, closed)
    assert not any(is_open(on + timedelta(days=after), closed) for after in range((following - on).days))


@given(DAYS, st.integers(0, 60), CLOSED)
def test_exactly_so_many_open_days_lie_in_a_period_of_open_days(on, days, closed):
    last = add_open_days(on, days, closed)
    assert (
        sum(is_open(on + timedelta(days=after), closed) for after in range(1, (last - on).days + 1)) == days
    )


@given(DAYS, st.integers(0, 400), CLOSED)
def test_a_rolled_deadline_is_open_and_never_earlier(on, days, closed):
    plain, rolled = deadline(on, days, closed=closed), deadline(on, days, closed=closed, roll=True)
    assert rolled >= plain == on + timedelta(days=days)
    assert is_open(rolled, closed)
