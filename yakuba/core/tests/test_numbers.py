"""Check digits, receipt numbers and look-up codes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakuba.core import numbers
from yakuba.core.numbers import (
    LOOKUP_ALPHABET,
    local_government_code_is_valid,
    lookup_code,
    mod_11_10,
    parse_lookup_code,
    parse_receipt_number,
    receipt_number,
)

CODES = ["203211", "203611", "343692", "264652", "202185", "011002"]
YEARS = st.integers(2019, 2117)
SERIALS = st.integers(1, 999_999)


@pytest.mark.parametrize("code", CODES)
def test_the_codes_of_real_towns_are_valid(code):
    assert local_government_code_is_valid(code)


@pytest.mark.parametrize("code", CODES)
def test_a_town_code_with_another_check_digit_is_not_valid(code):
    others = set("0123456789") - {code[5]}
    assert not any(local_government_code_is_valid(code[:5] + other) for other in others)


@pytest.mark.parametrize(
    "code", ["", "20321", "2032110", "20321a", "２０３２１１", " 203211", "203211\n", "480002", "000000"]
)
def test_what_is_not_six_digits_of_a_prefecture_is_no_town_code(code):
    assert not local_government_code_is_valid(code)


@pytest.mark.parametrize(
    ("digits", "check"),
    [
        ("0794", "5"),  # the example of ISO/IEC 7064
        ("79462", "3"),
        ("3657426180", "9"),  # a German tax number
        ("3339200596", "1"),  # a Croatian personal number
        ("13669597", "6"),  # a German VAT number
    ],
)
def test_mod_11_10_agrees_with_published_numbers(digits, check):
    assert mod_11_10(digits) == check


@pytest.mark.parametrize("digits", ["", "12a", "１２", "1 2", "12\n"])
def test_mod_11_10_takes_digits_only(digits):
    with pytest.raises(ValueError, match="digits"):
        mod_11_10(digits)


@given(st.from_regex("[0-9]{1,12}", fullmatch=True), st.data())
def test_mod_11_10_finds_every_single_wrong_digit(digits, data):
    whole = digits + mod_11_10(digits)
    at = data.draw(st.integers(0, len(whole) - 1))
    wrong = data.draw(st.sampled_from(sorted(set("0123456789") - {whole[at]})))
    typed = whole[:at] + wrong + whole[at + 1 :]
    assert mod_11_10(typed[:-1]) != typed[-1]


def test_mod_11_10_misses_only_two_swaps_of_neighbours_in_a_hundred():
    # The sum runs through ten states, and each of these ten texts leads into another one of them.
    states = {mod_11_10(str(first)): str(first) for first in range(10)}
    pairs = [(first, second) for first in "0123456789" for second in "0123456789" if first != second]
    missed = [
        (first, second)
        for before in states.values()
        for first, second in pairs
        if mod_11_10(before + first + second) == mod_11_10(before + second + first)
    ]
    assert len(states) == 10
    assert len(missed) == 20
    assert all(abs(int(first) - int(second)) in {1, 9} for first, second in missed)


@pytest.mark.parametrize(
    ("year", "serial", "number"),
    [
        (2026, 1042, "R8-001042-3"),
        (2026, 1, "R8-000001-8"),
        (2026, 999_999, "R8-999999-4"),
        (2019, 1, "R1-000001-2"),
        (2028, 31, "R10-000031-1"),
    ],
)
def test_a_receipt_number_shows_fiscal_year_serial_and_check_digit(year, serial, number):
    assert receipt_number(year, serial) == number


@pytest.mark.parametrize(("year", "serial"), [(2026, 0), (2026, -1), (2026, 1_000_000), (1800, 1)])
def test_there_is_no_receipt_number_outside_its_range(year, serial):
    with pytest.raises(ValueError, match="serial"):
        receipt_number(year, serial)


@pytest.mark.parametrize(
    "typed",
    [
        "R8-001042-3",
        "r8-001042-3",
        "Ｒ８－００１０４２－３",
        "ｒ８ー００１０４２ー３",
        "R8−001042−3",
        "R8 001042 3",
        "R80010423",
        "80010423",
        "8-001042-3",
        "８　００１０４２　３",
        "令和8-001042-3",
        "R08-001042-3",
        "R8-1042-3",
        "  R8-001042-3\n",
    ],
)
def test_a_receipt_number_is_understood_as_people_type_it(typed):
    assert parse_receipt_number(typed) == "R8-001042-3"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "R8",
        "R8-001042",
        "R8-001042-4",
        "R8-001024-3",
        "R9-001042-3",
        "S8-001042-3",
        "X8-001042-3",
        "R0-000001-1",
        "R8-000000-7",
        "abc",
        "R8-001042-33",
        "電話",
    ],
)
def test_what_cannot_be_a_receipt_number_is_none(typed):
    assert parse_receipt_number(typed) is None


@given(YEARS, SERIALS)
def test_every_receipt_number_is_read_back_with_and_without_hyphens(year, serial):
    number = receipt_number(year, serial)
    assert re.fullmatch(r"R[1-9][0-9]?-[0-9]{6}-[0-9]", number)
    assert parse_receipt_number(number) == number
    assert parse_receipt_number(number.replace("-", "")) == number
    assert parse_receipt_number(number.replace("-", "").removeprefix("R")) == number


@given(YEARS, SERIALS, st.data())
def test_a_receipt_number_with_one_wrong_digit_is_never_taken_for_another(year, serial, data):
    number = receipt_number(year, serial)
    at = data.draw(st.sampled_from([at for at, sign in enumerate(number) if sign.isdigit()]))
    wrong = data.draw(st.sampled_from(sorted(set("0123456789") - {number[at]})))
    typed = number[:at] + wrong + number[at + 1 :]
    leading_zero_dropped = re.match("R0", typed)
    assert leading_zero_dropped or parse_receipt_number(typed) is None


@given(st.text())
def test_reading_a_receipt_number_never_fails(typed):
    number = parse_receipt_number(typed)
    assert number is None or parse_receipt_number(number) == number


def test_look_up_codes_are_twelve_signs_in_fours_and_differ():
    codes = {lookup_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", code) for code in codes)
    assert set("".join(codes)) - {"-"} == set(LOOKUP_ALPHABET)


def test_the_signs_of_look_up_codes_are_not_mistaken_for_each_other():
    assert not set(LOOKUP_ALPHABET) & set("01OILQZSBUAE")
    assert len(set(LOOKUP_ALPHABET)) == 24


@pytest.mark.parametrize(
    "typed",
    [
        "2345-6789-CDFG",
        "23456789CDFG",
        "2345 6789 cdfg",
        "２３４５－６７８９－ＣＤＦＧ",
        "２３４５ー６７８９ーｃｄｆｇ",
        "Z34S-67B9-CDFG",
        "\t2345‐6789‐CDFG　",
    ],
)
def test_a_look_up_code_is_understood_as_people_type_it(typed):
    assert parse_lookup_code(typed) == "2345-6789-CDFG"


@pytest.mark.parametrize(
    "typed", ["", "2345-6789-CDF", "2345-6789-CDFGH", "2345-6789-CDF0", "2345-6789-あいうえ"]
)
def test_what_cannot_be_a_look_up_code_is_none(typed):
    assert parse_lookup_code(typed) is None


@given(st.text(alphabet=LOOKUP_ALPHABET, min_size=12, max_size=12))
def test_every_look_up_code_is_read_back(letters):
    code = parse_lookup_code(letters)
    assert code is not None
    assert code.replace("-", "") == letters
    assert parse_lookup_code(code) == code


def test_a_code_of_a_paper_has_a_check_sign_that_finds_every_wrong_sign():
    code = numbers.verification_code()
    assert numbers.parse_verification_code(f" {code.lower().replace('-', '－')} ") == code
    letters = code.replace("-", "")
    for place, letter in enumerate(letters):
        for other in set(numbers.LOOKUP_ALPHABET) - {letter}:
            assert numbers.parse_verification_code(letters[:place] + other + letters[place + 1 :]) is None


def test_codes_of_papers_are_drawn_from_many():
    drawn = {numbers.verification_code() for _ in range(200)}
    assert len(drawn) == 200
    assert len({code[:1] for code in drawn}) > 10
