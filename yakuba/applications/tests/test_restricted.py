"""A case of a protected person (支援措置): what an official gets without a second one, and with one, act by act."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from yakuba.accounts import actions as accounts
from yakuba.accounts import queries as people
from yakuba.accounts.tests import protecting
from yakuba.accounts.tests.visitors import staff_browser
from yakuba.applications import actions, queries
from yakuba.applications.models import Application
from yakuba.applications.tests import make, small
from yakuba.applications.tests.conftest import DOG
from yakuba.core import access
from yakuba.core.deliveries import deliver_due
from yakuba.documents import actions as documents
from yakuba.documents.models import Document
from yakuba.messaging import queries as messages
from yakuba.messaging.models import Message
from yakuba.procedures import queries as procedures
from yakuba.work.models import WorkItem

NAME = {"family": "隠野", "given": "静香"}
SHIZUKA = {
    "name": NAME,
    "kana": "カクレノ シズカ",
    "telephone": "0267-98-7654",
    "mail": "shizuka@example.net",
}
FACTS = {f"person.{name}": value for name, value in SHIZUKA.items()}
HOUR = timedelta(hours=1)

# How far the second signature has come, and whether it opens anything.
STAGES = {"none": False, "asked": False, "own": False, "refused": False, "expired": False, "given": True}


@pytest.fixture
def moment():
    """The pages read the real clock."""
    return timezone.now()


@pytest.fixture
def officers(hall, moment):
    return [
        protecting.officer(f"karuizawa/officer-{number}", hall.departments[code], now=moment)
        for number, code in enumerate(("environment", "children"))
    ]


@pytest.fixture
def protection(officers, moment):
    return protecting.flag(FACTS, by=officers[1], now=moment - 9 * HOUR)


@pytest.fixture
def case(dog, protection, moment):
    return fresh(make.submitted(DOG, now=moment - 9 * HOUR, **SHIZUKA))


def fresh(application):
    return Application.objects.with_everything().get(pk=application.pk)


def outbox():
    return settings.OUTBOX


def bring(stage, purpose, case, *, staff, officers, now):
    """Bring a request of `staff` as far as the stage says; returns the actor that they are then."""
    if stage != "none":
        at = now - 9 * HOUR if stage == "expired" else now
        asker = officers[0] if stage == "own" else staff
        asked = protecting.ask(case.matter, purpose, by=asker, now=at)
        if stage == "own":
            with pytest.raises(accounts.NeedsAnother):
                protecting.agree(asked, by=asker, now=at)
        elif stage != "asked":
            answer = {
                "agrees": stage != "refused",
                "actor": protecting.acting(officers[1], now=at),
                "now": at,
            }
            accounts.answer_countersignature(asked, **answer)
    return protecting.acting(officers[0] if stage == "own" else staff, now=now)


@pytest.fixture(params=STAGES)
def stage(request):
    return request.param


# Seeing it --------------------------------------------------------------------------------------
def test_the_case_its_forms_and_the_list(stage, case, hall, officers, moment):
    actor = bring(stage, "view", case, staff=hall.staff["clerk"], officers=officers, now=moment)
    is_open = STAGES[stage]
    browser = staff_browser(officers[0] if stage == "own" else hall.staff["clerk"])
    number = case.matter.number
    for place in ("", "return/", "propose/"):
        page = browser.get(f"/staff/applications/{number}/{place}")
        assert page.status_code == (200 if is_open else 403), place
        assert ("静香" in page.content.decode()) is is_open, place
    assert [row.pk for row in queries.for_staff(actor).rows] == ([case.pk] if is_open else [])
    # Whatever was agreed to: no list names her, and no search finds her.
    assert "静香" not in browser.get("/staff/").content.decode()
    assert "静香" not in browser.get("/staff/applications/").content.decode()
    assert queries.for_staff(actor, words="隠野静香").rows == []
    assert queries.for_staff(actor, words="0267987654").rows == []


def test_every_act_on_the_case(stage, case, hall, officers, moment):
    actor = bring(stage, "view", case, staff=hall.staff["clerk"], officers=officers, now=moment)
    acts = (
        lambda: actions.record_view(case, actor=actor, now=moment),
        lambda: actions.take_on(case, staff=hall.staff["clerk"], actor=actor, now=moment),
        lambda: actions.finish(case, step=case.definition.route[0].id, actor=actor, now=moment),
        lambda: make.proposed(case, actor, now=moment),
        lambda: make.returned(fresh(case), actor, now=moment),
    )
    for act in acts:
        if STAGES[stage]:
            act()
            continue
        with pytest.raises(access.NotAllowed):
            act()


def test_the_chief_needs_a_consent_of_the_chiefs_own(case, hall, officers, moment):
    clerk = bring("given", "view", case, staff=hall.staff["clerk"], officers=officers, now=moment)
    make.proposed(case, clerk, now=moment)
    with pytest.raises(access.NotAllowed):
        make.decided(fresh(case), protecting.acting(hall.staff["chief"], now=moment), now=moment)
    chief = bring("given", "view", case, staff=hall.staff["chief"], officers=officers, now=moment)
    assert make.decided(fresh(case), chief, now=moment).state == "decided"


def test_another_department_learns_nothing_and_asks_nothing(case, hall, moment):
    other = protecting.acting(hall.staff["other clerk"], now=moment)
    browser = staff_browser(hall.staff["other clerk"])
    for place in ("", "second/"):
        assert browser.get(f"/staff/applications/{case.matter.number}/{place}").status_code == 404
    with pytest.raises(access.NotAllowed):
        actions.ask_second(case, purposes=["view"], reason="見たい", actor=other, now=moment)


def test_the_same_person_s_others_are_not_listed(dog, case, hall, officers, moment):
    make.submitted(DOG, now=moment, **SHIZUKA)
    bring("given", "view", case, staff=hall.staff["clerk"], officers=officers, now=moment)
    assert queries.same_person(case) == []


# Paper ------------------------------------------------------------------------------------------
def test_no_paper_is_made_before_a_second_official_agrees(stage, case, hall, officers, moment):
    make.work_off(moment - 8 * HOUR)
    receipt = Document.objects.get(matter=case.matter)
    assert receipt.state == "held"
    assert WorkItem.objects.filter(matter=case.matter, step="second-print", done_at=None).exists()
    bring(stage, "print", case, staff=hall.staff["clerk"], officers=officers, now=moment)
    make.work_off(moment)
    receipt.refresh_from_db()
    # What was agreed to nine hours ago made the paper then; only opening it is over.
    assert receipt.state == ("made" if stage in {"given", "expired"} else "held")


def test_a_paper_opens_once_for_each_consent(stage, case, hall, officers, moment):
    staff = hall.staff["clerk"]
    # It was made before.
    made = Document.objects.get(matter=case.matter)
    documents.release(case.matter, actor=make.MACHINE, now=moment)
    make.work_off(moment)
    bring("given", "view", case, staff=staff, officers=officers, now=moment)
    actor = bring(stage, "print", case, staff=staff, officers=officers, now=moment)
    if stage == "own":
        actor = protecting.acting(staff, now=moment)
    browser = staff_browser(staff)
    path = f"/staff/applications/{case.matter.number}/documents/{made.pk}/"
    made.refresh_from_db()
    if not STAGES[stage]:
        assert browser.get(path).status_code == 403
        with pytest.raises(people.Restricted):
            documents.open_file(made.file, actor=actor, now=moment)
        return
    assert browser.get(path).status_code == 200
    again = browser.get(path)
    assert again.status_code == 403
    assert "文書" in again.content.decode()


def test_a_paper_that_waits_when_the_protection_begins_is_held(dog, officers, hall, moment):
    case = make.submitted(DOG, now=moment, **SHIZUKA)
    paper = Document.objects.get(matter=case.matter)
    assert paper.state == "waiting"
    protecting.flag(FACTS, by=officers[0], now=moment)
    assert documents.make(paper.pk, now=moment) is None
    paper.refresh_from_db()
    assert paper.state == "held"


# Messages ---------------------------------------------------------------------------------------
def test_nothing_is_told_before_a_second_official_agrees_and_then_once(stage, case, hall, officers, moment):
    make.work_off(moment - 8 * HOUR)
    rows = Message.objects.filter(matter=case.matter)
    assert {row.state for row in rows} == {"held"}
    assert {row.channel for row in rows} == {"inbox", "mail"}
    assert list(messages.inbox(matters=[case.matter_id])) == []
    assert WorkItem.objects.filter(matter=case.matter, step="second-notify", done_at=None).exists()
    bring(stage, "notify", case, staff=hall.staff["clerk"], officers=officers, now=moment)
    for _ in range(2):
        make.work_off(moment + HOUR)
    is_sent = stage in {"given", "expired"}
    assert {row.state for row in rows.all()} == ({"sent"} if is_sent else {"held"})
    assert len(list(outbox().rglob("*.eml"))) == (1 if is_sent else 0)
    assert len(messages.inbox(matters=[case.matter_id])) == (1 if is_sent else 0)
    is_open = WorkItem.objects.filter(matter=case.matter, step="second-notify", done_at=None).exists()
    assert is_open is not is_sent


def test_what_is_written_later_is_another_question(case, hall, officers, moment):
    make.work_off(moment)
    clerk = bring("given", "view", case, staff=hall.staff["clerk"], officers=officers, now=moment)
    bring("given", "notify", case, staff=hall.staff["clerk"], officers=officers, now=moment)
    make.returned(fresh(case), clerk, now=moment + HOUR)
    make.work_off(moment + HOUR)
    states = dict(
        Message.objects.filter(matter=case.matter, channel="inbox").values_list("consequence", "state")
    )
    assert sorted(states.values()) == ["held", "sent"]


def test_a_mail_on_its_way_is_stopped_when_the_protection_begins(dog, officers, hall, moment):
    case = make.submitted(DOG, now=moment, **SHIZUKA)
    # The facts are delivered, the mails are not carried out yet.
    deliver_due(now=moment)
    assert Message.objects.get(matter=case.matter, channel="mail").state == "waiting"
    protecting.flag(FACTS, by=officers[0], now=moment)
    make.work_off(moment)
    assert Message.objects.get(matter=case.matter, channel="mail").state == "held"
    assert list(outbox().rglob("*.eml")) == []


def test_what_was_held_goes_out_when_the_protection_ends(case, protection, officers, moment):
    make.work_off(moment - 8 * HOUR)
    protecting.agree(
        protecting.ask(protection.matter, "end", by=officers[0], now=moment), by=officers[1], now=moment
    )
    make.work_off(moment)
    assert {row.state for row in Message.objects.filter(matter=case.matter)} == {"sent"}
    assert Document.objects.get(matter=case.matter).state == "made"
    assert not WorkItem.objects.filter(matter=protection.matter, done_at=None).exists()


def test_another_person_of_the_same_name_is_told_once_two_people_have_looked(
    dog, protection, hall, officers, moment
):
    known = {
        "name": NAME,
        "kana": "カクレノ セイカ",
        "telephone": "0267-11-1111",
        "mail": "seika@example.net",
    }
    case = fresh(make.submitted(DOG, now=moment, **known))
    make.work_off(moment)
    assert {row.state for row in Message.objects.filter(matter=case.matter)} == {"held"}
    bring("given", "different", case, staff=hall.staff["clerk"], officers=officers, now=moment)
    make.work_off(moment)
    assert {row.state for row in Message.objects.filter(matter=case.matter)} == {"sent"}
    assert (
        staff_browser(hall.staff["clerk"]).get(f"/staff/applications/{case.matter.number}/").status_code
        == 200
    )


# Bundles ----------------------------------------------------------------------------------------
def test_what_belongs_to_the_sitting_waits_for_a_second_official(stage, hall, officers, moment):
    claim = small.published(small.CLAIM, now=moment - 10 * HOUR)
    small.published(small.BENEFIT, now=moment - 10 * HOUR)
    person = {**small.CLAIMED, "helped": True}
    known = {
        f"person.{name}": value
        for name, value in people_facts(claim, person).items()
        if name in {"name", "kana", "birth_date", "telephone"}
    }
    protecting.flag(known, by=officers[1], now=moment - 9 * HOUR)
    first = fresh(small.sent(claim, person, now=moment - 9 * HOUR))
    assert Application.objects.count() == 1
    assert WorkItem.objects.filter(matter=first.matter, step="second-bundle", done_at=None).exists()
    bring(stage, "bundle", first, staff=office_of(first, hall), officers=officers, now=moment)
    for _ in range(2):
        make.work_off(moment)
    is_filed = stage in {"given", "expired"}
    assert Application.objects.count() == (2 if is_filed else 1)
    if is_filed:
        other = Application.objects.with_everything().exclude(pk=first.pk).get()
        assert (other.state, other.matter.parent) == ("submitted", first.matter)
        assert people.is_restricted(other.matter_id)
        assert not WorkItem.objects.filter(matter=first.matter, step="second-bundle", done_at=None).exists()


def people_facts(version, answers):
    known = procedures.known(version.definition, answers)
    return {
        name.removeprefix("person."): value for name, value in known.items() if name.startswith("person.")
    }


def office_of(application, hall):
    return next(
        hall.staff[login] for login in ("clerk", "other clerk") if application.is_dealt_with_by(hall[login])
    )


# Asking -----------------------------------------------------------------------------------------
def test_the_page_to_ask_on_keeps_what_was_typed_and_asks_once(case, hall, officers, moment):
    browser = staff_browser(hall.staff["clerk"])
    path = f"/staff/applications/{case.matter.number}/second/"
    page = browser.post(path, {"purposes": ["view"], "reason": ""})
    assert "理由を入力してください" in page.content.decode()
    page = browser.post(path, {"reason": "審査のため"})
    assert "審査のため" in page.content.decode()
    assert "1つ以上選んで" in page.content.decode()
    for _ in range(2):
        browser.post(path, {"purposes": ["view", "print"], "reason": "審査のため"})
    assert case.matter.countersignatures.count() == 2
    items = WorkItem.objects.filter(done_at=None, step__startswith="cs-")
    make.work_off(moment + HOUR)
    assert items.count() == 2
    assert "静香" not in str(list(items.values_list("title", flat=True)))
    make.work_off(moment + timedelta(days=5))
    assert items.count() == 0


def test_the_year_s_end_is_told_a_month_before_and_the_protection_holds_on(case, protection, moment):
    soon = moment + timedelta(days=340)
    make.work_off(soon)
    item = WorkItem.objects.get(matter=protection.matter, step="protection-renew")
    assert "期間が終わる" in item.title
    make.work_off(moment + timedelta(days=500))
    assert people.is_restricted(case.matter_id)


def test_a_survey_answered_under_a_name_is_neither_shown_nor_taken_out(case, hall, moment):
    assert people.knows_protected(FACTS)
    assert not people.knows_protected(
        {"person.name": {"family": "別", "given": "人"}, "person.birth_date": "1990-01-01"}
    )
    assert not people.knows_protected({})
