"""What somebody of another department who is asked about a draft may open of the case, address by address."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.stories import errands, hall
from tests.stories.test_way import consulting, ladder  # noqa: F401  the town hall with a department that is asked
from yakuba.accounts.queries import actor_of_staff
from yakuba.accounts.tests.visitors import staff_browser
from yakuba.applications import actions

# Whoever is asked reads the case, and answers or sends back; what is done with the case itself is its department's.
MAY = {"application", "agree", "remand"}
PAGES = (
    "application", "agree", "remand", "return", "propose", "decide", "revise", "reroute", "step", "delay", "call",
    "correct", "code", "death", "heir", "ended", "revoke", "reopen", "reached", "same-person", "intake", "intake-scan",
)  # fmt: skip
ACTS = (
    "take", "resume-examination", "record", "close", "take-back", "view-after", "revoke-decide", "revoke-cancel",
    "delay-posted", "supplement", "note", "label", "watch", "pass-on",
)  # fmt: skip


@pytest.fixture
def draft(ladder, consulting, resident):  # noqa: F811  the fixtures
    application = errands.apply(resident, consulting)
    hall.draft(ladder["clerk"].sign_in(), application, "登録する")
    return application


def test_before_it_is_their_turn_there_is_no_such_case_and_then_they_read_and_answer(draft, ladder):  # noqa: F811
    asked = staff_browser(ladder["water-chief"].staff)
    assert {answer(asked, draft, name) for name in PAGES} == {404}
    for login in ("section", "assistant"):
        now = timezone.now()
        actor = actor_of_staff(ladder[login].staff, now=now)
        actions.agree(draft, actor=actor, now=now)
    seen = {name: answer(asked, draft, name) for name in PAGES}
    assert {name for name, status in seen.items() if status == 200} == MAY
    assert set(seen.values()) == {200, 403, 404, 409}
    assert {name for name, status in seen.items() if status == 404} == {"intake", "intake-scan"}
    # Whoever sees the case may watch it and write a note; here nothing was typed.
    acts = {name: answer(asked, draft, name, "post") for name in ACTS}
    assert {name for name, status in acts.items() if status == 302} == {"watch"}
    assert set(acts.values()) == {302, 409}


def answer(browser, application, name, method="get"):
    words = [application.matter.number] + (["examine"] if name == "step" else [])
    return getattr(browser, method)(reverse(f"staff-{name}", args=words)).status_code
