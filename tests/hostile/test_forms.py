"""A hostile-string walk over every form of the site: no error of the server, nothing that runs in a page that follows.

Each form takes strings of the table in turn, so that the suite ends in minutes and every string meets many forms.
Everything with everything: YAKUBA_TEST_EXAMPLES=1000.
"""

from __future__ import annotations

import copy
import os
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings as configured
from django.db import transaction
from django.urls import Resolver404, resolve, reverse

from tests.hostile.pages import Form, Seen, encoded
from tests.hostile.strings import MARK, RUN, TABLE, VERY_LONG
from tests.rules import small_addresses, small_town
from tests.rules.access_lines import Answer, Visitor
from tests.rules.access_table import TABLE as ADDRESSES
from tests.rules.repository import none_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpResponse
    from django.test import Client

EXAMPLES = int(os.environ.get("YAKUBA_TEST_EXAMPLES", "2"))
PARTS = 4  # so that several processes share the walk
EVERY = sorted({**TABLE, **VERY_LONG})
STRINGS = {**TABLE, **VERY_LONG}
# Who meets every form: the others see the same ones.
WALKERS = (
    Visitor.RESIDENT, Visitor.CHIEF, Visitor.CLERK, Visitor.SYSTEMS, Visitor.OFFICER, Visitor.GUEST,
)  # fmt: skip
SECRET_PARTS = (configured.SECRET_KEY, "root:x:0", "<UserLazyObject", "SimpleLazyObject")
# Signing out would end the walk of this visitor.
ENDS = {"sign-out", "staff-sign-out"}


@pytest.fixture
def filled(town, other_town, settings):
    settings.DOCUMENTS_RENDERER = "yakuba.documents.providers.fake.FakeRenderer"
    return small_town.fill(town, other_town)


def open_page(browser: Client, path: str) -> HttpResponse:
    asking = copy.deepcopy(browser)
    asking.raise_request_exception = False
    with transaction.atomic():
        response = asking.get(path)
        transaction.set_rollback(True)
    return response


def text(response: HttpResponse) -> str:
    if response.streaming or not response.headers.get("Content-Type", "").startswith("text/html"):
        return ""
    return response.content.decode("utf-8", "replace")


def forms(town: small_town.SmallTown, part: int) -> Iterator[tuple[Visitor, str, Form]]:
    """Every form on a part of the site's pages once: who met it first, at which page."""
    met: set[tuple[str, ...]] = set()
    for line in [line for line in ADDRESSES if line.method == "GET"][part::PARTS]:
        path = reverse(line.name, kwargs=small_addresses.arguments(town, line.name))
        for visitor in WALKERS:
            if line.answers[visitor] not in {Answer.PAGE, Answer.CODE_DOOR}:
                continue
            for form in Seen(text(open_page(town.browsers[visitor], path))).forms:
                target = urlsplit(urljoin(path, form.action or path))
                try:
                    name = resolve(target.path).view_name
                except Resolver404:
                    continue
                if name not in ENDS and (name, *form.sort) not in met:
                    met.add((name, *form.sort))
                    form.action = target.path + (f"?{target.query}" if target.query else "")
                    yield visitor, path, form


def send(
    browser: Client, form: Form, pairs: list[tuple[str, str]]
) -> tuple[HttpResponse, list[HttpResponse]]:
    """What comes back, and the page that it leads to; whatever it changed is taken back."""
    asking = copy.deepcopy(browser)
    asking.raise_request_exception = False
    with transaction.atomic():
        body = encoded(pairs)
        if form.method == "get":
            first = asking.generic("GET", form.action.partition("?")[0], QUERY_STRING=body.decode())
        else:
            first = asking.generic("POST", form.action, body, "application/x-www-form-urlencoded")
        then = []
        if first.status_code in {301, 302, 303}:
            then.append(asking.get(first.headers["Location"]))
        transaction.set_rollback(True)
    return first, then


def faults(response: HttpResponse) -> Iterator[str]:
    """What is wrong with an answer, whatever was sent."""
    if response.status_code >= 500:
        yield f"{response.status_code}"
    location = response.headers.get("Location", "")
    if urlsplit(location).netloc and not urlsplit(location).netloc.endswith(".localhost"):
        yield f"leads away to {location}"
    if any("\n" in value or "\r" in value for _, value in response.items()):
        yield "a header of two lines"
    if MARK in response.cookies:
        yield "a cookie of somebody else's"
    page = text(response)
    yield from Seen(page).alive
    yield from (f"shows {part[:12]}" for part in SECRET_PARTS if part in page)
    if f"<script>{RUN}" in page:
        yield "a script, not escaped"


def filled_in(form: Form, string: str, *, tampered: bool) -> list[tuple[str, str]]:
    """The form with this string in everything that is typed, or in everything at all."""
    kept = {"csrfmiddlewaretoken"}
    return [
        (name, string if (tampered and name not in kept) or sort in {"text", *_TYPED} else value)
        for name, sort, value in form.controls
        if sort not in {"submit", "file"}
    ]


_TYPED = {"search", "email", "tel", "url", "number", "password", "textarea", "date", "time"}


def chosen(number: int) -> list[str]:
    """Which strings the form of this number meets in the suite."""
    if len(EVERY) <= EXAMPLES:
        return EVERY
    return [EVERY[(number * EXAMPLES + place) % len(EVERY)] for place in range(EXAMPLES)]


@pytest.mark.parametrize("part", range(PARTS))
def test_every_form_of_the_site_takes_every_string_without_an_error(filled, part):
    wrong, count = [], 0
    for number, (visitor, path, form) in enumerate(forms(filled, part), part * 11):
        count += 1
        for turn, name in enumerate(chosen(number)):
            for tampered in {bool(turn % 2), EXAMPLES > 2}:
                pairs = filled_in(form, STRINGS[name], tampered=tampered)
                first, then = send(filled.browsers[visitor], form, pairs)
                wrong += [
                    f"{form.method} {form.action} (from {path}, {visitor}), {name}, tampered={tampered}: {fault}"
                    for response in (first, *then)
                    for fault in faults(response)
                ]
    assert count > 15
    none_of(wrong)


def test_the_walk_sees_what_would_run():
    page = f"<p>{RUN}</p><script>{RUN}</script><img src=x onerror=x><a href=' java\nscript:x'>x</a>"
    assert len(Seen(page).alive) == 4
    assert Seen("<script src='/a.js'></script><p>&lt;script&gt;</p><a href='/b'>x</a>").alive == []
