"""The pages that gather: home, the list of procedures, one procedure, my page."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from yakuba.accounts.tests.visitors import browser, resident, resident_browser, staff_browser
from yakuba.applications.tests import make
from yakuba.messaging.models import Message

DOG, CHILD = "dog-registration", "child-allowance"
MAIL = "hanako@example.jp"


def text(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status, path
    return unescape(response.content.decode())


def test_home_leads_to_every_procedure_and_to_the_life_events_that_have_one(published):
    home = text(browser(), "/")
    for path in (
        f"/procedures/{DOG}/",
        f"/procedures/{CHILD}/",
        "?event=birth",
        "?event=home",
        "?event=moving",
    ):
        assert path in home
    assert "?event=bereavement" not in home
    assert "0267-00-0000" in home


def test_home_of_a_town_that_has_published_nothing_says_what_to_do(hall):
    assert "公開している手続は、まだありません。" in text(browser(), "/")


def test_home_shows_a_guest_what_was_begun_in_this_browser_and_nobody_else(published):
    client = browser()
    client.post(f"/apply/{DOG}/", {"token": ""})
    assert "続きから入力する" in text(client, "/")
    assert "続きから入力する" not in text(browser(), "/")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("?q=犬", {DOG}),
        ("?q=ｲﾇ", {DOG}),
        ("?q=いぬ　登録", {DOG}),
        ("?q=手当", {CHILD}),
        ("?q=子", {DOG, CHILD}),
        ("?event=birth", {CHILD}),
        ("?event=home", {DOG}),
        ("?event=x", {DOG, CHILD}),
        ("?q=犬&event=birth", set()),
        ("?q=水道", set()),
        ("?q=%00", set()),
        ("", {DOG, CHILD}),
    ],
)
def test_procedures_are_found_by_words_and_life_events(published, asked, found):
    page = text(browser(), f"/procedures/{asked}")
    assert {name for name in (DOG, CHILD) if f"/procedures/{name}/" in page} == found
    assert ("当てはまる手続は見つかりませんでした。" in page) is (not found)


def test_a_procedure_tells_who_what_how_much_how_long_and_whom_to_ask(published):
    page = text(browser(), f"/procedures/{DOG}/")
    facts = (
        "申請できる人",
        "用意するもの",
        "3,000円",
        "14日以内",
        "審査の基準と根拠",
        "0267-45-8111",
        "申請を始める",
    )
    for words in facts:
        assert words in page, words
    assert "軽井沢町長に対して審査請求" in page


def test_a_procedure_without_fee_says_so_and_names_the_governor(published):
    page = text(browser(), f"/procedures/{CHILD}/")
    assert "かかりません" in page
    assert "長野県知事に対して審査請求" in page
    assert "15,000円" in page


@pytest.mark.parametrize("path", ["/procedures/no-such/", "/apply/no-such/"])
def test_a_procedure_that_is_not_there_is_told_so(published, path):
    assert "見つかりません" in text(browser(), path, 404)


def test_what_another_town_has_published_is_not_here(published, other_town):
    page = text(browser(other_town), "/procedures/")
    assert DOG not in page
    assert browser(other_town).get(f"/procedures/{DOG}/").status_code == 404


def test_my_page_leads_each_to_their_own_place(published, hall):
    assert browser().get("/my/").url == "/applications/"
    assert staff_browser(hall.staff["clerk"]).get("/my/").url == "/staff/"
    assert "申請は、まだありません。" in text(resident_browser(MAIL), "/my/")


def test_my_page_says_of_each_application_what_to_do_next(published, hall):
    now, hanako = timezone.now(), resident(MAIL)
    make.draft(DOG, now=now, resident=hanako)
    asked = make.returned(make.submitted(DOG, now=now, resident=hanako), hall["clerk"], now=now)
    make.submitted(DOG, now=now, resident=hanako)
    make.closed(make.submitted(DOG, now=now, resident=hanako), hall["chief"], now=now)
    make.withdrawn(make.submitted(DOG, now=now, resident=hanako), now=now)
    page = text(resident_browser(MAIL), "/my/")
    words = (
        "直すところを見る",
        "続きから入力する",
        "あなたがすることは、今はありません。",
        "結果：登録する",
        "取り下げました。",
    )
    for line in words:
        assert page.count(line) == 1, line
    assert page.index("直すところを見る") < page.index("続きから入力する")
    assert asked.matter.number in page


def test_a_letter_is_new_until_its_case_was_opened(published, hall):
    now, hanako = timezone.now(), resident(MAIL)
    filed = make.submitted(DOG, now=now, resident=hanako)
    make.work_off(now)
    client = resident_browser(MAIL)
    assert "まだ開いていません" in text(client, "/my/")
    text(client, f"/applications/{filed.matter.number}/")
    assert "まだ開いていません" not in text(client, "/my/")
    letter = Message.objects.get(channel="inbox")
    assert letter.read_at is not None
    assert letter.read_at - now < timedelta(minutes=5)


@pytest.mark.parametrize("path", ["/about/", "/privacy/", "/accessibility/"])
def test_the_pages_about_this_site_name_the_telephone(town, path):
    assert "0267-00-0000" in text(browser(), path)
