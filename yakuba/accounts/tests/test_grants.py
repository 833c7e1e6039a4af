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
from yakuba.core.actions import open_matter, shut_out
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


def test_a_grant_holds_at_once_and_by_the_cookie(request_of):
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


def test_a_grant_is_no_business_of_the_session(request_of):
    request, response, matter = request_of(), HttpResponse(), uuid7()
    request.session["before"] = "kept"
    request.session.save()
    planted = request.session.session_key
    grants.grant(request, response, matter)
    # Whoever planted the session reaches nothing by it (session fixation).
    assert (request.session.session_key, dict(request.session)) == (planted, {"before": "kept"})
    assert grants.granted(request) == {matter}


def test_a_session_from_before_there_was_only_the_cookie_still_grants_and_lets_go(request_of):
    request, response, matter, other = request_of(), HttpResponse(), uuid7(), uuid7()
    request.session["matters"] = [str(matter), str(other)]
    assert grants.granted(request) == {matter, other}
    grants.let_go(request, response, matter)
    assert grants.granted(request) == {other}
    assert request.session["matters"] == [str(other)]


def test_what_an_earlier_look_up_code_granted_is_shut_by_the_next(request_of, town, now):
    matter = open_matter("application", now=now)
    request, cookie = granted(request_of, matter.pk)
    shut_out(matter)
    assert grants.granted(request) == grants.granted(request_of(cookie.value)) == frozenset()
    grants.grant(request, HttpResponse(), matter.pk, issue=matter.code_issue)
    assert grants.granted(request) == {matter.pk}
    # Another matter in the same browser changes nothing about it.
    other = uuid7()
    grants.grant(request, HttpResponse(), other)
    assert grants.granted(request) == {matter.pk, other}
    grants.let_go(request, HttpResponse(), matter.pk)
    assert grants.granted(request) == {other}
    grants.grant(request, HttpResponse(), matter.pk, issue=matter.code_issue)
    shut_out(matter)
    assert grants.granted(request) == {other}


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


def test_what_is_lent_without_a_name_is_known_to_the_browser_and_to_no_session(request_of):
    unnamed, named = uuid7(), uuid7()
    request, response = request_of(), HttpResponse()
    grants.lend(request, response, unnamed)
    lent = response.cookies[grants.UNNAMED_COOKIE].value
    assert request.session.is_empty()
    later = request_of()
    later.COOKIES[grants.UNNAMED_COOKIE] = lent
    assert grants.granted(later) == {unnamed}
    # A grant of another matter does not take it along.
    grants.grant(later, HttpResponse(), named)
    kept = request_of(later.COOKIES[grants.COOKIE])
    assert grants.granted(kept) == {named}
    assert grants.granted(later) == {named, unnamed}


def test_what_was_lent_is_taken_back(request_of):
    first, second = uuid7(), uuid7()
    request, response = request_of(), HttpResponse()
    grants.lend(request, response, first)
    request.COOKIES[grants.UNNAMED_COOKIE] = response.cookies[grants.UNNAMED_COOKIE].value
    grants.lend(request, response, second)
    request.COOKIES[grants.UNNAMED_COOKIE] = response.cookies[grants.UNNAMED_COOKIE].value
    grants.take_back(request, response, first)
    request.COOKIES[grants.UNNAMED_COOKIE] = response.cookies[grants.UNNAMED_COOKIE].value
    assert grants.granted(request) == {second}
    grants.take_back(request, response, second)
    assert response.cookies[grants.UNNAMED_COOKIE].value == ""


def test_a_cookie_of_one_sort_is_none_of_the_other(request_of):
    _, cookie = granted(request_of, uuid7())
    request = request_of()
    request.COOKIES[grants.UNNAMED_COOKIE] = cookie.value
    assert not grants.granted(request)
