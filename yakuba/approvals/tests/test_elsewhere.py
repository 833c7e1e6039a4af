"""Somebody acts for the absent, a draft is taken back, a stop goes to somebody else."""

from __future__ import annotations

import datetime

import pytest

from yakuba.accounts import actions as accounts
from yakuba.approvals import actions, queries
from yakuba.approvals.models import Stop
from yakuba.approvals.tests import ladder
from yakuba.approvals.tests.ladder import HOUR, SPRING, agree, decide, draft, waits
from yakuba.core import access, states
from yakuba.core.actors import MACHINE


@pytest.fixture
def hall(town, now):
    return ladder.founded(now)


@pytest.fixture
def case(hall, matter, now):
    return ladder.examined(matter, hall, now)


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
