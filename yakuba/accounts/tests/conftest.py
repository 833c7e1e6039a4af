"""Some staff of the town, made by actions."""

from __future__ import annotations

import datetime

import pytest

from yakuba.accounts import actions
from yakuba.core.actors import MACHINE

LONG_AGO = datetime.date(2020, 4, 1)
PASSWORD = "asama-yama-2568"


@pytest.fixture
def environment(town, now):
    return actions.found_department(
        "environment",
        name="環境課",
        section="環境係",
        symbol="軽環",
        telephone="0267-00-0104",
        from_on=LONG_AGO,
        actor=MACHINE,
        now=now,
    )


@pytest.fixture
def make_staff(environment, now):
    def make(login: str, *, role: str = "clerk", name: str = "試山 涼", is_initial: bool = False):
        staff = actions.create_staff(
            login, name=name, password=PASSWORD, is_initial=is_initial, actor=MACHINE, now=now
        )
        actions.add_membership(
            staff, department=environment, role=role, title="主事", from_on=LONG_AGO, actor=MACHINE, now=now
        )
        return staff

    return make


@pytest.fixture
def clerk(make_staff):
    return make_staff("karuizawa/clerk")


@pytest.fixture
def systems(make_staff):
    return make_staff("karuizawa/systems", role="systems", name="見本 誠")
