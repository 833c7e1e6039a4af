"""Who may pass a view, and where a visitor came from."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from yakuba.accounts import entrance, grants, kept
from yakuba.accounts.middleware import ActorOfRequest
from yakuba.accounts.tests.visitors import browser, resident_browser, staff_browser
from yakuba.core import access
from yakuba.core.identifiers import uuid7


@pytest.fixture
def view(monkeypatch):
    monkeypatch.setitem(access.TABLE, "letter.read", frozenset({"resident"}))
    monkeypatch.setitem(access.TABLE, "letter.seal", frozenset({"chief"}))
    return {
        verb: entrance.needs(verb)(lambda request: HttpResponse("in"))
        for verb in ("letter.read", "letter.seal")
    }


@pytest.fixture
def visit(town, view):
    def asked(page, verb, method="get", data=None):
        made = page.get("/staff/login/").wsgi_request
        request = getattr(RequestFactory(SERVER_NAME="karuizawa.localhost"), method)("/letters/?x=1", data)
        for name in ("municipality", "session", "user", "actor", "arrived_at"):
            setattr(request, name, getattr(made, name))
        return view[verb](request)

    return asked


def test_the_right_role_passes(visit, make_staff):
    assert visit(resident_browser("hanako@example.jp"), "letter.read").content == b"in"
    assert visit(staff_browser(make_staff("chief", role="chief")), "letter.seal").content == b"in"


def test_a_guest_is_led_to_the_sign_in_that_fits(visit):
    assert visit(browser(), "letter.read").url == "/login/?next=%2Fletters%2F%3Fx%3D1"
    assert visit(browser(), "letter.seal").url == "/staff/login/?next=%2Fletters%2F%3Fx%3D1"


def test_what_a_guest_posts_is_carried_to_the_sign_in_that_fits(visit):
    for verb, action in (("letter.read", "/login/"), ("letter.seal", "/staff/login/")):
        response = visit(browser(), verb, "post", {"reason": "電話した"})
        shown = response.content.decode()
        assert response.status_code == 403
        assert f'action="{action}"' in shown
        token = re.search(r'name="kept" value="([^"]+)"', shown)[1]
        request = RequestFactory().get("/")
        request.arrived_at = timezone.now()
        assert kept.unseal(request, token).fields == [("reason", "電話した")]


def test_who_is_signed_in_with_another_role_is_told_so(visit, clerk):
    assert visit(staff_browser(clerk), "letter.seal").status_code == 403
    assert visit(staff_browser(clerk), "letter.read").status_code == 403
    assert visit(resident_browser("hanako@example.jp"), "letter.seal").url.startswith("/staff/login/")


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "", "192.0.2.1"),
        (1, "", "192.0.2.1"),
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "10.9.8.7, 203.0.113.9", "203.0.113.9"),
        (2, "10.9.8.7, 203.0.113.9, 198.51.100.1", "203.0.113.9"),
        (3, "203.0.113.9", "203.0.113.9"),
    ],
)
def test_only_our_own_proxies_say_where_a_visitor_comes_from(settings, proxies, forwarded, address):
    settings.PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR="192.0.2.1")
    assert entrance.client_address(request) == address


def test_a_token_that_shows_nothing_leads_on_and_is_not_kept(town):
    request = RequestFactory().get("/")
    request.arrived_at, request.session = timezone.now(), SessionStore()
    for token in ("", "forged", "A" * (kept.LARGEST + 1)):
        assert entrance.go_on(request, to="/my/", token=token, resume="/login/resume/") == "/my/"
    assert "kept" not in request.session


def test_pages_of_somebodys_own_stay_in_no_store(town, clerk):
    guest, other = browser(), browser()
    request, granted = guest.get("/").wsgi_request, HttpResponse()
    grants.grant(request, granted, uuid7())
    guest.cookies[grants.COOKIE] = granted.cookies[grants.COOKIE].value
    for page in (guest, resident_browser("hanako@example.jp"), staff_browser(clerk)):
        assert {"private", "no-store"} <= set(page.get("/about/").headers["Cache-Control"].split(", "))
    assert "Cache-Control" not in other.get("/about/").headers


def test_static_files_are_everybodys(clerk):
    request = RequestFactory().get(f"{settings.STATIC_URL}ui/site.css", SERVER_NAME="karuizawa.localhost")
    made = staff_browser(clerk).get("/staff/login/").wsgi_request
    request.municipality, request.session, request.user = made.municipality, made.session, made.user
    response = ActorOfRequest(lambda _asked: HttpResponse())(request)
    assert request.actor.is_staff
    assert "Cache-Control" not in response.headers


def test_a_request_without_a_town_is_a_guest():
    request = RequestFactory().get("/healthz")
    request.session = SessionStore()
    ActorOfRequest(lambda asked: HttpResponse(asked.actor.code))(request)
    assert request.actor.code == "guest"


def test_a_sign_in_counts_from_its_last_use(town):
    page = resident_browser("hanako@example.jp")
    page.get("/login/")
    session = page.session
    session["seen"] = seen = session["seen"] - 601
    session.save()
    page.get("/login/")
    assert page.session["seen"] > seen
    moment = page.session["seen"]
    page.get("/login/")
    assert page.session["seen"] == moment
