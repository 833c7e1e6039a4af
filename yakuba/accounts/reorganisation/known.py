"""What the town has when a file is planned: departments, posts, rules and procedures, read once."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from yakuba.accounts.models import ActingRule, DelegationRule, Department, Membership, Staff, Succession
from yakuba.accounts.reorganisation.lines import Problem
from yakuba.procedures import queries as procedures

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from yakuba.accounts.reorganisation.changes import Change
    from yakuba.accounts.reorganisation.lines import DepartmentLine

DAY = datetime.timedelta(days=1)


@dataclass
class Known:
    """The town's rows, and with them the plan as it grows: last days that the file gives, departments it founds."""

    today: datetime.date
    departments: dict[str, list[Department]]
    successions: dict[tuple[UUID, str], Succession]
    posts: list[Membership]
    staff: dict[str, Staff]
    delegations: list[DelegationRule]
    actings: list[ActingRule]
    titles: dict[str, str]
    outcomes: dict[str, dict[str, str]]
    spoilt: frozenset[str] = frozenset()
    ends: dict[UUID, datetime.date] = field(default_factory=dict)
    founded: dict[str, list[DepartmentLine]] = field(default_factory=lambda: defaultdict(list))
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def wrong(self, line: int, column: str, text: str) -> None:
        """Note what is wrong with a line."""
        self.problems.append(Problem(line, column, text))

    def until(self, row: Any) -> datetime.date | None:
        """The last day of a row, as the file has it so far."""
        found: datetime.date | None = self.ends.get(row.pk, row.until_on)
        return found

    def holds(self, row: Any, on: datetime.date) -> bool:
        """Whether a row holds on a day, as the file has it so far."""
        until_on = self.until(row)
        return bool(row.from_on <= on) and (until_on is None or until_on >= on)

    def row_on(self, code: str, on: datetime.date) -> Department | None:
        """The department in the books that a code stands for on a day."""
        return next((row for row in self.departments.get(code, ()) if self.holds(row, on)), None)

    def line_on(self, code: str, on: datetime.date) -> DepartmentLine | None:
        """The department that the file founds and that a code stands for on a day."""
        rows = self.founded.get(code, ())
        return next(
            (row for row in rows if row.from_on <= on and (row.until_on is None or row.until_on >= on)), None
        )

    def shown_on(self, code: str, on: datetime.date) -> str | None:
        """The name of the department that a code stands for on a day, if there is one."""
        if line := self.line_on(code, on):
            return line.shown
        row = self.row_on(code, on)
        return f"{row.name} {row.section}".strip() if row else None

    def like(self, word: str, among: Iterable[str]) -> str:
        """A suggestion for a word that is unknown."""
        near = get_close_matches(word, list(among), n=1)
        return f"「{near[0]}」ではありませんか。" if near else ""

    def codes(self) -> set[str]:
        """Every code that stands or stood for a department, or will."""
        return {*self.departments, *self.founded}

    def procedure(self, word: str) -> str | None:
        """The id of a procedure by its id or title."""
        if word in self.titles:
            return word
        return next((code for code, title in self.titles.items() if title == word), None)


def known(today: datetime.date) -> Known:
    """Read what the town has."""
    departments: dict[str, list[Department]] = defaultdict(list)
    for row in Department.objects.order_by("code", "from_on"):
        departments[row.code].append(row)
    posts: Sequence[Membership] = Membership.objects.select_related("staff__user", "department").order_by(
        "from_on", "id"
    )
    versions = procedures.catalogue()
    return Known(
        today=today,
        departments=departments,
        successions={(row.department_id, row.procedure): row for row in Succession.objects.all()},
        posts=list(posts),
        staff={row.user.login: row for row in Staff.objects.select_related("user")},
        delegations=list(DelegationRule.objects.order_by("from_on", "id")),
        actings=list(ActingRule.objects.order_by("from_on", "id")),
        titles={version.procedure: version.definition.title for version in versions},
        outcomes={
            version.procedure: {outcome.id: outcome.title for outcome in version.definition.outcomes}
            for version in versions
        },
    )
