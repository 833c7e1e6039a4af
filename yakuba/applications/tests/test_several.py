"""May one person have several: a second 申込 is turned away, a second 申請 is examined and its clerk is told."""

from __future__ import annotations

import pytest

from yakuba.accounts.queries import actor_of_resident
from yakuba.accounts.tests.visitors import browser, resident, resident_browser, staff_browser
from yakuba.applications import actions, queries
from yakuba.applications.models import Application
from yakuba.applications.tests import make, small
from yakuba.core.queries import story
from yakuba.work.models import WorkItem

OTHER = {
    "name": {"family": "例田", "given": "次郎"},
    "kana": "レイタ ジロウ",
    "birth": "1990-01-02",
    "telephone": "0267-00-0009",
}


@pytest.fixture
def course(hall, now):
    # Open whatever day it is when a page is asked for.
    return small.published(small.COURSE.replace("open: {from: 11-01, until: 11-30}\n", ""), now=now)


@pytest.fixture
def claim(hall, now):
    return small.published(small.CLAIM, now=now)


@pytest.fixture
def hanako(town):
    return resident("hanako@example.jp")


def test_a_second_one_of_a_resident_is_turned_away_at_the_door(course, hanako, now):
    who = {"actor": actor_of_resident(hanako), "resident": hanako}
    first = small.sent(course, small.PERSON, now=now, **who)
    with pytest.raises(actions.FiledBefore) as refusal:
        small.filled(course, small.PERSON, now=now, **who)
    assert refusal.value.first == first
    assert Application.objects.count() == 1


def test_two_drafts_of_two_windows_become_one_filing(course, hanako, now):
    actor = actor_of_resident(hanako)
    drafts = [small.filled(course, small.PERSON, now=now, actor=actor, resident=hanako) for _ in range(2)]
    actions.submit(drafts[0], actor=small.sender(drafts[0], actor), now=now)
    with pytest.raises(actions.FiledBefore):
        actions.submit(drafts[1], actor=small.sender(drafts[1], actor), now=now)
    kept = small.fresh(drafts[1])
    assert (kept.state, kept.answers["kana"]) == ("draft", "ミホン ハナコ")


def test_what_was_taken_back_leaves_room(course, hanako, now):
    actor = actor_of_resident(hanako)
    first = small.sent(course, small.PERSON, now=now, actor=actor, resident=hanako)
    actions.withdraw(first, actor=small.sender(first, actor), now=now)
    assert small.sent(course, small.PERSON, now=now, actor=actor, resident=hanako).state == "submitted"


def test_one_open_counts_only_the_undecided_and_once_counts_them_all(course, claim, hall, hanako, now):
    who = {"actor": actor_of_resident(hanako), "resident": hanako}
    claimed = small.sent(claim, small.CLAIMED, now=now, **who)
    assert queries.filed_before(claim.definition, hanako.pk) == claimed
    make.decided(claimed, hall["chief"], now=now)
    assert queries.filed_before(claim.definition, hanako.pk) is None
    enrolled = small.sent(course, small.PERSON, now=now, **who)
    actions.confirm(
        enrolled,
        step="confirm",
        outcome="confirmed",
        reasons="",
        actor=hall["clerk"],
        now=now,
    )
    assert queries.filed_before(course.definition, hanako.pk) == enrolled


def test_what_the_law_wants_examined_is_accepted_and_the_clerk_is_told(claim, hanako, now):
    # 行政手続法7条: the town must begin to examine whatever arrives.
    who = {"actor": actor_of_resident(hanako), "resident": hanako}
    first = small.sent(claim, small.CLAIMED, now=now, **who)
    second = small.sent(claim, {**small.CLAIMED, **OTHER}, now=now, **who)
    assert second.state == "submitted"
    titles = [item.title for item in WorkItem.objects.order_by("id")]
    assert titles == ["内容を確かめる", "内容を確かめる（同じ方のものが、ほかにもあります）"]
    assert queries.same_person(second) == [first]
    assert queries.same_person(first) == [second]


@pytest.mark.parametrize(
    "changed",
    [
        {"telephone": "0267-99-9999"},  # the same name and birth date
        {
            "birth": "1981-01-01",
            "name": {"family": "みほん", "given": "はなこ"},
        },  # the same reading and telephone
    ],
)
def test_guests_are_known_again_by_keyed_hashes(claim, now, changed):
    first = small.sent(claim, small.CLAIMED, now=now)
    second = small.sent(claim, {**small.CLAIMED, **changed}, now=now)
    assert queries.same_person(second) == [first]


def test_somebody_else_is_not_the_same_person(claim, now):
    small.sent(claim, small.CLAIMED, now=now)
    assert queries.same_person(small.sent(claim, {**small.CLAIMED, **OTHER}, now=now)) == []


def test_a_guest_is_told_nothing_about_another_filing(course, hall, now):
    small.sent(course, small.PERSON, now=now)
    second = small.filled(course, small.PERSON, now=now)
    visitor = browser()
    visitor.post("/applications/", {"code": second.lookup_code, "number": ""})
    check = visitor.get(f"/apply/course/{second.pk}/check/").content.decode()
    assert "すでに届いて" not in check
    visitor.post(f"/apply/course/{second.pk}/check/", {"sure": "1"})
    second = small.fresh(second)
    assert second.state == "submitted"
    status = visitor.get(f"/applications/{second.matter.number}/").content.decode()
    assert "同じ方" not in status
    assert "R8-000001" not in status
    assert len(queries.same_person(second)) == 1


def test_the_pages_lead_a_resident_to_the_first_one(course, hanako, now):
    first = small.sent(course, small.PERSON, now=now, actor=actor_of_resident(hanako), resident=hanako)
    visitor = resident_browser("hanako@example.jp")
    page = visitor.get("/apply/course/").content.decode()
    assert f"受付番号 {first.matter.number}" in page
    assert f"/applications/{first.matter.number}/" in page
    assert "入力を始める" not in page
    refused = visitor.post("/apply/course/")
    assert refused.status_code == 409
    assert f"/applications/{first.matter.number}/" in refused.content.decode()
    assert Application.objects.count() == 1


def test_the_case_page_shows_both_to_the_clerk(claim, hall, now):
    first, second = (small.sent(claim, small.CLAIMED, now=now) for _ in range(2))
    page = staff_browser(hall.staff["clerk"]).get(f"/staff/applications/{second.matter.number}/")
    assert f'<a href="/staff/applications/{first.matter.number}/">' in page.content.decode()
    assert "application.viewed" in [event.name for event in story(second.matter)]
