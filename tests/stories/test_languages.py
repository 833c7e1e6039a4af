"""Somebody who reads no Japanese, or little, from home to the receipt; officials see what they always see."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests.stories import errands, hall
from tests.stories.errands import text_of
from tests.stories.visitor import Visitor
from yakuba.core import languages
from yakuba.core.actors import MACHINE
from yakuba.messaging.models import CodeMail
from yakuba.procedures.actions import publish

# Without translations of its own: its words stay Japanese in every language.
BENCH = """
id: bench
title: ベンチの設置申請
summary: 公園にベンチを置くときの申請です。
kind: 申請
law: 町都市公園条例 第5条
regime: 行政手続条例
affair: 自治事務
authority: 町長
department: environment
life_events: [home]
minutes: 3
who: {may: [ベンチを置く方]}
standards: ほかの利用者の妨げにならないこと。
channels: [online]
sections:
  - id: who
    title: 申請する方
    fields:
      - {id: person, kind: person, label: 氏名, means: person.name}
      - {id: mail, kind: text, label: メールアドレス, means: person.mail, rule: mail_address}
  - id: bench
    title: ベンチ
    fields:
      - {id: number, kind: number, label: ベンチの数, min: 1, max: 9}
      - {id: from_on, kind: date, label: 置く日}
      - {id: fixed, kind: yes_no, label: 地面に固定しますか}
      - {id: how, kind: long_text, label: 固定のしかた, show_if: {field: fixed, is: はい}}
fees:
  - {id: all, label: 使用料, yen: 1500, law: 町都市公園条例, due: 置く日までに納めます}
target: {days: 5, unit: open}
route:
  - {id: look, kind: review, role: clerk, title: 確かめる}
  - {id: decide, kind: decision, role: chief, title: 決める}
outcomes:
  - {id: permitted, title: 許可する, effect: grant, document: decision, says: 許可します。, keep: {years: 3}}
  - {id: denied, title: 許可しない, effect: refuse, document: decision, says: 許可しません。, reasons: true, keep: {years: 3}}
"""


@pytest.fixture
def bench(office):
    return publish(BENCH, actor=MACHINE, now=timezone.now()).definition


@pytest.fixture
def guest(resident):
    """Somebody who has just begun, in English."""
    resident.open("/")
    resident.follow("English")
    return resident


def language_of(visitor: Visitor) -> str:
    """What the page says of itself to browsers and screen readers."""
    (html,) = visitor.page.top.all("html")
    return html.attributes["lang"]


def begin(visitor: Visitor) -> None:
    visitor.open("/apply/bench/")
    visitor.press("Start without signing in")


# The whole way ----------------------------------------------------------------------------------
def test_from_home_to_the_receipt_in_english(bench, guest):
    assert guest.page.heading == "What do you want to do?"
    assert language_of(guest) == "en"
    assert guest.page.title == f"Home｜{guest.host.partition('.')[0].title()} Town Online procedures"
    guest.follow("See all procedures")
    guest.follow("ベンチの設置申請")
    assert guest.page.rows["Fee"].startswith("使用料 1,500 yen")
    guest.follow("Start the application")
    guest.press("Start without signing in")

    guest.press("Next")
    assert guest.page.title.startswith("Error: 申請する方")
    guest.fill_in(
        {"氏名": {"Family name": "Sample", "Given name": "Ann"}, "メールアドレス": "ann@example.jp"}
    )
    guest.press("Next")
    guest.fill_in({"ベンチの数": "２", "置く日": {"year": "2020", "month": "13", "day": "1"}})
    guest.fill("地面に固定しますか", "No")
    guest.press("Next")
    assert guest.page.problems == ["“置く日”: There is no month 13. Months go from 1 to 12"]
    guest.fill("置く日", {"year": "2020-5-1", "month": "", "day": ""})
    guest.press("Next")

    assert guest.page.heading == "Check your answers"
    assert guest.page.rows["置く日"] == "1 May 2020"
    assert guest.page.rows["地面に固定しますか"] == "No"
    guest.fill("What I have stated is true.", True)
    guest.press("Send the application")
    assert guest.page.heading == "We have received your application"
    number = errands.number(guest)
    guest.follow("See your application")
    assert f"Receipt number {number}" in guest.page.main
    assert "There is nothing you need to do now" in guest.page.main

    # Papers are in Japanese, whoever asked for them: they are shown to banks and other offices.
    hall.work_off()
    guest.reload()
    paper = text_of(guest.follow("申請の控えPDF"))
    assert "令和2年5月1日" in paper
    assert "1May2020" not in paper


def test_officials_read_japanese_whatever_was_chosen(bench, guest, office):
    clerk = office["clerk"].sign_in()
    clerk.client.cookies[languages.COOKIE] = "en"
    clerk.open("/staff/")
    assert language_of(clerk) == "ja"
    assert "サインアウト" in clerk.page.buttons
    clerk.open("/staff/?language=en")
    assert language_of(clerk) == "ja"
    clerk.open("/")
    assert language_of(clerk) == "en"


def test_easy_japanese_is_japanese_with_western_years_and_few_kanji(bench, resident):
    resident.open("/procedures/bench/?language=ja-easy")
    assert resident.page.path == "/procedures/bench/"
    assert language_of(resident) == "ja"
    assert "申請（しんせい）を始（はじ）める" in resident.page.links
    assert "いるもの" in resident.page.main


# Choosing ---------------------------------------------------------------------------------------
def test_the_page_stays_with_its_question_and_the_choice_is_remembered(bench, resident):
    resident.open("/procedures/?q=ベンチ&event=home")
    resident.follow("English")
    assert resident.page.heading == "Results for “ベンチ”"
    cookie = resident.client.cookies[languages.COOKIE]
    assert cookie.value == "en"
    assert (cookie["max-age"], cookie["samesite"], cookie["path"]) == (languages.AGE, "Lax", "/")
    resident.open("/about/")
    assert resident.page.heading == "About this site"
    resident.follow("日本語")
    assert resident.page.heading == "このサイトについて"


@pytest.mark.parametrize("code", ["de", "", "en-US", "../en", "ja_Easy"])
def test_a_language_that_is_not_ours_changes_nothing(bench, resident, code):
    resident.open(f"/about/?language={code}")
    assert resident.page.heading == "このサイトについて"
    resident.client.cookies[languages.COOKIE] = code
    resident.open("/about/")
    assert language_of(resident) == "ja"


def test_the_browser_alone_decides_nothing(bench, resident):
    response = resident.client.get("/about/", headers={"accept-language": "en-US,en;q=0.9"})
    assert response.headers["Content-Language"] == "ja"
    assert "Cookie" in response.headers["Vary"]


# What was typed ---------------------------------------------------------------------------------
def test_typed_answers_are_taken_along_and_nothing_is_called_wrong(bench, guest):
    begin(guest)
    guest.fill("メールアドレス", "half@")
    guest.fill("氏名", {"Family name": "見本", "Given name": ""})
    guest.press("日本語")
    assert language_of(guest) == "ja"
    assert guest.page.problems == []
    assert guest.shown("メールアドレス") == "half@"
    assert guest.shown("氏名") == ("見本", "")
    guest.press("次へ進む")
    assert guest.page.problems
    guest.press("English")
    assert guest.shown("メールアドレス") == "half@"
    assert "Next" in guest.page.buttons


def test_enter_presses_the_button_of_the_page_and_no_language(bench, guest):
    begin(guest)
    first = next(
        node
        for node in guest.page.top.all("button")
        if node.attributes.get("form") == "page-form" or node.above("form") is not None
    )
    assert "name" not in first.attributes


def test_the_mail_address_and_where_to_go_on_are_taken_along(bench, resident):
    resident.open("/login/?next=/apply/bench/")
    resident.fill("メールアドレス", "hanako@example.jp")
    resident.press("English")
    assert resident.page.problems == []
    assert resident.shown("Email address") == "hanako@example.jp"
    resident.press("Send the code")
    mail = CodeMail.objects.get()
    assert mail.subject.startswith("Confirmation code ")
    digits = mail.subject.split()[2]
    resident.fill("Confirmation code", digits)
    resident.press("やさしい日本語")
    assert resident.shown("確認（かくにん）コード") == digits
    resident.press("サインインする")
    assert resident.page.path == "/apply/bench/"


def test_receipt_number_and_code_are_taken_along(bench, resident):
    resident.open("/applications/")
    resident.fill_in({"受付番号": "R8-000001-8", "照会コード": "CDFG"})
    resident.press("English")
    assert resident.page.problems == []
    assert resident.shown("Receipt number") == "R8-000001-8"
    assert resident.shown("Look-up code") == "CDFG"


def test_a_language_pressed_beside_an_act_does_not_do_it(bench, guest):
    begin(guest)
    draft = guest.page.path
    response = guest.client.post(
        f"{draft.rsplit('/', 2)[0]}/discard/", {"language": "ja"}, headers={"origin": f"http://{guest.host}"}
    )
    assert response.status_code == 302
    guest.open(draft)
    assert guest.page.status == 200
