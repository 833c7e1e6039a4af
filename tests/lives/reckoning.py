"""The slow second computation: who may act, whom a draft passes and what stands on whose list, from plain lists."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

LADDER = [
    "member",
    "section_chief",
    "assistant_director",
    "director",
    "accounting_manager",
    "superintendent",
    "deputy_mayor",
    "mayor",
]
EXECUTIVES = {"accounting_manager", "superintendent", "deputy_mayor", "mayor"}
SEES = {"clerk": {"clerk"}, "chief": {"clerk", "chief"}}
Day = datetime.date


@dataclass
class Post:
    """Who is what where, from when until when."""

    person: str
    department: str
    role: str
    rank: str
    from_on: Day
    until_on: Day | None = None


@dataclass
class Books:
    """Everything that the town has written down about its people and rules, as plain lists."""

    posts: list[Post] = field(default_factory=list)
    away: list[tuple[str, datetime.datetime, datetime.datetime]] = field(default_factory=list)
    # decider, effect, up to yen, from, until
    delegations: list[list] = field(default_factory=list)
    # absent, acting, order
    actings: list[tuple[str, str, int]] = field(default_factory=list)

    def of(self, person: str, on: Day) -> list[Post]:
        """The posts of a person on a day."""
        held = [post for post in self.posts if post.person == person]
        return [
            post for post in held if post.from_on <= on and (post.until_on is None or on <= post.until_on)
        ]

    def holders(self, rank: str, department: str, on: Day) -> set[str]:
        """Who holds a rank: in the department, or for the whole town where it is an executive's."""
        return {
            post.person
            for person in {post.person for post in self.posts}
            for post in self.of(person, on)
            if post.rank == rank and (rank in EXECUTIVES or post.department == department)
        }

    def rank(self, person: str, department: str, on: Day) -> str:
        """The highest rank of a person in the line of a department."""
        held = [
            post.rank
            for post in self.of(person, on)
            if post.rank in EXECUTIVES or post.department == department
        ]
        return max(held, key=LADDER.index, default="member")

    def is_away(self, person: str, at: datetime.datetime) -> bool:
        """Whether somebody is away at a moment."""
        return any(who == person and first <= at < last for who, first, last in self.away)

    def decider(self, effect: str, yen: int | None, on: Day) -> str:
        """Who decides: the line that says most about the case; the lowest post of several; else the mayor."""
        lines = [line for line in self.delegations if line[3] <= on and (line[4] is None or on <= line[4])]
        if not lines:
            return "director"
        best: list[tuple[tuple[bool, bool], int]] = []
        for rank, about, most, *_ in lines:
            if about in {"", effect} and (most is None or (yen is not None and yen <= most)):
                best.append(((about != "", most is not None), LADDER.index(rank)))
        if not best:
            return "mayor"
        most_named = max(weight for weight, _ in best)
        return LADDER[min(rank for weight, rank in best if weight == most_named)]

    def acting(self, rank: str, department: str, at: datetime.datetime) -> set[str]:
        """Who may act for a rank now: nobody while one who holds it is there, then the first post that is there."""
        on = at.astimezone(TOKYO).date()
        if any(not self.is_away(person, at) for person in self.holders(rank, department, on)):
            return set()
        for _, acting, _ in sorted((one for one in self.actings if one[0] == rank), key=lambda one: one[2]):
            there = {one for one in self.holders(acting, department, on) if not self.is_away(one, at)}
            if there:
                return there
        return set()

    def capacity(  # noqa: PLR0917  what a stop asks for, word by word
        self, person: str, rank: str, named: str, department: str, weight: str, at: datetime.datetime
    ) -> str:
        """As whom a person may act at a stop now: own, acting, vacancy, or not at all."""
        on = at.astimezone(TOKYO).date()
        posts = [post for post in self.of(person, on) if post.role in SEES]
        if named:
            if person != named:
                return ""
            is_there = any(post.department == department for post in posts)
            return "own" if (person in self.holders(rank, department, on) if rank else is_there) else ""
        holders = self.holders(rank, department, on)
        if person in holders:
            return "own"
        if person not in self.acting(rank, department, at):
            return ""
        if not holders:
            return "vacancy"
        return "acting" if weight == "ordinary" else ""

    def way(  # noqa: PLR0917  what a way follows from, word by word
        self, drafter: str, decider: str, department: str, asked: list[str], examiner: str, on: Day
    ) -> list[tuple[str, str, str]]:
        """The stops of a draft: kind, department, rank."""
        own = LADDER.index(self.rank(drafter, department, on))
        between = []
        known = self.holders(decider, department, on)
        for place in range(LADDER.index(decider) - 1, own, -1):
            if LADDER[place] in {"accounting_manager", "superintendent"}:
                continue
            holders = self.holders(LADDER[place], department, on)
            if holders - known:
                between.insert(0, LADDER[place])
            known |= holders
        line = [("circulate", department, rank) for rank in between]
        low = [stop for stop in line if stop[2] not in EXECUTIVES]
        high = [stop for stop in line if stop[2] in EXECUTIVES]
        others = [("consult", code, "director") for code in dict.fromkeys(asked) if code != department]
        examining = [("examine", examiner, "director")] if examiner and examiner != department else []
        return [*low, *others, *examining, *high, ("decide", department, decider)]

    def sees(self, person: str, department: str, role: str, on: Day) -> bool:
        """Whether work of this role in this department stands on a person's list."""
        return any(
            post.department == department and role in SEES.get(post.role, set())
            for post in self.of(person, on)
        )


TOKYO = datetime.timezone(datetime.timedelta(hours=9))


def end_of_day(day: Day) -> datetime.datetime:
    """The moment at which a day of the town is over."""
    return datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time(), tzinfo=TOKYO)


# The days of the lives on which the town hall is closed beside weekends: written down, not computed.
CLOSED = {
    *((2026, 11, 3), (2026, 11, 23), (2026, 12, 29), (2026, 12, 30), (2026, 12, 31)),
    *((2027, 1, 1), (2027, 1, 2), (2027, 1, 3), (2027, 1, 11), (2027, 2, 11), (2027, 2, 23), (2027, 3, 22)),
}


def is_working_day(day: Day) -> bool:
    """Whether the town hall works on a day."""
    return day.weekday() < 5 and (day.year, day.month, day.day) not in CLOSED


def is_near(due: Day | None, today: Day) -> str:
    """Whether a deadline is near (at most two working days are left) or over, or neither."""
    if due is None:
        return ""
    if due < today:
        return "late"
    left = [today + datetime.timedelta(days=day) for day in range(1, (due - today).days)]
    return "soon" if sum(map(is_working_day, left)) < 2 else ""


def clock_of_work(dues: list[Day | None], now: datetime.datetime) -> list[datetime.datetime]:
    """The next moment at which one of these deadlines comes near or is over; none where there is no such moment."""
    moments = []
    for due in (day for day in dues if day is not None):
        near = [due - datetime.timedelta(days=back) for back in range(15)]
        first = min(day for day in near if is_near(due, day))
        moments += [datetime.datetime.combine(first, datetime.time(), tzinfo=TOKYO), end_of_day(due)]
    return sorted(moment for moment in moments if moment > now)[:1]
