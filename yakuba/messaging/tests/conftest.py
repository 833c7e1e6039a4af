"""A small town hall, made by actions: two departments with their clerks and one chief."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from yakuba.accounts import actions as accounts
from yakuba.accounts import queries
from yakuba.core.actions import open_matter
from yakuba.core.actors import MACHINE

if TYPE_CHECKING:
    from yakuba.accounts.models import Department, Staff
    from yakuba.core.actors import Actor
    from yakuba.core.models import Matter, Municipality

LONG_AGO = datetime.date(2020, 4, 1)


@dataclass
class Hall:
    """The people of the town hall; `staff` are rows, the others are actors of this moment."""

    environment: Department
    children: Department
    staff: dict[str, Staff]
    clerk: Actor
    colleague: Actor
    chief: Actor
    stranger: Actor
    systems: Actor


@pytest.fixture
def hall(town: Municipality, now: datetime.datetime) -> Hall:
    """環境課 with two clerks and a chief, こども課 with a clerk (the stranger), and a systems officer."""
    environment = _department("kankyo", "環境課", "軽環", now=now)
    children = _department("kodomo", "こども課", "軽こ", now=now)
    posts = {
        "clerk": ("小林 あゆみ", environment, "clerk"),
        "colleague": ("土屋 誠", environment, "clerk"),
        "chief": ("柳沢 正", environment, "chief"),
        "stranger": ("荻原 恵", children, "clerk"),
        "systems": ("佐藤 健", environment, "systems"),
    }
    staff = {login: _staff(login, *post, now=now) for login, post in posts.items()}
    acting = {login: queries.actor_of_staff(row, now=now) for login, row in staff.items()}
    return Hall(environment, children, staff, **acting)


@pytest.fixture
def matter(town: Municipality, now: datetime.datetime) -> Matter:
    """One piece of business that somebody has with the town."""
    return open_matter("application", now=now)


def _department(code: str, name: str, symbol: str, *, now: datetime.datetime) -> Department:
    return accounts.found_department(
        code, name=name, symbol=symbol, telephone="0267-45-8111", from_on=LONG_AGO, actor=MACHINE, now=now
    )


def _staff(login: str, name: str, department: Department, role: str, *, now: datetime.datetime) -> Staff:
    staff = accounts.create_staff(login, name=name, password="asama-yama-2568", actor=MACHINE, now=now)
    accounts.add_membership(staff, department=department, role=role, from_on=LONG_AGO, actor=MACHINE, now=now)
    return staff
