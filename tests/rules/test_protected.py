"""支援措置: when the applicant of every case is protected, no visitor gets a word about who and where, at any address.

The same visitors stand before the same addresses as in the walk of the access table; a new address is walked by itself.
Only the applicant's own browsers (the account, the look-up code) are left out: it is their own data.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from tests.rules import small_addresses, small_town
from tests.rules.access_lines import APPLICANT, Visitor
from tests.rules.repository import none_of
from tests.rules.test_access import LINES
from yakuba.accounts.tests import protecting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpResponse

WHO = {
    "name": {"family": "隠野", "given": "静香"},
    "kana": "カクレノ シズカ",
    "address": "軽井沢町大字発地987番地　月影荘",
    "telephone": "0267-98-7654",
    "mail": "shizuka@example.net",
}
SECRETS = (
    "隠野",
    "静香",
    "カクレノ",
    "シズカ",
    "かくれの",
    "987番地",
    "月影荘",
    "98-7654",
    "987654",
    "shizuka",
)
STRANGERS = [visitor for visitor in Visitor if visitor not in APPLICANT]
SEARCHES = ("隠野静香", "隠野 静香", "カクレノシズカ", "かくれの しずか", "0267-98-7654", "0267987654")


@pytest.fixture
def filled(town, other_town, settings):
    settings.DOCUMENTS_RENDERER = "yakuba.documents.providers.fake.FakeRenderer"
    found = small_town.fill(town, other_town, **WHO)
    facts = {f"person.{name}": value for name, value in WHO.items()}
    protecting.flag(facts, by=found.staff["second-officer"], now=timezone.now())
    return found


def asked(browser, path: str, method: str = "GET", data: dict | None = None) -> HttpResponse:
    """What a browser gets, followed to where it leads; whatever it changed is taken back."""
    asking = copy.deepcopy(browser)
    asking.raise_request_exception = False
    with transaction.atomic():
        response = asking.get(path) if method == "GET" else asking.post(path, data or {})
        transaction.set_rollback(True)
    return response


def told(response: HttpResponse) -> str:
    """Everything that an answer says: its body in any of the encodings that we write, and its headers."""
    body = b"".join(response) if response.streaming else response.content
    return (
        body.decode("utf-8", errors="replace")
        + body.decode("utf-16", errors="replace")
        + str(response.headers)
    )


def walk(town: small_town.SmallTown, visitors: list[Visitor]) -> Iterator[tuple[str, HttpResponse]]:
    # What the table does not name answers 405 to all: the walk of the table sees to that.
    for name, method in LINES:
        if (name, method) == ("find", "POST"):
            # Number and code together are the applicant's own key.
            continue
        path = reverse(name, kwargs=small_addresses.arguments(town, name))
        data = small_addresses.typed(town, name) if method == "POST" else {}
        for visitor in visitors:
            yield f"{method} {name}, {visitor}", asked(town.browsers[visitor], path, method, data)


@pytest.mark.long
def test_nobody_is_told_who_or_where(filled):
    leaks = [
        f"{who}: {secret}"
        for who, response in walk(filled, STRANGERS)
        for secret in SECRETS
        if secret in told(response)
    ]
    none_of(leaks)


def test_the_walk_would_see_a_leak(filled):
    number = filled.cases["arrived"].matter.number
    own = told(asked(filled.browsers[Visitor.RESIDENT], f"/applications/{number}/"))
    assert [secret for secret in SECRETS if secret in own]


@pytest.mark.parametrize("words", SEARCHES)
def test_no_search_finds_the_cases(filled, words):
    numbers = [case.matter.number for case in filled.cases.values() if case.matter.number]
    for visitor in (Visitor.CLERK, Visitor.CHIEF, Visitor.OTHER_CLERK, Visitor.SYSTEMS, Visitor.OFFICER):
        page = asked(filled.browsers[visitor], f"/staff/applications/?q={words}")
        none_of([f"{visitor}: {number}" for number in numbers if number in told(page)])


def test_what_is_left_in_the_lists_is_a_number(filled):
    number = filled.cases["arrived"].matter.number
    for path in ("/staff/", "/staff/restricted/"):
        page = told(asked(filled.browsers[Visitor.CLERK], path))
        assert number in page
        assert "閲覧制限" in page
    assert number not in told(asked(filled.browsers[Visitor.CLERK], "/staff/applications/"))
    assert number not in told(asked(filled.browsers[Visitor.OTHER_CLERK], "/staff/restricted/"))


def test_the_case_itself_says_that_it_is_kept_back(filled):
    path = f"/staff/applications/{filled.cases['arrived'].matter.number}/"
    for visitor in (Visitor.CLERK, Visitor.CHIEF):
        page = asked(filled.browsers[visitor], path)
        assert page.status_code == 403
        assert "二人目の確認" in told(page)
    for visitor in (Visitor.OTHER_CLERK, Visitor.OFFICER, Visitor.SYSTEMS):
        assert asked(filled.browsers[visitor], path).status_code == 404


def test_the_person_sees_all_of_it(filled):
    number = filled.cases["arrived"].matter.number
    for visitor in APPLICANT:
        assert "静香" in told(asked(filled.browsers[visitor], f"/applications/{number}/"))
