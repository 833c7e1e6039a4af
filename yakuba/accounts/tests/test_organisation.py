"""Departments, staff and posts in time."""

from __future__ import annotations

import datetime
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from yakuba.accounts import actions, queries
from yakuba.accounts.models import Department, Membership, Staff
from yakuba.accounts.tests.conftest import LONG_AGO, PASSWORD
from yakuba.core import scope
from yakuba.core.access import NotAllowed
from yakuba.core.actors import MACHINE, guest
from yakuba.core.models import Event


def found(code, name, from_on, until_on=None, *, now):
    return actions.found_department(
        code,
        name=name,
        symbol="軽住",
        telephone="0267-00-0101",
        from_on=from_on,
        until_on=until_on,
        actor=MACHINE,
        now=now,
    )


def test_a_code_stands_for_the_department_of_the_day(town, now):
    old = found("residents", "住民課", date(2020, 4, 1), date(2026, 3, 31), now=now)
    new = found("residents", "くらし環境課", date(2026, 4, 1), now=now)
    assert queries.department("residents", date(2026, 3, 31)) == old
    assert queries.department("residents", date(2026, 4, 1)) == new
    assert queries.department("residents", date(2020, 3, 31)) is None
    assert queries.require_department("residents", date(2026, 4, 1)) == new
    with pytest.raises(Department.DoesNotExist):
        queries.require_department("residents", date(2020, 3, 31))


def test_two_departments_of_one_code_never_hold_on_one_day(town, now):
    found("residents", "住民課", date(2020, 4, 1), date(2026, 3, 31), now=now)
    with pytest.raises(actions.TimesOverlap, match="期間が重なります"):
        found("residents", "くらし環境課", date(2026, 3, 31), now=now)
    found("residents", "町民課", date(2010, 4, 1), date(2020, 3, 31), now=now)


def test_the_database_refuses_days_in_the_wrong_order(town, now):
    with pytest.raises(IntegrityError), transaction.atomic():
        found("residents", "住民課", date(2026, 4, 1), date(2026, 3, 31), now=now)


@pytest.mark.parametrize("symbol", ["", "軽環 係", "軽-環", "軽環軽環軽環軽環軽", "葛\U000e0100"])
def test_a_symbol_that_no_document_number_can_begin_with_is_refused(town, now, symbol):
    with pytest.raises(actions.BadSymbol, match="文書記号"):
        actions.found_department(
            "roads",
            name="建設課",
            symbol=symbol,
            telephone="0267-00-0101",
            from_on=LONG_AGO,
            actor=MACHINE,
            now=now,
        )
    assert not Department.objects.exists()


def test_roles_and_departments_come_from_the_posts_of_the_day(clerk, environment, now):
    actions.add_membership(
        clerk,
        department=environment,
        role="chief",
        title="係長",
        from_on=date(2027, 4, 1),
        actor=MACHINE,
        now=now,
    )
    today = queries.actor_of_staff(clerk, now=now)
    later = queries.actor_of_staff(clerk, now=now + datetime.timedelta(days=200))
    assert (today.roles, today.departments) == ({"clerk"}, {environment.pk})
    assert later.roles == {"clerk", "chief"}
    assert today.code == f"staff:{clerk.pk}"
    assert today.staff == clerk.pk


def test_a_post_ends_with_its_last_day_included(town, environment, make_staff, now):
    staff = actions.create_staff("suzuki", name="鈴木", password=PASSWORD, actor=MACHINE, now=now)
    actions.add_membership(
        staff,
        department=environment,
        role="clerk",
        from_on=LONG_AGO,
        until_on=now.date(),
        actor=MACHINE,
        now=now,
    )
    assert queries.actor_of_staff(staff, now=now).roles == {"clerk"}
    assert queries.actor_of_staff(staff, now=now + datetime.timedelta(days=1)).roles == frozenset()
    assert queries.colleagues(environment.pk, now.date()) == [staff]


def test_an_unknown_role_is_refused(clerk, environment, now):
    with pytest.raises(ValueError, match="mayor"):
        actions.add_membership(
            clerk, department=environment, role="mayor", from_on=LONG_AGO, actor=MACHINE, now=now
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(staff=clerk, department=environment, role="mayor", from_on=LONG_AGO)


def test_a_login_is_one_person_whatever_its_width_and_case(clerk, now):
    for login in ("karuizawa/clerk", "ＫＡＲＵＩＺＡＷＡ/clerk", "", "mail:abc"):
        with pytest.raises(actions.LoginTaken):
            actions.create_staff(login, name="別人", password=PASSWORD, actor=MACHINE, now=now)


def test_an_easy_password_is_refused_in_japanese(town, now):
    with pytest.raises(ValidationError, match="短すぎます"):
        actions.create_staff("suzuki", name="鈴木", password="short", actor=MACHINE, now=now)
    assert not Staff.objects.exists()


def test_a_clerk_makes_no_staff(clerk, now):
    for actor in (queries.actor_of_staff(clerk, now=now), guest()):
        with pytest.raises(NotAllowed):
            actions.create_staff("suzuki", name="鈴木", password=PASSWORD, actor=actor, now=now)


def test_events_name_staff_by_id_only(clerk, now):
    event = Event.objects.get(name="staff.created")
    assert event.data == {"staff": str(clerk.pk)}
    assert event.actor == "system"


def test_actors_have_names_for_people(clerk):
    codes = [f"staff:{clerk.pk}", "resident:0197", "guest", "system", f"staff:{clerk.user_id}"]
    assert [queries.staff_name(code) for code in codes] == ["試山 涼", "申請者", "申請者", "システム", "職員"]


def test_staff_of_one_town_are_nobody_in_another(clerk, other_town, now):
    with scope.within(other_town):
        assert queries.staff_of(clerk.user) is None
        assert queries.staff_member(clerk.pk) is None
        with pytest.raises(actions.SignInRefused):
            actions.check_password("karuizawa/clerk", PASSWORD, address="192.0.2.1", now=now)


def test_the_staff_list_knows_posts_and_second_factors(clerk, systems, now, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        rows = {row.name: row for row in queries.staff_list(now.date())}
        assert [post.department.name for post in rows["試山 涼"].posts] == ["環境課"]
        assert not hasattr(rows["見本 誠"].user, "second_factor")
