"""A consultation (協議) along the route: sent, answered, held again, out of order, while the applicant corrects."""

from __future__ import annotations

import pytest
from django.utils.timezone import localdate

from yakuba.applications import actions
from yakuba.applications.models import StepRecord
from yakuba.applications.tests import make, routes
from yakuba.applications.tests.stepping import DAY, answer, names, send, todo
from yakuba.core import states


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
