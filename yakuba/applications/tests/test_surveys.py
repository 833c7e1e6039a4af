"""Surveys: counted at once, nobody's where they are anonymous, shown as bars, and taken out as a table."""

from __future__ import annotations

import csv
import io

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import signing
from django.utils import timezone

from yakuba.accounts import grants
from yakuba.accounts.models import Party, Person
from yakuba.accounts.queries import actor_of_resident
from yakuba.accounts.tests.visitors import browser, resident, resident_browser, staff_browser
from yakuba.applications import actions, queries
from yakuba.applications.models import Application
from yakuba.applications.tests import make, small
from yakuba.core import access, states
from yakuba.core.models import Event, Timer
from yakuba.core.queries import story
from yakuba.documents.models import Document
from yakuba.messaging.models import Message
from yakuba.work.models import WorkItem

ALWAYS = "open: {from: 2026-11-01, until: 2026-11-30}\n"
HANAKO = "hanako@example.jp"


@pytest.fixture
def survey(hall, now):
    return small.published(small.SURVEY, now=now)


@pytest.fixture
def open_survey(hall, now):
    """Open on whatever day a page is asked for."""
    return small.published(small.SURVEY.replace(ALWAYS, ""), now=now)


@pytest.fixture
def named(hall, now):
    return small.published(small.NAMED_SURVEY.replace(ALWAYS, ""), now=now)


def mine(hall, procedure, now, who="clerk"):
    return queries.survey(procedure, hall[who], now.date())


# Counting ---------------------------------------------------------------------------------------
def test_an_answer_is_counted_at_once_and_nothing_else_follows(survey, hall, now):
    application = small.sent(survey, small.OPINION, now=now)
    make.work_off(now)
    fresh = small.fresh(application)
    assert (fresh.state, fresh.outcome, fresh.revision, fresh.step) == ("closed", "counted", 1, "")
    assert (fresh.submitted_at, fresh.decided_on) == (now, now.date())
    assert fresh.department == hall.departments["environment"]
    assert (fresh.matter.number, fresh.matter.closed_at, fresh.due_on) == (None, now, None)
    assert fresh.submissions.get().answers == small.OPINION
    for rows in (WorkItem, Document, Message, Party, Person):
        assert not rows.objects.exists(), rows
    assert not Timer.objects.filter(done_at=None).exists()


def test_it_is_counted_once(survey, now):
    draft = small.filled(survey, small.OPINION, now=now)
    actions.submit(draft, actor=small.sender(draft), now=now)
    with pytest.raises(states.NotPossible, match="もう町に届いています"):
        actions.submit(draft, actor=small.sender(draft), now=now)


def test_an_answer_that_is_missing_is_asked_for(survey, now):
    draft = small.filled(survey, {"words": "よい"}, now=now)
    with pytest.raises(actions.Incomplete):
        actions.submit(draft, actor=small.sender(draft), now=now)


def test_no_trace_of_a_resident_stays_with_an_anonymous_answer(survey, town, now):
    hanako = resident(HANAKO)
    actor = actor_of_resident(hanako)
    application = small.sent(survey, small.OPINION, now=now, actor=actor, resident=hanako)
    assert application.resident is None
    events = story(application.matter)
    assert [(event.name, event.actor) for event in events] == [
        ("application.started", "anonymous"),
        ("retention.set", "anonymous"),
        ("answers.counted", "anonymous"),
    ]
    thrown = small.filled(survey, small.OPINION, now=now, actor=actor, resident=hanako)
    actions.discard(thrown, actor=small.sender(thrown, actor), now=now)
    assert {event.actor for event in story(thrown.matter)} == {"anonymous"}


def test_a_named_answer_is_the_residents_and_stands_once(named, town, now):
    hanako = resident(HANAKO)
    actor = actor_of_resident(hanako)
    application = small.sent(named, small.OPINION, now=now, actor=actor, resident=hanako)
    assert application.resident == hanako
    assert {event.actor for event in story(application.matter)} == {actor.code}
    with pytest.raises(actions.FiledBefore):
        small.filled(named, small.OPINION, now=now, actor=actor, resident=hanako)
    page = resident_browser(HANAKO).get("/apply/named-opinions/").content.decode()
    assert "あなたの回答は、すでに届いています。" in page


# The pages of the one who answers -----------------------------------------------------------------
def test_a_resident_answers_without_leaving_a_name(open_survey, town):
    resident(HANAKO)
    visitor = resident_browser(HANAKO)
    assert "町からのアンケート" in visitor.get("/").content.decode()
    page = visitor.get("/procedures/opinions/").content.decode()
    assert "回答を始める" in page
    assert "無記名です。" in page
    assert "手数料" not in page
    start = visitor.get("/apply/opinions/").content.decode()
    assert "お名前、住所、サインインの記録を、回答と結び付けて残しません。" in start
    begun = visitor.post("/apply/opinions/")
    sessions = [session.get_decoded() for session in Session.objects.all()]
    application = Application.objects.get()
    assert not any(str(application.matter_id) in str(session) for session in sessions)
    section = visitor.get(begun.url)
    assert section.status_code == 200
    sent = visitor.post(begun.url, {"seen": "0", "liked": "very", "again": "yes", "words": ""})
    assert sent.url == f"/apply/opinions/{application.pk}/check/"
    check = visitor.get(sent.url).content.decode()
    assert "この内容で回答する" in check
    assert "内容は事実のとおりです。" not in check
    later = visitor.get(f"/apply/opinions/{application.pk}/later/").content.decode()
    assert "照会コードはありません" in later
    assert application.lookup_code not in later
    done = visitor.post(sent.url)
    assert done.url == "/apply/opinions/thanks/"
    assert done.cookies[grants.UNNAMED_COOKIE].value == ""
    thanks = visitor.get(done.url).content.decode()
    assert "ご回答ありがとうございました" in thanks
    assert "受付番号" not in thanks
    fresh = small.fresh(application)
    assert (fresh.state, fresh.resident_id) == ("closed", None)
    assert {event.actor for event in story(fresh.matter)} == {"anonymous"}
    again = visitor.get(sent.url)
    assert again.status_code == 403
    assert "この回答は、もう開けません" in again.content.decode()


def test_a_double_click_leads_to_the_same_thanks(open_survey, now):
    draft = small.filled(open_survey, small.OPINION, now=now)
    visitor = browser()
    visitor.post("/applications/", {"code": draft.lookup_code, "number": ""})
    address = f"/apply/opinions/{draft.pk}/check/"
    assert visitor.post(address).url == "/apply/opinions/thanks/"
    assert visitor.post(address).url == "/apply/opinions/thanks/"
    assert visitor.get(f"/apply/opinions/{draft.pk}/done/").url == "/apply/opinions/thanks/"


def test_thanks_are_only_for_surveys(dog, town):
    assert browser().get("/apply/dog-registration/thanks/").status_code == 404


def test_what_is_granted_later_does_not_carry_the_unnamed_draft_along(open_survey, dog, town):
    visitor = browser()
    visitor.post("/apply/opinions/")
    unnamed = Application.objects.get()
    visitor.post("/apply/dog-registration/")
    dog_draft = Application.objects.exclude(pk=unnamed.pk).get()
    named = signing.loads(visitor.cookies[grants.COOKIE].value, salt=f"drafts:{town.code}")
    assert named == [str(dog_draft.matter_id)]
    assert settings.SESSION_COOKIE_NAME not in visitor.cookies
    assert visitor.get(f"/apply/opinions/{unnamed.pk}/", follow=True).status_code == 200


# Results ------------------------------------------------------------------------------------------
@pytest.fixture
def answered(survey, now):
    small.sent(survey, small.OPINION, now=now)
    small.sent(survey, {"liked": "very", "used": ["tax", "care"], "again": False, "waited": 20}, now=now)
    small.sent(survey, {"liked": "no", "again": False, "words": "=1+1"}, now=now)
    # A draft is no answer.
    small.filled(survey, small.OPINION, now=now)
    return survey


def test_results_count_every_option_and_list_every_text(answered, hall, now):
    survey = mine(hall, "opinions", now)
    assert survey.count == 3
    found = {result.field_id: result for result in queries.survey_results(survey)}
    assert [(bar.label, bar.count, bar.share) for bar in found["liked"].bars] == [
        ("とても満足", 2, 67),
        ("まあ満足", 0, 0),
        ("不満", 1, 33),
    ]
    assert [(bar.label, bar.count, bar.share) for bar in found["used"].bars] == [
        ("税", 2, 100),
        ("介護", 1, 50),
    ]
    assert (found["used"].answered, found["used"].unanswered) == (2, 1)
    assert [(bar.label, bar.count) for bar in found["again"].bars] == [("はい", 1), ("いいえ", 2)]
    assert dict(found["waited"].numbers)["平均"] == "12.5"
    assert sorted(found["words"].texts) == [("=1+1", 1), ("親切でした。", 1)]


def test_an_option_that_the_definition_no_longer_has_keeps_its_answers(answered, hall, now):
    changed = small.SURVEY.replace("{id: no, label: 不満}", "{id: bad, label: 不満足}")
    small.sent(small.published(changed, now=now), {"liked": "bad", "again": True}, now=now)
    found = {result.field_id: result for result in queries.survey_results(mine(hall, "opinions", now))}
    assert [(bar.label, bar.count) for bar in found["liked"].bars] == [
        ("とても満足", 2),
        ("まあ満足", 0),
        ("不満足", 1),
        ("no", 1),
    ]


def test_the_pages_of_the_department(answered, hall):
    clerk = staff_browser(hall.staff["clerk"])
    listing = clerk.get("/staff/surveys/").content.decode()
    assert 'href="/staff/surveys/opinions/"' in listing
    assert "3件" in listing
    page = clerk.get("/staff/surveys/opinions/").content.decode()
    for words in ("とても満足", "67%", "親切でした。", "少ない数（3件未満など）", 'width="67"'):
        assert words in page
    assert Event.objects.filter(name="results.viewed").count() == 1
    # An answer is no case.
    assert "窓口のアンケート" not in clerk.get("/staff/applications/").content.decode()


def test_another_department_and_a_resident_see_nothing(answered, hall):
    other = staff_browser(hall.staff["other clerk"])
    assert "まだありません" in other.get("/staff/surveys/").content.decode()
    assert other.get("/staff/surveys/opinions/").status_code == 404
    assert other.post("/staff/surveys/opinions/export/").status_code == 404
    assert browser().get("/staff/surveys/opinions/").status_code == 302
    assert staff_browser(hall.staff["systems"]).get("/staff/surveys/").status_code == 403


def test_the_table_opens_in_a_spreadsheet_and_taking_it_out_is_remembered(answered, hall):
    got = staff_browser(hall.staff["clerk"]).post("/staff/surveys/opinions/export/")
    assert got.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in got.headers["Content-Disposition"]
    assert got.content.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(got.content.decode("utf-8-sig")))
    assert head == ["満足していますか", "使った窓口", "また来ますか", "待った時間", "ご意見"]
    assert sorted(rows) == sorted([
        ["とても満足", "税", "はい", "5", "親切でした。"],
        ["とても満足", "税、介護", "いいえ", "20", ""],
        # What a hostile answer typed is text, no formula.
        ["不満", "", "いいえ", "", "'=1+1"],
    ])  # fmt: skip
    event = Event.objects.get(name="answers.exported")
    assert event.data == {"procedure": "opinions", "count": 3}
    assert event.actor == hall["clerk"].code


def test_only_the_department_takes_the_table_out(answered, hall, now):
    survey = mine(hall, "opinions", now)
    for who in ("other clerk", "systems", "stranger"):
        with pytest.raises(access.NotAllowed):
            actions.export_answers(survey, actor=hall[who], now=now)
        with pytest.raises(access.NotAllowed):
            actions.record_results_view(survey, actor=hall[who], now=now)


def test_a_named_table_says_when(named, hall, now):
    small.sent(named, small.OPINION, now=timezone.now())
    table = queries.survey_table(mine(hall, "named-opinions", now))
    assert table[0][0] == "回答日"
    assert table[1][0].startswith("令和")
