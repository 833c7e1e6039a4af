"""The town hall in which lives are lived: its people and departments, and one case of each kind that has just arrived."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from tests.lives.reckoning import TOKYO, Post
from yakuba.accounts import actions as accounts
from yakuba.applications.tests import small
from yakuba.core.actors import MACHINE

if TYPE_CHECKING:
    from yakuba.accounts.models import Department, Staff
    from yakuba.applications.models import Application

SPRING = datetime.date(2020, 4, 1)
START = datetime.datetime(2026, 11, 2, 9, 0, tzinfo=TOKYO)
NAMES = {"environment": "生活環境課", "water": "上下水道課", "general": "総務課", "mayor": "町長室"}
PEOPLE = {
    "ayumi": ("environment", "clerk", "member"),
    "makoto": ("environment", "clerk", "member"),
    "kei": ("environment", "clerk", "section_chief"),
    "ho": ("environment", "chief", "assistant_director"),
    "nao": ("environment", "chief", "director"),
    "sumi": ("water", "chief", "director"),
    "fumi": ("general", "chief", "director"),
    "minoru": ("mayor", "chief", "deputy_mayor"),
    "cho": ("mayor", "chief", "mayor"),
}
# What the definition asks for before a decision: consulted departments, how many must agree, the examining one.
KINDS: list[tuple[list[str], int | None, str]] = [
    ([], None, ""),
    (["water"], None, "general"),
    (["water", "general"], 1, ""),
]


class Hall:
    """The people and departments of the town, and one case of each kind that has just arrived."""

    def __init__(self) -> None:
        who: dict[str, Any] = {"actor": MACHINE, "now": START}
        self.departments: dict[str, Department] = {
            code: accounts.found_department(
                code, name=name, symbol="軽", telephone="0267-00-0105", from_on=SPRING, **who
            )
            for code, name in NAMES.items()
        }
        self.staff: dict[str, Staff] = {}
        self.posts: list[tuple[Post, Any]] = []
        for name, (code, role, rank) in PEOPLE.items():
            self.staff[name] = accounts.create_staff(name, name=name, password="asama-yama-2568", **who)
            self.posts.append(self.post(name, code, role, rank, SPRING, START))
        self.names = {staff.pk: name for name, staff in self.staff.items()}
        self.cases = [self._case(*kind) for kind in KINDS]

    def post(  # noqa: PLR0917  the columns of a post
        self, name: str, code: str, role: str, rank: str, on: datetime.date, now: datetime.datetime
    ) -> tuple[Post, Any]:
        """Give somebody a post, in the town's books and in ours."""
        facts: dict[str, Any] = {"role": role, "rank": rank, "from_on": on, "actor": MACHINE, "now": now}
        row = accounts.add_membership(self.staff[name], department=self.departments[code], **facts)
        return Post(name, code, role, rank, on), row

    def _case(self, consult: list[str], enough: int | None, examine: str) -> Application:
        more = f", consult: [{', '.join(consult)}]" if consult else ""
        more += f", enough: {enough}" if enough else ""
        more += f", examine: {examine}" if examine else ""
        text = small.CLAIM.replace("title: 認定を決める", f"title: 認定を決める{more}")
        text = text.replace("several: one_open", "several: any")
        return small.sent(small.published(text, now=START), small.CLAIMED, now=START)
