"""Outside its open period a procedure takes nothing in, and what was typed in time is not lost."""

from __future__ import annotations

import datetime

import pytest

from yakuba.accounts.tests.visitors import browser
from yakuba.applications import actions
from yakuba.applications.models import Application
from yakuba.applications.tests import make, small
from yakuba.core.queries import story

LAST = datetime.datetime(2026, 11, 30, 23, 59, 59, tzinfo=make.TOKYO)
OVER = datetime.datetime(2026, 12, 1, 0, 0, 0, tzinfo=make.TOKYO)


@pytest.fixture
def course(hall, now):
    return small.published(small.COURSE, now=now)


def test_both_ends_belong_to_the_period_and_the_servers_clock_in_japan_counts(course):
    first = datetime.datetime(2026, 11, 1, 0, 0, tzinfo=make.TOKYO)
    assert small.sent(course, small.PERSON, now=first).state == "submitted"
    assert small.sent(course, small.PERSON, now=LAST).state == "submitted"


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime.datetime(2026, 10, 31, 23, 59, tzinfo=make.TOKYO), "令和8年11月1日（日）から"),
        (OVER, "令和9年11月1日（月）から"),
    ],
)
def test_outside_nothing_is_begun(course, moment, words):
    with pytest.raises(actions.Closed, match=words):
        small.filled(course, small.PERSON, now=moment)
    assert not Application.objects.exists()


def test_what_was_begun_in_time_is_refused_after_the_end_and_kept(course):
    draft = small.filled(course, small.PERSON, now=LAST)
    with pytest.raises(actions.Closed):
        actions.submit(draft, actor=small.sender(draft), now=OVER)
    kept = small.fresh(draft)
    assert (kept.state, kept.answers["kana"], kept.submitted_at) == ("draft", "ミホン ハナコ", None)
    assert [event.name for event in story(kept.matter)] == ["application.started"]


def test_a_period_that_the_town_prolongs_meanwhile_holds_for_what_was_begun_before(course, now):
    draft = small.filled(course, small.PERSON, now=LAST)
    small.published(small.COURSE.replace("until: 11-30", "until: 12-10"), now=now)
    assert actions.submit(draft, actor=small.sender(draft), now=OVER).state == "submitted"


def test_a_correction_may_come_after_the_end(course, hall):
    arrived = small.sent(course, small.PERSON, now=LAST)
    asked = make.returned(arrived, hall["clerk"], now=LAST)
    back = make.save(
        asked, "who", {**small.PERSON, "telephone": "0267-00-0002"}, now=OVER + datetime.timedelta(days=3)
    )
    again = actions.submit(back, actor=small.sender(back), now=OVER + datetime.timedelta(days=3))
    assert (again.state, again.revision) == ("submitted", 2)


def test_every_page_says_it_before_anybody_types(hall, now):
    # Whatever day it is: a period that ended long ago.
    text = small.COURSE.replace("{from: 11-01, until: 11-30}", "{from: 2020-01-01, until: 2020-01-31}")
    small.published(text, now=now)
    visitor = browser()
    page = visitor.get("/procedures/course/").content.decode()
    assert "今は受け付けていません" in page
    assert "令和2年1月31日（金）まで）は終わりました。" in page
    assert "申請を始める" not in page
    assert "受付は終わりました" in visitor.get("/procedures/").content.decode()
    start = visitor.get("/apply/course/").content.decode()
    assert "今は受け付けていません" in start
    assert '<form method="post"' not in start.split("<main")[1].split("</main>")[0]
    refused = visitor.post("/apply/course/")
    assert refused.status_code == 409
    assert "今は受け付けていません" in refused.content.decode()
    assert not Application.objects.exists()


def test_the_check_keeps_everything_and_offers_to_save(hall, now):
    course = small.published(small.COURSE, now=now)
    draft = small.filled(course, small.PERSON, now=LAST)
    closed = small.COURSE.replace("{from: 11-01, until: 11-30}", "{from: 2020-01-01, until: 2020-01-31}")
    Application.objects.filter(pk=draft.pk).update(version=small.published(closed, now=now))
    visitor = browser()
    visitor.post("/applications/", {"code": draft.lookup_code, "number": ""})
    address = f"/apply/course/{draft.pk}/check/"
    page = visitor.get(address).content.decode()
    assert "今は送れません。入力した内容は残っています。" in page
    assert "この内容で申請する" not in page
    refused = visitor.post(address, {"sure": "1"})
    assert refused.status_code == 409
    assert "今は受け付けていません" in refused.content.decode()
    assert small.fresh(draft).state == "draft"
    assert visitor.post(address, {"later": "1"}).status_code == 302
