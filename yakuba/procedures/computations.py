"""Named computations: values that follow from other answers, as tested functions that cite their source.

A computation takes the stored answers it was given (None where one is missing) and the day on which it is asked;
it gives a stored value of the kind it names, or None as long as something is missing.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from yakuba.core import dates

Compute = Callable[[list[Any], datetime.date], Any]


@dataclass(frozen=True)
class Computation:
    """One computation: its function, the kinds it works on, the kind (and unit) it gives, and what it does in words."""

    compute: Compute
    takes: tuple[frozenset[str], ...]
    gives: str
    unit: str | None
    sentence: str
    any_number: bool = False


COMPUTATIONS: dict[str, Computation] = {}
_NUMBERS = frozenset({"number", "count", "money"})
_DATES = frozenset({"date"})
_GROUPS = frozenset({"group"})


def computation(
    *takes: frozenset[str], gives: str, sentence: str, unit: str | None = None, any_number: bool = False
) -> Callable[[Compute], Compute]:
    """Register a function under its own name."""

    def keep(function: Compute) -> Compute:
        COMPUTATIONS[function.__name__] = Computation(function, takes, gives, unit, sentence, any_number)
        return function

    return keep


def _day(value: Any) -> datetime.date | None:
    return datetime.date.fromisoformat(value) if isinstance(value, str) and value else None


@computation(_NUMBERS, gives="number", sentence="数の合計", any_number=True)
def sum(values: list[Any], _today: datetime.date) -> int | None:  # noqa: A001  the word of the definition
    """The answers together; what is not answered counts as nothing."""
    given = [value for value in values if value is not None]
    total = 0
    for value in given:
        total += value
    return total if given else None


@computation(_GROUPS, gives="number", sentence="入力した数")
def item_count(values: list[Any], _today: datetime.date) -> int | None:
    """How many items of a group were entered."""
    return len(values[0]) if values[0] else None


@computation(
    _DATES, _DATES, gives="count", unit="日", sentence="初めの日から終わりの日までの日数（両方の日を数える）"
)
def stay_days(values: list[Any], _today: datetime.date) -> int | None:
    """The days from one day to another, both counted."""
    first, last = _day(values[0]), _day(values[1])
    return (last - first).days + 1 if first and last and last >= first else None


@computation(_DATES, gives="count", unit="歳", sentence="申請する日の年齢")
def age_on_day(values: list[Any], today: datetime.date) -> int | None:
    """The age on the day of filing, as people say it (年齢計算ニ関する法律 for the law's moment: `rules.adult`)."""
    birth = _day(values[0])
    return dates.age_on(birth, today) if birth and birth <= today else None


@computation(_DATES, gives="text", sentence="年度の初めの年齢で決まるクラス")
def age_at_fiscal_year(values: list[Any], today: datetime.date) -> str | None:
    """The class of a child in day care: the age at the end of the day before 1 April of the fiscal year.

    Who is born on 2 April or later belongs to the younger class (年齢計算ニ関する法律; 学校教育法17条 counts alike).
    """
    birth = _day(values[0])
    if birth is None or birth > today:
        return None
    begins = datetime.date(dates.fiscal_year(today), 4, 1)
    # A birthday on 1 April is reached the day before, one on 2 April is not.
    age = dates.age_on(birth, begins) if birth <= begins else 0
    return f"{age}歳児クラス" if age < 6 else "就学の年齢"


@computation(_DATES, gives="text", sentence="分娩予定日から数えた妊娠週数")
def pregnancy_week(values: list[Any], today: datetime.date) -> str | None:
    """Completed weeks on the day of filing: the due date is the first day of week 40 (280 days)."""
    due = _day(values[0])
    if due is None:
        return None
    days = 280 - (due - today).days
    return f"妊娠{days // 7}週" if 0 <= days < 315 else None


@computation(_GROUPS, _NUMBERS, gives="money", sentence="申請した月の翌月分の手当の額（児童手当法6条）")
def child_allowance_monthly(values: list[Any], today: datetime.date) -> int | None:
    """The allowance of the month after the claim (児童手当法6条1項, 8条2項; since 令和6年10月).

    15,000 yen for a child under three, 10,000 yen until the fiscal year of the eighteenth birthday ends, 30,000 yen from
    the third child on; children of student age (the second value) only count as the older ones (同条2項).
    """
    month = (today.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)
    births = [birth for item in values[0] or () if (birth := _child_birth(item)) and birth <= today]
    children = sorted(birth for birth in births if _is_child(birth, month))
    if not children:
        return None
    older, total = values[1] or 0, 0
    for number, birth in enumerate(children, older + 1):
        # 同条1項1号: as young through the month of the third birthday, those born on the first of a month too.
        is_young = (month.year, month.month) <= (birth.year + 3, birth.month)
        total += 30_000 if number >= 3 else 15_000 if is_young else 10_000
    return total


def _child_birth(item: dict[str, Any]) -> datetime.date | None:
    # 児童手当法4条1項: only for whom the claimant cares and shares a household or keeps.
    if item.get("child_living") == "neither":
        return None
    births = [value for key, value in item.items() if key.endswith("birth")]
    return _day(births[0]) if births else None


def _is_child(birth: datetime.date, month: datetime.date) -> bool:
    # 児童手当法3条1項: until the first 31 March after reaching eighteen, which is the day before the birthday.
    reached = _birthday(birth, 18) - datetime.timedelta(days=1)
    return month <= datetime.date(dates.fiscal_year(reached) + 1, 3, 31)


def _birthday(birth: datetime.date, age: int) -> datetime.date:
    """The birthday of this age; for those of 29 February in a common year 1 March."""
    try:
        return birth.replace(year=birth.year + age)
    except ValueError:
        return datetime.date(birth.year + age, 3, 1)
