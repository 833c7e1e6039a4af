"""A draft is proposed, approved, remanded or ended, by those who may."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, transaction

from yakuba.approvals import actions, queries
from yakuba.approvals.models import Approval
from yakuba.core import access, states
from yakuba.core.actions import open_matter
from yakuba.core.actors import MACHINE, guest
from yakuba.core.models import Event
from yakuba.work import actions as work

REASONS = "鑑札の交付に必要な書類がそろっています。"


@pytest.fixture
def case(hall, matter, now):
    """A matter that the 環境課 deals with."""
    put_to_work(matter, hall, now)
    return matter


def put_to_work(matter, hall, now):
    work.open_item(
        matter,
        step="examine",
        title="審査する",
        department=hall.environment,
        role="clerk",
        due_on=None,
        actor=MACHINE,
        now=now,
    )


def draft(case, actor, now, outcome="granted", reasons=REASONS):
    return actions.propose(case, step="sign", outcome=outcome, reasons=reasons, actor=actor, now=now)


def told(matter):
    return [(event.name, event.data) for event in Event.objects.of(matter)]


def test_a_clerk_drafts_and_the_chief_approves(hall, case, now):
    proposal = draft(case, hall.clerk, now)
    later = now + datetime.timedelta(hours=2)
    approved = actions.approve(proposal, actor=hall.chief, now=later, remark="よく調べてあります。")
    approved.refresh_from_db()
    assert (approved.state, approved.decided_at, approved.remark) == (
        "approved",
        later,
        "よく調べてあります。",
    )
    assert (approved.proposed_by, approved.decided_by) == (hall.staff["clerk"], hall.staff["chief"])
    assert approved.reasons == REASONS
    codes = {"step": "sign", "outcome": "granted"}
    assert told(case) == [("approval.proposed", codes), ("approval.approved", codes)]


def test_a_matter_has_one_open_draft(hall, case, now):
    draft(case, hall.clerk, now)
    with pytest.raises(states.NotPossible, match="決裁を待っている起案がすでにあります"):
        draft(case, hall.colleague, now, outcome="refused")
    assert Approval.objects.count() == 1


def test_the_database_refuses_a_second_open_draft(hall, case, now):
    proposal = draft(case, hall.clerk, now)
    second = Approval(
        matter=case, step="sign", outcome="granted", proposed_by=proposal.proposed_by, proposed_at=now
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()


@pytest.mark.parametrize("broken", [{"state": "approved"}, {"decided_at": "2026-11-20T00:00Z"}])
def test_the_database_refuses_a_decision_without_decider_or_moment(hall, case, now, broken):
    draft(case, hall.clerk, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.update(**broken)


def test_after_a_remand_a_new_draft_is_a_new_row(hall, case, now):
    first = draft(case, hall.clerk, now)
    actions.remand(first, remark="審査基準の第2項に触れてください。", actor=hall.chief, now=now)
    second = draft(case, hall.clerk, now)
    assert [(row.pk, row.state) for row in queries.history(case)] == [
        (second.pk, "open"),
        (first.pk, "remanded"),
    ]
    assert queries.history(case)[1].remark == "審査基準の第2項に触れてください。"


@pytest.mark.parametrize("remark", ["", " \n　"])
def test_a_remand_says_what_to_mend(hall, case, now, remark):
    proposal = draft(case, hall.clerk, now)
    with pytest.raises(actions.RemarkMissing, match="理由を書いてください"):
        actions.remand(proposal, remark=remark, actor=hall.chief, now=now)
    assert queries.open_approval(case) == proposal


def test_the_chief_of_a_small_town_may_decide_what_the_chief_drafted(hall, case, now):
    assert actions.approve(draft(case, hall.chief, now), actor=hall.chief, now=now).state == "approved"


@pytest.mark.parametrize("name", ["clerk", "colleague", "stranger", "systems"])
def test_only_a_chief_of_the_department_decides(hall, case, now, name):
    proposal = draft(case, hall.clerk, now)
    outsider = getattr(hall, name)
    with pytest.raises(access.NotAllowed):
        actions.approve(proposal, actor=outsider, now=now)
    with pytest.raises(access.NotAllowed):
        actions.remand(proposal, remark="直してください。", actor=outsider, now=now)
    assert queries.open_approval(case) == proposal


def test_a_chief_of_another_department_does_not_decide(hall, case, now):
    chief = replace(hall.chief, posts=frozenset({(hall.children.pk, "chief")}))
    with pytest.raises(access.NotAllowed):
        actions.approve(draft(case, hall.clerk, now), actor=chief, now=now)


def test_a_draft_is_the_business_of_the_departments_where_one_is_an_official(hall, case, now):
    proposal = draft(case, hall.clerk, now)
    posts = frozenset({(hall.environment.pk, "systems"), (hall.children.pk, "chief")})
    elsewhere = replace(hall.chief, roles=frozenset({"systems", "chief"}), posts=posts)
    assert not Approval.objects.visible_to(elsewhere).exists()
    assert not proposal.reaches(elsewhere)
    assert Approval.objects.visible_to(hall.clerk).get() == proposal
    with pytest.raises(access.NotAllowed):
        actions.approve(proposal, actor=elsewhere, now=now)


@pytest.mark.parametrize("name", ["stranger", "systems"])
def test_only_the_department_drafts(hall, case, now, name):
    for actor in (getattr(hall, name), guest(frozenset({case.pk})), MACHINE):
        with pytest.raises(access.NotAllowed):
            draft(case, actor, now)


@pytest.mark.parametrize("verb", ["approve", "remand", "cancel"])
def test_what_is_decided_is_not_decided_again(hall, case, now, verb):
    proposal = draft(case, hall.clerk, now)
    actions.approve(proposal, actor=hall.chief, now=now)
    options = {"remark": "直してください。"} if verb == "remand" else {}
    with pytest.raises(states.NotPossible, match="画面を開き直して"):
        getattr(actions, verb)(proposal, actor=hall.chief, now=now, **options)


def test_a_withdrawal_by_the_applicant_ends_the_draft(hall, case, now):
    draft(case, hall.clerk, now)
    ended = actions.cancel_open(case, actor=guest(frozenset({case.pk})), now=now)
    assert (ended.state, ended.decided_by, ended.decided_at) == ("cancelled", None, now)
    assert actions.cancel_open(case, actor=guest(frozenset({case.pk})), now=now) is None
    assert [name for name, _ in told(case)] == ["approval.proposed", "approval.cancelled"]


def test_deciding_as_drafted_approves_the_draft(hall, case, now):
    proposal = draft(case, hall.clerk, now)
    decided = actions.approve_as(
        case, step="sign", outcome="granted", reasons=REASONS, actor=hall.chief, now=now
    )
    assert decided == proposal
    assert decided.state == "approved"


def test_other_line_ends_do_not_make_another_draft(hall, case, now):
    proposal = draft(case, hall.clerk, now, reasons="一\n二")
    decided = actions.approve_as(
        case, step="sign", outcome="granted", reasons="一\r\n二\r\n", actor=hall.chief, now=now
    )
    assert decided == proposal


@pytest.mark.parametrize(("outcome", "reasons"), [("refused", REASONS), ("granted", "別の理由です。")])
def test_deciding_otherwise_cancels_the_draft_and_keeps_what_was_decided(hall, case, now, outcome, reasons):
    proposal = draft(case, hall.clerk, now)
    decided = actions.approve_as(
        case, step="sign", outcome=outcome, reasons=reasons, actor=hall.chief, now=now
    )
    assert (decided.outcome, decided.reasons, decided.proposed_by) == (outcome, reasons, hall.staff["chief"])
    assert [row.state for row in queries.history(case)] == ["approved", "cancelled"]
    assert queries.history(case)[1] == proposal


def test_what_nobody_drafted_is_drafted_and_decided_at_once(hall, case, now):
    decided = actions.approve_as(
        case, step="accept", outcome="accepted", reasons="", actor=hall.clerk, now=now
    )
    assert (decided.state, decided.proposed_by, decided.decided_by) == (
        "approved",
        hall.staff["clerk"],
        hall.staff["clerk"],
    )


def test_nobody_accepts_for_another_department(hall, case, now):
    with pytest.raises(access.NotAllowed):
        actions.approve_as(case, step="a", outcome="b", reasons="", actor=hall.stranger, now=now)


def test_reasons_and_remarks_are_sealed_and_never_in_an_event(hall, case, now):
    proposal = draft(case, hall.clerk, now, reasons="所得が基準を超えています。")
    actions.remand(proposal, remark="所得の年度を確かめてください。", actor=hall.chief, now=now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT reasons, remark FROM approvals_approval")
        stored = b"".join(bytes(value) for value in cursor.fetchone())
    assert "所得".encode() not in stored
    assert all(set(data) == {"step", "outcome"} for _, data in told(case))


def test_drafts_are_seen_by_the_staff_of_the_department_only(hall, case, now):
    proposal = draft(case, hall.clerk, now)
    for name in ("clerk", "colleague", "chief"):
        assert Approval.objects.visible_to(getattr(hall, name)).get() == proposal
    applicant = guest(frozenset({case.pk}))
    for outsider in (hall.stranger, hall.systems, applicant, MACHINE):
        assert not Approval.objects.visible_to(outsider).exists()


def test_without_a_draft_there_is_nothing_to_decide(hall, case, now):
    assert queries.find_open(case) is None
    with pytest.raises(states.NotPossible, match="起案がありません"):
        queries.open_approval(case)


def test_a_draft_of_another_matter_is_not_found(hall, case, now):
    draft(case, hall.clerk, now)
    other = open_matter("application", now=now)
    put_to_work(other, hall, now)
    assert queries.find_open(other) is None
    assert queries.history(other) == []
