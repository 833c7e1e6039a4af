"""Guests reach what they began in this browser, in this town, for 30 days."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core import signing
from django.http import HttpResponse
from django.test import Client, RequestFactory

from yakuba.accounts import grants
from yakuba.accounts.tests.visitors import browser, resident_browser, staff_browser
from yakuba.core.identifiers import uuid7


@pytest.fixture
def request_of(town):
    def make(cookie="", municipality=town):
        request = RequestFactory().get("/")
        request.municipality, request.session = municipality, SessionStore()
        if cookie:
            request.COOKIES[grants.COOKIE] = cookie
        return request

    return make


def granted(request_of, *ids):
    request, response = request_of(), HttpResponse()
    for matter in ids:
        grants.grant(request, response, matter)
    return request, response.cookies[grants.COOKIE]


def test_a_grant_holds_in_the_session_and_by_the_cookie(request_of):
    matter, other = uuid7(), uuid7()
    request, cookie = granted(request_of, matter, other)
    assert grants.granted(request) == {matter, other}
    assert grants.granted(request_of(cookie.value)) == {matter, other}


def test_the_cookie_is_for_this_host_and_no_script(request_of):
    _, cookie = granted(request_of, uuid7())
    assert (cookie["httponly"], cookie["samesite"], cookie["domain"]) == (True, "Lax", "")
    assert cookie["max-age"] == 30 * 24 * 3600


def test_a_cookie_of_another_town_or_an_altered_one_grants_nothing(request_of, other_town):
    _, cookie = granted(request_of, uuid7())
    assert not grants.granted(request_of(cookie.value, other_town))
    assert not grants.granted(request_of(cookie.value[:-2] + "xx"))
    assert not grants.granted(request_of(signing.dumps([str(uuid7())])))


def test_a_new_grant_changes_the_key_of_the_session_and_an_old_one_does_not(request_of):
    request, response, matter = request_of(), HttpResponse(), uuid7()
    request.session["before"] = "kept"
    request.session.save()
    planted = request.session.session_key
    grants.grant(request, response, matter)
    fresh = request.session.session_key
    assert fresh != planted
    assert not request.session.exists(planted)
    assert request.session["before"] == "kept"
    grants.grant(request, response, matter)
    assert request.session.session_key == fresh
    assert grants.granted(request) == {matter}


def test_twenty_matters_fit(request_of):
    ids = [uuid7() for _ in range(25)]
    request, cookie = granted(request_of, *ids)
    assert grants.granted(request) == set(ids[5:])
    assert len(cookie.value) < 3000


def test_guests_and_residents_hold_grants_and_staff_do_not(request_of, clerk):
    matter = uuid7()
    _, cookie = granted(request_of, matter)
    for page, holds in (
        (browser(), {matter}),
        (resident_browser("hanako@example.jp"), {matter}),
        (staff_browser(clerk), set()),
    ):
        page.cookies[grants.COOKIE] = cookie.value
        assert page.get("/staff/login/").wsgi_request.actor.matters == holds


def test_a_session_of_another_town_holds_no_grants(request_of, other_town, clerk):
    page = staff_browser(clerk)
    session = page.session
    session["matters"] = [str(uuid7())]
    session.save()
    other = Client(SERVER_NAME="shimosuwa.localhost")
    other.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    assert not other.get("/staff/login/").wsgi_request.actor.matters
