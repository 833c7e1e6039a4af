"""The plan of a reorganisation: every change that a file makes to what the town has now, under one stamp."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from yakuba.accounts.reorganisation import departments, posts, reading, rules
from yakuba.accounts.reorganisation.changes import GROUPS, Succeeded
from yakuba.accounts.reorganisation.known import known

if TYPE_CHECKING:
    import datetime

    from yakuba.accounts.reorganisation.changes import Change
    from yakuba.accounts.reorganisation.lines import Problem


@dataclass(frozen=True)
class Plan:
    """What a file changes, what is wrong with it, and what the officer should look at."""

    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]

    @property
    def may_be_applied(self) -> bool:
        """Whether there is something to do and nothing in its way."""
        return bool(self.changes) and not self.problems

    @property
    def groups(self) -> list[tuple[str, list[str]]]:
        """The sentences of the changes under their titles."""
        told = [(group, [c.sentence for c in self.changes if c.group == group]) for group in GROUPS]
        return [(group, sentences) for group, sentences in told if sentences]

    @property
    def stamp(self) -> str:
        """What was shown, in one word: another plan has another stamp."""
        # How much is open changes every minute and changes nothing of what is done.
        steady = [replace(c, carried=()) if isinstance(c, Succeeded) else c for c in self.changes]
        told = repr((steady, self.notes)).encode()
        return hashlib.sha256(told).hexdigest()[:32]


def plan(content: bytes, *, today: datetime.date) -> Plan:
    """What a file would change today."""
    sheet = reading.read(content)
    now = known(today)
    now.problems += sheet.problems
    now.spoilt = sheet.spoilt
    departments.plan(sheet.departments, now)
    posts.plan(sheet.posts, now)
    rules.plan(sheet.delegations, sheet.actings, now)
    problems = sorted(dict.fromkeys(now.problems), key=lambda problem: (problem.line, problem.column))
    return Plan(tuple(now.changes), tuple(problems), tuple(dict.fromkeys(now.notes)))
