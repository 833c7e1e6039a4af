"""What a review (審査) lets pass, what is accepted (受理) and what is confirmed (確定), and what is not."""

from __future__ import annotations

import pytest
from django.utils.timezone import localdate

from yakuba.applications import actions, papers
from yakuba.applications.models import StepRecord
from yakuba.applications.tests import make, routes
from yakuba.applications.tests.stepping import DAY, accept, confirm, names, todo
from yakuba.core import access, states
from yakuba.documents import queries as document_queries
from yakuba.documents.models import Document
from yakuba.messaging.queries import inbox


# Review (審査) ------------------------------------------------------------------------------------
def test_a_review_of_the_chief_is_not_passed_by_the_clerk(hall, clerk, chief, now):
    application = routes.arrived("twice", now=now)
    with pytest.raises(states.NotPossible, match="「係長が確かめる」が、まだ終わっていません"):
        accept(application, clerk, now)
    application = actions.finish(application, step="look", note="住所を確かめた。", actor=clerk, now=now)
    assert application.step == "check"
    assert todo() == [("係長が確かめる", "chief")]
    with pytest.raises(access.NotAllowed):
        actions.finish(application, step="check", actor=clerk, now=now)
    application = actions.finish(application, step="check", actor=chief, now=now)
    assert todo() == [("受理して台帳に載せる", "clerk")]
    with pytest.raises(states.NotPossible, match="もう記録されています"):
        actions.finish(application, step="look", actor=clerk, now=now)
    assert accept(application, clerk, now).state == "closed"


def test_a_review_that_settles_the_outcome_is_not_merely_finished(hall, clerk, dog, now):
    application = make.submitted("dog-registration", now=now)
    with pytest.raises(states.NotPossible, match="この段では結果が決まります"):
        actions.finish(application, step="decide", actor=hall["chief"], now=now)
    application = actions.finish(application, step="examine", actor=clerk, now=now)
    assert [role for _, role in todo()] == ["clerk"]


# Acceptance (受理) --------------------------------------------------------------------------------
def test_a_notification_is_accepted_entered_and_closed_and_the_applicant_is_told(hall, clerk, now):
    application = routes.arrived("notice", now=now)
    application = accept(application, clerk, now, note="電話で確かめた。")
    assert (application.state, application.outcome, application.decided_on) == (
        "closed",
        "granted",
        localdate(now),
    )
    assert names(application)[2:] == [
        "register.entered",
        "application.decided",
        "application.closed",
    ]
    row = StepRecord.objects.get(step="enter")
    assert (row.answered_on, row.reference, row.note) == (localdate(now), "第8号", "電話で確かめた。")
    assert todo() == []
    make.work_off(now)
    (letter,) = inbox(matters=[application.matter_id])
    assert "結果：受理" in letter.body
    assert not Document.objects.filter(consequence=papers.NOTICE).exists()


def test_it_is_not_accepted_before_it_stands_in_the_register(hall, clerk, now):
    application = routes.arrived("notice", now=now)
    for more in ({"entered_on": None}, {"reference": " "}):
        with pytest.raises(actions.Refused, match="見本台帳に記載した日と番号"):
            accept(application, clerk, now, **more)
    with pytest.raises(actions.Refused, match="から今日までの日"):
        accept(application, clerk, now, entered_on=localdate(now) - DAY)
    with pytest.raises(states.NotPossible, match="「受理して台帳に載せる」で記録します"):
        make.proposed(application, clerk, now=now)
    with pytest.raises(states.NotPossible, match="「受理して台帳に載せる」で記録します"):
        make.decided(application, hall["chief"], now=now)
    application.refresh_from_db()
    assert application.state == "submitted"
    assert not StepRecord.objects.exists()


def test_what_is_not_accepted_is_told_by_a_notice_with_its_reasons(hall, clerk, now):
    application = routes.arrived("notice", now=now)
    with pytest.raises(actions.Refused, match="「受理しない」には理由が要ります"):
        accept(application, clerk, now, outcome="refused")
    application = accept(application, clerk, now, outcome="refused", reasons="町外の方のためです。")
    assert application.settled_word == "決定"
    notice = document_queries.newest(application.matter, papers.NOTICE)
    assert notice.data["reasons"] == "町外の方のためです。"
    assert notice.data["appeal"] == []
    assert "register.entered" not in names(application)


def test_another_filing_than_the_one_that_was_read_is_not_accepted(hall, clerk, now):
    application = routes.arrived("notice", now=now)
    make.returned(application, clerk, now=now)
    application.refresh_from_db()
    make.resubmitted(application, now=now, telephone="0267-00-0001")
    with pytest.raises(states.NotPossible, match="申請者が内容を直しました"):
        accept(application, clerk, now, revision=1)
    assert accept(application, clerk, now, revision=2).state == "closed"


# Confirmation (確定) ------------------------------------------------------------------------------
def test_an_order_is_confirmed_and_its_applicant_told_by_message(hall, clerk, now):
    application = confirm(routes.arrived("class", now=now), clerk, now)
    assert (application.state, application.settled_word) == ("closed", "確定")
    assert names(application)[2:] == ["application.decided", "application.closed"]
    make.work_off(now)
    (letter,) = inbox(matters=[application.matter_id])
    assert "参加しました。" in letter.body


def test_whoever_asked_for_the_post_is_written_to_before_the_case_is_closed(hall, clerk, now):
    application = confirm(
        routes.arrived("class", now=now, channel="post"), clerk, now, outcome="refused", reasons="満席です。"
    )
    assert application.state == "decided"
    assert todo() == [("結果を郵便か電話で知らせる", "clerk")]
    make.work_off(now)
    (letter,) = inbox(matters=[application.matter_id])
    assert letter.body.index("結果：参加しない") < letter.body.index("満席です。")
    assert actions.record_posting(application, actor=clerk, now=now).state == "closed"
