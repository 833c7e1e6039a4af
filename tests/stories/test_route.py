"""Errands along longer routes: accepted and entered, asked about elsewhere, forwarded, confirmed, handed over."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests.stories import errands, hall
from tests.stories.errands import text_of
from tests.stories.hall import work_off
from yakuba.applications.tests import routes
from yakuba.core import dates
from yakuba.core.queries import story
from yakuba.documents.tests import samples
from yakuba.work.models import WorkItem


@pytest.fixture
def begin(office, resident):
    """Publish one of the small procedures and apply for it."""

    def start(name, **changes):
        definition = routes.publish_route(name, now=timezone.now()).definition
        application = errands.apply(resident, definition, today=True, **changes)
        work_off()
        return application

    return start


def today():
    return dates.wareki(timezone.localdate())


def told(application):
    """What was done at the steps, in order."""
    telling = {"step", "register", "result", "application"}
    names = [event.name for event in story(application.matter)]
    return [
        name
        for name in names
        if name == "document.delivered" or (name.split(".")[0] in telling and name not in hall.LOOKS)
    ]


def test_a_notification_is_accepted_with_its_number_in_the_register(office, resident, begin):
    application = begin("notice")
    clerk = office["clerk"].sign_in()
    hall.look_up(clerk, application)
    assert "起案して決裁へ送る" not in clerk.page.links
    clerk.follow("受理を記録する")
    assert clerk.page.heading == "受理して台帳に載せる"
    assert clerk.shown("見本台帳に記載した日") == today()
    clerk.press("この内容で記録する")
    assert clerk.page.problems == ["結果を選んでください"]
    clerk.fill("結果", "受理しない")
    clerk.press("この内容で記録する")
    assert clerk.page.problems == [
        "「受理しない」には理由が要ります。根拠となる条文、審査基準、事実を書いてください"
    ]
    clerk.fill_in({"結果": "受理", "見本台帳に記載した日": "令和元年5月1日", "見本台帳の番号": ""})
    clerk.press("この内容で記録する")
    assert [problem.partition("は、")[0] for problem in clerk.page.problems] == [
        "見本台帳に記載した日",
        "見本台帳の番号を入力してください",
    ]
    clerk.fill_in({"見本台帳に記載した日": today(), "見本台帳の番号": "第１２号", "メモ": "電話で確かめた。"})
    clerk.press("この内容で記録する")
    assert "届出の結果を記録しました。" in clerk.page.main
    assert clerk.page.rows["見本台帳の番号"] == "第12号"
    assert clerk.page.rows["メモ"] == "電話で確かめた。"
    assert "この案件ですることは、もうありません。" in clerk.page.main
    work_off()
    page = resident.open(f"/applications/{application.matter.number}/")
    assert "受理しました：受理" in page.main
    assert "電話で確かめた。" not in page.main
    assert not WorkItem.objects.still_open().exists()
    assert told(application)[-3:] == ["register.entered", "application.decided", "application.closed"]


def test_others_are_asked_before_the_chief_decides(office, resident, begin):
    application = begin("permit")
    clerk, chief = office["clerk"].sign_in(), office["chief"].sign_in()
    hall.look_up(clerk, application)
    assert "起案して決裁へ送る" not in clerk.page.links
    clerk.follow("軽井沢警察署長に送ったことを記録する")
    assert clerk.page.rows["根拠"] == "見本法 第3条"
    clerk.fill_in({"送った日": today(), "文書番号": "軽環第3号"})
    # Two tabs: what the other one has sent already is not taken for an answer.
    other = clerk.tab()
    clerk.press("送ったことを記録する")
    assert "軽井沢警察署長に送ったことを記録しました。" in clerk.page.main
    assert other.press("送ったことを記録する").status == 409
    assert "今は記録できません" in other.page.main
    hall.look_up(chief, application)
    assert "起案なしで決裁する" not in chief.page.links
    assert chief.open(f"/staff/applications/{application.matter.number}/decide/").status == 200
    chief.fill("結果", "許可")
    chief.press("この内容で決裁する")
    assert "回答が、まだ記録されていません" in chief.page.main
    assert "警察" not in clerk.open("/staff/").rows
    clerk.follow("見本の許可")
    clerk.follow("軽井沢警察署長の回答を記録する")
    assert clerk.page.rows["文書番号"] == "軽環第3号"
    clerk.fill_in({"回答の日": today(), "回答": "条件・意見あり", "回答の内容": "夜は止めること。"})
    clerk.press("回答を記録する")
    clerk.follow("建設事務所長に送ったことを記録する")
    clerk.press("送ったことを記録する")
    page = resident.open(f"/applications/{application.matter.number}/")
    assert "建設事務所長の回答を待っています。" in page.main
    assert "夜は止めること。" not in page.main
    clerk.follow("建設事務所長の回答を記録する")
    clerk.fill("回答", "回答なし（期限が過ぎた）")
    clerk.press("回答を記録する")
    assert "軽井沢警察署長ともう一度協議する" in clerk.page.links
    hall.draft(clerk, application, "許可")
    hall.look_up(chief, application)
    assert "条件・意見あり" in chief.page.main
    chief.press("「許可」で決裁する")
    work_off()
    resident.reload()
    assert "審査請求をすることができます。" in text_of(resident.follow("決定通知書を開く（PDF）"))


def test_what_the_prefecture_decides_is_forwarded_scanned_and_handed_over(office, resident, begin):
    application = begin("forwarded")
    clerk = office["clerk"].sign_in()
    hall.look_up(clerk, application)
    clerk.follow("長野県知事への進達を記録する")
    clerk.fill("文書番号", "軽環第8号")
    clerk.press("進達を記録する")
    page = resident.open(f"/applications/{application.matter.number}/")
    assert "町が長野県知事に送りました（進達）。" in page.main
    assert "長野県知事が審査しています。" in page.main
    clerk.follow("長野県知事の結果を記録する")
    clerk.fill_in({"結果": "認定", "相手が決めた日": today(), "相手の文書番号": "長野県指令第1号"})
    clerk.press("結果を記録する")
    assert clerk.page.problems == [
        "申請者は、このサイトでの受け取りを選んでいます。届いた文書を読み取って、ファイルを選んでください"
    ]
    clerk.fill("届いた文書を読み取ったもの", ("指令.txt", b"hello", "text/plain"))
    clerk.press("結果を記録する")
    assert "写真（JPEG・PNG）でもPDFでもありません" in clerk.page.problems[0]
    clerk.fill("届いた文書を読み取ったもの", ("指令.pdf", samples.pdf(), "application/pdf"))
    clerk.press("結果を記録する")
    assert "見本の経由 結果の文書.pdf" in " ".join(" ".join(clerk.page.links).split())
    work_off()
    resident.reload()
    assert "結果：認定" in resident.page.main
    assert "町が決定しました" not in resident.page.main
    assert resident.follow("結果の文書を開く").content.startswith(b"%PDF")
    clerk.reload()
    clerk.follow("渡したことを記録する")
    clerk.fill("渡した方法", "窓口で渡した")
    clerk.press("渡したことを記録して完了にする")
    assert clerk.page.problems == ["窓口で渡したときは、本人の確かめ方を選んでください"]
    clerk.fill("本人の確かめ方", "運転免許証・運転経歴証明書")
    clerk.press("渡したことを記録して完了にする")
    assert "案件を完了にしました" in clerk.page.main
    resident.reload()
    assert "窓口でお渡ししました。" in resident.page.main
    assert told(application)[-5:] == [
        "step.sent",
        "result.received",
        "application.decided",
        "document.delivered",
        "application.closed",
    ]


def test_a_place_in_a_class_is_confirmed_and_the_message_says_it_all(office, resident, begin):
    application = begin("class")
    clerk = office["clerk"].sign_in()
    hall.look_up(clerk, application)
    clerk.follow("結果を確定する")
    clerk.fill_in({"結果": "参加しない", "理由": "満席です。"})
    clerk.press("この結果に確定する")
    assert "結果を確定しました。" in clerk.page.main
    work_off()
    page = resident.open(f"/applications/{application.matter.number}/")
    assert "決定しました：参加しない" in page.main
    assert "満席です。" in page.main
    assert "通知書" not in page.main


def test_a_certificate_is_made_posted_and_carries_no_instruction_about_appeals(office, resident, begin):
    application = begin("certificate", channel="郵便で受け取る")
    chief = office["chief"].sign_in()
    hall.decide(chief, application, "全部")
    work_off()
    chief.reload()
    said = text_of(chief.follow("見本証明書.pdf"))
    assert "上のとおりであることを証明します。" in said
    assert "審査請求" not in said
    page = resident.open(f"/applications/{application.matter.number}/")
    assert "お渡しする用意ができました。" in page.main
    assert "証明書を開く（PDF）" not in page.links
    chief.follow("渡したことを記録する")
    assert "このサイトで受け取ってもらった" not in chief.page.main
    chief.fill("渡した方法", "郵送した")
    chief.press("渡したことを記録して完了にする")
    resident.reload()
    assert "郵送しました。届くまで数日お待ちください。" in resident.page.main


def test_a_withdrawal_after_the_forwarding_is_said_on_the_case_page(office, resident, begin):
    application = begin("posted-on")
    clerk = office["clerk"].sign_in()
    hall.look_up(clerk, application)
    clerk.follow("長野県知事への進達を記録する")
    page = clerk.tab()
    clerk.press("進達を記録する")
    resident.open(f"/applications/{application.matter.number}/")
    resident.follow("この申請を取り下げる")
    resident.press("この申請を取り下げる")
    clerk.reload()
    assert "長野県知事に、取下げを知らせてください。" in clerk.page.main
    assert page.press("進達を記録する").status == 409
