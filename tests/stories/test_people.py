"""Who acts for whom: a proxy who loses the mandate, and a scribe who only types for somebody without mail or telephone."""

from __future__ import annotations

import datetime
import re

import pytest
import time_machine
from django.utils import timezone

from tests.stories import errands, hall
from tests.stories.errands import photo, text_of
from tests.stories.hall import work_off
from tests.stories.visitor import Visitor
from yakuba.accounts.models import Mandate, Party
from yakuba.accounts.tests import visitors
from yakuba.applications import capacities
from yakuba.core.actors import MACHINE
from yakuba.core.queries import story
from yakuba.messaging.models import Message
from yakuba.procedures.actions import publish
from yakuba.work.models import WorkItem

AID = """
id: taxi-aid
title: 高齢者タクシー券の交付申請
summary: 80歳以上の方にタクシー券を交付します。
kind: 申請
law: 見本町高齢者タクシー券交付要綱 第3条
regime: なし
affair: 自治事務
authority: 町長
department: environment
life_events: [home]
search: [タクシー]
minutes: 3
who: {may: [町に住む80歳以上の方]}
channels: [online, counter]
sections:
  - id: all
    title: 申請する方
    fields:
      - {id: person, kind: person, label: 氏名, means: person.name}
      - {id: born, kind: date, label: 生年月日, means: person.birth_date, rule: not_in_future}
      - {id: address, kind: address, label: 住所, means: person.address}
      - {id: telephone, kind: telephone, label: 電話番号, means: person.telephone, required: false}
      - {id: mail, kind: mail, label: メールアドレス, means: person.mail, required: false}
      - id: channel
        kind: choice
        label: 通知の受け取り方
        means: notice.channel
        options: [{id: online, label: このサイトで受け取る}, {id: post, label: 郵便で受け取る}]
route:
  - {id: look, kind: review, role: clerk, title: 申請を確かめる}
  - {id: decide, kind: decision, role: chief, title: 交付を決める}
outcomes:
  - {id: granted, title: 交付する, effect: grant, document: decision, says: タクシー券を交付します。, keep: {years: 5}}
  - {id: refused, title: 交付しない, effect: refuse, reasons: true, document: decision, says: 交付しません。, keep: {years: 5}}
standards: 80歳以上であること。
target: {days: 14, unit: calendar}
"""
ELDER = {
    "氏名": ("例田", "ウメ"),
    "生年月日": "昭和20年1月5日",
    "住所": "長野県北佐久郡軽井沢町大字長倉1番地",
    "電話番号": "",
    "メールアドレス": "",
    "通知の受け取り方": "郵便で受け取る",
}
PEOPLE = "代理の方が申請する・入力を手伝った人がいる"
PROXY = {
    "この申請をする方": "代理人が、本人の代わりに申請する",
    "代理の種類": "委任状で頼まれた代理人",
    "代理人の氏名": "例田 一郎",
    "代理人の住所": "長野県小諸市相生町三丁目3番3号",
    "代理人の電話番号": "０９０−００００−００００",
}


@pytest.fixture
def aid(office):
    return publish(AID, actor=MACHINE, now=timezone.now()).definition


def to_the_check(visitor, aid, **changes):
    errands.begin(visitor, aid)
    errands.go_through(visitor, ELDER | changes)


def test_a_scribe_types_for_an_elder_without_mail_or_telephone_and_the_notice_goes_by_post(
    office, aid, resident
):
    to_the_check(resident, aid)
    assert "本人が自分で申請します。" in resident.page.main
    resident.follow(PEOPLE)
    resident.fill("入力を手伝った人がいます", True)
    resident.press("確認のページへ進む")
    assert resident.page.problems == ["手伝った人の氏名を入力してください", "本人との関係を選んでください"]
    resident.fill_in({"手伝った人の氏名": "普及　進", "本人との関係": "デジタル普及員"})
    resident.press("確認のページへ進む")
    assert "普及 進さんが入力を手伝いました。" in resident.page.main
    application = errands.send(resident)
    assert "受付番号と照会コードは、本人に渡してください" in resident.page.main
    assert "申請の状況を見る" not in resident.page.links
    code, number = errands.code(resident), application.matter.number

    # The scribe gets no access afterwards; the elder, with number and code, has it.
    resident.open(f"/applications/{number}/")
    assert resident.page.heading == "申請を開いてください"
    elder = Visitor(office.town, address="192.0.2.7")
    errands.find(elder, code, number)
    assert elder.page.path == f"/applications/{number}/"

    scribe = Party.objects.get(matter=application.matter, role="scribe")
    assert (scribe.person.full_name, scribe.relation) == ("普及 進", "promoter")
    assert not Mandate.objects.exists()
    work_off()
    assert not Message.objects.filter(matter=application.matter).exclude(channel="inbox").exists()
    elder.reload()
    receipt = text_of(elder.follow("申請の控え"))
    assert "普及進（デジタル普及員）" in receipt

    clerk, chief = office["clerk"].sign_in(), office["chief"].sign_in()
    hall.look_up(clerk, application)
    assert "入力を手伝った人：普及 進（デジタル普及員）" in clerk.page.main
    hall.decide(chief, application, "交付する")
    work_off()
    hall.look_up(clerk, application)
    clerk.press("郵送したので完了にする")
    application.refresh_from_db()
    assert application.state == "closed"
    names = [event.name for event in story(application.matter)]
    assert "scribe.recorded" in names
    assert "notice.posted" in names


def test_a_signed_in_scribe_gives_the_application_to_the_elder(office, aid, town):
    scribe = Visitor(town)
    scribe.client = visitors.resident_browser("fukyu@example.jp")
    scribe.client.handler.enforce_csrf_checks = True
    errands_begin_signed_in(scribe, aid)
    errands.go_through(scribe, ELDER)
    scribe.follow(PEOPLE)
    scribe.fill_in(
        {"入力を手伝った人がいます": True, "手伝った人の氏名": "普及 進", "本人との関係": "家族・親族"}
    )
    scribe.fill("今サインインしているのは、手伝った人です", True)
    scribe.press("確認のページへ進む")
    application = errands.send(scribe)
    assert errands.code(scribe)
    assert application.resident is None
    scribe.open(f"/applications/{application.matter.number}/")
    assert scribe.page.heading == "申請を開いてください"
    scribe.open("/my/")
    assert application.matter.number not in scribe.page.main


def errands_begin_signed_in(visitor, definition):
    visitor.open("/")
    visitor.follow(definition.title)
    visitor.follow("申請を始める")
    visitor.press("入力を始める")


def proxy_files(visitor, aid, **changes):
    to_the_check(visitor, aid, 通知の受け取り方="このサイトで受け取る")
    visitor.follow(PEOPLE)
    visitor.fill_in(PROXY | changes)
    visitor.fill("代理の権限が分かる書類", [photo("委任状.jpg")])
    visitor.press("確認のページへ進む")
    assert "例田 一郎さんが、代理人として申請します。" in visitor.page.main
    application = errands.send(visitor)
    work_off()
    return application


def test_a_proxy_loses_the_mandate_and_the_case_goes_on_with_the_applicant(office, aid, resident):
    application = proxy_files(resident, aid)
    number = application.matter.number
    clerk, chief = office["clerk"].sign_in(), office["chief"].sign_in()
    hall.look_up(clerk, application)
    assert clerk.page.rows["代理人"].startswith("例田 一郎")
    assert clerk.page.rows["確認"] == "まだ確かめていません"
    assert clerk.follow("委任状.jpg").content
    clerk.press("代理の権限を確かめた")
    assert "用例" in clerk.page.rows["確認"] or "例田 歩" in clerk.page.rows["確認"]
    assert not WorkItem.objects.still_open().filter(step="mandate").exists()

    # The applicant calls: he shall not act for me any more.
    clerk.press("代理の権限を終わらせる")
    work_off()
    resident.open(f"/applications/{number}/")
    assert resident.page.heading == "代理人の方へ"
    assert "代理の権限が取り消された" in resident.page.main
    assert "例田 ウメ" not in resident.page.main
    assert WorkItem.objects.still_open().filter(step="mandate-lost").exists()

    # The result goes to the applicant, on paper, though the proxy had chosen this site.
    hall.decide(chief, application, "交付する")
    work_off()
    resident.open(f"/applications/{number}/withdraw/")
    assert resident.page.heading == "代理人の方へ"
    hall.look_up(clerk, application)
    clerk.press("郵送したので完了にする")
    application.refresh_from_db()
    assert application.state == "closed"


def test_a_mandate_ends_with_its_last_day(office, aid, resident):
    today = timezone.localdate()
    application = proxy_files(resident, aid, 代理の期限=(today + datetime.timedelta(days=3)).isoformat())
    number = application.matter.number
    resident.open(f"/applications/{number}/")
    assert resident.page.heading != "代理人の方へ"
    with time_machine.travel(timezone.now() + datetime.timedelta(days=4)):
        # Even before the clock has come round.
        resident.client.cookies.pop("sessionid", None)
        code = application.lookup_code
        later = Visitor(office.town, address="192.0.2.9")
        errands.find(later, code, number)
        assert later.page.heading == "代理人の方へ"
        assert "で終わったため" in later.page.main
        work_off()
    assert Mandate.objects.get().ending == "period"


def test_no_notice_opens_for_a_proxy_whose_mandate_nobody_has_seen(office, aid, resident):
    application = proxy_files(resident, aid)
    clerk, chief = office["clerk"].sign_in(), office["chief"].sign_in()
    hall.decide(chief, application, "交付する")
    work_off()
    resident.open(f"/applications/{application.matter.number}/")
    notice = next(link for link in resident.page.links if "通知書" in link)
    resident.follow(notice)
    assert "まだ代理の権限を確かめていません" in resident.page.main
    hall.look_up(clerk, application)
    clerk.press("代理の権限を確かめた")
    resident.open(f"/applications/{application.matter.number}/")
    assert "タクシー券を交付します" in text_of(resident.follow(notice))


def test_a_proxy_without_proof_or_with_an_old_letter_is_told_what_to_do(office, aid, resident):
    to_the_check(resident, aid)
    resident.follow(PEOPLE)
    resident.fill("この申請をする方", "代理人が、本人の代わりに申請する")
    resident.press("確認のページへ進む")
    assert len(resident.page.problems) == 5
    resident.fill_in(PROXY | {"代理の種類": "会社や団体の代表者・担当者", "代理の期限": "令和2年3月31日"})
    resident.fill("代理の書類は、あとで役場に出します", True)
    resident.press("確認のページへ進む")
    assert [words.partition("。")[0] for words in resident.page.problems] == [
        "会社や団体の名称を入力してください",
        "代理の期限が過ぎています",
    ]
    resident.fill_in({"会社や団体の名称": "株式会社見本", "代理の期限": ""})
    resident.press("確認のページへ進む")
    errands.send(resident)
    mandate = Mandate.objects.get()
    assert (mandate.kind, mandate.principal, mandate.principal_name) == ("company", None, "株式会社見本")


# The applicant goes on without the proxy ------------------------------------------------------------
CHECKED = {"本人確認": "顔写真付きの書類1点", "確かめた書類": "運転免許証", "渡し方": "窓口で手渡す"}
ISSUE = "照会コードを出し直す"


def issue_code(clerk, application, link=ISSUE):
    """Somebody shows who they are at the counter; the code that is told to them, once."""
    hall.look_up(clerk, application)
    clerk.follow(link)
    clerk.fill_in(CHECKED)
    clerk.press(ISSUE)
    told = re.search(r"渡す照会コードは (\S+) です", clerk.page.text)
    assert told, clerk.page.problems
    clerk.reload()
    assert told[1] not in clerk.page.text
    return told[1]


def test_after_the_mandate_the_applicant_goes_on_by_a_code_of_their_own(office, aid, resident, somebody_else):
    application = proxy_files(resident, aid)
    number, old = application.matter.number, application.lookup_code
    clerk = office["clerk"].sign_in()
    hall.look_up(clerk, application)
    clerk.press("代理の権限を終わらせる")
    work_off()
    resident.open(f"/applications/{number}/")
    assert "役場で本人確認をすると新しい照会コードを受け取り" in resident.page.main
    hall.ask(clerk, application, "電話番号")
    work_off()

    # Nothing is given out to whom nobody has checked.
    hall.look_up(clerk, application)
    clerk.follow("本人に照会コードを渡す")
    assert "申請者本人に渡します。" in clerk.page.main
    clerk.press(ISSUE)
    assert clerk.page.problems == [
        "本人確認を選んでください",
        "確かめた書類を入力してください",
        "渡し方を選んでください",
    ]
    code = issue_code(clerk, application, "本人に照会コードを渡す")
    assert code != old
    assert "本人が自分で続けています" in clerk.page.main
    assert "本人確認：顔写真付きの書類1点（運転免許証）" in clerk.page.main
    assert not WorkItem.objects.still_open().filter(step="mandate-lost").exists()
    issued = next(event for event in story(application.matter) if event.name == "code.issued")
    assert issued.data == {"role": "applicant", "checked": "photo", "channel": "counter"}
    assert "照会コードを出し直しました：申請者、顔写真付きの書類1点、窓口" in clerk.page.text

    # Neither the proxy's browser nor the proxy's code lead to it any more.
    for path in ("", "withdraw/"):
        resident.open(f"/applications/{number}/{path}")
        assert resident.page.heading == "申請を開いてください"
        assert "例田 ウメ" not in resident.page.main
    errands.find(resident, old, number)
    assert resident.page.problems

    # The applicant corrects, and what they send is their own: no paper of it names the proxy.
    errands.find(somebody_else, code, number)
    assert somebody_else.page.path == f"/applications/{number}/"
    somebody_else.follow("直して送る")
    somebody_else.fill("電話番号", "0267-00-8888")
    somebody_else.press("次へ進む")
    errands.send(somebody_else)
    application.refresh_from_db()
    assert (application.state, application.revision) == ("submitted", 2)
    assert capacities.lines(application) == []
    somebody_else.open(f"/applications/{number}/withdraw/")
    somebody_else.press("この申請を取り下げる")
    application.refresh_from_db()
    assert application.state == "withdrawn"


def test_what_is_decided_afterwards_goes_to_the_applicant_by_post(office, aid, resident, somebody_else):
    """That it comes on this site was the proxy's wish; the applicant follows it here all the same."""
    application = proxy_files(resident, aid)
    clerk, chief = office["clerk"].sign_in(), office["chief"].sign_in()
    hall.look_up(clerk, application)
    clerk.press("代理の権限を終わらせる")
    code = issue_code(clerk, application)
    hall.decide(chief, application, "交付する")
    work_off()
    errands.find(somebody_else, code, application.matter.number)
    assert "交付する" in somebody_else.page.main
    clerk.open("/staff/posting/")
    assert "例田 ウメ" in clerk.page.main


def test_while_the_mandate_holds_a_lost_code_is_given_out_to_the_proxy_again(
    office, aid, resident, somebody_else
):
    application = proxy_files(resident, aid)
    clerk = office["clerk"].sign_in()
    hall.look_up(clerk, application)
    clerk.follow(ISSUE)
    assert "代理人に渡します。" in clerk.page.main
    code = issue_code(clerk, application)
    errands.find(somebody_else, code, application.matter.number)
    assert somebody_else.page.path == f"/applications/{application.matter.number}/"
    # It is the proxy's: with the mandate it ends.
    hall.look_up(clerk, application)
    clerk.press("代理の権限を終わらせる")
    somebody_else.reload()
    assert somebody_else.page.heading == "代理人の方へ"


def test_a_proxy_with_an_account_loses_it_to_the_applicant(office, aid, town, somebody_else):
    proxy = Visitor(town)
    proxy.client = visitors.resident_browser("ichiro@example.jp")
    proxy.client.handler.enforce_csrf_checks = True
    errands_begin_signed_in(proxy, aid)
    errands.go_through(proxy, ELDER)
    proxy.follow(PEOPLE)
    proxy.fill_in(PROXY)
    proxy.fill("代理の権限が分かる書類", [photo("委任状.jpg")])
    proxy.press("確認のページへ進む")
    application = errands.send(proxy)
    number = application.matter.number
    assert application.resident is not None
    clerk = office["clerk"].sign_in()
    hall.look_up(clerk, application)
    clerk.press("代理の権限を終わらせる")
    code = issue_code(clerk, application)
    application.refresh_from_db()
    assert application.resident is None
    proxy.open(f"/applications/{number}/")
    assert proxy.page.heading == "申請を開いてください"
    proxy.open("/my/")
    assert number not in proxy.page.main
    errands.find(somebody_else, code, number)
    assert somebody_else.page.path == f"/applications/{number}/"


def test_who_lost_their_own_code_gets_another_and_what_the_old_one_opened_is_shut(
    office, aid, resident, somebody_else
):
    to_the_check(resident, aid)
    application = errands.send(resident)
    number, old = application.matter.number, application.lookup_code
    errands.find(somebody_else, old, number)
    code = issue_code(office["clerk"].sign_in(), application)
    for browser in (resident, somebody_else):
        browser.open(f"/applications/{number}/")
        assert browser.page.heading == "申請を開いてください"
    errands.find(resident, code, number)
    assert resident.page.path == f"/applications/{number}/"
    # Another errand in the same browser does not shut it again.
    to_the_check(resident, aid)
    errands.send(resident)
    resident.open(f"/applications/{number}/")
    assert resident.page.path == f"/applications/{number}/"
    assert resident.page.heading != "申請を開いてください"
