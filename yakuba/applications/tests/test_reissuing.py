"""Officials issue a notice anew, replace it or revoke it: the applicant hears it, gets it, and sees what became of the old."""

from __future__ import annotations

import pytest

from yakuba.applications import actions, case_papers, papers
from yakuba.applications.models import Application, Posting
from yakuba.applications.tests import make, routes
from yakuba.core import access, states
from yakuba.documents import queries as documents
from yakuba.documents.tasks import make_due
from yakuba.messaging.models import Message


@pytest.fixture
def closed(arrived, hall, now):
    make.decided(arrived, hall["chief"], now=now)
    make.work_off(now)
    return fresh(arrived)


def fresh(application):
    return Application.objects.with_everything().get(pk=application.pk)


def notice(application):
    return documents.newest(application.matter, papers.NOTICE)


def again(application, actor, now, **more):
    facts = {"paper": notice(application), "kind": "reissue", "reason": "なくしたとのこと。"} | more
    return actions.reissue_paper(application, **facts, actor=actor, now=now)


def states_of(application):
    return [paper.state for paper in documents.confirmed(application.matter)]


def test_a_clerk_issues_a_notice_anew_and_the_applicant_hears_of_it_once(closed, hall, now):
    letters = Message.objects.filter(matter=closed.matter).count()
    new = again(closed, hall["clerk"], now)
    make.work_off(now)
    make.work_off(now)
    assert states_of(closed) == ["superseded", "made"]
    assert (new.revision, new.data["mark"]) == (2, "再発行")
    written = Message.objects.filter(matter=closed.matter).order_by("written_at", "id")
    assert written.count() == letters + 1
    last = written.get(consequence="decision-again")
    assert last.subject.endswith("文書を再発行しました")
    assert "前の文書は、もう使えません" in last.body


def test_a_reissue_goes_by_post_where_the_applicant_wants_paper(dog, hall, now):
    arrived = make.submitted("dog-registration", now=now, notice_channel="post")
    make.decided(arrived, hall["chief"], now=now)
    make.work_off(now)
    application = actions.record_posting(fresh(arrived), actor=hall["clerk"], now=now)
    again(application, hall["clerk"], now)
    make.work_off(now)
    waiting = Posting.objects.get(application=application, what="notice", posted_on=None)
    assert (waiting.revision, waiting.document_id) == (2, notice(application).pk)


def test_a_replacement_says_what_the_case_says_now_and_keeps_the_reasons(arrived, hall, now, town):
    refused = next(one for one in arrived.definition.outcomes if one.effect == "refuse")
    make.decided(arrived, hall["chief"], now=now, outcome=refused.id, reasons="記載の犬は登録済みです。")
    make.work_off(now)
    town.mayor = "架空 新"
    town.save()
    application = fresh(arrived)
    new = again(application, hall["clerk"], now, kind="replace", reason="町長名の誤り。")
    assert new.data["authority_name"] == "架空 新"
    assert new.data["reasons"] == "記載の犬は登録済みです。"
    assert new.data["mark"] == "差し替え"


def test_revoking_the_decision_revokes_its_papers(closed, hall, now):
    again(closed, hall["clerk"], now)
    make.work_off(now)
    facts = {"kind": "annul", "reasons": "添付の書類が偽りでした。", "hearing": "explanation"}
    actions.propose_revocation(closed, **facts, actor=hall["clerk"], now=now)
    actions.decide_revocation(closed, actor=hall["chief"], now=now)
    make.work_off(now)
    found = documents.confirmed(closed.matter)
    assert [(one.consequence, one.state) for one in found] == [
        ("decision", "revoked"),
        ("decision", "revoked"),
        ("revocation", "made"),
    ]
    assert {one.ended_on for one in found[:2]} == {closed.decided_on}
    assert found[0].void_reason == "添付の書類が偽りでした。"
    with pytest.raises(states.NotPossible, match="有効な通知書"):
        again(closed, hall["clerk"], now)


def test_a_notice_of_a_decision_is_not_revoked_by_itself(closed, hall, now):
    with pytest.raises(actions.Refused, match="決定の取消し・撤回"):
        actions.revoke_paper(closed, paper=notice(closed), reason="誤り", actor=hall["chief"], now=now)
    assert states_of(closed) == ["made"]


@pytest.mark.parametrize("more", [{"reason": " "}, {"kind": "other"}])
def test_without_a_reason_or_a_kind_nothing_is_made(closed, hall, now, more):
    with pytest.raises(actions.Refused):
        again(closed, hall["clerk"], now, **more)
    assert states_of(closed) == ["made"]


def test_another_department_issues_nothing(closed, hall, now):
    with pytest.raises(access.NotAllowed):
        again(closed, hall["other clerk"], now)


@pytest.fixture
def certified(hall, now):
    """A certificate that is made and not yet handed over."""
    arrived = routes.arrived("certificate", now=now)
    make.decided(arrived, hall["chief"], now=now)
    make.work_off(now)
    return fresh(arrived)


def revoked(application, actor, now, reason="住所の誤り。"):
    return actions.revoke_paper(application, paper=notice(application), reason=reason, actor=actor, now=now)


def test_the_chief_alone_revokes_a_certificate_and_gives_a_reason(certified, hall, now):
    with pytest.raises(access.NotAllowed):
        revoked(certified, hall["clerk"], now)
    with pytest.raises(actions.Refused, match="理由"):
        revoked(certified, hall["chief"], now, reason=" ")
    revoked(certified, hall["chief"], now)
    assert states_of(certified) == ["revoked"]
    assert notice(certified).void_reason == "住所の誤り。"
    with pytest.raises(states.NotPossible, match="もう有効ではありません"):
        revoked(certified, hall["chief"], now)


def test_decided_anew_after_a_revoked_certificate_it_has_another_revision(hall, now):
    arrived = routes.arrived("certificate", now=now, channel="post")
    make.decided(arrived, hall["chief"], now=now)
    # Made, but nobody has been told yet.
    make_due(now=now)
    revoked(fresh(arrived), hall["chief"], now)
    actions.reopen(fresh(arrived), reason="調べ直す。", actor=hall["chief"], now=now)
    make.decided(fresh(arrived), hall["chief"], now=now)
    make_due(now=now)
    papers_made = documents.confirmed(arrived.matter)
    assert [(one.revision, one.state) for one in papers_made] == [(1, "revoked"), (2, "made")]


def rows(application, actor):
    told = case_papers.facts(application, notice(application), actor)["facts"]
    return {row["label"]: row["text"] for row in told}


def test_officials_see_number_standing_signature_and_until_when_it_is_kept(closed, hall, now):
    seen = rows(closed, hall["clerk"])
    assert (seen["文書番号"], seen["状態"]) == ("軽環第1号", "作成済み")
    years = closed.definition.outcome(closed.outcome).keep.years
    # Closed in the fiscal year 2026: counted from 1 April 2027, to a 31 March.
    assert seen["保存期間"] == f"令和{8 + years + 1}年3月31日まで（{years}年）"
    assert seen["電子署名"] == "なし"
    again(closed, hall["clerk"], now)
    make.work_off(now)
    seen = rows(closed, hall["clerk"])
    assert (seen["種類"], seen["代わった文書"]) == ("再発行", "軽環第1号（差し替え済み）")
    assert seen["再発行・差し替えの理由"] == "なくしたとのこと。"


def test_while_the_case_goes_on_the_period_has_not_begun(certified, hall, now):
    assert rows(certified, hall["clerk"])["保存期間"].startswith("案件が終わった年度の翌年度の4月1日から")
