"""Errands that end otherwise: refused with reasons, or taken back."""

from __future__ import annotations

import pytest

from tests.stories import errands, hall
from tests.stories.errands import text_of
from tests.stories.hall import facts, work_off
from yakuba.work.models import WorkItem

ASKED = "「登録しない」には理由が要ります。根拠となる条文、審査基準、事実を書いてください"
REASONS = "狂犬病予防法4条1項：すでに登録されています。\n登録番号を確かめました。"


def test_a_refusal_needs_reasons_and_the_notice_gives_them(office, dog, resident):
    application = errands.apply(resident, dog)
    clerk, chief = office["clerk"].sign_in(), office["chief"].sign_in()
    hall.draft(clerk, application, "登録しない", "　\n")
    assert clerk.page.problems == [ASKED]
    assert clerk.shown("結果") == "登録しない"
    clerk.fill("理由", REASONS)
    clerk.press("起案して決裁へ送る")

    hall.look_up(chief, application)
    chief.follow("案を変えて決裁")
    assert str(chief.shown("理由")).replace("\r\n", "\n") == REASONS
    chief.fill("理由", "")
    chief.press("この内容で決裁する")
    assert chief.page.problems == [ASKED]
    hall.look_up(chief, application)
    chief.press("「登録しない」で決裁する")
    work_off()

    resident.follow("申請の状況を見る")
    assert "決定しました：登録しない" in resident.page.main
    paper = text_of(resident.follow("決定通知書を開く（PDF）"))
    assert dog.outcome("refused").says in paper
    assert "".join(REASONS.split()) in paper
    assert "軽井沢町長に対して審査請求" in paper
    application.refresh_from_db()
    assert (application.state, application.outcome) == ("closed", "refused")
    assert facts(application)[2:] == [
        "approval.proposed",
        "approval.approved",
        "application.decided",
        "application.closed",
        "notice.fetched",
    ]


def test_a_refusal_without_a_draft_needs_reasons_too(office, child, resident):
    application = errands.apply(resident, child, example=3)
    chief = office["child-chief"].sign_in()
    hall.decide(chief, application, "認定しない（却下）")
    assert chief.page.problems == [ASKED.replace("登録しない", "認定しない（却下）")]
    chief.fill("理由", "公務員の方には、勤務先が認定します（児童手当法17条）。")
    chief.press("この内容で決裁する")
    work_off()
    application.refresh_from_db()
    assert application.outcome == "refused"


@pytest.mark.parametrize("is_returned", [False, True])
def test_an_application_is_taken_back(office, dog, resident, is_returned):
    application = errands.apply(resident, dog)
    clerk = office["clerk"].sign_in()
    if is_returned:
        hall.ask(clerk, application, "住所")
    else:
        hall.draft(clerk, application, "登録する")
    resident.follow("申請の状況を見る")
    resident.follow("この申請を取り下げる")
    assert resident.page.heading == "この申請を取り下げますか"
    resident.press("この申請を取り下げる")
    work_off()
    resident.reload()
    assert "取下げ" in resident.page.main
    assert "犬の登録申請を取り下げました" in resident.page.main
    assert "この申請を取り下げる" not in resident.page.links

    application.refresh_from_db()
    assert application.state == "withdrawn"
    assert application.matter.closed_at is not None
    assert not WorkItem.objects.still_open().exists()
    assert facts(application)[-1] == "application.withdrawn"
    hall.look_up(clerk, application)
    assert "この案件ですることは、もうありません。" in clerk.page.main


def test_after_the_decision_nothing_is_taken_back(office, dog, resident):
    application = errands.apply(resident, dog)
    resident.follow("申請の状況を見る")
    resident.follow("この申請を取り下げる")
    hall.decide(office["chief"].sign_in(), application, "登録する")
    resident.press("この申請を取り下げる")
    assert resident.page.status == 409
    assert "決定した後、または取り下げた後は、取り下げられません。" in resident.page.main


def test_after_a_withdrawal_the_clerks_draft_is_told_so_and_kept(office, dog, resident):
    application = errands.apply(resident, dog)
    clerk = office["clerk"].sign_in()
    hall.look_up(clerk, application)
    clerk.follow("起案して決裁へ送る")
    clerk.fill_in({"結果": "登録する", "理由": "長い理由です。"})
    resident.follow("申請の状況を見る")
    resident.follow("この申請を取り下げる")
    resident.press("この申請を取り下げる")
    clerk.press("起案して決裁へ送る")
    assert clerk.page.status == 409
    assert clerk.page.problems == ["今は決裁できません。申請の状態が変わっています。"]
    assert clerk.shown("理由") == "長い理由です。"
