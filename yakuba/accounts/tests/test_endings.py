"""Departments, posts and logins end, and no open case is hidden by it."""

from __future__ import annotations

import datetime
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from yakuba.accounts import actions, queries
from yakuba.accounts.models import Department, Membership, Staff
from yakuba.accounts.tests.conftest import LONG_AGO, PASSWORD
from yakuba.accounts.tests.visitors import staff_browser
from yakuba.core import access
from yakuba.core.actors import MACHINE
from yakuba.core.models import Event

LAST, FIRST = date(2027, 3, 31), date(2027, 4, 1)
LATER = datetime.timedelta(days=200)


def successor(now, from_on=FIRST, code="environment"):
    return actions.found_department(
        code,
        name="くらし環境課",
        symbol="軽く",
        telephone="0267-00-0199",
        from_on=from_on,
        actor=MACHINE,
        now=now,
    )


def test_a_department_ends_and_its_successor_begins_the_day_after(environment, now):
    actions.end_department(environment, until_on=LAST, actor=MACHINE, now=now)
    new = successor(now)
    assert [queries.department("environment", day) for day in (LAST, FIRST)] == [environment, new]
    event = Event.objects.get(name="department.ended")
    assert event.data == {"department": str(environment.pk), "code": "environment", "until_on": "2027-03-31"}


def test_nothing_ends_before_it_begins(environment, clerk, now):
    too_early = LONG_AGO - datetime.timedelta(days=1)
    with pytest.raises(actions.EndsTooEarly, match="終われません"):
        actions.end_department(environment, until_on=too_early, actor=MACHINE, now=now)
    with pytest.raises(actions.EndsTooEarly):
        actions.end_membership(clerk.memberships.get(), until_on=too_early, actor=MACHINE, now=now)


def test_a_later_end_does_not_reach_into_the_successor(environment, now):
    actions.end_department(environment, until_on=LAST, actor=MACHINE, now=now)
    successor(now)
    with pytest.raises(actions.TimesOverlap):
        actions.end_department(environment, until_on=FIRST, actor=MACHINE, now=now)


def test_a_reorganisation_hides_no_open_case(environment, clerk, now):
    actions.end_department(environment, until_on=LAST, actor=MACHINE, now=now)
    new = successor(now)
    moved = actions.create_staff("new", name="新人", password=PASSWORD, actor=MACHINE, now=now)
    actions.add_membership(moved, department=new, role="clerk", from_on=FIRST, actor=MACHINE, now=now)
    for staff in (clerk, moved):
        assert queries.actor_of_staff(staff, now=now + LATER).departments == {environment.pk, new.pk}
    assert set(queries.colleagues(environment.pk, FIRST)) == {clerk, moved}
    assert queries.actor_of_staff(moved, now=now).departments == frozenset()


def test_a_post_that_ended_reaches_nothing_the_day_after(clerk, environment, now):
    actions.end_membership(clerk.memberships.get(), until_on=now.date(), actor=MACHINE, now=now)
    assert queries.actor_of_staff(clerk, now=now).departments == {environment.pk}
    assert queries.actor_of_staff(clerk, now=now + datetime.timedelta(days=1)).posts == frozenset()
    assert Event.objects.get(name="membership.ended").data["role"] == "clerk"


def test_a_closed_login_opens_nothing_and_its_sessions_end(clerk, now):
    page = staff_browser(clerk)
    assert page.get("/staff/second-factor/").status_code == 200
    actions.close_staff(clerk, actor=MACHINE, now=now)
    assert page.get("/staff/second-factor/").status_code == 302
    assert not page.get("/staff/login/").wsgi_request.user.is_authenticated
    with pytest.raises(actions.SignInRefused):
        actions.check_password("karuizawa/clerk", PASSWORD, address="192.0.2.1", now=now)


@pytest.mark.parametrize("role", ["clerk", "chief"])
def test_only_systems_officers_end_anything(environment, make_staff, systems, now, role):
    post = make_staff("somebody", role=role).memberships.get()
    actor = queries.actor_of_staff(post.staff, now=now)
    for act in (
        lambda who: actions.end_department(environment, until_on=LAST, actor=who, now=now),
        lambda who: actions.end_membership(post, until_on=LAST, actor=who, now=now),
        lambda who: actions.close_staff(post.staff, actor=who, now=now),
    ):
        with pytest.raises(access.NotAllowed):
            act(actor)
        act(queries.actor_of_staff(systems, now=now))


# Commands -------------------------------------------------------------------------------------------
def run(*words: str) -> None:
    call_command(*words[:2], "--town=karuizawa", *words[2:])


def test_departments_end_says_the_last_day(environment):
    run("departments", "end", "--code=environment", "--until=令和9年3月31日")
    assert Department.objects.get().until_on == LAST
    with pytest.raises(CommandError, match="令和9年4月1日"):
        run("departments", "end", "--code=environment", "--until=2027-04-01")
    with pytest.raises(CommandError, match="4月"):
        run("departments", "end", "--code=environment", "--until=2027-04-31")


def test_users_end_ends_the_posts_that_are_named(clerk, environment, now, capsys):
    actions.add_membership(
        clerk, department=environment, role="systems", from_on=LONG_AGO, actor=MACHINE, now=now
    )
    run(
        "users",
        "end",
        "--login=karuizawa/clerk",
        "--department=environment",
        "--role=systems",
        "--until=2027-03-31",
    )
    assert "情報担当：令和9年3月31日まで" in capsys.readouterr().out
    assert {post.role: post.until_on for post in Membership.objects.all()} == {"clerk": None, "systems": LAST}
    run("users", "end", "--login=karuizawa/clerk", "--until=2027-03-31")
    assert not Membership.objects.filter(until_on=None).exists()
    with pytest.raises(CommandError, match="所属がありません"):
        run("users", "end", "--login=karuizawa/clerk", "--until=2027-04-01")


def test_users_close_shuts_the_login(clerk, capsys):
    run("users", "close", "--login=karuizawa/clerk")
    assert "閉じました" in capsys.readouterr().out
    assert not Staff.objects.get().is_active
    for verb in ("close", "reset"):
        with pytest.raises(CommandError, match="いません"):
            run("users", verb, "--login=karuizawa/clerk")
