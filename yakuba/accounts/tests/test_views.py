"""Staff pages of sign-in, as a browser meets them."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from yakuba.accounts import queries
from yakuba.accounts.models import SecondFactor, Staff
from yakuba.accounts.tests.conftest import PASSWORD
from yakuba.accounts.tests.visitors import browser, enrol, staff_browser, totp_code

LOGIN = {"login": "karuizawa/clerk", "password": PASSWORD}


def text(response) -> str:
    return unescape(response.content.decode())


def hidden(response, name) -> str:
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', response.content.decode())
    return unescape(found[1]) if found else ""


def present_code(staff) -> str:
    return totp_code(SecondFactor.objects.get(user=staff.user).secret)


@pytest.fixture
def enrolled(clerk):
    enrol(clerk)
    return clerk


def test_staff_sign_in_by_password_and_code(enrolled):
    page = browser()
    assert page.get("/staff/people/").url == "/staff/login/?next=%2Fstaff%2Fpeople%2F"
    response = page.post("/staff/login/", {**LOGIN, "next": "/staff/password/"})
    assert response.url == "/staff/login/code/"
    before = page.session.session_key
    response = page.post("/staff/login/code/", {"code": present_code(enrolled)})
    assert response.url == "/staff/password/"
    assert page.session.session_key != before
    assert page.get("/staff/password/").status_code == 200


def test_the_password_alone_opens_nothing(enrolled):
    page = browser()
    page.post("/staff/login/", LOGIN)
    assert page.get("/staff/password/").status_code == 302
    assert not page.get("/staff/login/").wsgi_request.actor.is_staff


def test_the_first_sign_in_enrols_an_app_shows_recovery_codes_once_and_changes_the_password(make_staff):
    make_staff("karuizawa/new", is_initial=True)
    page = browser()
    response = page.post(
        "/staff/login/", {"login": "karuizawa/new", "password": PASSWORD, "next": "/staff/x/"}
    )
    assert response.url == "/staff/login/enrol/"
    shown = text(page.get("/staff/login/enrol/"))
    assert 'src="data:image/svg+xml' in shown
    secret = re.search(r'id="secret">([A-Z2-7 ]+)<', shown)[1].replace(" ", "")
    response = page.post("/staff/login/enrol/", {"code": "000000"})
    assert "確認コードが違います" in text(response)
    response = page.post("/staff/login/enrol/", {"code": totp_code(secret)})
    codes = re.findall(r"\b[2-9A-Z]{5}-[2-9A-Z]{5}\b", text(response))
    assert len(codes) == 10
    assert "/staff/password/?next=%2Fstaff%2Fx%2F" in text(response)
    assert page.get("/staff/login/enrol/").status_code == 302
    assert not page.get("/staff/login/").wsgi_request.actor.is_staff
    assert page.get("/staff/people/").url.startswith("/staff/password/?next=")
    fresh = {"password": PASSWORD, "new_password": "kita-asama-1987", "new_password_again": "kita-asama-1987"}
    assert (
        page.post("/staff/password/", {**fresh, "next": "/staff/second-factor/"}).url
        == "/staff/second-factor/"
    )
    response = page.get("/staff/second-factor/")
    assert response.wsgi_request.actor.is_staff
    assert "あと10個" in text(response)


def test_an_initial_password_cannot_be_kept(make_staff):
    staff = make_staff("karuizawa/new", is_initial=True)
    page = staff_browser(staff)
    same = {"password": PASSWORD, "new_password": PASSWORD, "new_password_again": PASSWORD}
    assert "今のパスワードと同じです" in text(page.post("/staff/password/", same))
    other = {**same, "new_password": "kita-asama-1987"}
    assert "2つの新しいパスワードが違います" in text(page.post("/staff/password/", other))


def test_a_recovery_code_signs_in_instead(clerk):
    codes = enrol(clerk)
    page = browser()
    page.post("/staff/login/", LOGIN)
    assert "復旧コードを使う" in text(page.get("/staff/login/code/"))
    assert page.post("/staff/login/recovery/", {"code": codes[3]}).url == "/staff/"
    assert page.get("/staff/second-factor/").status_code == 200


def test_the_login_stays_and_the_password_does_not_after_a_failure(enrolled):
    response = browser().post("/staff/login/", {**LOGIN, "password": "wrong-wrong"})
    assert 'value="karuizawa/clerk"' in text(response)
    assert "wrong-wrong" not in text(response)
    assert "ログイン名かパスワードが違います" in text(response)


def test_after_five_failures_the_page_says_until_when(enrolled):
    page = browser()
    for _ in range(5):
        response = page.post("/staff/login/", {**LOGIN, "password": "wrong-wrong"})
    assert re.search(r"\d+時\d\d分までサインインできません", text(response))
    assert "サインインできません" in text(page.post("/staff/login/", LOGIN))


def test_codes_are_not_asked_for_long_after_the_password(enrolled):
    page = browser()
    page.post("/staff/login/", LOGIN)
    session = page.session
    session["pending"] = {**session["pending"], "at": int(timezone.now().timestamp()) - 601}
    session.save()
    assert page.post("/staff/login/code/", {"code": present_code(enrolled)}).url == "/staff/login/"


@pytest.mark.parametrize(
    "hostile",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "\t//evil.example",
        "evil",
    ],
)
def test_next_leads_nowhere_but_here(clerk, hostile):
    codes = enrol(clerk)
    page = browser()
    assert hidden(page.get("/staff/login/", {"next": hostile}), "next") == "/staff/"
    page.post("/staff/login/", {**LOGIN, "next": hostile})
    assert page.post("/staff/login/recovery/", {"code": codes[0]}).url == "/staff/"


def test_a_session_of_another_town_is_no_session(clerk, other_town):
    page = staff_browser(clerk)
    assert page.get("/staff/second-factor/").status_code == 200
    cookie = page.cookies["sessionid"].value
    other = Client(SERVER_NAME="shimosuwa.localhost")
    other.cookies["sessionid"] = cookie
    response = other.get("/staff/second-factor/")
    assert response.status_code == 302
    assert not response.wsgi_request.actor.is_staff
    assert not response.wsgi_request.user.is_authenticated
    # It does not end at home because somebody carried its cookie elsewhere.
    assert page.get("/staff/second-factor/").status_code == 200


def test_taking_off_the_second_factor_ends_the_sessions(clerk, systems):
    page, officer = staff_browser(clerk), staff_browser(systems)
    listed = text(officer.get("/staff/people/"))
    assert "試山 涼さんの" in listed
    assert "見本 誠さんの" not in listed
    where = f"/staff/people/{clerk.pk}/second-factor/"
    assert "本人を確かめてください" in text(officer.get(where))
    response = officer.post(where, follow=True)
    assert "試山 涼さんの二要素を解除しました" in text(response)
    assert page.get("/staff/second-factor/").status_code == 302


def test_nobody_takes_off_their_own_second_factor(systems):
    page = staff_browser(systems)
    where = f"/staff/people/{systems.pk}/second-factor/"
    assert "自分では解除できません" in text(page.get(where))
    assert "自分では解除できません" in text(page.post(where))
    assert queries.second_factor_stamp(systems.user)


def test_people_is_for_systems_officers(clerk):
    assert staff_browser(clerk).get("/staff/people/").status_code == 403
    assert browser().get("/staff/people/").status_code == 302


def test_an_app_is_enrolled_anew_after_the_password(clerk):
    page = staff_browser(clerk)
    assert page.get("/staff/second-factor/new/").url == "/staff/second-factor/"
    assert "違います" in text(page.post("/staff/second-factor/", {"password": "wrong-wrong"}))
    assert page.post("/staff/second-factor/", {"password": PASSWORD}).url == "/staff/second-factor/new/"
    page.get("/staff/second-factor/new/")
    secret = SecondFactor.objects.get(user=clerk.user).next_secret
    response = page.post("/staff/second-factor/new/", {"code": totp_code(secret)})
    assert len(re.findall(r"\b[2-9A-Z]{5}-[2-9A-Z]{5}\b", text(response))) == 10
    assert page.get("/staff/second-factor/").status_code == 200
    assert page.get("/staff/second-factor/new/").url == "/staff/second-factor/"


def test_changing_the_password_keeps_this_session_and_ends_the_others(clerk):
    page, elsewhere = staff_browser(clerk), staff_browser(clerk)
    fresh = {"password": PASSWORD, "new_password": "kita-asama-1987", "new_password_again": "kita-asama-1987"}
    page.post("/staff/password/", fresh)
    assert page.get("/staff/second-factor/").status_code == 200
    assert elsewhere.get("/staff/second-factor/").status_code == 302


def test_signing_out_ends_the_session(clerk):
    page = staff_browser(clerk)
    assert page.get("/staff/logout/").status_code == 405
    assert page.post("/staff/logout/").url == "/staff/login/"
    assert page.get("/staff/second-factor/").status_code == 302
    assert not Session.objects.exists()


def test_staff_who_left_or_have_no_post_today_may_do_nothing(clerk):
    page = staff_browser(clerk)
    for post in clerk.memberships.all():
        post.until_on = timezone.localdate() - timedelta(days=1)
        post.save()
    actor = page.get("/staff/login/").wsgi_request.actor
    assert (actor.is_staff, actor.roles) == (True, frozenset())
    Staff.objects.update(is_active=False)
    assert not page.get("/staff/login/").wsgi_request.actor.is_staff


def test_what_was_typed_survives_an_expired_session(clerk):
    enrol(clerk)
    page = browser()
    typed = {"password": "secret-secret", "reason": "髙橋さんに\r\n電話した", "many": ["1", "2"]}
    response = page.post("/staff/second-factor/?x=1", typed)
    assert response.status_code == 403
    assert "入力した内容は残っています" in text(response)
    token = hidden(response, "kept")
    response = page.post("/staff/login/", {"login": "karuizawa/clerk", "password": "wrong", "kept": token})
    assert hidden(response, "kept") == token
    page.post("/staff/login/", {**LOGIN, "kept": token})
    response = page.post("/staff/login/code/", {"code": present_code(clerk)})
    assert response.url == "/staff/login/resume/"
    response = page.get("/staff/login/resume/")
    assert "続きから送る" in text(response)
    assert 'action="/staff/second-factor/?x=1"' in text(response)
    assert hidden(response, "reason") == typed["reason"]
    assert text(response).count('name="many"') == 2
    assert "secret-secret" not in text(response)
    assert "kept" not in page.session
    assert "残っている内容はありません" in text(page.get("/staff/login/resume/"))


def test_a_forged_kept_token_shows_nothing(clerk):
    codes = enrol(clerk)
    page = browser()
    assert hidden(page.post("/staff/login/", {"login": "x", "kept": "forged"}), "kept") == ""
    page.post("/staff/login/", {**LOGIN, "kept": "forged"})
    assert page.session["pending"]["kept"] == ""
    assert page.post("/staff/login/recovery/", {"code": codes[0]}).url == "/staff/"
    assert "残っている内容はありません" in text(page.get("/staff/login/resume/"))


def test_a_failed_check_of_our_own_page_keeps_what_was_typed(town):
    page = browser(enforce_csrf_checks=True)
    response = page.post(
        "/staff/login/", {"login": "karuizawa/clerk"}, headers={"origin": "http://karuizawa.localhost"}
    )
    assert response.status_code == 403
    assert hidden(response, "login") == "karuizawa/clerk"
    again = {"login": "karuizawa/clerk", "csrfmiddlewaretoken": hidden(response, "csrfmiddlewaretoken")}
    response = page.post("/staff/login/", again, headers={"origin": "http://karuizawa.localhost"})
    assert "パスワードを入力してください" in text(response)
    assert 'value="karuizawa/clerk"' in text(response)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "null"},
        {"origin": "https://evil.example"},
        {"referer": "https://evil.example/karuizawa.localhost"},
        {"origin": "https://evil.example", "referer": "http://karuizawa.localhost/"},
    ],
)
def test_a_form_of_another_site_is_refused_plainly(town, headers):
    page = browser(enforce_csrf_checks=True)
    response = page.post("/staff/login/", {"login": "karuizawa/clerk"}, headers=headers)
    assert response.status_code == 403
    assert "この画面からは送れませんでした" in text(response)
    assert "karuizawa/clerk" not in text(response)


def test_users_create_prints_a_password_that_signs_in(environment, capsys):
    facts = ["--town=karuizawa", "--name=見本", "--department=environment", "--role=clerk"]
    call_command("users", "create", "--login=clerk1", *facts)
    password = re.search(r"[\w]{4}(-[\w]{4}){3}", capsys.readouterr().out)[0]
    response = browser().post("/staff/login/", {"login": "clerk1", "password": password})
    assert response.url == "/staff/login/enrol/"


def test_users_reset_opens_a_login_again(clerk, capsys):
    enrol(clerk)
    call_command("users", "reset", "--town=karuizawa", "--login=karuizawa/clerk", "--second-factor")
    password = re.search(r"[\w]{4}(-[\w]{4}){3}", capsys.readouterr().out)[0]
    response = browser().post("/staff/login/", {"login": "karuizawa/clerk", "password": password})
    assert response.url == "/staff/login/enrol/"
