"""Amounts in whole yen."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakuba.core.money import yen


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (0, "0円"),
        (550, "550円"),
        (3000, "3,000円"),
        (15_000, "15,000円"),
        (1_234_567, "1,234,567円"),
        (-300, "-300円"),
    ],
)
def test_an_amount_is_shown_with_commas_and_its_unit(amount, shown):
    assert yen(amount) == shown


@pytest.mark.parametrize("amount", [3000.0, Decimal(3000), "3000", True, None])
def test_money_is_never_anything_but_whole_yen(amount):
    with pytest.raises(TypeError):
        yen(amount)


@given(st.integers())
def test_an_amount_can_be_read_back_from_what_is_shown(amount):
    assert int(yen(amount).removesuffix("円").replace(",", "")) == amount
