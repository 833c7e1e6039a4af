"""Every address is really asked for, by every visitor and by every method, and answers as the table says."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.rules import small_addresses, small_town
from tests.rules.access_lines import Answer, Visitor
from tests.rules.access_table import TABLE
from tests.rules.repository import none_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpResponse
    from django.test import Client

METHODS = ("GET", "POST")
LINES = {(line.name, line.method): line.answers for line in TABLE}


def names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    """The name of every address; an address without a name is shown by its pattern."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from names(entry, f"{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name or entry.pattern}"


def addresses() -> list[str]:
    return list(names(get_resolver()))


def test_every_address_has_a_line_and_every_line_an_address():
    asked, written = set(addresses()), {name for name, _ in LINES}
    none_of([f"without a line: {name}" for name in sorted(asked - written)])
    none_of([f"without an address: {name}" for name in sorted(written - asked)])


def test_no_line_stands_twice_and_no_address_shares_its_name():
    assert len(LINES) == len(TABLE)
    assert len(set(addresses())) == len(addresses())


# The walk ---------------------------------------------------------------------------------------
@pytest.fixture
def filled(town, other_town, settings):
    settings.DOCUMENTS_RENDERER = "yakuba.documents.providers.fake.FakeRenderer"
    return small_town.fill(town, other_town)


def kind_of(response: HttpResponse) -> str:
    """The answer in the words of the table, or what it was instead."""
    found = _known_kind(response)
    return found.value if found else f"{response.status_code} {response.headers.get('Location', '')}"


def _known_kind(response: HttpResponse) -> Answer | None:
    status, templates = (
        response.status_code,
        {template.name for template in getattr(response, "templates", [])},
    )
    doors = {
        "accounts/login.html": Answer.STAFF_DOOR,
        "accounts/interrupted.html": Answer.RESIDENT_DOOR,
        "applications/door.html": Answer.CODE_DOOR,
    }
    if response.headers.get("Content-Type", "").startswith("application/json"):
        return Answer.DATA
    if response.headers.get("Content-Type") == "application/problem+json" and status in {400, 401, 422}:
        return Answer.TOKEN_DOOR if status == 401 else Answer.UNREADABLE
    if status == 200:
        is_file = response.headers.get("Content-Disposition", "").startswith("attachment")
        return Answer.FILE if is_file else Answer.PAGE
    if status in {301, 302, 303}:
        place = response.headers["Location"].partition("?")[0]
        return {"/staff/login/": Answer.STAFF_DOOR, "/login/": Answer.RESIDENT_DOOR}.get(place, Answer.GO)
    if status == 403:
        return next((door for name, door in doors.items() if name in templates), Answer.REFUSED)
    return {404: Answer.NOTHING, 405: Answer.WRONG_METHOD, 409: Answer.REFUSED}.get(status)


def answer(town: small_town.SmallTown, browser: Client, name: str, method: str) -> str:
    """What this browser gets; whatever it changed is taken back."""
    asking = copy.deepcopy(browser)
    asking.raise_request_exception = False
    path = reverse(name, kwargs=small_addresses.arguments(town, name))
    with transaction.atomic():
        data = small_addresses.typed(town, name) if method == "POST" else {}
        response = asking.get(path) if method == "GET" else asking.post(path, data)
        transaction.set_rollback(True)
    return kind_of(response)


@pytest.mark.long
def test_every_visitor_gets_at_every_address_what_the_table_says(filled):
    wrong = []
    for name in addresses():
        for method in METHODS:
            expected = LINES.get((name, method), dict.fromkeys(Visitor, Answer.WRONG_METHOD))
            for visitor, browser in filled.browsers.items():
                got = answer(filled, browser, name, method)
                if got != expected[visitor].value:
                    wrong.append(f"{method} {name}, {visitor}: {got}; the table says: {expected[visitor]}")
    none_of(wrong)


def test_an_answer_that_the_table_does_not_promise_is_seen(filled):
    clerk, guest = filled.browsers[Visitor.CLERK], filled.browsers[Visitor.GUEST]
    assert answer(filled, clerk, "staff-application", "GET") == Answer.PAGE
    assert answer(filled, guest, "staff-application", "GET") == Answer.STAFF_DOOR
    assert answer(filled, guest, "staff-application", "POST") == Answer.WRONG_METHOD
