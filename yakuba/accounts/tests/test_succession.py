"""Departments are merged, split and renamed: codes, posts and closed cases lead to whoever took over."""

from __future__ import annotations

import datetime

import pytest

from yakuba.accounts import actions, queries, tasks
from yakuba.accounts.models import Department, Succession
from yakuba.accounts.tests.conftest import PASSWORD
from yakuba.core.access import NotAllowed
from yakuba.core.actors import MACHINE
from yakuba.core.models import Event

LAST, FIRST = datetime.date(2027, 3, 31), datetime.date(2027, 4, 1)
LATER = datetime.date(2029, 4, 1)


def found(code, *, now, from_on=FIRST, until_on=None, name="くらし課"):
    return actions.found_department(
        code,
        name=name,
        symbol="軽く",
        telephone="0267-00-0199",
        from_on=from_on,
        until_on=until_on,
        actor=MACHINE,
        now=now,
    )


def end(department, until_on=LAST, *, now):
    return actions.end_department(department, until_on=until_on, actor=MACHINE, now=now)


def succeed(department, successor, procedure="", *, now):
    return actions.succeed(department, successor=successor, procedure=procedure, actor=MACHINE, now=now)


def on_first(now):
    return now.replace(year=2027, month=4, day=2)


def begun():
    return list(Event.objects.filter(name="department.succeeded").values_list("data__procedure", flat=True))


@pytest.fixture
def merged(environment, now):
    end(environment, now=now)
    living = found("living", now=now)
    succeed(environment, living, now=now)
    return living


def test_a_code_that_was_merged_stands_for_its_successor_from_the_first_day(environment, merged):
    assert queries.department("environment", LAST) == environment
    assert queries.department("environment", FIRST) == merged
    assert queries.require_department("environment", FIRST) == merged
    with pytest.raises(Department.DoesNotExist):
        queries.require_department("nowhere", FIRST)


def test_a_succession_is_said_aloud_on_its_first_day_once(environment, merged, now):
    tasks.sweep(now=now)
    assert begun() == []
    tasks.sweep(now=on_first(now))
    tasks.sweep(now=on_first(now))
    assert begun() == [""]
    event = Event.objects.get(name="department.succeeded")
    assert (event.data["code"], event.data["successor_code"]) == ("environment", "living")
    assert event.data["from_on"] == "2027-04-01"


def test_a_day_that_is_past_is_said_aloud_at_once(environment, now):
    end(environment, datetime.date(2026, 9, 30), now=now)
    living = found("living", from_on=datetime.date(2026, 10, 1), now=now)
    succeed(environment, living, now=now)
    succeed(environment, living, now=now)
    assert begun() == [""]


def test_the_same_code_is_a_succession_by_itself_and_a_merger_is_not_undone_by_it(environment, merged, now):
    again = found("environment", from_on=LATER, now=now)
    assert not Succession.objects.filter(successor=again).exists()
    end(merged, LATER - datetime.timedelta(days=1), now=now)
    renamed = found("living", from_on=LATER, name="くらし安全課", now=now)
    assert Succession.objects.get(successor=renamed).department == merged
    assert queries.department("living", LATER) == renamed
    # The code stands for a department of its own again.
    assert queries.department("environment", LATER) == again


def test_a_split_is_asked_per_procedure_and_a_circle_ends(environment, now):
    dogs = found("dogs", name="動物係", now=now)
    succeed(environment, dogs, "dog-registration", now=now)
    assert queries.department("environment", FIRST, procedure="dog-registration") == dogs
    assert queries.department("environment", FIRST, procedure="waste") == environment
    assert queries.department("environment", LAST, procedure="dog-registration") == environment
    end(environment, LATER - datetime.timedelta(days=1), now=now)
    back = found("environment", from_on=LATER, now=now)
    succeed(dogs, back, "dog-registration", now=now)
    assert queries.department("environment", LATER, procedure="dog-registration") == back
    assert queries.department("dogs", LATER, procedure="dog-registration") == back


def test_who_took_over_as_a_whole_reaches_the_past_and_who_took_a_part_does_not(environment, merged, now):
    dogs = found("dogs", name="動物係", now=now)
    succeed(environment, dogs, "dog-registration", now=now)
    heirs = {}
    for login, place in (("whole", merged), ("part", dogs)):
        heirs[login] = actions.create_staff(login, name="新人", password=PASSWORD, actor=MACHINE, now=now)
        actions.add_membership(
            heirs[login], department=place, role="clerk", from_on=FIRST, actor=MACHINE, now=now
        )
    reach = {
        login: queries.actor_of_staff(heir, now=on_first(now)).departments for login, heir in heirs.items()
    }
    assert reach == {"whole": {merged.pk, environment.pk}, "part": {dogs.pk}}


def test_a_code_that_is_used_again_is_no_part_of_what_was_taken_over(environment, merged, now):
    again = found("environment", from_on=LATER, now=now)
    heir = actions.create_staff("heir", name="新人", password=PASSWORD, actor=MACHINE, now=now)
    actions.add_membership(heir, department=merged, role="clerk", from_on=FIRST, actor=MACHINE, now=now)
    reach = queries.actor_of_staff(heir, now=now.replace(year=2029, month=5)).departments
    assert reach == {merged.pk, environment.pk}
    assert again.pk not in reach


def test_the_posts_of_a_department_that_is_over_stand_in_its_successor(environment, merged, now):
    heir = actions.create_staff("heir", name="新人", password=PASSWORD, actor=MACHINE, now=now)
    actions.add_membership(heir, department=merged, role="chief", from_on=FIRST, actor=MACHINE, now=now)
    assert queries.holders("director", department=environment, on=FIRST) == [heir]
    assert queries.ranks_of(heir, department=environment, on=FIRST) == {"director"}


def test_only_systems_officers_say_who_takes_over(environment, clerk, now):
    dogs = found("dogs", now=now)
    with pytest.raises(NotAllowed):
        actions.succeed(environment, successor=dogs, actor=queries.actor_of_staff(clerk, now=now), now=now)
