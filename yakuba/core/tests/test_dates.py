"""Japanese dates: eras, what people type, fiscal years, ages."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakuba.core.dates import (
    EARLIEST,
    ERAS,
    DateProblem,
    age_on,
    era_of,
    fiscal_year,
    full_with_weekday,
    moment,
    parse_date,
    parse_parts,
    wareki,
    wareki_fiscal_year,
    wareki_year,
    with_weekday,
)

DAYS = st.dates(EARLIEST, date(2199, 12, 31))


def day_or_problem(read, *typed):
    """Give what was read, or the problem; anything else fails the test."""
    try:
        return read(*typed)
    except DateProblem as problem:
        return problem


@pytest.mark.parametrize(
    ("on", "shown"),
    [
        (date(2026, 11, 20), "令和8年11月20日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(1989, 1, 8), "平成元年1月8日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
        (date(1926, 12, 25), "昭和元年12月25日"),
        (date(1926, 12, 24), "大正15年12月24日"),
        (date(1912, 7, 30), "大正元年7月30日"),
        (date(1912, 7, 29), "明治45年7月29日"),
        (date(1868, 10, 23), "明治元年10月23日"),
        (date(1868, 10, 22), "西暦1868年10月22日"),
    ],
)
def test_a_day_is_shown_in_its_era(on, shown):
    assert wareki(on) == shown
    assert shown.startswith(wareki_year(on))


def test_a_day_is_shown_with_its_weekday():
    assert with_weekday(date(2026, 12, 1)) == "12月1日（火）"
    assert full_with_weekday(date(2026, 12, 1)) == "令和8年12月1日（火）"
    shown = [with_weekday(date(2026, 11, 16) + timedelta(days=after))[-2] for after in range(7)]
    assert "".join(shown) == "月火水木金土日"


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        (datetime(2026, 11, 17, 0, 20, tzinfo=UTC), "11月17日（火）9時20分"),
        (datetime(2026, 11, 17, 4, 5, tzinfo=UTC), "11月17日（火）13時05分"),
        (datetime(2026, 11, 16, 15, 0, tzinfo=UTC), "11月17日（火）0時00分"),
        (datetime(2026, 11, 17, 9, 20, tzinfo=timezone(timedelta(hours=9))), "11月17日（火）9時20分"),
    ],
)
def test_a_moment_is_shown_on_the_clock_of_japan(at, shown):
    assert moment(at) == shown


def test_a_moment_may_be_shown_on_another_clock():
    assert moment(datetime(2026, 11, 17, 0, 20, tzinfo=UTC), UTC) == "11月17日（火）0時20分"


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        moment(datetime(2026, 11, 17, 9, 20))  # noqa: DTZ001  It is what must be refused.


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("令和8年11月20日", date(2026, 11, 20)),
        ("令和８年１１月２０日", date(2026, 11, 20)),
        ("令和 8 年 11 月 20 日", date(2026, 11, 20)),
        ("令和8年11月20日（金）", date(2026, 11, 20)),
        ("令和8年11月20日 金曜日", date(2026, 11, 20)),
        ("令和八年十一月二十日", date(2026, 11, 20)),
        ("二〇二六年十一月二十日", date(2026, 11, 20)),
        ("㋿8年11月20日", date(2026, 11, 20)),
        ("R8.11.20", date(2026, 11, 20)),
        ("r8/11/20", date(2026, 11, 20)),
        ("R.8.11.20", date(2026, 11, 20)),
        ("Ｒ８．１１．２０", date(2026, 11, 20)),
        ("R08.11.20", date(2026, 11, 20)),
        ("R081120", date(2026, 11, 20)),
        ("R8-11-20", date(2026, 11, 20)),
        ("令和8・11・20", date(2026, 11, 20)),
        ("令和8年11/20", date(2026, 11, 20)),
        ("2026-11-20", date(2026, 11, 20)),
        ("2026/11/20", date(2026, 11, 20)),
        ("2026.11.20", date(2026, 11, 20)),
        ("2026ー11ー20", date(2026, 11, 20)),
        ("２０２６−１１−２０", date(2026, 11, 20)),
        ("2026 11 20", date(2026, 11, 20)),
        ("2026年11月20日", date(2026, 11, 20)),
        ("西暦2026年11月20日", date(2026, 11, 20)),
        ("2026-1-2", date(2026, 1, 2)),
        ("2026 1 2", date(2026, 1, 2)),
        ("20261120", date(2026, 11, 20)),
        ("２０２６１１２０", date(2026, 11, 20)),
        ("  2026-11-20\n", date(2026, 11, 20)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("令和1年5月1日", date(2019, 5, 1)),
        ("令和元.5.1", date(2019, 5, 1)),
        ("R1.5.1", date(2019, 5, 1)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("H31.4.30", date(2019, 4, 30)),
        ("昭和63.4.1", date(1988, 4, 1)),
        ("S63.4.1", date(1988, 4, 1)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("昭和元年12月31日", date(1926, 12, 31)),
        ("T元.7.30", date(1912, 7, 30)),
        ("明治33年2月28日", date(1900, 2, 28)),
        ("M1.10.23", date(1868, 10, 23)),
        ("令和6年2月29日", date(2024, 2, 29)),
        ("2000-02-29", date(2000, 2, 29)),
        ("2199-12-31", date(2199, 12, 31)),
    ],
)
def test_a_date_is_understood_as_people_type_it(text, on):
    assert parse_date(text) == on


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("平成31年5月1日", "平成は31年4月30日までです。令和元年5月1日ではありませんか"),
        ("H32.1.1", "平成は31年4月30日までです。令和2年1月1日ではありませんか"),
        ("昭和64年1月8日", "昭和は64年1月7日までです。平成元年1月8日ではありませんか"),
        ("大正15年12月25日", "大正は15年12月24日までです。昭和元年12月25日ではありませんか"),
        ("明治45年7月30日", "明治は45年7月29日までです。大正元年7月30日ではありませんか"),
        ("令和元年4月30日", "令和は元年5月1日からです。平成31年4月30日ではありませんか"),
        ("平成元年1月7日", "平成は元年1月8日からです。昭和64年1月7日ではありませんか"),
        ("令和7年2月29日", "令和7年2月は28日までです"),
        ("2025-02-29", "2025年2月は28日までです"),
        ("1900-2-29", "1900年2月は28日までです"),
        ("令和6年2月30日", "令和6年2月は29日までです"),
        ("令和8年4月31日", "令和8年4月は30日までです"),
        ("令和元年11月31日", "令和元年11月は30日までです"),
        ("令和8年13月1日", "13月はありません。月は1から12までです"),
        ("20261320", "13月はありません。月は1から12までです"),
        ("令和8年0月1日", "0月はありません。月は1から12までです"),
        ("令和8年1月0日", "0日はありません。日は1からです"),
        ("令和0年1月1日", "令和0年はありません。最初の年は元年（1年）です"),
        ("令和2026年11月20日", "令和2026年はありません。西暦2026年ではありませんか"),
        ("明治元年10月22日", "明治元年10月23日（1868年）より前の日付は入力できません。年を確かめてください"),
        ("1868-10-22", "明治元年10月23日（1868年）より前の日付は入力できません。年を確かめてください"),
        ("1192-01-01", "明治元年10月23日（1868年）より前の日付は入力できません。年を確かめてください"),
        ("2200-01-01", "西暦2199年より後の日付は入力できません。年を確かめてください"),
        ("9999-12-31", "西暦2199年より後の日付は入力できません。年を確かめてください"),
        ("令和999年1月1日", "西暦2199年より後の日付は入力できません。年を確かめてください"),
        ("西暦8年1月1日", "西暦の年は4桁で入力してください（例：2026年）"),
        ("8.11.20", "元号を選んでください。西暦なら年を4桁で入力してください"),
        ("8年11月20日", "元号を選んでください。西暦なら年を4桁で入力してください"),
        ("元年11月20日", "元号を選んでください。西暦なら年を4桁で入力してください"),
        ("令和8年11月", "日を入力してください"),
        ("令和8年20日", "月を入力してください"),
        ("11月20日", "年を入力してください"),
        ("令和8年", "月と日を入力してください"),
        ("2026", "月と日を入力してください"),
        ("", "日付を入力してください"),
        ("　", "日付を入力してください"),
    ],
)
def test_a_date_that_does_not_exist_is_explained(text, message):
    with pytest.raises(DateProblem) as caught:
        parse_date(text)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "text",
    [
        "きのう",
        "abc",
        "11/20",
        "2026-11",
        "20.11.2026",
        "11/20/2026",
        "2026-11-20T00:00",
        "202611",
        "令和8年11月20日ごろ",
        "9" * 9000,
        "٢٠٢٦-١١-٢٠",
        "令和8年-1月1日",
        "千九百年1月1日",
        "😀",
    ],
)
def test_what_is_no_date_is_answered_with_examples(text):
    with pytest.raises(
        DateProblem, match="日付として読めません。「令和8年11月20日」や「2026-11-20」のように"
    ):
        parse_date(text)


@given(DAYS)
def test_every_way_of_showing_a_day_is_read_back(on):
    era = era_of(on)
    year = on.year - era.starts_on.year + 1
    assert parse_date(wareki(on)) == on
    assert parse_date(f"{wareki_year(on)}{with_weekday(on)}") == on
    assert parse_date(on.isoformat()) == on
    assert parse_date(f"{on:%Y%m%d}") == on
    assert parse_date(f"{era.letter}{year}.{on.month}.{on.day}") == on
    assert parse_parts(era.code, str(year), str(on.month), str(on.day)) == on
    assert parse_parts(era.label, str(year), f"{on.month:02}", f"{on.day:02}") == on
    assert parse_parts("western", str(on.year), str(on.month), str(on.day)) == on
    assert parse_parts("西暦", str(on.year), str(on.month), str(on.day)) == on


@given(st.one_of(st.text(), st.text("令和平成元年月日0123456789./-RHS 〇一十三（金）", max_size=14)))
def test_reading_a_date_gives_a_date_or_a_problem_in_japanese(text):
    read = day_or_problem(parse_date, text)
    assert isinstance(read, DateProblem) or EARLIEST <= read <= date(2199, 12, 31)


BOX = st.one_of(st.just(""), st.text(max_size=6), st.text("令和平成元年月日0123456789./-RHS ", max_size=12))


@given(BOX, BOX, BOX, BOX)
def test_reading_four_boxes_gives_a_date_or_a_problem_that_names_boxes(era, year, month, day):
    read = day_or_problem(parse_parts, era, year, month, day)
    if isinstance(read, DateProblem):
        assert read.parts
        assert set(read.parts) <= {"era", "year", "month", "day"}
    else:
        assert EARLIEST <= read <= date(2199, 12, 31)


@pytest.mark.parametrize(
    ("boxes", "on"),
    [
        (("reiwa", "8", "11", "20"), date(2026, 11, 20)),
        (("令和", "８", "１１", "２０"), date(2026, 11, 20)),
        (("令和", "8年", "11月", "20日"), date(2026, 11, 20)),
        (("令和", " 8 ", "011", "20"), date(2026, 11, 20)),
        (("R", "8", "11", "20"), date(2026, 11, 20)),
        (("平成", "元", "1", "8"), date(1989, 1, 8)),
        (("平成", "元年", "1", "8"), date(1989, 1, 8)),
        (("令和", "八", "十一", "二十"), date(2026, 11, 20)),
        (("western", "2026", "11", "20"), date(2026, 11, 20)),
        (("西暦", "２０２６年", "11", "20"), date(2026, 11, 20)),
        (("", "2026", "11", "20"), date(2026, 11, 20)),
        # The era typed in the year box goes before the one that happened to be chosen.
        (("令和", "昭和63", "4", "1"), date(1988, 4, 1)),
        (("令和", "S63", "4", "1"), date(1988, 4, 1)),
        (("", "令和8年", "11", "20"), date(2026, 11, 20)),
        (("令和", "西暦1988年", "4", "1"), date(1988, 4, 1)),
        # A whole date typed in the year box.
        (("令和", "R8.11.20", "", ""), date(2026, 11, 20)),
        (("令和", "8.11.20", "", ""), date(2026, 11, 20)),
        (("平成", "昭和63年4月1日", "", ""), date(1988, 4, 1)),
        (("西暦", "20261120", "", ""), date(2026, 11, 20)),
        (("令和", "20261120", "", ""), date(2026, 11, 20)),
        (("令和", "2026/11/20", "", ""), date(2026, 11, 20)),
        (("reiwa", "2026年11月20日", "11", "20"), date(2026, 11, 20)),
        (("", "2026-11-20", "", ""), date(2026, 11, 20)),
        (("西暦", "2026-11-20", "11月", "20"), date(2026, 11, 20)),
        (("西暦", "2026-1-2", "01", ""), date(2026, 1, 2)),
    ],
)
def test_four_boxes_are_understood_as_people_fill_them(boxes, on):
    assert parse_parts(*boxes) == on


@pytest.mark.parametrize(
    ("boxes", "message", "parts"),
    [
        (("令和", "", "", ""), "日付を入力してください", ("year", "month", "day")),
        (("", "", "", ""), "日付を入力してください", ("year", "month", "day")),
        (("令和", "", "11", "20"), "年を入力してください", ("year",)),
        (("令和", "8", "", "20"), "月を入力してください", ("month",)),
        (("令和", "8", "11", ""), "日を入力してください", ("day",)),
        (("令和", "8", "", ""), "月と日を入力してください", ("month", "day")),
        (("令和", "", "11", ""), "年と日を入力してください", ("year", "day")),
        (("令和", "令和", "11", "20"), "年を入力してください", ("year",)),
        (("令和", "八年目", "11", "20"), "年は数字で入力してください", ("year",)),
        (("令和", "8", "Nov", "20"), "月は数字で入力してください", ("month",)),
        (("令和", "8", "元", "20"), "月は数字で入力してください", ("month",)),
        (("令和", "8", "11", "末"), "日は数字で入力してください", ("day",)),
        (("令和", "-8", "11", "20"), "年は数字で入力してください", ("year",)),
        (("令和", "8", "11", "1.5"), "日は数字で入力してください", ("day",)),
        (("", "8", "11", "20"), "元号を選んでください。西暦なら年を4桁で入力してください", ("era", "year")),
        (("慶応", "3", "1", "1"), "元号を選んでください。西暦なら年を4桁で入力してください", ("era", "year")),
        (("西暦", "8", "11", "20"), "西暦の年は4桁で入力してください（例：2026年）", ("era", "year")),
        (("令和", "2026", "11", "20"), "令和2026年はありません。西暦2026年ではありませんか", ("era", "year")),
        (("令和", "8", "13", "1"), "13月はありません。月は1から12までです", ("month",)),
        (("令和", "7", "2", "29"), "令和7年2月は28日までです", ("day",)),
        (
            ("平成", "31", "5", "1"),
            "平成は31年4月30日までです。令和元年5月1日ではありませんか",
            ("era", "year", "month", "day"),
        ),
        (
            ("令和", "R8.11.20", "12", "20"),
            "年の欄の日付と、月・日の欄が合いません。どちらか一方に入力してください",
            ("year", "month", "day"),
        ),
    ],
)
def test_a_problem_with_the_boxes_says_which_ones_to_look_at(boxes, message, parts):
    with pytest.raises(DateProblem) as caught:
        parse_parts(*boxes)
    assert str(caught.value) == message
    assert caught.value.parts == parts


@given(DAYS)
def test_every_wrong_era_is_answered_with_the_right_date(on):
    for era in ERAS:
        year = on.year - era.starts_on.year + 1
        if era is not era_of(on) and year > 0:
            with pytest.raises(DateProblem, match=f"{wareki(on)}ではありませんか$"):
                parse_parts(era.code, str(year), str(on.month), str(on.day))


@pytest.mark.parametrize(
    ("on", "year", "label"),
    [
        (date(2026, 4, 1), 2026, "令和8年度"),
        (date(2027, 3, 31), 2026, "令和8年度"),
        (date(2026, 3, 31), 2025, "令和7年度"),
        (date(2019, 4, 1), 2019, "令和元年度"),
        (date(2020, 3, 31), 2019, "令和元年度"),
        (date(2019, 3, 31), 2018, "平成30年度"),
        (date(1989, 3, 31), 1988, "昭和63年度"),
        (date(1989, 4, 1), 1989, "平成元年度"),
    ],
)
def test_a_fiscal_year_runs_from_april_to_march(on, year, label):
    assert fiscal_year(on) == year
    assert wareki_fiscal_year(year) == label


@pytest.mark.parametrize(
    ("birth", "on", "age"),
    [
        (date(2023, 10, 31), date(2026, 10, 30), 2),
        (date(2023, 10, 31), date(2026, 10, 31), 3),
        (date(2026, 11, 20), date(2026, 11, 20), 0),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
        (date(2008, 4, 1), date(2026, 3, 31), 17),
        (date(1912, 7, 30), date(2026, 7, 30), 114),
    ],
)
def test_people_grow_older_on_their_birthday(birth, on, age):
    assert age_on(birth, on) == age


def test_nobody_has_an_age_before_birth():
    with pytest.raises(ValueError, match="before the birth"):
        age_on(date(2026, 11, 20), date(2026, 11, 19))


@given(DAYS, st.integers(0, 40_000))
def test_age_grows_by_at_most_one_from_day_to_day(birth, days):
    on = birth + timedelta(days=days)
    assert age_on(birth, on + timedelta(days=1)) - age_on(birth, on) in {0, 1}
