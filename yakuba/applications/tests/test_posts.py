"""What an official may do with a case, the posts in its own department say, also after a reorganisation."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from yakuba.accounts import actions as accounts
from yakuba.accounts.queries import actor_of_staff
from yakuba.applications.models import Application
from yakuba.core import access
from yakuba.core.actors import MACHINE


@pytest.fixture
def both(hall):
    """A chief of こども教育課 who is also a clerk of 生活環境課."""
    posts = {(hall.departments["children"].pk, "chief"), (hall.departments["environment"].pk, "clerk")}
    return replace(hall["other chief"], roles=frozenset({"clerk", "chief"}), posts=frozenset(posts))


def test_a_chief_elsewhere_who_is_a_clerk_here_examines_here_and_does_not_decide(arrived, both):
    assert Application.objects.visible_to(both).get() == arrived
    assert access.may(both, "application.examine", arrived)
    assert not access.may(both, "application.decide", arrived)


def test_a_clerk_elsewhere_who_is_a_systems_officer_here_sees_nothing_here(arrived, hall, both):
    posts = {(hall.departments["children"].pk, "clerk"), (hall.departments["environment"].pk, "systems")}
    officer = replace(both, roles=frozenset({"clerk", "systems"}), posts=frozenset(posts))
    assert not Application.objects.visible_to(officer).exists()
    assert not arrived.reaches(officer)


def test_the_successor_of_a_department_goes_on_with_its_open_cases(arrived, hall, now):
    today = localdate(now)
    facts = {"name": "くらし環境課", "symbol": "軽く", "telephone": "0267-45-8111"}
    accounts.end_department(hall.departments["environment"], until_on=today, actor=MACHINE, now=now)
    new = accounts.found_department(
        "environment", **facts, from_on=today + timedelta(days=1), actor=MACHINE, now=now
    )
    staff = accounts.create_staff("new", name="例川 望", password="asama-yama-2568", actor=MACHINE, now=now)
    accounts.add_membership(staff, department=new, role="chief", from_on=new.from_on, actor=MACHINE, now=now)
    for row in (staff, hall.staff["chief"]):
        chief = actor_of_staff(row, now=now + timedelta(days=1))
        assert Application.objects.visible_to(chief).get() == arrived
        assert access.may(chief, "application.decide", arrived)
