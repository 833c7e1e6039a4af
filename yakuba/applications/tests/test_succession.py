"""Open cases and the work about them go over to a successor: as a whole, or a procedure at a time."""

from __future__ import annotations

import datetime

import pytest

from yakuba.accounts import actions as accounts
from yakuba.accounts import queries
from yakuba.accounts.models import Department
from yakuba.applications import actions, succession
from yakuba.applications.tests import make
from yakuba.applications.tests.conftest import DOG
from yakuba.core.access import NotAllowed
from yakuba.core.actors import MACHINE
from yakuba.work import actions as work
from yakuba.work.models import WorkItem

DAY = datetime.timedelta(days=1)
WASTE = "bulky-waste"


@pytest.fixture
def cases(hall, now):
    """One case of each of two procedures of 環境係; こども係 has been asked about the dog."""
    for name in (DOG, WASTE):
        make.version(name, now=now)
    dog, waste = make.submitted(DOG, now=now), make.submitted(WASTE, now=now)
    work.open_item(
        dog.matter, step="consult", title="合議", department=hall.departments["children"], role="clerk", due_on=None,
        actor=MACHINE, now=now,
    )  # fmt: skip
    return dog, waste


def found(code, now):
    return accounts.found_department(
        code,
        name=f"{code}課",
        symbol="軽新",
        telephone="0267-00-0177",
        from_on=now.date(),
        actor=MACHINE,
        now=now,
    )


def succeed(old, new, now, procedure=""):
    accounts.succeed(old, successor=new, procedure=procedure, actor=MACHINE, now=now)
    make.work_off(now)


def places(*cases):
    for case in cases:
        case.refresh_from_db()
    return [case.department.code for case in cases]


def test_each_part_of_a_split_goes_to_its_own_successor(hall, cases, now):
    dog, waste = cases
    old = hall.departments["environment"]
    assert succession.open_cases(old, DOG, []) == succession.open_cases(old, "", [DOG]) == 1
    assert succession.open_work(old, "", []) == 2
    dogs, rest = found("dogs", now), found("rest", now)
    accounts.succeed(old, successor=dogs, procedure=DOG, actor=MACHINE, now=now)
    succeed(old, rest, now)
    assert places(dog, waste) == ["dogs", "rest"]
    items = WorkItem.objects.still_open().filter(department__in=[dogs, rest])
    assert {(item.matter_id, item.department.code) for item in items} == {
        (dog.matter_id, "dogs"),
        (waste.matter_id, "rest"),
    }
    assert succession.open_work(old, "", []) == 0


def test_work_about_a_case_of_another_department_goes_over_and_the_case_stays(hall, cases, now):
    dog, _ = cases
    heirs = found("heirs", now)
    succeed(hall.departments["children"], heirs, now)
    assert places(dog) == ["environment"]
    assert WorkItem.objects.still_open().get(step="consult").department == heirs


def test_what_is_closed_stays_and_what_is_told_twice_happens_once(hall, cases, now):
    dog, waste = cases
    actions.withdraw(waste, actor=make.holder(waste), now=now)
    heirs = found("heirs", now)
    old = hall.departments["environment"]
    succeed(old, heirs, now)
    again = actions.hand_over(dog, department=old, successor=heirs, actor=MACHINE, now=now)
    assert places(dog, waste) == ["heirs", "environment"]
    assert again.department == heirs
    with pytest.raises(NotAllowed):
        actions.hand_over(dog, department=old, successor=heirs, actor=hall["systems"], now=now)


def test_a_rename_takes_its_open_cases_along_on_its_first_day(hall, cases, now):
    dog, _ = cases
    old = hall.departments["environment"]
    accounts.end_department(old, until_on=now.date(), actor=MACHINE, now=now)
    renamed = accounts.found_department(
        "environment", name="くらし環境課", symbol="軽く", telephone="0267-00-0177", from_on=now.date() + DAY,
        actor=MACHINE, now=now,
    )  # fmt: skip
    make.work_off(now)
    dog.refresh_from_db()
    assert dog.department == old
    make.work_off(now + DAY)
    dog.refresh_from_db()
    assert dog.department == renamed
    assert dog.department in Department.objects.filter(
        pk__in=queries.actor_of_staff(hall.staff["clerk"], now=now + DAY).departments
    )
