"""What happens besides and after a decision: the applicant dies, a decision is taken away, a case is re-opened."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests.stories import errands, hall
from tests.stories.errands import text_of
from tests.stories.hall import work_off
from yakuba.accounts.queries import people_of
from yakuba.applications.models import Application, Posting
from yakuba.core import dates
from yakuba.messaging.models import Message

ONLINE, POST = "このサイトで受け取る", "郵便で受け取る"


@pytest.fixture
def clerk(office):
    return office["clerk"].sign_in()


@pytest.fixture
def chief(office):
    return office["chief"].sign_in()


def apply(resident, dog, channel=ONLINE):
    application = errands.apply(resident, dog, notice_channel=channel)
    work_off()
    return application


def today():
    return dates.wareki(timezone.localdate())


def note_death(clerk, application, **changes):
    hall.look_up(clerk, application)
    clerk.follow("申請者が亡くなった")
    told = {
        "方法": "電話",
        "話した人": "家族",
        "話した人の名前": "見本 次郎",
        "聞いた時刻": "00:00",
        "聞いた内容": "昨日亡くなったとのこと。",
        "亡くなった日": today(),
    }
    clerk.fill_in({**told, **changes})
    clerk.press("死亡を記録する")


def test_the_applicant_dies_and_an_heir_goes_on(office, resident, somebody_else, dog, clerk):
    application = apply(resident, dog, POST)
    old_code = application.lookup_code
    letters = Message.objects.filter(matter=application.matter).count()
    note_death(clerk, application, 亡くなった日="令和99年1月1日")
    assert clerk.page.problems
    clerk.fill("亡くなった日", today())
    clerk.press("死亡を記録する")
    assert "まだ決まっていません。" in clerk.page.main
    # Nothing is sent to the dead, and their code opens nothing.
    hall.ask(clerk, application, "電話番号")
    work_off()
    assert Message.objects.filter(matter=application.matter).count() == letters
    errands.find(somebody_else, old_code, application.matter.number)
    assert somebody_else.page.problems

    hall.look_up(clerk, application)
    clerk.follow("承継人を記録する")
    clerk.press("承継人を記録する")
    assert "承継人の姓を入力してください" in clerk.page.problems
    clerk.fill_in(
        {
            "承継人の姓": "見本",
            "承継人の名": "次郎",
            "住所": "軽井沢町大字長倉1番地",
            "郵便番号": "389-0111",
            "亡くなった方との続柄": "次男",
        }
    )
    clerk.press("承継人を記録する")
    assert "照会コードは" in clerk.page.text
    application = Application.objects.with_everything().get(pk=application.pk)
    assert {party.role for party in people_of(application.matter)} >= {"applicant", "deceased", "heir"}
    # The heir corrects with a code of their own, is decided on, and gets the letter.
    errands.find(somebody_else, application.lookup_code, application.matter.number)
    somebody_else.follow("直して送る")
    somebody_else.fill("電話番号", "0267-00-8888")
    somebody_else.press("次へ進む")
    errands.send(somebody_else)
    hall.draft(clerk, application, "登録する")
    chief = office["chief"].sign_in()
    hall.look_up(chief, application)
    chief.press("「登録する」で決裁する")
    work_off()
    assert Posting.objects.filter(application=application, what="notice").exists()
    clerk.open("/staff/posting/")
    assert "見本 次郎" in clerk.page.main


def test_a_personal_right_ends_with_the_person(office, resident, dog, clerk):
    application = apply(resident, dog)
    note_death(clerk, application)
    clerk.follow("当事者死亡により終了する")
    clerk.press("終了する")
    assert clerk.page.problems == ["理由を書いてください"]
    clerk.fill("理由", "本人だけの権利のため。")
    clerk.press("終了する")
    application.refresh_from_db()
    assert application.state == "withdrawn"
    assert "当事者死亡により終了" in clerk.page.main


def decided(clerk, chief, application):
    hall.draft(clerk, application, "登録する")
    hall.look_up(chief, application)
    chief.press("「登録する」で決裁する")


def test_a_decision_is_annulled_with_reasons_by_whoever_decides_such_a_thing(
    office, resident, dog, clerk, chief
):
    application = apply(resident, dog)
    decided(clerk, chief, application)
    work_off()
    hall.look_up(clerk, application)
    clerk.follow("決定の取消し・撤回")
    clerk.press("起案して決裁へ送る")
    assert len(clerk.page.problems) == 3
    clerk.fill_in(
        {
            "種類": "撤回（事情が変わったので、これから先について）",
            "撤回の効力が生じる日": "令和元年5月1日",
            "理由": "狂犬病予防法第4条の登録の要件を欠いていたため。",
            "意見を聞く手続（行政手続法13条）": "弁明の機会を与えた（13条1項2号）",
        }
    )
    clerk.press("起案して決裁へ送る")
    assert clerk.page.problems[0].startswith("撤回の効力が生じる日は")
    clerk.fill("種類", "取消し（初めから違法または不当だった）")
    clerk.press("起案して決裁へ送る")
    hall.look_up(chief, application)
    chief.press("「決定の取消し」を決裁する")
    work_off()
    chief.reload()
    paper = text_of(chief.follow(f"{dog.title}　決定取消し通知書.pdf"))
    assert "取り消します" in paper
    assert "登録の要件を欠いていた" in paper
    assert "審査請求" in paper
    errands.find(resident, application.lookup_code, application.matter.number)
    assert "この決定は、町が取り消すか撤回しました。" in resident.page.text
    # It is not taken away twice.
    assert "決定の取消し・撤回" not in chief.page.links


def test_a_case_is_reopened_only_before_anybody_was_told(office, resident, dog, clerk, chief):
    application = apply(resident, dog, POST)
    decided(clerk, chief, application)
    hall.look_up(chief, application)
    chief.follow("審査に戻す")
    chief.press("審査に戻す")
    assert chief.page.problems == ["理由を書いてください"]
    chief.fill("理由", "添付の書類を見落としていた。")
    chief.press("審査に戻す")
    application = Application.objects.with_everything().get(pk=application.pk)
    assert (application.state, application.outcome) == ("submitted", "")
    work_off()
    decided(clerk, chief, application)
    work_off()
    application.refresh_from_db()
    hall.look_up(clerk, application)
    clerk.press("郵送したので完了にする")
    application.refresh_from_db()
    assert application.state == "closed"
    hall.look_up(chief, application)
    assert "審査に戻す" not in chief.page.links


def test_a_review_is_a_child_of_the_case_and_a_late_one_is_accepted_and_marked(
    office, resident, dog, clerk, chief
):
    office.has("personnel")
    review = hall.publish_shipped("review-request").definition
    application = apply(resident, dog)
    hall.draft(clerk, application, "登録しない", "飼い主の住所が町にないため。")
    hall.look_up(chief, application)
    chief.press("「登録しない」で決裁する")
    work_off()
    errands.find(resident, application.lookup_code, application.matter.number)
    resident.press("「審査請求」をこの内容から始める")
    assert resident.shown("電話番号") == application.answers["telephone"]
    told = errands.answers(review) | {
        "決定を知った日": "令和2年5月1日",
        "受付番号か通知書の番号": application.matter.number,
    }
    errands.go_through(resident, told)
    child = errands.send(resident)
    work_off()
    assert child.matter.parent_id == application.matter_id
    general = office["personnel-clerk"].sign_in()
    hall.look_up(general, child)
    assert "期間を過ぎて届いています。" in general.page.text
    assert application.matter.number in general.page.text
    assert "処分庁" in general.page.text
    # Pressed again, another one is begun: the first has arrived.
    errands.find(resident, application.lookup_code, application.matter.number)
    assert child.matter.number in resident.page.text


def test_a_renewal_begins_with_the_earlier_answers(office, resident, dog, clerk, chief):
    application = apply(resident, dog)
    decided(clerk, chief, application)
    work_off()
    errands.find(resident, application.lookup_code, application.matter.number)
    words = f"「{dog.title}」をこの内容から始める"
    other = resident.tab()
    resident.press(words)
    other.press(words)
    assert Application.objects.filter(state="draft").count() == 1
    again = Application.objects.get(state="draft")
    assert again.matter.parent_id == application.matter_id
    assert again.answers["telephone"] == application.answers["telephone"]
