"""What stands around a filing: a survey, documents that come later, two procedures at once, a delay, what follows."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from tests.stories import errands, hall
from tests.stories.errands import photo, text_of
from tests.stories.hall import facts, work_off
from yakuba.applications.models import Application
from yakuba.applications.tests import small
from yakuba.core import dates
from yakuba.core.models import Event

ALWAYS = "open: {from: 2026-11-01, until: 2026-11-30}\n"
TOLD = {
    "氏名": ("見本", "花子"),
    "フリガナ": "みほん はなこ",
    "生年月日": "昭和55年5月1日",
    "電話番号": "0267-00-0001",
    "手当も受けたいですか": "はい",
    "結果の届け方": "このサイト",
}


def publish(text):
    return small.published(text, now=timezone.now()).definition


@pytest.fixture
def claim(office):
    publish(small.COURSE.replace("open: {from: 11-01, until: 11-30}\n", ""))
    publish(small.BENEFIT)
    return publish(small.CLAIM)


def claimed(visitor, claim, **changes):
    errands.begin(visitor, claim)
    visitor.fill_in({**TOLD, **changes})
    visitor.fill("診断書を、あとで出す", True)
    visitor.press("次へ進む")
    return errands.send(visitor)


def test_a_survey_is_answered_without_a_name_and_counted_by_its_department(office, resident):
    survey = publish(small.SURVEY.replace(ALWAYS, ""))
    resident.open("/")
    resident.follow(survey.title)
    resident.follow("回答を始める")
    resident.press("回答を始める")
    resident.fill_in(
        {
            "満足していますか": "まあ満足",
            "使った窓口": ["税", "介護"],
            "また来ますか": "はい",
            "待った時間": "１０分",
            "ご意見": "案内が分かりやすかったです。",
        }
    )
    resident.press("次へ進む")
    resident.press("この内容で回答する")
    assert resident.page.heading == "ご回答ありがとうございました"
    work_off()

    clerk = office["clerk"].sign_in()
    clerk.follow("アンケート")
    clerk.follow(survey.title)
    assert "まあ満足 1 100%" in clerk.page.main.replace("\n", " ")
    assert "案内が分かりやすかったです。" in clerk.page.main
    table = clerk.press("CSVで書き出す")
    assert table.type == "text/csv; charset=utf-8"
    assert "まあ満足,税、介護,はい,10,案内が分かりやすかったです。" in table.content.decode("utf-8-sig")
    assert Event.objects.filter(name="answers.exported").exists()
    stranger = office["child-clerk"].sign_in()
    stranger.follow("アンケート")
    assert survey.title not in stranger.page.main


def test_two_procedures_are_filed_at_once_and_each_goes_its_own_way(office, claim, resident):
    first = claimed(resident, claim)
    other = Application.objects.with_everything().exclude(pk=first.pk).get()
    assert other.matter.number in resident.page.main
    assert "手当の請求" in resident.page.main
    work_off()
    chief = office["chief"].sign_in()
    hall.decide(chief, first, "認定する")
    work_off()
    resident.open(f"/applications/{first.matter.number}/")
    # What follows this outcome and what follows any, and nothing that follows another one.
    assert "次の手続" in resident.page.main
    assert "体を動かしましょう。" in resident.page.main
    assert "窓口でお尋ねください。" in resident.page.main
    assert "別の手当もあります。" not in resident.page.main
    assert "次の手続：「体操教室の申込み」" in resident.page.main
    resident.follow("体操教室の申込み")
    assert resident.page.heading == "体操教室の申込み"
    resident.open(f"/applications/{first.matter.number}/")
    resident.follow("この手続の状況を見る")
    assert other.matter.number in resident.page.main
    other.refresh_from_db()
    assert other.state == "submitted"


def test_a_document_comes_later_through_the_gate(office, claim, resident):
    application = claimed(resident, claim, 手当も受けたいですか="いいえ")
    number = application.matter.number
    resident.open(f"/applications/{number}/")
    resident.follow("書類を送る")
    resident.fill("診断書", photo("診断書.jpg"))
    resident.press("書類を送る")
    assert "診断書が届きました。" in resident.page.main
    work_off()
    clerk = office["clerk"].sign_in()
    assert "追加の書類を確かめる" in clerk.page.main
    hall.look_up(clerk, application)
    assert "診断書.jpg" in clerk.page.main
    clerk.press("追加の書類を確かめた")
    assert "追加の書類を確かめる" not in clerk.open("/staff/").main
    assert facts(application)[:3] == [
        "application.started",
        "application.submitted",
        "application.supplemented",
    ]


def test_the_chief_puts_the_result_off_and_the_applicant_reads_why(office, claim, resident):
    application = claimed(resident, claim, 手当も受けたいですか="いいえ")
    until = timezone.localdate() + datetime.timedelta(days=50)
    chief = office["chief"].sign_in()
    hall.look_up(chief, application)
    chief.follow("延期の通知をする")
    chief.fill_in({"延期した後の期限": dates.wareki(until), "延期の理由": "主治医の意見書を待つため。"})
    chief.press("延期を通知する")
    assert "期限を延ばすことを通知しました。" in chief.page.main
    work_off()
    resident.open(f"/applications/{application.matter.number}/")
    assert "期限を延ばすことを通知しました" in resident.page.main
    paper = text_of(resident.follow("認定の申請 期限延長通知書"))
    for words in (
        "軽環第1号",
        "見本花子様",
        "主治医の意見書を待つため。",
        "例の法第27条第11項",
        "軽井沢町長",
    ):
        assert words in paper
    assert "".join(dates.full_with_weekday(until).split()) in paper
