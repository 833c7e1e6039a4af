"""How often each page asks the database: no more than the table says, and as often with thirty rows as with three."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.rules import small_addresses, small_town
from tests.rules.access_lines import Answer, Visitor
from tests.rules.access_table import TABLE
from tests.rules.repository import none_of
from yakuba.accounts.tests import visitors
from yakuba.applications.tests import make
from yakuba.core.actors import MACHINE
from yakuba.procedures.actions import publish
from yakuba.trials import filling
from yakuba.trials.resident import ANSWERS

if TYPE_CHECKING:
    from django.test import Client

# Who typically opens a page that several may: the first of these who gets it.
TYPICAL = (
    Visitor.RESIDENT, Visitor.GUEST, Visitor.HOLDER, Visitor.CLERK, Visitor.CHIEF, Visitor.OFFICER, Visitor.SYSTEMS,
)  # fmt: skip
# A page that is not named asks at most so often: session, town, actor, the bar of the staff, and its own matter.
MOST = 45
# Pages that gather from many places, each with its number and why.
GATHERING = {
    # Both clocks, papers, the way of the draft, notes, labels, the same person's others, keeping, history, verbs.
    "staff-application": 92,
    # What is chosen of it, its boxes, counts, reminders, names, labels.
    "staff-todo": 55,
    "staff-applications": 50,
    # Line, letters, papers, supplements, what follows.
    "application": 55,
    # The copy of everything about a resident.
    "my-data-file": 60,
}
# Statements of the three requests of an errand, with what runs after its commits and the savepoints of the test itself.
ERRAND = 84


@pytest.fixture
def filled(town, other_town, settings):
    settings.DOCUMENTS_RENDERER = "yakuba.documents.providers.fake.FakeRenderer"
    return small_town.fill(town, other_town)


def asked(browser: Client, path: str) -> int:
    """How many statements one look at a page costs, its second one: what is read once per process was read."""
    counts = []
    for _ in range(2):
        with transaction.atomic(), CaptureQueriesContext(connection) as queries:
            copy.deepcopy(browser).get(path)
            transaction.set_rollback(True)
        counts.append(len([query for query in queries if "SAVEPOINT" not in query["sql"]]))
    return counts[-1]


def test_no_page_asks_more_often_than_the_table_says(filled):
    too_often = []
    for line in TABLE:
        shown = [one for one in TYPICAL if line.answers[one] == Answer.PAGE]
        if line.method != "GET" or not shown:
            continue
        path = reverse(line.name, kwargs=small_addresses.arguments(filled, line.name))
        count, most = asked(filled.browsers[shown[0]], path), GATHERING.get(line.name, MOST)
        if count > most:
            too_often.append(f"{line.name} as {shown[0].name}: {count} statements, at most {most}")
    none_of(too_often)


# Lists --------------------------------------------------------------------------------------------
def test_a_list_asks_as_often_for_thirty_rows_as_for_three(filled, now):
    owner = visitors.resident(small_town.OWNER)
    pages = {"staff-todo": Visitor.CLERK, "staff-applications": Visitor.CLERK, "my": Visitor.RESIDENT}
    few = {page: asked(filled.browsers[who], reverse(page)) for page, who in pages.items()}
    for _ in range(27):
        make.submitted(small_town.PROCEDURE, resident=owner, now=now)
    many = {page: asked(filled.browsers[who], reverse(page)) for page, who in pages.items()}
    assert many == few
    text = filled.browsers[Visitor.CLERK].get(reverse("staff-applications")).content.decode()
    assert text.count("見本") > 27 or text.count("/staff/applications/R8-") > 27


# The errand ---------------------------------------------------------------------------------------
def test_the_three_requests_of_an_errand(town, now, django_capture_on_commit_callbacks):
    filling.department("trials", now=now)
    text = (filling.PROCEDURES / f"{filling.ERRAND}.yaml").read_text(encoding="utf-8")
    publish(text, actor=MACHINE, now=now)
    browser = visitors.browser(town)
    with CaptureQueriesContext(connection) as queries, django_capture_on_commit_callbacks(execute=True):
        start = browser.post(f"/apply/{filling.ERRAND}/", {"token": str(uuid4())})
        section = browser.post(start.url, {"seen": "0", **ANSWERS})
        sent = browser.post(section.url, {"sure": "on"})
    assert sent.url.endswith("/done/")
    assert len(queries) <= ERRAND
