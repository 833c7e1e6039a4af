"""The open period: both days inclusive, of one year or of every year, also over New Year and on 29 February."""

import datetime

import pytest

from yakuba.procedures.queries import periods
from yakuba.procedures.tests.samples import GOOD, definition

DATED = "{from: 2026-12-01, until: 2027-01-15}"
YEARLY = "{from: 04-10, until: 05-31}"
WRAPPED = "{from: 12-01, until: 01-15}"
LEAP = "{from: 02-01, until: 02-29}"
FROM_LEAP = "{from: 02-29, until: 03-31}"
ONE_DAY = "{from: 11-10, until: 11-10}"
ALWAYS = "{from: 04-01, until: 03-31}"


def loaded(period):
    return definition(f"{GOOD}open: {period}\n")


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("period", "on", "is_open"),
    [
        (DATED, "2026-11-30", False),
        (DATED, "2026-12-01", True),
        (DATED, "2027-01-15", True),
        (DATED, "2027-01-16", False),
        (DATED, "2027-12-05", False),
        (YEARLY, "2026-04-09", False),
        (YEARLY, "2026-04-10", True),
        (YEARLY, "2026-05-31", True),
        (YEARLY, "2026-06-01", False),
        (YEARLY, "2031-05-01", True),
        (WRAPPED, "2026-11-30", False),
        (WRAPPED, "2026-12-01", True),
        (WRAPPED, "2026-12-31", True),
        (WRAPPED, "2027-01-01", True),
        (WRAPPED, "2027-01-15", True),
        (WRAPPED, "2027-01-16", False),
        (LEAP, "2028-02-29", True),
        (LEAP, "2028-03-01", False),
        (LEAP, "2027-02-28", True),
        (LEAP, "2027-03-01", False),
        (FROM_LEAP, "2027-02-27", False),
        (FROM_LEAP, "2027-02-28", True),
        (FROM_LEAP, "2028-02-28", False),
        (FROM_LEAP, "2028-02-29", True),
        (ONE_DAY, "2026-11-09", False),
        (ONE_DAY, "2026-11-10", True),
        (ONE_DAY, "2026-11-11", False),
        (ALWAYS, "2027-03-31", True),
        (ALWAYS, "2027-04-01", True),
    ],
)
def test_both_days_of_a_period_belong_to_it(period, on, is_open):
    assert periods.is_open(loaded(period), day(on)) is is_open
    assert (periods.closed_words(loaded(period), day(on)) == "") is is_open


@pytest.mark.parametrize(
    ("period", "on", "first", "last"),
    [
        (DATED, "2020-01-01", "2026-12-01", "2027-01-15"),
        (DATED, "2030-01-01", "2026-12-01", "2027-01-15"),
        (YEARLY, "2026-01-01", "2026-04-10", "2026-05-31"),
        (YEARLY, "2026-06-01", "2027-04-10", "2027-05-31"),
        (WRAPPED, "2027-01-10", "2026-12-01", "2027-01-15"),
        (WRAPPED, "2027-01-16", "2027-12-01", "2028-01-15"),
        (WRAPPED, "2026-12-01", "2026-12-01", "2027-01-15"),
        (LEAP, "2027-02-28", "2027-02-01", "2027-02-28"),
        (LEAP, "2027-03-01", "2028-02-01", "2028-02-29"),
    ],
)
def test_the_period_is_the_one_that_runs_else_the_next(period, on, first, last):
    found = periods.period(loaded(period), day(on))
    assert (found.first, found.last) == (day(first), day(last))


def test_without_a_period_it_is_always_open():
    assert periods.period(definition(), day("2026-11-10")) is None
    assert periods.is_open(definition(), day("2026-11-10"))
    assert periods.closed_words(definition(), day("2026-11-10")) == ""


def test_who_comes_too_early_or_too_late_is_told_when_and_what_to_do():
    assert periods.closed_words(loaded(DATED), day("2026-11-30")) == (
        "受付期間は、令和8年12月1日（火）から令和9年1月15日（金）までです。始まってから申し込んでください。"
    )
    assert periods.closed_words(loaded(DATED), day("2027-01-16")) == (
        "受付期間（令和8年12月1日（火）から令和9年1月15日（金）まで）は終わりました。"
        "次の受付は、担当にお問い合わせください。"
    )
    assert "令和9年4月10日（土）から" in periods.closed_words(loaded(YEARLY), day("2026-06-01"))
