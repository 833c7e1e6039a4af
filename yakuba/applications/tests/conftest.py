"""A small town hall, made by actions, and the procedure that it serves."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from yakuba.accounts import actions as accounts
from yakuba.accounts import queries
from yakuba.applications.tests import make
from yakuba.core.actors import MACHINE, guest

if TYPE_CHECKING:
    from yakuba.accounts.models import Department, Staff
    from yakuba.core.actors import Actor

LONG_AGO = datetime.date(2020, 4, 1)
DOG = "dog-registration"


@dataclass
class Hall:
    """環境係 with its clerk, a colleague and the chief; こども係 with a clerk and a chief; a systems officer."""

    departments: dict[str, Department]
    staff: dict[str, Staff]
    actors: dict[str, Actor]

    def __getitem__(self, login: str) -> Actor:
        return self.actors[login]


@pytest.fixture(autouse=True)
def ports(settings, tmp_path):
    settings.OUTBOX = tmp_path / "outbox"
    settings.DOCUMENTS_RENDERER = "yakuba.documents.providers.fake.FakeRenderer"


@pytest.fixture
def hall(town, now) -> Hall:
    departments = {
        "environment": _department("environment", "生活環境課", "軽環", now=now),
        "children": _department("children", "こども教育課", "軽こ", now=now),
    }
    posts = {
        "clerk": ("例田 歩", "environment", "clerk"),
        "colleague": ("用例 誠", "environment", "clerk"),
        "chief": ("架空 直", "environment", "chief"),
        "other clerk": ("試山 涼", "children", "clerk"),
        "other chief": ("仮野 恵", "children", "chief"),
        "systems": ("模型 守", "environment", "systems"),
    }
    staff = {
        login: _staff(login.replace(" ", "-"), name, departments[code], role, now=now)
        for login, (name, code, role) in posts.items()
    }
    actors = {login: queries.actor_of_staff(row, now=now) for login, row in staff.items()}
    return Hall(departments, staff, {**actors, "stranger": guest(), "machine": MACHINE})


@pytest.fixture
def clerk(hall) -> Actor:
    return hall["clerk"]


@pytest.fixture
def chief(hall) -> Actor:
    return hall["chief"]


@pytest.fixture
def dog(hall, now):
    return make.version(DOG, now=now)


@pytest.fixture
def arrived(dog, now):
    """A dog that somebody wants to have registered."""
    return make.submitted(DOG, now=now)


def _department(code: str, name: str, symbol: str, *, now: datetime.datetime) -> Department:
    return accounts.found_department(
        code, name=name, symbol=symbol, telephone="0267-45-8111", from_on=LONG_AGO, actor=MACHINE, now=now
    )


def _staff(login: str, name: str, department: Department, role: str, *, now: datetime.datetime) -> Staff:
    staff = accounts.create_staff(
        login, name=name, password="asama-yama-2568", is_initial=False, actor=MACHINE, now=now
    )
    accounts.add_membership(staff, department=department, role=role, from_on=LONG_AGO, actor=MACHINE, now=now)
    return staff
