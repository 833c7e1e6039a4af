"""The walk along the route: each kind of step done, done twice, out of order, by the wrong post, withdrawn meanwhile."""

from __future__ import annotations

import datetime

import pytest
from django.utils.timezone import localdate

from yakuba.applications import actions, papers, queries, walk
from yakuba.applications.models import StepRecord
from yakuba.applications.tests import make, routes
from yakuba.core import access, states
from yakuba.core.queries import story
from yakuba.documents import actions as documents
from yakuba.documents import queries as document_queries
from yakuba.documents.models import Document
from yakuba.documents.tests import samples
from yakuba.messaging.queries import inbox
from yakuba.work.models import WorkItem

DAY = datetime.timedelta(days=1)


@pytest.fixture
def clerk(hall):
    return hall["clerk"]


@pytest.fixture
def chief(hall):
    return hall["chief"]


def todo():
    """What stands on the to-do list: (title, role)."""
    return [(item.title, item.role) for item in WorkItem.objects.still_open().order_by("id")]


def names(application):
    """The facts of the case in order, without letters, looks and papers."""
    told = ("application", "step", "register", "result", "document.delivered", "approval")
    return [event.name for event in story(application.matter) if event.name.startswith(told)]


def scan():
    return documents.Admitted("結果.pdf", "application/pdf", samples.pdf())


def send(application, clerk, now, step="police", **more):
    return actions.send_out(
        application, step=step, sent_on=localdate(now), reference="軽環第3号", actor=clerk, now=now, **more
    )


def answer(application, clerk, now, step="police", said="consented", **more):
    return actions.take_answer(
        application, step=step, answered_on=localdate(now), answer=said, actor=clerk, now=now, **more
    )


def accept(application, clerk, now, outcome="granted", **more):
    entry = {"entered_on": localdate(now), "reference": "第8号"} if outcome == "granted" else {}
    return actions.accept(application, step="enter", outcome=outcome, actor=clerk, now=now, **(entry | more))


def confirm(application, clerk, now, outcome="granted", **more):
    return actions.confirm(application, step="fix", outcome=outcome, actor=clerk, now=now, **more)


def receive(application, clerk, now, outcome="granted", **more):
    told = {"decided_on": localdate(now), "reference": "長野県指令第1号", "scan": scan(), **more}
    return actions.receive_result(application, step="back", outcome=outcome, actor=clerk, now=now, **told)


def deliver(application, clerk, now, method="counter", **more):
    told = {"delivered_on": localdate(now), "identity": "licence", **more}
    return actions.deliver(application, step="hand", method=method, actor=clerk, now=now, **told)


# Consultation (協議) ------------------------------------------------------------------------------
def test_a_permit_is_decided_after_two_consultations_that_do_not_wait_for_each_other(hall, clerk, chief, now):
    application = routes.arrived("permit", now=now)
    assert todo() == [("内容を確かめる", "clerk")]
    application = send(application, clerk, now)
    assert application.step == "police"
    assert todo() == [("軽井沢警察署長の回答を確かめる", "clerk"), ("道路管理者に意見をきく", "clerk")]
    send(application, clerk, now, step="works", note="現地の図を付けた。")
    answer(application, clerk, now + DAY, said="consented_with_conditions", note="夜は止めること。")
    assert todo() == [("建設事務所長の回答を確かめる", "clerk")]
    application = answer(application, clerk, now + DAY, step="works", said="no_answer")
    assert application.step == "decide"
    assert todo() == [("「許可を決める」の案を作る", "clerk")]
    make.proposed(application, clerk, now=now + DAY)
    assert todo() == [("『許可』の案を決裁する", "chief")]
    application = make.decided(application, chief, now=now + DAY)
    assert application.state == "decided"
    kept = {row.step: row for row in StepRecord.objects.all()}
    assert set(kept) == {"look", "police", "works", "decide"}
    assert all(row.done_at for row in kept.values())
    assert kept["police"].answer == "consented_with_conditions"
    assert kept["police"].reference == "軽環第3号"
    assert kept["works"].note == "現地の図を付けた。"
    assert names(application)[1:] == [
        "application.submitted",
        "step.sent",
        "step.sent",
        "step.answered",
        "step.answered",
        "approval.proposed",
        "approval.approved",
        "application.decided",
    ]


def test_nothing_is_drafted_or_decided_before_the_consultations_are_answered(hall, clerk, chief, now):
    application = routes.arrived("permit", now=now)
    for act in (make.proposed, make.decided):
        with pytest.raises(states.NotPossible, match="「警察署長に協議する」が、まだ終わっていません"):
            act(application, clerk if act is make.proposed else chief, now=now)
    send(application, clerk, now)
    for act in (make.proposed, make.decided):
        with pytest.raises(states.NotPossible, match="「回答なし」と記録すると進められます"):
            act(application, clerk if act is make.proposed else chief, now=now)
    assert not StepRecord.objects.exclude(step__in=["look", "police"]).exists()


def test_what_went_out_does_not_go_out_twice_and_is_answered_once(hall, clerk, now):
    application = routes.arrived("permit", now=now)
    send(application, clerk, now)
    with pytest.raises(states.NotPossible, match="もう送ったことになっています"):
        send(application, clerk, now)
    answer(application, clerk, now)
    with pytest.raises(states.NotPossible, match="もう記録されています"):
        answer(application, clerk, now)
    assert names(application).count("step.sent") == names(application).count("step.answered") == 1


def test_a_consultation_that_was_answered_may_be_held_again(hall, clerk, now):
    application = routes.arrived("permit", now=now)
    send(application, clerk, now)
    answer(application, clerk, now, said="objected")
    application = send(application, clerk, now + DAY)
    assert application.step == "police"
    answer(application, clerk, now + DAY)
    first, second = StepRecord.objects.filter(step="police").order_by("id")
    assert (first.answer, second.answer) == ("objected", "consented")
    assert first.superseded_at == now + DAY
    assert second.superseded_at is None


def test_a_consultation_is_not_held_again_while_a_draft_waits(hall, clerk, now):
    application = routes.arrived("permit", now=now)
    for step in ("police", "works"):
        send(application, clerk, now, step=step)
        answer(application, clerk, now, step=step)
    make.proposed(application, clerk, now=now)
    with pytest.raises(states.NotPossible, match="決裁を待っている起案があります"):
        send(application, clerk, now)
    actions.remand(application, remark="もう一度きいてください。", actor=hall["chief"], now=now)
    assert send(application, clerk, now).step == "police"


def test_after_a_remand_the_answers_stand_and_only_the_draft_is_made_anew(hall, clerk, chief, now):
    application = routes.arrived("permit", now=now)
    for step in ("police", "works"):
        send(application, clerk, now, step=step)
        answer(application, clerk, now, step=step)
    make.proposed(application, clerk, now=now)
    actions.remand(application, remark="理由を書いてください。", actor=chief, now=now)
    assert todo() == [("差し戻された案を直す", "clerk")]
    make.proposed(application, clerk, now=now)
    assert make.decided(application, chief, now=now).state == "decided"


def test_days_are_in_order(hall, clerk, now):
    application = routes.arrived("permit", now=now)
    today = localdate(now)
    for day in (today - DAY, today + DAY):
        with pytest.raises(actions.Refused, match="から今日までの日にしてください"):
            actions.send_out(application, step="police", sent_on=day, actor=clerk, now=now)
    send(application, clerk, now + DAY)
    with pytest.raises(actions.Refused, match="回答の日は"):
        actions.take_answer(
            application, step="police", answered_on=today, answer="consented", actor=clerk, now=now + DAY
        )
    with pytest.raises(actions.Refused, match="回答を選んでください"):
        answer(application, clerk, now + DAY, said="maybe")


def test_an_answer_comes_in_while_the_applicant_corrects_and_stands_afterwards(hall, clerk, now):
    application = routes.arrived("permit", now=now)
    send(application, clerk, now)
    application = make.returned(application, clerk, now=now)
    application = answer(application, clerk, now + DAY)
    assert application.state == "returned"
    assert todo() == []
    with pytest.raises(states.NotPossible):
        send(application, clerk, now + DAY, step="works")
    application = make.resubmitted(application, now=now + DAY, telephone="0267-00-0001")
    assert todo() == [("再提出された内容を確かめる", "clerk")]
    application = send(application, clerk, now + DAY, step="works")
    assert todo() == [("建設事務所長の回答を確かめる", "clerk")]
    # What was read before the correction is history; what others answered stands.
    assert StepRecord.objects.filter(step="look").count() == 2
    assert StepRecord.objects.filter(step="police").count() == 1


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


# Who may, and when ----------------------------------------------------------------------------------
ACTS = {
    "finish": (
        "permit",
        lambda application, actor, now: actions.finish(application, step="look", actor=actor, now=now),
    ),
    "send": ("permit", send),
    "forward": ("forwarded", lambda application, actor, now: send(application, actor, now, step="send")),
    "accept": ("notice", accept),
    "confirm": ("class", confirm),
    "receive": ("forwarded", receive),
    "deliver": ("certificate", deliver),
    "answer": ("permit", answer),
}


def ready(name, hall, now):
    """An application that stands where this act comes next."""
    procedure, _ = ACTS[name]
    application = routes.arrived(procedure, now=now)
    if name == "answer":
        return send(application, hall["clerk"], now)
    if name == "receive":
        return send(application, hall["clerk"], now, step="send")
    if name == "deliver":
        application = make.decided(application, hall["chief"], now=now)
        make.work_off(now)
        application.refresh_from_db()
    return application


@pytest.mark.parametrize("name", ACTS)
def test_only_the_department_does_it_and_the_others_leave_no_trace(hall, now, name):
    application = ready(name, hall, now)
    before = [event.pk for event in story(application.matter)]
    strangers = {
        login: hall[login] for login in ("other clerk", "other chief", "systems", "stranger", "machine")
    }
    for who, actor in {**strangers, "holder": make.holder(application)}.items():
        with pytest.raises(access.NotAllowed):
            ACTS[name][1](application, actor, now)
        assert [event.pk for event in story(application.matter)] == before, who


@pytest.mark.parametrize("login", ["colleague", "chief"])
@pytest.mark.parametrize("name", ACTS)
def test_colleague_and_chief_may_and_are_remembered(hall, now, name, login):
    application = ready(name, hall, now)
    before = {event.pk for event in story(application.matter)}
    ACTS[name][1](application, hall[login], now)
    fresh = [event for event in story(application.matter) if event.pk not in before]
    assert fresh
    assert {event.actor for event in fresh} == {hall[login].code}


@pytest.mark.parametrize("name", [name for name in ACTS if name != "deliver"])
def test_what_was_withdrawn_meanwhile_is_left_alone(hall, clerk, now, name):
    application = ready(name, hall, now)
    make.withdrawn(application, now=now)
    before = StepRecord.objects.count()
    with pytest.raises(states.NotPossible):
        ACTS[name][1](application, clerk, now)
    assert StepRecord.objects.count() == before
    assert todo() == []


@pytest.mark.parametrize("name", ["finish", "send", "accept", "confirm", "forward", "receive"])
def test_nothing_of_the_office_moves_on_while_the_applicant_corrects(hall, clerk, now, name):
    application = ready(name, hall, now)
    make.returned(application, clerk, now=now)
    with pytest.raises(states.NotPossible):
        ACTS[name][1](application, clerk, now)


def test_a_step_of_another_kind_or_of_no_route_is_refused(hall, clerk, now):
    application = routes.arrived("permit", now=now)
    for step in ("look", "decide", "nowhere"):
        with pytest.raises(states.NotPossible, match="その段はありません"):
            send(application, clerk, now, step=step)


def test_a_step_is_due_by_its_own_days_within_the_standard_period(hall, clerk, now):
    application = routes.arrived("permit", now=now)
    send(application, clerk, now)
    due = {item.step: item.due_on for item in WorkItem.objects.still_open()}
    assert due["police"] == localdate(now) + 10 * DAY
    assert due["works"] == application.due_on
    later = now + 15 * DAY
    answer(application, clerk, later)
    send(application, clerk, later, step="works")
    answer(application, clerk, later, step="works")
    assert WorkItem.objects.still_open().get().due_on == localdate(later) + 3 * DAY
