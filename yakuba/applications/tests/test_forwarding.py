"""What another authority decides goes on (経由), comes back and is handed over (交付)."""

from __future__ import annotations

import pytest
from django.utils.timezone import localdate

from yakuba.applications import actions, papers, queries, walk
from yakuba.applications.models import StepRecord
from yakuba.applications.tests import make, routes
from yakuba.applications.tests.stepping import DAY, deliver, names, receive, scan, send, todo
from yakuba.core import states
from yakuba.documents import queries as document_queries
from yakuba.documents.models import Document
from yakuba.messaging.queries import inbox


# Forwarding (経由) --------------------------------------------------------------------------------
def test_what_another_authority_decides_goes_on_comes_back_and_is_handed_over(hall, clerk, now):
    application = send(routes.arrived("forwarded", now=now), clerk, now, step="send")
    assert (application.state, application.step) == ("submitted", "back")
    assert todo() == [("県の結果を受け取る", "clerk")]
    assert ("進達", "done") in [(stage.title, stage.state) for stage in queries.way(application)]
    assert ("審査", "長野県知事が審査しています。") in [
        (stage.title, stage.text) for stage in queries.way(application) if stage.state == "now"
    ]
    application = receive(application, clerk, now + 2 * DAY, decided_on=localdate(now + DAY))
    assert (application.state, application.step) == ("decided", "hand")
    assert application.decided_on == localdate(now + DAY)
    assert todo() == [("証を渡す（認定）", "clerk")]
    make.work_off(now + 2 * DAY)
    application.refresh_from_db()
    assert application.state == "decided"
    notice = document_queries.newest(application.matter, papers.NOTICE)
    assert (notice.is_made, notice.is_received, notice.number) == (True, True, "")
    assert notice.file.get() == scan().data
    application = deliver(application, clerk, now + 3 * DAY)
    assert application.state == "closed"
    assert names(application)[2:] == [
        "step.sent",
        "result.received",
        "application.decided",
        "document.delivered",
        "application.closed",
    ]
    assert [stage.title for stage in queries.way(application)] == ["到達", "進達", "結果", "お渡し"]


def test_without_a_handing_over_the_case_ends_when_the_applicant_has_the_paper_on_this_site(hall, clerk, now):
    application = receive(send(routes.arrived("posted-on", now=now), clerk, now, step="send"), clerk, now)
    assert application.state == "decided"
    assert todo() == []
    make.work_off(now)
    application.refresh_from_db()
    assert application.state == "closed"
    assert len(inbox(matters=[application.matter_id])) == 1


def test_whoever_gets_the_paper_by_post_needs_no_scan(hall, clerk, now):
    application = send(routes.arrived("posted-on", now=now, channel="post"), clerk, now, step="send")
    application = receive(application, clerk, now, scan=None)
    assert todo() == [("届いた文書を郵送する", "clerk")]
    make.work_off(now)
    assert actions.record_posting(application, actor=clerk, now=now).state == "closed"


def test_the_result_comes_after_the_forwarding_with_its_paper_and_not_before_it(hall, clerk, now):
    application = routes.arrived("posted-on", now=now)
    with pytest.raises(states.NotPossible, match="「県に送る」が、まだ終わっていません"):
        receive(application, clerk, now)
    send(application, clerk, now + DAY, step="send")
    with pytest.raises(states.NotPossible, match="もう送ったことになっています"):
        send(application, clerk, now + DAY, step="send")
    with pytest.raises(actions.Refused, match="相手が決めた日は"):
        receive(application, clerk, now + DAY, decided_on=localdate(now))
    with pytest.raises(actions.Refused, match="届いた文書を読み取って"):
        receive(application, clerk, now + DAY, scan=None)
    application = receive(application, clerk, now + DAY, outcome="refused")
    assert application.outcome == "refused"
    with pytest.raises(states.NotPossible, match="今は結果を記録できません"):
        receive(application, clerk, now + DAY)
    assert Document.objects.filter(consequence=papers.NOTICE).count() == 1


def test_after_a_correction_it_is_forwarded_again(hall, clerk, now):
    application = send(routes.arrived("posted-on", now=now), clerk, now, step="send")
    application = make.returned(application, clerk, now=now)
    application = make.resubmitted(application, now=now, telephone="0267-00-0001")
    with pytest.raises(states.NotPossible, match="「県に送る」が、まだ終わっていません"):
        receive(application, clerk, now)
    assert send(application, clerk, now, step="send").step == "back"
    assert StepRecord.objects.filter(step="send").count() == 2


def test_a_withdrawal_after_the_forwarding_says_whom_to_tell(hall, clerk, now):
    application = send(routes.arrived("posted-on", now=now), clerk, now, step="send")
    application = make.withdrawn(application, now=now)
    assert walk.is_withdrawn_elsewhere(application).to == "長野県知事"
    assert walk.is_withdrawn_elsewhere(make.withdrawn(routes.arrived("class", now=now), now=now)) is None


# Handing over (交付) ------------------------------------------------------------------------------
def test_a_certificate_is_handed_over_at_the_counter(hall, clerk, chief, now):
    application = make.decided(routes.arrived("certificate", now=now), chief, now=now)
    assert todo() == [("証を渡す（全部）", "clerk")]
    with pytest.raises(actions.Refused, match="まだできていません"):
        deliver(application, clerk, now)
    make.work_off(now)
    application.refresh_from_db()
    # The paper is there, and the case stays open until it is handed over.
    assert application.state == "decided"
    paper = document_queries.newest(application.matter, papers.NOTICE)
    assert (paper.template, paper.title, paper.number) == ("certificate", "見本証明書", "軽環第1号")
    assert paper.data["facts"] == [{"label": "氏名", "text": "見本 花子"}]
    with pytest.raises(actions.Refused, match="本人の確かめ方を選んでください"):
        deliver(application, clerk, now, identity="")
    with pytest.raises(actions.Refused, match="渡した方法を選んでください"):
        deliver(application, clerk, now, method="pigeon")
    with pytest.raises(actions.Refused, match="渡した日は"):
        deliver(application, clerk, now, delivered_on=localdate(now) - DAY)
    application = deliver(application, clerk, now)
    row = StepRecord.objects.get(step="hand")
    assert (row.answer, row.reference, row.answered_on) == ("counter", "licence", localdate(now))
    assert application.state == "closed"
    with pytest.raises(states.NotPossible, match="もう記録されています"):
        deliver(application, clerk, now)
    assert names(application)[-2:] == ["document.delivered", "application.closed"]


def test_what_goes_by_post_needs_nobody_at_the_counter_and_is_not_opened_here(hall, clerk, chief, now):
    application = routes.arrived("certificate", now=now, channel="post")
    make.decided(application, chief, now=now)
    make.work_off(now)
    with pytest.raises(actions.Refused, match="このサイトで受け取れる文書がない"):
        deliver(application, clerk, now, method="online")
    # That it is ready is told at once; the paper itself is not shown here.
    assert len(inbox(matters=[application.matter_id])) == 1
    assert deliver(application, clerk, now, method="post", identity="").state == "closed"
    assert StepRecord.objects.get(step="hand").reference == ""


def test_nothing_is_handed_over_before_the_outcome(hall, clerk, now):
    application = routes.arrived("certificate", now=now)
    with pytest.raises(states.NotPossible, match="まだ結果が決まっていない"):
        deliver(application, clerk, now)
