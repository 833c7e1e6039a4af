"""The pages of longer routes, surveys and papers that follow, at phone and desk width, by the same rules as all others."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tests.browser.wire import example_sent, number_of
from yakuba.procedures import loader, queries

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.looking import Look
    from tests.browser.people import Official, Resident
    from tests.browser.server import Server

CARE = loader.load_written(loader.written_for("karuizawa")["care-need"])
SURVEY = loader.load_written(loader.written_for("karuizawa")["town-survey"])


def with_papers_to_follow() -> int:
    """The example in which something is sent later."""
    return next(
        number for number, example in enumerate(CARE.examples) if "あとで出す" in example.answers.values()
    )


def test_pages_of_a_case_on_a_longer_route(
    server: Server, resident: Callable[..., Resident], official: Callable[..., Official], look: Look
) -> None:
    visitor = example_sent(server.address, "care-need", example=with_papers_to_follow())
    number = number_of(visitor)
    person = resident()
    person.page.context.add_cookies(visitor.cookies)
    person.go(f"/applications/{number}/supplements/")
    look(person.page, "application-supplements")
    clerk = official("kaigo")
    clerk.go(f"/staff/applications/{number}/steps/{CARE.route[0].id}/")
    look(clerk.page, "staff-step first")
    clerk.go(f"/staff/applications/{number}/delay/")
    look(clerk.page, "staff-delay")


def test_pages_of_a_survey(
    server: Server, resident: Callable[..., Resident], official: Callable[..., Official], look: Look
) -> None:
    clerk = official("kikaku")
    clerk.go("/staff/surveys/")
    look(clerk.page, "staff-surveys")
    clerk.go(f"/staff/surveys/{SURVEY.id}/")
    look(clerk.page, "staff-survey")
    person = resident()
    if queries.is_open(SURVEY, datetime.datetime.now(tz=ZoneInfo("Asia/Tokyo")).date()):
        visitor = example_sent(server.address, SURVEY.id)
        person.page.context.add_cookies(visitor.cookies)
        person.go(visitor.page.path)
    else:
        # Outside its period nobody can answer: the page that says so is looked at instead.
        person.go(f"/procedures/{SURVEY.id}/")
    look(person.page, "apply-thanks")
