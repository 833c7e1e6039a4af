"""The way of a draft: who is asked in which order, up the line to whoever decides by the rules."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, connection, transaction

from yakuba.accounts import actions as accounts
from yakuba.approvals import actions, queries
from yakuba.approvals.models import Approval, Stop
from yakuba.approvals.tests import ladder
from yakuba.approvals.tests.ladder import HOUR, agree, basis, decide, draft, line, rule, waits
from yakuba.core import access, states
from yakuba.core.actors import MACHINE


@pytest.fixture
def hall(town, now):
    return ladder.founded(now)


@pytest.fixture
def case(hall, matter, now):
    return ladder.examined(matter, hall, now)


# The plan -----------------------------------------------------------------------------------------
def planned(hall, who="clerk", **facts):
    way = queries.plan(basis(hall, **facts), drafter=hall.staff[who], on=hall.now.date())
    return queries.plan_words(way)


def test_the_way_goes_up_the_line_to_whom_the_table_names(hall, now):
    assert planned(hall) == "係長 → 課長補佐 → 課長（決裁）"
    assert planned(hall, "section") == "課長補佐 → 課長（決裁）"
    assert planned(hall, "director") == "課長（決裁）"
    rule("section_chief", procedure="dog", effect="grant", now=now)
    rule("director", procedure="dog", effect="refuse", now=now)
    assert planned(hall) == "係長（決裁）"
    assert planned(hall, effect="refuse") == "係長 → 課長補佐 → 課長（決裁）"
    assert planned(hall, procedure="road") == "係長 → 課長補佐 → 課長 → 副町長 → 町長（決裁）"


def test_departments_are_consulted_and_the_draft_examined_before_executives_see_it(hall, now):
    rule("director", up_to_yen=500_000, now=now)
    asked = {"consult": ("suido", "kensetsu", "kankyo", "suido"), "examine": "somu"}
    assert planned(hall, amount_yen=500_000, **asked) == (
        "係長 → 課長補佐 → 上下水道課 課長（合議）・建設課 課長（合議） → 総務課 課長（審査） → 課長（決裁）"
    )
    assert planned(hall, amount_yen=500_001, **asked) == (
        "係長 → 課長補佐 → 課長 → 上下水道課 課長（合議）・建設課 課長（合議） → 総務課 課長（審査） → 副町長 → 町長（決裁）"
    )


def test_a_post_that_nobody_holds_and_a_person_who_decides_anyway_are_not_asked(hall, now):
    who = {"actor": MACHINE, "now": now}
    held = hall.staff["section"].memberships.get()
    accounts.end_membership(held, until_on=now.date() - datetime.timedelta(days=1), **who)
    accounts.add_membership(
        hall.staff["director"],
        department=hall.departments["kankyo"],
        role="chief",
        rank="section_chief",
        from_on=now.date(),
        **who,
    )
    assert planned(hall) == "課長補佐 → 課長（決裁）"


def test_a_department_that_does_not_exist_is_said(hall):
    with pytest.raises(states.NotPossible, match="部署「nowhere」"):
        planned(hall, consult=("nowhere",))


# Going up -----------------------------------------------------------------------------------------
def test_a_draft_goes_up_and_every_stop_keeps_name_and_post_of_the_day(hall, case, now):
    approval = draft(case, hall)
    assert (approval.proposed_post, approval.proposed_name) == ("環境課 係員", "小林 あゆみ")
    assert waits(case) == {("『登録する』の案を確かめる（回議）", "kankyo", "clerk")}
    agree(approval, hall, "section", "assistant")
    assert waits(case) == {("『登録する』の案を決裁する", "kankyo", "chief")}
    decided = decide(approval, hall, "director")
    assert (decided.state, decided.decided_by) == ("approved", hall.staff["director"])
    assert [(stop.acted_post, stop.acted_name, stop.capacity) for stop in queries.standing(approval)] == [
        ("環境課 係長", "土屋 誠", "own"),
        ("環境課 課長補佐", "荻原 恵", "own"),
        ("環境課 課長", "柳沢 正", "own"),
    ]
    assert queries.standing(approval)[0].comment == "sectionです。"
    assert waits(case) == set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT comment, acted_name FROM approvals_stop")
        stored = b"".join(bytes(value or b"") for row in cursor.fetchall() for value in row)
    assert "sectionです".encode() not in stored
    assert "柳沢".encode() not in stored


def test_nobody_acts_out_of_turn(hall, case):
    approval = draft(case, hall, consult=("suido",))
    stops = queries.standing(approval)
    for login, stop in (("clerk", 0), ("water", 0), ("section", 2), ("director", 2), ("mayor", 3)):
        with pytest.raises((access.NotAllowed, states.NotPossible)):
            actions.agree(stops[stop], actor=hall[login], now=hall.now)
    with pytest.raises(states.NotPossible, match="上下水道課 課長の合議が、まだ終わっていません"):
        decide(approval, hall, "director")
    with pytest.raises(access.NotAllowed, match="この案の決裁は、環境課 課長が行います"):
        decide(approval, hall, "assistant")
    assert [stop.state for stop in queries.standing(approval)] == ["waiting", "ahead", "ahead", "ahead"]


def test_refusal_is_decided_by_whom_the_table_names_on_the_day(hall, case, now):
    rule("director", procedure="dog", effect="grant", now=now)
    rule("deputy_mayor", procedure="dog", effect="refuse", now=now)
    approval = draft(case, hall, effect="refuse", outcome="refused")
    assert approval.decider_rank == "deputy_mayor"
    agree(approval, hall, "section", "assistant", "director")
    with pytest.raises(access.NotAllowed, match="副町長が行います"):
        decide(approval, hall, "director")
    assert waits(case) == {("『登録する』の案を決裁する", "mayor", "chief")}
    assert decide(approval, hall, "deputy").state == "approved"


def test_a_superior_pulls_the_draft_up_and_those_passed_are_told(hall, case):
    approval = draft(case, hall)
    decide(approval, hall, "director")
    assert line(approval) == [
        "circulate section_chief passed",
        "circulate assistant_director passed",
        "decide director agreed",
    ]
    assert waits(case) == {
        ("上司が先に見た案を確かめる（引上げ）", "kankyo", "clerk"),
        ("上司が先に見た案を確かめる（引上げ）", "kankyo", "chief"),
    }
    passed = queries.to_view(case)[0]
    with pytest.raises(access.NotAllowed, match="後閲をするのは"):
        actions.view_after(passed, actor=hall["clerk"], now=hall.now)
    viewed = actions.view_after(passed, actor=hall["section"], now=hall.now)
    assert viewed.viewed_at == hall.now
    assert actions.view_after(passed, actor=hall["section"], now=hall.now + HOUR).viewed_at == hall.now
    assert len(waits(case)) == 1


# What the database keeps --------------------------------------------------------------------------
@pytest.mark.parametrize(
    "broken",
    [
        {"state": "agreed"},
        {"rank": ""},
        {"capacity": "own"},
        {"viewed_at": "2026-11-20T00:00Z"},
        {"superseded_at": "2026-11-20T00:00Z"},
    ],
)
def test_the_database_refuses_a_stop_that_says_half(hall, case, broken):
    approval = draft(case, hall)
    with pytest.raises(IntegrityError), transaction.atomic():
        Stop.objects.filter(pk=queries.deciding_stop(approval).pk).update(**broken)


def test_the_database_refuses_a_second_decision(hall, case):
    approval = draft(case, hall)
    stop = queries.deciding_stop(approval)
    with pytest.raises(IntegrityError), transaction.atomic():
        Stop.objects.create(
            approval=approval,
            matter=case,
            level=9,
            kind="decide",
            department=stop.department,
            rank="mayor",
        )
    assert Approval.objects.count() == 1
