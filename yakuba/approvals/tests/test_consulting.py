"""Departments are consulted and examine; a draft is sent back, to its drafter or to an earlier person."""

from __future__ import annotations

import pytest

from yakuba.approvals import actions, queries
from yakuba.approvals.tests import ladder
from yakuba.approvals.tests.ladder import agree, basis, decide, draft, line, waits
from yakuba.core import access, states
from yakuba.core.models import Event


@pytest.fixture
def hall(town, now):
    return ladder.founded(now)


@pytest.fixture
def case(hall, matter, now):
    return ladder.examined(matter, hall, now)


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
