"""Amounts of money: always whole yen, shown the way a notice shows them."""

from __future__ import annotations


def yen(amount: int) -> str:
    """Show whole yen as 3,000円; a fraction or a truth value is a mistake in the program and raises TypeError."""
    return f"{_whole(amount):,}円"


def english(amount: int) -> str:
    """Show whole yen as 3,000 yen."""
    return f"{_whole(amount):,} yen"


def _whole(amount: int) -> int:
    if isinstance(amount, bool) or not isinstance(amount, int):
        raise TypeError(f"an amount is whole yen (int), not {type(amount).__name__}")
    return amount
