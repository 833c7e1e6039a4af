"""How long records are kept (保存期間): from the April after a case was finished, for whole fiscal years."""

from __future__ import annotations

import datetime

from yakuba.core import dates

# Kept for ever (永年), or for as long as it is in use (常用): no day ends them.
ENDLESS = ("永年", "常用")


def begins_on(finished_on: datetime.date) -> datetime.date:
    """The first day that counts (起算日): the 1 April after the fiscal year in which the case was finished.

    公文書等の管理に関する法律施行令8条5項 and the towns' 文書管理規程 after its model, from memory.
    """
    return datetime.date(dates.fiscal_year(finished_on) + 1, 4, 1)


def ends_on(finished_on: datetime.date, years: int) -> datetime.date:
    """The last day of keeping (保存期間の満了する日), a 31 March; disposal may begin on the day after."""
    first = begins_on(finished_on)
    return datetime.date(first.year + years, 3, 31)


def a_year_after(decided_on: datetime.date) -> datetime.date:
    """The last day of one year that is counted from the day after a decision (施行令9条1項3号・4号: 裁決・開示決定).

    29 February has no day of the same number a year later: then the month ends it (民法143条2項).
    """
    try:
        return decided_on.replace(year=decided_on.year + 1)
    except ValueError:
        return datetime.date(decided_on.year + 1, 2, 28)


def words(years: int | None, term: str = "") -> str:
    """The period as officials say it: 5年, 永年, 常用."""
    return f"{years}年" if years is not None else term
