"""Sessions are known, seen and ended, here and on other devices."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from yakuba.accounts import actions, queries
from yakuba.accounts.models import SignIn
from yakuba.accounts.tests.visitors import browser, resident, resident_browser, staff_browser
from yakuba.core import access
from yakuba.core.actors import MACHINE, guest
from yakuba.core.models import Event

MAIL = "hanako@example.jp"
PHONE = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"


def test_a_sign_in_is_kept_with_its_proof_and_no_address(town):
    page = resident_browser(MAIL)
    row = SignIn.objects.get()
    assert (row.kind, row.method, row.ended_at) == ("resident", "mail", None)
    assert page.get("/my/").status_code == 200


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (PHONE, "Chrome / Android"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1",
            "Safari / iPhone",
        ),
        ("Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge / Windows"),
        ("curl/8.0", ""),
        ("<script>" * 999, ""),
    ],
)
def test_a_device_is_told_by_a_code_of_ours(agent, name):
    assert queries.device_name(queries.device_of(agent)) == name


def test_ending_all_others_ends_them_at_once_and_keeps_this_one(town):
    here, lost = resident_browser(MAIL), resident_browser(MAIL)
    neighbour = resident_browser("taro@example.jp")
    assert here.post("/my/sign-in/end/").url == "/my/sign-in/"
    assert lost.get("/my/sign-in/").url.startswith("/login/")
    assert here.get("/my/sign-in/").status_code == 200
    assert neighbour.get("/my/sign-in/").status_code == 200
    assert Event.objects.get(name="sessions.ended").data["count"] == 1


def test_one_session_is_ended_by_its_owner_only(town):
    here, other = resident_browser(MAIL), resident_browser(MAIL)
    neighbour = resident_browser("taro@example.jp")
    ids = re.findall(r"/my/sign-in/([0-9a-f-]{36})/end/", here.get("/my/sign-in/").content.decode())
    assert len(ids) == 1
    neighbour.post(f"/my/sign-in/{ids[0]}/end/")
    assert other.get("/my/sign-in/").status_code == 200
    here.post(f"/my/sign-in/{ids[0]}/end/")
    here.post(f"/my/sign-in/{ids[0]}/end/")
    assert other.get("/my/sign-in/").status_code == 302
    assert Event.objects.filter(name="session.ended").count() == 1


def test_signing_out_ends_the_session_for_a_copied_cookie_too(town):
    page, copy = resident_browser(MAIL), browser()
    copy.cookies.update(page.cookies)
    page.post("/logout/")
    assert copy.get("/my/sign-in/").status_code == 302
    assert SignIn.objects.get().ended_at is not None


def test_staff_see_and_end_their_own(clerk):
    here, other = staff_browser(clerk), staff_browser(clerk)
    shown = here.get("/staff/sessions/").content.decode()
    assert shown.count("終わらせる") == 1
    here.post("/staff/sessions/end/")
    assert other.get("/staff/sessions/").url.startswith("/staff/login/")
    assert here.get("/staff/sessions/").status_code == 200


def test_staff_see_tries_that_failed(clerk, now):
    page = staff_browser(clerk)
    with pytest.raises(actions.SignInRefused):
        actions.check_password(clerk.user.login, "wrong", address="192.0.2.1", now=timezone.now())
    assert (
        "ありません。"
        not in page.get("/staff/sessions/").content.decode().split("失敗したサインイン")[1][:200]
    )


def test_nobody_ends_sessions_without_the_right(town, now):
    owner = resident(MAIL)
    with pytest.raises(access.NotAllowed):
        actions.end_sessions(owner.user, kind="resident", actor=guest(), now=now)


def test_old_sign_ins_are_forgotten_after_a_year(town, now):
    owner = resident(MAIL)
    actions.begin_session(owner.user, kind="resident", method="mail", device="", now=now)
    assert actions.forget_old_sign_ins(now=now + timedelta(days=365)) == 0
    assert actions.forget_old_sign_ins(now=now + timedelta(days=366)) == 1
    assert actions.end_sessions(owner.user, kind="resident", actor=MACHINE, now=now) == 0
