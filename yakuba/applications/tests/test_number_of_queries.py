"""Each page asks the database a number of times that does not grow with what is on it."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from yakuba.accounts import grants
from yakuba.accounts.tests.visitors import browser, resident, resident_browser, staff_browser
from yakuba.applications.models import Application
from yakuba.applications.tests import make
from yakuba.applications.tests.conftest import DOG

MAIL = "hanako@example.jp"


def asked(client, path):
    """How many queries one page takes, once everything that is kept per process is there."""
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
    assert response.status_code == 200, response.url if response.status_code == 302 else path
    return [query["sql"] for query in queries.captured_queries if query["sql"].startswith("SELECT")]


def more(few, many):
    """What is asked more often than before: the queries that grow with what is on the page."""
    before, after = (Counter(sql.partition(" WHERE ")[0] for sql in queries) for queries in (few, many))
    return [f"{count} {sql}" for sql, count in (after - before).items()]


@pytest.fixture
def moment():
    """The pages read the real clock."""
    return timezone.now()


@pytest.mark.parametrize(
    "path",
    [
        "/staff/",
        "/staff/?which=mine",
        "/staff/?which=free",
        "/staff/applications/",
        "/staff/applications/?q=犬",
        "/staff/applications/?state=submitted",
    ],
)
def test_a_list_of_the_staff(hall, dog, moment, path):
    client = staff_browser(hall.staff["clerk"])
    _two(hall, moment)
    few = asked(client, path)
    for number in range(3):
        _two(hall, moment + timedelta(minutes=number))
    assert more(few, asked(client, path)) == []


def test_a_case_with_everything_that_a_case_may_have(hall, dog, moment):
    client = staff_browser(hall.staff["clerk"])
    application = make.submitted(DOG, now=moment)
    make.work_off(moment)
    path = f"/staff/applications/{application.matter.number}/"
    application = _round(application, hall, moment)
    few = asked(client, path)
    for _ in range(3):
        application = _round(application, hall, moment)
    assert more(few, asked(client, path)) == []


def test_the_status_of_an_application(hall, dog, moment):
    application = make.submitted(DOG, now=moment)
    client = _guest(application)
    path = f"/applications/{application.matter.number}/"
    application = _round(application, hall, moment)
    few = asked(client, path)
    for _ in range(3):
        application = _round(application, hall, moment)
    assert more(few, asked(client, path)) == []


def test_the_pages_of_the_apply_flow(hall, dog, moment):
    application = make.draft(DOG, now=moment)
    client = _guest(application)
    counts = [
        len(asked(client, f"/apply/{DOG}/{application.pk}/{page}/"))
        for page in ("owner", "dog", "chip", "delivery")
    ]
    assert len(set(counts)) == 1
    assert max(counts) <= 12


@pytest.mark.parametrize("path", ["/", "/my/", f"/apply/{DOG}/"])
def test_a_page_with_ones_own_applications(hall, dog, moment, path):
    client, hanako = resident_browser(MAIL), resident(MAIL)
    _ones_own(hall, hanako, moment)
    few = asked(client, path)
    for _ in range(3):
        _ones_own(hall, hanako, moment)
    assert more(few, asked(client, path)) == []


@pytest.mark.parametrize("path", ["/", "/procedures/", "/procedures/?q=犬", "/procedures/?event=home"])
def test_a_page_of_procedures(hall, dog, moment, path):
    few = asked(browser(), path)
    for number in range(3):
        make.publish(dog.text.replace(f"id: {DOG}", f"id: dog-{number}"), actor=make.MACHINE, now=moment)
    assert more(few, asked(browser(), path)) == []


def _two(hall, moment):
    make.submitted(DOG, now=moment)
    make.returned(make.submitted(DOG, now=moment), hall["clerk"], now=moment)


def _ones_own(hall, hanako, moment):
    make.draft(DOG, now=moment, resident=hanako)
    make.returned(make.submitted(DOG, now=moment, resident=hanako), hall["clerk"], now=moment)
    make.decided(make.submitted(DOG, now=moment, resident=hanako), hall["chief"], now=moment)


def _round(application, hall, moment):
    """Drafted, remanded, returned, corrected, with letters and a paper each time."""
    make.proposed(application, hall["clerk"], now=moment)
    make.actions.remand(application, remark="もう一度。", actor=hall["chief"], now=moment)
    asked_back = make.returned(application, hall["clerk"], now=moment)
    make.resubmitted(asked_back, now=moment, telephone=f"0267-00-{1000 + application.revision}")
    make.work_off(moment)
    return Application.objects.with_everything().get(pk=application.pk)


def _guest(application):
    client = browser()
    client.post(
        "/applications/", {"code": application.lookup_code, "number": application.matter.number or ""}
    )
    assert grants.COOKIE in client.cookies
    return client
