"""Residents sign in by the code of a mail, as a browser meets it."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.http import HttpResponse

from yakuba.accounts import grants
from yakuba.accounts.models import SignInCode
from yakuba.accounts.tests.visitors import browser
from yakuba.core.actions import open_matter
from yakuba.messaging.models import CodeMail

MAIL = "hanako@example.jp"


def text(response) -> str:
    return unescape(response.content.decode())


def hidden(response, name) -> str:
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', response.content.decode())
    return unescape(found[1]) if found else ""


def mailed_code() -> str:
    return re.search(r"\d{6}", CodeMail.objects.latest("written_at").body)[0]


def test_a_resident_signs_in_by_mail_and_goes_on(town):
    page = browser()
    response = page.get("/login/", {"next": "/my/?x=1"})
    assert hidden(response, "next") == "/my/?x=1"
    assert page.post("/login/", {"mail": "ＨＡＮＡＫＯ@example.jp", "next": "/my/?x=1"}).url == "/login/code/"
    assert MAIL in text(page.get("/login/code/"))
    letter = CodeMail.objects.get()
    assert letter.address == MAIL
    assert "教えないでください" in letter.body
    before = page.session.session_key
    assert page.post("/login/code/", {"code": mailed_code()}).url == "/my/?x=1"
    assert page.session.session_key != before
    actor = page.get("/login/").wsgi_request.actor
    assert actor.is_resident
    assert actor.roles == {"resident"}


def test_a_wrong_code_says_what_to_do_and_a_new_one_can_be_sent(town):
    page = browser()
    page.post("/login/", {"mail": MAIL, "next": "/procedures/"})
    wrong = f"{(int(mailed_code()) + 1) % 1_000_000:06}"
    assert "確認コードが違うか" in text(page.post("/login/code/", {"code": wrong}))
    assert page.post("/login/code/", {"again": "1"}).url == "/login/code/"
    assert SignInCode.objects.count() == 2
    assert page.post("/login/code/", {"code": mailed_code()}).url == "/procedures/"


def test_the_answer_is_the_same_for_a_known_and_an_unknown_address(town):
    first = browser()
    first.post("/login/", {"mail": MAIL})
    first.post("/login/code/", {"code": mailed_code()})
    answers = []
    for mail in (MAIL, "nobody@example.jp"):
        page = browser()
        page.post("/login/", {"mail": mail})
        shown = re.sub(r"[\w.]+@example.jp", "", text(page.get("/login/code/")))
        answers.append(re.sub(r'csrfmiddlewaretoken" value="\w+"', "", shown))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("mail", ["", "hanako", "hanako@", "a b@example.jp"])
def test_a_wrong_address_is_explained_and_stays(town, mail):
    response = browser().post("/login/", {"mail": mail})
    assert "メールアドレス" in text(response)
    assert f'value="{mail}"' in text(response) or not mail
    assert not SignInCode.objects.exists()


def test_asking_too_often_is_told(town):
    page = browser()
    for _ in range(5):
        page.post("/login/", {"mail": MAIL})
    assert "15分ほど待って" in text(page.post("/login/", {"mail": MAIL}))
    assert "15分ほど待って" in text(page.post("/login/code/", {"again": "1"}, follow=True))


def test_the_session_holds_no_mail_address_in_the_clear(town):
    page = browser()
    page.post("/login/", {"mail": MAIL})
    assert MAIL not in str(dict(page.session))


def test_the_code_page_without_a_request_leads_to_the_first(town):
    assert browser().get("/login/code/").url == "/login/"


@pytest.mark.parametrize("hostile", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_next_leads_nowhere_but_here(town, hostile):
    page = browser()
    page.post("/login/", {"mail": MAIL, "next": hostile})
    assert page.post("/login/code/", {"code": mailed_code()}).url == "/my/"


def test_an_interrupted_form_is_carried_through_the_sign_in(town):
    page = browser()
    token = hidden(page.post("/staff/second-factor/", {"reason": "電話した"}), "kept")
    response = page.post("/login/", {"kept": token, "next": "/my/"})
    assert response.status_code == 200
    assert hidden(response, "kept") == token
    assert "入力してください" not in text(response)
    page.post("/login/", {"mail": MAIL, "kept": token})
    assert page.post("/login/code/", {"code": mailed_code()}).url == "/login/resume/"
    response = page.get("/login/resume/")
    assert hidden(response, "reason") == "電話した"
    assert 'action="/staff/second-factor/"' in text(response)


def test_a_forged_kept_token_is_left_out(town):
    page = browser()
    page.post("/login/", {"mail": MAIL, "kept": "forged"})
    assert page.session["sign_in"]["kept"] == ""
    assert page.post("/login/code/", {"code": mailed_code()}).url == "/my/"


def test_a_guest_ends_the_use_of_a_shared_computer(town, now):
    page = browser()
    request, response = page.get("/").wsgi_request, HttpResponse()
    matter = open_matter("application", now=now).pk
    grants.grant(request, response, matter)
    request.session.save()
    page.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key
    page.cookies[grants.COOKIE] = response.cookies[grants.COOKIE].value
    assert page.get("/").wsgi_request.actor.matters == {matter}
    assert "利用を終えました" in text(page.post("/logout/", follow=True))
    assert not page.get("/").wsgi_request.actor.matters
    assert not Session.objects.filter(pk=request.session.session_key).exists()


def test_signing_out_leaves_nothing_open(town):
    page = browser()
    page.post("/login/", {"mail": MAIL})
    page.post("/login/code/", {"code": mailed_code()})
    page.cookies[grants.COOKIE] = "x"
    assert page.get("/logout/").status_code == 405
    response = page.post("/logout/")
    assert response.url == "/"
    assert response.cookies[grants.COOKIE]["max-age"] == 0
    assert not page.get("/login/").wsgi_request.actor.is_resident
