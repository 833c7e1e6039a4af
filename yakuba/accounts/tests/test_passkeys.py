"""Passkeys of residents and staff: made, used, lost; and everything that is no passkey is refused."""

from __future__ import annotations

import json
from html import unescape

import pytest

from yakuba.accounts import actions, queries
from yakuba.accounts.models import Passkey, SignIn
from yakuba.accounts.tests.authenticator import Device
from yakuba.accounts.tests.visitors import browser, resident_browser, staff_browser
from yakuba.core.actors import MACHINE
from yakuba.core.models import Event

MAIL = "hanako@example.jp"


def challenge_on(page) -> str:
    shown = unescape(page.content.decode())
    start = shown.index('data-passkey="') + len('data-passkey="')
    return json.JSONDecoder().raw_decode(shown[start:])[0]["challenge"]


def registered(page, address="/my/passkeys/new/", **options) -> Device:
    device = Device(**options)
    page.post(address, {"answer": device.make(challenge_on(page.get(address)))})
    return device


@pytest.fixture
def owner(town):
    return resident_browser(MAIL)


def test_a_resident_makes_a_passkey_and_signs_in_by_it(owner):
    device = registered(owner)
    passkey = Passkey.objects.get()
    assert (passkey.kind, passkey.sign_count) == ("resident", 0)
    page = browser()
    asked = page.post("/login/passkey/", {"begin": "1", "next": "/my/profile/"})
    answer = {"answer": device.use(challenge_on(asked)), "next": "/my/profile/"}
    assert page.post("/login/passkey/", answer).url == "/my/profile/"
    assert page.get("/my/profile/").status_code == 200
    assert SignIn.objects.filter(method="passkey").count() == 1
    passkey.refresh_from_db()
    assert passkey.sign_count == 1
    assert Event.objects.filter(name="resident.signed_in").count() == 2


def test_an_answer_is_good_once_and_for_its_own_challenge_only(owner):
    device = registered(owner)
    page = browser()
    answer = device.use(challenge_on(page.get("/login/passkey/")))
    assert page.post("/login/passkey/", {"answer": answer}).status_code == 302
    other = browser()
    other.get("/login/passkey/")
    assert "サインインできませんでした" in other.post("/login/passkey/", {"answer": answer}).content.decode()
    # Nobody asked this browser anything.
    fresh = browser()
    assert fresh.post("/login/passkey/", {"answer": device.use("")}).status_code == 200


@pytest.mark.parametrize(
    "answer",
    ["{}", "[]", "x", "null", '{"id": 7}', '{"id": "a", "response": "b"}', "[" * 15_000, "9" * 30_000],
)
def test_what_is_no_answer_is_refused_in_words(owner, answer):
    registered(owner)
    assert "できませんでした" in browser().post("/login/passkey/", {"answer": answer}).content.decode()
    assert "できませんでした" in owner.post("/my/passkeys/new/", {"answer": answer}).content.decode()
    assert Passkey.objects.count() == 1


def test_a_device_that_does_not_verify_its_holder_is_refused(owner):
    registered(owner, verifies=False)
    assert not Passkey.objects.exists()


def test_a_page_of_another_host_gets_nothing(owner):
    registered(owner, host="karuizawa.localhost.example")
    assert not Passkey.objects.exists()
    device = registered(owner)
    device.origin = "http://phish.example"
    page = browser()
    answer = device.use(challenge_on(page.get("/login/passkey/")))
    assert page.post("/login/passkey/", {"answer": answer}).status_code == 200


def test_a_cloned_device_is_noticed_by_its_count(owner):
    device = registered(owner)
    for _ in range(2):
        page = browser()
        page.post("/login/passkey/", {"answer": device.use(challenge_on(page.get("/login/passkey/")))})
    device.count = 0
    page = browser()
    answer = device.use(challenge_on(page.get("/login/passkey/")))
    assert page.post("/login/passkey/", {"answer": answer}).status_code == 200


def test_for_staff_a_passkey_stands_for_both_factors_and_a_resident_s_opens_no_office(clerk, owner):
    here = staff_browser(clerk)
    device = registered(here, "/staff/passkeys/new/")
    page = browser()
    answer = device.use(challenge_on(page.get("/staff/login/passkey/")))
    assert page.post("/staff/login/passkey/", {"answer": answer, "next": "/staff/"}).url == "/staff/"
    assert page.get("/staff/sessions/").status_code == 200
    resident_device = registered(owner)
    other = browser()
    answer = resident_device.use(challenge_on(other.get("/staff/login/passkey/")))
    assert other.post("/staff/login/passkey/", {"answer": answer}).status_code == 200


def test_wrong_answers_lock_a_login_like_wrong_passwords(clerk):
    device = registered(staff_browser(clerk), "/staff/passkeys/new/")
    page = browser()
    for _ in range(5):
        page.get("/staff/login/passkey/")
        said = page.post("/staff/login/passkey/", {"answer": device.use("AAAA")}).content.decode()
    assert "失敗が5回続いたため" in said
    answer = device.use(challenge_on(page.get("/staff/login/passkey/")))
    assert page.post("/staff/login/passkey/", {"answer": answer}).status_code == 200


def test_a_lost_second_factor_takes_the_passkeys_along(clerk, now):
    device = registered(staff_browser(clerk), "/staff/passkeys/new/")
    actions.reset_second_factor(clerk, actor=MACHINE, now=now)
    assert not Passkey.objects.exists()
    page = browser()
    answer = device.use(challenge_on(page.get("/staff/login/passkey/")))
    assert page.post("/staff/login/passkey/", {"answer": answer}).status_code == 200


def test_a_passkey_is_thrown_away_by_its_owner_only(owner):
    registered(owner)
    passkey = Passkey.objects.get()
    neighbour = resident_browser("taro@example.jp")
    neighbour.post(f"/my/passkeys/{passkey.pk}/remove/")
    assert Passkey.objects.exists()
    owner.post(f"/my/passkeys/{passkey.pk}/remove/")
    assert not Passkey.objects.exists()


def test_the_same_device_is_not_registered_twice_nor_more_than_ten(owner):
    device = registered(owner)
    again = device.make(challenge_on(owner.get("/my/passkeys/new/")))
    assert "もう登録されています" in owner.post("/my/passkeys/new/", {"answer": again}).content.decode()
    for _ in range(12):
        registered(owner)
    assert len(queries.passkeys_of(Passkey.objects.first().user, "resident")) == 10
