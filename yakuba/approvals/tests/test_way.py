"""A draft goes its way: past superiors, consulted departments and the examining one, to whoever decides by the rules."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, connection, transaction

from yakuba.accounts import actions as accounts
from yakuba.accounts import queries as people
from yakuba.approvals import actions, queries
from yakuba.approvals.models import Approval, Stop
from yakuba.approvals.planning import Basis
from yakuba.core import access, states
from yakuba.core.actors import MACHINE
from yakuba.core.models import Event
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


@pytest.fixture
def hall(town, now):
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


@pytest.fixture
def case(hall, matter, now):
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


# Consulting and examining -------------------------------------------------------------------------
def test_all_consulted_are_asked_at_once_and_all_must_agree(hall, case):
    approval = draft(case, hall, who="assistant", consult=("suido", "kensetsu"), examine="somu")
    assert [code for _, code, _ in sorted(waits(case))] == ["kensetsu", "suido"]
    agree(approval, hall, "roads")
    assert [code for _, code, _ in waits(case)] == ["suido"]
    agree(approval, hall, "water")
    assert waits(case) == {("『登録する』の案を審査する", "somu", "chief")}
    agree(approval, hall, "general")
    assert decide(approval, hall, "director").state == "approved"
    told = [event.name for event in Event.objects.of(case)]
    assert told == [
        "approval.proposed",
        "consultation.agreed",
        "consultation.agreed",
        "draft.examined",
        "approval.approved",
    ]


def test_where_enough_agree_the_others_need_not(hall, case):
    approval = draft(case, hall, who="assistant", consult=("suido", "kensetsu", "somu"), needed=2)
    agree(approval, hall, "roads", "water")
    assert sorted(line(approval)) == [
        "consult director agreed",
        "consult director agreed",
        "consult director not_needed",
        "decide director waiting",
    ]
    assert waits(case) == {("『登録する』の案を決裁する", "kankyo", "chief")}


def test_a_draft_that_changes_after_the_consultation_is_decided_on_again_by_those_consulted(hall, case):
    first = draft(case, hall, who="assistant", consult=("suido",))
    agree(first, hall, "water")
    second = actions.revise(
        first,
        outcome="granted",
        reasons="条件を付けます。",
        basis=basis(hall, consult=("suido",)),
        actor=hall["director"],
        now=hall.now,
    )
    first.refresh_from_db()
    assert (first.state, second.replaces) == ("cancelled", first)
    assert line(second) == ["consult director waiting", "decide director ahead"]
    agree(second, hall, "water")
    assert decide(second, hall, "director").state == "approved"


def test_who_is_consulted_does_not_rewrite_the_draft(hall, case):
    approval = draft(case, hall, who="assistant", consult=("suido",))
    with pytest.raises(access.NotAllowed, match="案を変えられるのは"):
        actions.revise(approval, outcome="granted", reasons="", actor=hall["water"], now=hall.now)


# Remanding ----------------------------------------------------------------------------------------
def test_a_consulted_department_sends_the_draft_back(hall, case):
    approval = draft(case, hall, who="assistant", consult=("suido", "kensetsu"))
    remanded = actions.remand(approval, remark="水道管があります。", actor=hall["water"], now=hall.now)
    assert remanded.state == "remanded"
    assert sorted(line(approval)) == [
        "consult director cancelled",
        "consult director remanded",
        "decide director cancelled",
    ]
    assert waits(case) == set()
    assert line(draft(case, hall, who="assistant", consult=("suido", "kensetsu")))[0].endswith("waiting")


def test_a_draft_goes_back_to_an_earlier_person_and_up_again(hall, case):
    approval = draft(case, hall, consult=("suido",))
    agree(approval, hall, "section", "assistant", "water")
    section = queries.standing(approval)[0]
    actions.remand(approval, remark="数字が違います。", to=section, actor=hall["director"], now=hall.now)
    approval.refresh_from_db()
    assert approval.state == "open"
    assert line(approval) == [
        "circulate section_chief waiting",
        "circulate assistant_director ahead",
        "consult director ahead",
        "decide director ahead",
    ]
    old = [stop.state for stop in queries.stops(approval) if stop.superseded_at]
    assert sorted(old) == ["agreed", "agreed", "agreed", "remanded"]
    agree(approval, hall, "section", "assistant", "water")
    assert decide(approval, hall, "director").state == "approved"


def test_a_remand_goes_only_to_somebody_who_has_seen_the_draft(hall, case):
    approval = draft(case, hall)
    stops = queries.standing(approval)
    with pytest.raises(states.NotPossible, match="その人には、差し戻せません"):
        actions.remand(approval, remark="直して。", to=stops[1], actor=hall["section"], now=hall.now)
    with pytest.raises(actions.RemarkMissing):
        actions.remand(approval, remark=" ", actor=hall["section"], now=hall.now)
    with pytest.raises(access.NotAllowed, match="回議は、環境課 係長が行います"):
        actions.remand(approval, remark="直して。", actor=hall["clerk"], now=hall.now)
    assert [stop.state for stop in queries.standing(approval)] == ["waiting", "ahead", "ahead"]


# Acting for the absent ----------------------------------------------------------------------------
@pytest.fixture
def order(hall, now):
    """The director is acted for by the assistant, and then by the section's chief."""
    for place, acting in enumerate(("assistant_director", "section_chief"), 1):
        accounts.let_act(acting, absent="director", order=place, from_on=SPRING, actor=MACHINE, now=now)


def test_in_the_absence_of_the_director_the_next_decides_and_the_director_looks_afterwards(hall, case, order):
    approval = draft(case, hall)
    agree(approval, hall, "section", "assistant")
    with pytest.raises(access.NotAllowed):
        decide(approval, hall, "assistant")
    hall.away("director")
    with pytest.raises(access.NotAllowed):
        decide(approval, hall, "section")
    decided = decide(approval, hall, "assistant")
    stop = queries.deciding_stop(decided)
    assert (stop.capacity, stop.acting_for, stop.acted_rank) == (
        "acting",
        hall.staff["director"],
        "assistant_director",
    )
    assert stop.acted_post == "環境課 課長補佐"
    assert waits(case) == {("代わりに決裁された案を見る（後閲）", "kankyo", "chief")}
    assert queries.to_view(case) == [stop]
    with pytest.raises(access.NotAllowed):
        actions.view_after(stop, actor=hall["assistant"], now=hall.now)
    actions.view_after(stop, actor=hall["director"], now=hall.now + 9 * HOUR)
    assert queries.to_view(case) == []
    assert waits(case) == set()


@pytest.mark.parametrize("weight", ["important", "exceptional", "new"])
def test_nobody_decides_in_another_s_place_what_is_not_ordinary(hall, case, order, weight):
    approval = draft(case, hall, weight=weight)
    agree(approval, hall, "section", "assistant")
    hall.away("director")
    with pytest.raises(access.NotAllowed, match="不在のときも代わりに決裁できません"):
        decide(approval, hall, "assistant")
    # The director may from afar.
    assert decide(approval, hall, "director").state == "approved"


def test_a_vacant_post_is_acted_for_without_anybody_to_look_afterwards(hall, case, order, now):
    yesterday = now.date() - datetime.timedelta(days=1)
    accounts.end_membership(
        hall.staff["director"].memberships.get(), until_on=yesterday, actor=MACHINE, now=now
    )
    approval = draft(case, hall, weight="important")
    agree(approval, hall, "section")
    stop = queries.deciding_stop(decide(approval, hall, "assistant"))
    assert (stop.capacity, stop.acting_for) == ("vacancy", None)
    assert {code for code, *_ in waits(case)} <= {"上司が先に見た案を確かめる（引上げ）"}


# Taking back and going elsewhere ------------------------------------------------------------------
def test_the_drafter_takes_a_draft_back_while_nobody_has_acted(hall, case):
    approval = draft(case, hall)
    with pytest.raises(access.NotAllowed, match="起案した本人だけ"):
        actions.withdraw(approval, actor=hall["section"], now=hall.now)
    assert actions.withdraw(approval, actor=hall["clerk"], now=hall.now).state == "cancelled"
    assert waits(case) == set()
    second = draft(case, hall)
    agree(second, hall, "section")
    with pytest.raises(states.NotPossible, match="もう誰かが見た案"):
        actions.withdraw(second, actor=hall["clerk"], now=hall.now)


def test_a_stop_goes_to_somebody_else_by_a_chief_s_order_and_the_history_stays(hall, case):
    approval = draft(case, hall, who="assistant", consult=("suido",))
    stop = queries.standing(approval)[0]
    facts = {"department": hall.departments["kensetsu"], "staff": hall.staff["roads"], "now": hall.now}
    with pytest.raises(access.NotAllowed):
        actions.reroute(stop, reason="担当がいません。", actor=hall["section"], **facts)
    with pytest.raises(actions.RemarkMissing):
        actions.reroute(stop, reason="", actor=hall["director"], **facts)
    new = actions.reroute(stop, reason="担当がいません。", actor=hall["director"], **facts)
    old = Stop.objects.get(pk=stop.pk)
    assert (old.state, old.comment, old.superseded_at) == ("cancelled", "担当がいません。", hall.now)
    assert (new.rank, new.staff) == ("", hall.staff["roads"])
    assert [code for _, code, _ in waits(case)] == ["kensetsu"]
    with pytest.raises(access.NotAllowed, match="建設課 岡 道夫が行います"):
        actions.agree(new, actor=hall["water"], now=hall.now)
    agree(approval, hall, "roads")
    assert decide(approval, hall, "director").state == "approved"


def test_a_decision_goes_only_to_somebody_with_the_deciding_post(hall, case):
    approval = draft(case, hall)
    stop = queries.deciding_stop(approval)
    facts = {"department": hall.departments["kensetsu"], "reason": "出張です。", "now": hall.now}
    with pytest.raises(states.NotPossible, match="規程で決まっています"):
        actions.reroute(stop, staff=hall.staff["roads"], actor=hall["director"], **facts)
    new = actions.reroute(stop, staff=hall.staff["director"], actor=hall["director"], **facts)
    assert (new.rank, new.department.code) == ("director", "kankyo")


def test_a_reorganisation_takes_the_open_stops_along_and_leaves_what_was_done(hall, case, now):
    approval = draft(case, hall)
    agree(approval, hall, "section")
    old, new = hall.departments["kankyo"], hall.departments["somu"]
    moved = actions.hand_over(case, department=old, successor=new, actor=MACHINE, now=now)
    assert [stop.kind for stop in moved] == ["circulate", "decide"]
    assert [stop.department for stop in queries.standing(approval)] == [old, new, new]
    assert queries.find_open(case).office == new
    with pytest.raises(access.NotAllowed, match="総務課 課長が行います"):
        decide(approval, hall, "director")


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
