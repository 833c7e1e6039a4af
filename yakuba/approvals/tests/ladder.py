"""A town hall of every post from the clerk to the mayor, and a draft that goes its way through it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yakuba.accounts import actions as accounts
from yakuba.accounts import queries as people
from yakuba.approvals import actions, queries
from yakuba.approvals.planning import Basis
from yakuba.core.actors import MACHINE
from yakuba.work import actions as work
from yakuba.work.models import WorkItem

if TYPE_CHECKING:
    from yakuba.accounts.models import Department, Staff

SPRING = datetime.date(2020, 4, 1)
HOUR = datetime.timedelta(hours=1)
POSTS = {
    # login: name, department, role, rank
    "clerk": ("小林 あゆみ", "kankyo", "clerk", "member"),
    "section": ("土屋 誠", "kankyo", "clerk", "section_chief"),
    "assistant": ("荻原 恵", "kankyo", "chief", "assistant_director"),
    "director": ("柳沢 正", "kankyo", "chief", "director"),
    "water": ("小川 澄", "suido", "chief", "director"),
    "roads": ("岡 道夫", "kensetsu", "chief", "director"),
    "general": ("文野 書", "somu", "chief", "director"),
    "deputy": ("副島 実", "mayor", "chief", "deputy_mayor"),
    "mayor": ("町田 長", "mayor", "chief", "mayor"),
}


@dataclass
class Town:
    """The people of the town hall at a moment; `town["clerk"]` is an actor."""

    departments: dict[str, Department]
    staff: dict[str, Staff]
    now: datetime.datetime

    def __getitem__(self, login):
        return people.actor_of_staff(self.staff[login], now=self.now)

    def at(self, now):
        return Town(self.departments, self.staff, now)

    def away(self, login, hours=8):
        return accounts.note_absence(
            self.staff[login],
            kind="trip",
            from_at=self.now - HOUR,
            until_at=self.now + hours * HOUR,
            actor=MACHINE,
            now=self.now,
        )


def rule(decider, **facts):
    return accounts.delegate(decider, from_on=SPRING, actor=MACHINE, now=facts.pop("now"), **facts)


def basis(hall, **facts):
    known = {"procedure": "dog", "outcome": "granted", "effect": "grant", "title": "登録する"}
    return Basis(department=hall.departments["kankyo"], **{**known, **facts})


def draft(case, hall, who="clerk", **facts):
    return actions.propose(
        case,
        step="sign",
        outcome=facts.get("outcome", "granted"),
        reasons="書類がそろっています。",
        basis=basis(hall, **facts),
        actor=hall[who],
        now=hall.now,
    )


def line(approval):
    """The standing stops in one word each."""
    return [f"{stop.kind} {stop.rank or 'person'} {stop.state}" for stop in queries.standing(approval)]


def waits(matter):
    """What is open on the to-do list."""
    items = WorkItem.objects.filter(matter=matter, done_at=None).exclude(step="examine")
    return {(item.title, item.department.code, item.role) for item in items}


def agree(approval, hall, *logins):
    for login in logins:
        stop = queries.open_to(approval, hall[login], now=hall.now)
        actions.agree(stop, actor=hall[login], now=hall.now, comment=f"{login}です。")


def decide(approval, hall, login):
    return actions.approve(approval, actor=hall[login], now=hall.now)


def founded(now):
    who = {"actor": MACHINE, "now": now}
    departments = {
        code: accounts.found_department(
            code, name=name, symbol="軽", telephone="0267-45-8111", from_on=SPRING, **who
        )
        for code, name in (
            ("kankyo", "環境課"),
            ("suido", "上下水道課"),
            ("kensetsu", "建設課"),
            ("somu", "総務課"),
            ("mayor", "町長室"),
        )
    }
    staff = {}
    for login, (name, code, role, rank) in POSTS.items():
        staff[login] = accounts.create_staff(login, name=name, password="asama-yama-2568", **who)
        accounts.add_membership(
            staff[login], department=departments[code], role=role, rank=rank, from_on=SPRING, **who
        )
    return Town(departments, staff, now)


def examined(matter, hall, now):
    work.open_item(
        matter,
        step="examine",
        title="審査する",
        department=hall.departments["kankyo"],
        role="clerk",
        due_on=None,
        actor=MACHINE,
        now=now,
    )
    return matter
