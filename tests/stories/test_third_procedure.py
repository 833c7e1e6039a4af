"""A procedure that nobody programmed: one YAML text is published, and people are served by it."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests.stories import errands, hall
from tests.stories.errands import photo, text_of
from tests.stories.hall import facts, work_off
from tests.stories.visitor import Visitor
from yakuba.core.actors import MACHINE
from yakuba.procedures.actions import publish
from yakuba.work.models import WorkItem

NOTIFICATION = """
id: dog-death
title: 犬の死亡届
summary: 登録した犬が死んだときの届出です。
kind: 届出
law: 狂犬病予防法 第4条第4項
regime: 行政手続法
affair: 自治事務
authority: 町長
department: environment
life_events: [home]
search: [犬, 死亡]
minutes: 3
who: {may: [登録した犬の飼い主]}
channels: [online, counter]
sections:
  - id: all
    title: 届出の内容
    fields:
      - {id: keeper, kind: person, label: 届出をする方, means: person.name}
      - {id: tag, kind: text, label: 鑑札の番号, max_length: 20}
      - {id: died_on, kind: date, label: 死亡した日, rule: not_in_future}
      - {id: had_others, kind: yes_no, label: ほかにも犬を飼っていますか}
      - {id: others, kind: number, label: ほかの犬の数, min: 1, max: 20, show_if: {field: had_others, is: はい}}
      - {id: remark, kind: long_text, label: 役場に伝えたいこと, required: false}
route:
  - {id: look, kind: review, role: clerk, title: 届出を確かめる}
outcomes:
  - {id: accepted, title: 受理する, effect: grant, document: decision, says: 届出を受理しました。, keep: {years: 5}}
"""

PERMIT = """
id: park-permit
title: 公園の使用許可申請
summary: 町の公園で催しをするときの申請です。
kind: 申請
law: 都市公園法 第6条第1項
regime: 行政手続法
affair: 自治事務
authority: 町長
department: children
minutes: 5
who: {may: [公園で催しをする方]}
standards: ほかの利用者の妨げにならないこと。
channels: [online]
sections:
  - id: who
    title: 申請する方
    fields:
      - {id: person, kind: person, label: 代表者の氏名, means: person.name}
      - {id: reading, kind: kana, label: 代表者のフリガナ, means: person.kana}
      - {id: mail, kind: text, label: 連絡先のメール, means: person.mail, rule: mail_address}
  - id: event
    title: 催し
    fields:
      - {id: title, kind: text, label: 催しの名前}
      - {id: about, kind: long_text, label: 催しの内容}
      - {id: held_on, kind: date, label: 催しの日}
      - {id: people, kind: number, label: 人数, min: 1}
      - {id: price, kind: money, label: 参加費}
      - {id: fire, kind: yes_no, label: 火を使いますか}
      - id: place
        kind: choice
        label: 使う場所
        options: [{id: lawn, label: 芝生}, {id: plaza, label: 広場}]
      - {id: map, kind: file, label: 配置図, accept: [image, pdf], many: true}
  - id: safety
    title: 火の始末
    show_if: {field: fire, is: はい}
    fields:
      - {id: measures, kind: long_text, label: 火災を防ぐ方法}
  - id: answer
    title: 結果
    fields:
      - id: channel
        kind: choice
        label: 許可書の届け方
        means: notice.channel
        options: [{id: online, label: 画面で受け取る}, {id: post, label: 郵便で受け取る}]
fees:
  - {id: small, label: 使用料, yen: 500, law: 町都市公園条例, due: 使う日までに納めます}
  - {id: fire, label: 火気の使用料, yen: 1200, law: 町都市公園条例, due: 使う日までに納めます, show_if: {field: fire, is: はい}}
target: {days: 5, unit: open}
route:
  - {id: look, kind: review, role: clerk, title: 催しの内容を確かめる}
  - {id: decide, kind: decision, role: chief, title: 許可を決める}
outcomes:
  - {id: permitted, title: 許可する, effect: grant, document: decision, says: 公園の使用を許可します。, keep: {years: 3}}
  - {id: denied, title: 許可しない, effect: refuse, document: decision, says: 許可しません。, reasons: true, keep: {years: 3}}
notices:
  - {id: sent, when: application.submitted, subject: 公園の申請が届きました, text: 町が確かめます。}
  - {id: done, when: application.decided, subject: 公園の申請の結果が出ました, text: 画面を開いてください。}
"""


def test_a_notification_written_this_morning_is_accepted_by_a_clerk_alone(office, resident):
    definition = _publish(NOTIFICATION)
    resident.open("/procedures/?q=死亡")
    resident.follow("犬の死亡届")
    resident.follow("申請を始める")
    resident.press("サインインしないで始める")
    resident.fill_in(
        {"届出をする方": ("見本", "花子"), "鑑札の番号": "第１２号", "死亡した日": "令和5年2月3日"}
    )
    resident.fill("ほかにも犬を飼っていますか", "はい")
    resident.press("次へ進む")
    assert resident.page.problems == [
        "前の答えに合わせて、この質問が増えました。ほかの犬の数を入力してください"
    ]
    resident.fill("ほかの犬の数", "２頭")
    resident.press("次へ進む")
    assert resident.page.rows["鑑札の番号"] == "第12号"
    assert resident.page.rows["ほかの犬の数"] == "2"
    application = errands.send(resident)
    work_off()

    clerk = office["clerk"].sign_in()
    assert "届出を確かめる" in clerk.page.main
    clerk.follow("犬の死亡届")
    assert "標準処理期間はありません。" in clerk.page.main
    assert "起案して決裁へ送る" not in clerk.page.links
    clerk.follow("結果を決める")
    clerk.fill("結果", "受理する")
    clerk.press("この内容で決裁する")
    # That it was accepted is no 処分通知, so it is told on the site and nothing is left to post.
    work_off()
    hall.look_up(clerk, application)
    paper = text_of(clerk.follow(f"{definition.title} "))
    assert "届出を受理しました。" in paper
    assert "教示" not in paper
    assert "審査請求" not in paper
    assert "受理しました" in resident.open(f"/applications/{application.matter.number}/").main
    assert not WorkItem.objects.still_open().exists()
    assert facts(application) == [
        "application.started",
        "application.submitted",
        "approval.proposed",
        "approval.approved",
        "application.decided",
        "application.closed",
    ]


def test_a_permit_with_every_kind_of_question_is_granted(office, resident):
    definition = _publish(PERMIT)
    told = {
        "代表者の氏名": ("見本", "花子"),
        "代表者のフリガナ": "みほん はなこ",
        "連絡先のメール": "hanako@example.jp",
        "催しの名前": "秋の市",
        "催しの内容": "焼きいも\n（たき火）",
        "催しの日": "令和20年10月1日",
        "人数": "１２０人",
        "参加費": "１，５００円",
        "火を使いますか": "はい",
        "使う場所": "広場",
        "配置図": [photo("図1.jpg"), photo("図2.jpg")],
        "火災を防ぐ方法": "消火器を置きます。",
        "許可書の届け方": "画面で受け取る",
    }
    errands.begin(resident, definition)
    errands.go_through(resident, told)
    rows = resident.page.rows
    assert rows["代表者のフリガナ"] == "ミホン ハナコ"
    assert (rows["人数"], rows["参加費"], rows["使う場所"]) == ("120", "1,500円", "広場")
    assert (rows["使用料"].splitlines()[0], rows["火気の使用料"].splitlines()[0]) == ("500円", "1,200円")
    application = errands.send(resident)
    number = errands.number(resident)
    work_off()

    clerk = office["child-clerk"].sign_in()
    hall.ask(clerk, application, "人数", "配置図", message="広場は100人までです。")
    resident.open(f"/applications/{number}/")
    resident.follow("直して送る")
    assert resident.page.labels == [
        "人数",
        "図1.jpg（1KB）をこのまま使う",
        "図2.jpg（1KB）をこのまま使う",
        "配置図",
    ]
    resident.fill("人数", "100")
    resident.fill("図1.jpg（1KB）をこのまま使う", False)
    resident.fill("配置図", photo("図3.jpg"))
    errands.go_through(resident, {})
    errands.send(resident)
    hall.draft(clerk, application, "許可する")
    chief = office["child-chief"].sign_in()
    hall.look_up(chief, application)
    assert chief.page.rows["人数"].startswith("前：120 今：100")
    assert "図3.jpg" in chief.page.rows["配置図"]
    chief.press("「許可する」で決裁する")
    work_off()
    resident.open(f"/applications/{number}/")
    paper = text_of(resident.follow("決定通知書を開く（PDF）"))
    assert "軽こ第1号" in paper
    assert "公園の使用を許可します。" in paper
    application.refresh_from_db()
    assert application.state == "closed"


def test_an_application_keeps_the_version_that_it_began_with(office, resident):
    definition = _publish(NOTIFICATION)
    errands.begin(resident, definition)
    _publish(NOTIFICATION.replace("鑑札の番号", "登録の番号"))
    resident.reload()
    assert "鑑札の番号" in resident.page.labels
    newcomer = Visitor(office.town)
    errands.begin(newcomer, definition)
    assert "登録の番号" in newcomer.page.labels


def test_a_definition_that_asks_for_nobody_is_served_without_a_name(office, resident):
    text = NOTIFICATION.replace(", means: person.name", "")
    errands.begin(resident, _publish(text))
    told = {"届出をする方": ("-", "花子"), "鑑札の番号": "1", "死亡した日": "平成31年4月30日"}
    errands.go_through(resident, told | {"ほかにも犬を飼っていますか": "いいえ"})
    application = errands.send(resident)
    clerk = office["clerk"].sign_in()
    hall.look_up(clerk, application)
    clerk.follow("結果を決める")
    clerk.fill("結果", "受理する")
    clerk.press("この内容で決裁する")
    work_off()
    hall.look_up(clerk, application)
    assert "届出を受理しました。" in text_of(clerk.follow("犬の死亡届 "))


@pytest.mark.parametrize("channel", ["counter", "post"])
def test_what_cannot_be_done_here_says_where(office, resident, channel):
    _publish(NOTIFICATION.replace("[online, counter]", f"[{channel}]"))
    resident.open("/procedures/dog-death/")
    assert "窓口か郵送で手続できます" in resident.page.main
    assert "申請を始める" not in resident.page.links
    assert resident.open("/apply/dog-death/").status == 404


def _publish(text):
    return publish(text, source="text", actor=MACHINE, now=timezone.now()).definition
