"""Reads that lay the way of a draft: who sees it, who is consulted, who examines it and who decides, by the rules of a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yakuba.accounts import queries as accounts
from yakuba.accounts.models import EXECUTIVES, Rank
from yakuba.approvals.models import Kind, Weight
from yakuba.core import states

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from yakuba.accounts.models import Department, Staff

LADDER = tuple(Rank)


@dataclass(frozen=True)
class Basis:
    """What a way follows from: the case in codes, the department that drafts, how much hangs on it, whom it must pass.

    `consult` and `examine` are codes of departments; `needed` is how many of the consulted must agree (None: all).
    What `is_own`, no post is asked for: the
    definition leaves it to whoever examines, as the acceptance of a notification (受理, 行政手続法37条).
    """

    department: Department
    is_own: bool = False
    procedure: str = ""
    outcome: str = ""
    effect: str = ""
    title: str = ""
    weight: str = Weight.ORDINARY
    amount_yen: int | None = None
    consult: tuple[str, ...] = ()
    needed: int | None = None
    examine: str = ""
    due_on: datetime.date | None = None


@dataclass(frozen=True)
class Planned:
    """One stop of a way that is not laid yet; `staff` only where no post is asked for."""

    kind: str
    level: int
    department: Department
    rank: str = ""
    staff: Staff | None = None
    needed: int = 1

    @property
    def words(self) -> str:
        """Who it is and what they do, e.g. 総務課 課長（審査）."""
        place = "" if self.kind in {Kind.CIRCULATE, Kind.DECIDE} else f"{self.department} "
        post = Rank(self.rank).label if self.rank else getattr(self.staff, "name", "")
        doing = "" if self.kind == Kind.CIRCULATE else f"（{Kind(self.kind).label}）"
        return f"{place}{post}{doing}"


def plan(basis: Basis, *, drafter: Staff, on: datetime.date) -> tuple[Planned, ...]:
    """The way of a draft: the department's line, those consulted, the examining department, executives, the decider.

    Raises NotPossible when a department that must be asked does not exist on this day.
    """
    if basis.is_own:
        return (Planned(Kind.DECIDE, 1, basis.department, staff=drafter),)
    decider = _decider(basis, on)
    line = list(_line(basis, decider, drafter, on))
    stations: list[list[Planned]] = [[stop] for stop in line if stop.rank not in EXECUTIVES]
    if consulted := list(_consulted(basis, on)):
        stations.append(consulted)
    if basis.examine and basis.examine != basis.department.code:
        examiner = _department(basis.examine, on)
        stations.append([Planned(Kind.EXAMINE, 0, examiner, Rank.DIRECTOR)])
    stations += [[stop] for stop in line if stop.rank in EXECUTIVES]
    stations.append([Planned(Kind.DECIDE, 0, basis.department, decider)])
    needed = min(basis.needed or len(consulted), len(consulted))
    return tuple(_numbered(stations, needed=needed))


def words(planned: tuple[Planned, ...]) -> str:
    """A way in one line: 係長 → 課長（決裁）; who is asked at the same time stands together."""
    levels: dict[int, list[str]] = {}
    for stop in planned:
        levels.setdefault(stop.level, []).append(stop.words)
    return " → ".join("・".join(names) for names in levels.values())


def decider_words(basis: Basis, *, on: datetime.date) -> str:
    """The post that decides by the rules of a day, e.g. 課長."""
    return str(_decider(basis, on).label)


def rank_of(staff: Staff, *, department: Department, on: datetime.date) -> Rank:
    """The highest rank that somebody holds in the line of a department; who holds none there is a member."""
    held = accounts.ranks_of(staff, department=department, on=on)
    return max(held, key=LADDER.index, default=Rank.MEMBER)


def _decider(basis: Basis, on: datetime.date) -> Rank:
    return accounts.decider_rank(
        procedure=basis.procedure,
        outcome=basis.outcome,
        effect=basis.effect,
        amount_yen=basis.amount_yen,
        department=basis.department,
        on=on,
    )


def _line(basis: Basis, decider: Rank, drafter: Staff, on: datetime.date) -> Iterator[Planned]:
    """The superiors between the drafter and the decider, as far as somebody holds the post; nobody is asked twice."""
    own = rank_of(drafter, department=basis.department, on=on)
    if LADDER.index(own) >= LADDER.index(decider):
        return
    asked = {staff.pk for staff in accounts.holders(decider, department=basis.department, on=on)}
    found = []
    for rank in reversed(accounts.superiors(own, decider)[:-1]):
        holders = {staff.pk for staff in accounts.holders(rank, department=basis.department, on=on)}
        if holders - asked:
            found.append(Planned(Kind.CIRCULATE, 0, basis.department, rank))
        asked |= holders
    yield from reversed(found)


def _consulted(basis: Basis, on: datetime.date) -> Iterator[Planned]:
    for code in dict.fromkeys(basis.consult):
        if code != basis.department.code:
            yield Planned(Kind.CONSULT, 0, _department(code, on), Rank.DIRECTOR)


def _department(code: str, on: datetime.date) -> Department:
    found = accounts.department(code, on)
    if found is None:
        raise states.NotPossible(
            f"合議か審査をする部署「{code}」が、この日の組織にありません。情報担当に知らせてください。", ""
        )
    return found


def _numbered(stations: list[list[Planned]], *, needed: int) -> Iterator[Planned]:
    for level, stops in enumerate(stations, 1):
        for stop in stops:
            enough = needed if stop.kind == Kind.CONSULT else 1
            yield Planned(stop.kind, level, stop.department, stop.rank, stop.staff, enough)
