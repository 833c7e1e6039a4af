"""Amounts of money: always whole yen, shown the way a notice shows them."""

from __future__ import annotations


def yen(amount: int) -> str:
    """Show whole yen as 3,000円; a fraction or a truth value is a mistake in the program and raises TypeError."""
    if isinstance(amount, bool) or not isinstance(amount, int):
        raise TypeError(f"an amount is whole yen (int), not {type(amount).__name__}")
    return f"{amount:,}円"
