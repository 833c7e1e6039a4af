"""What the days do: the standard period, its standstill during a correction, and what falls due."""

from __future__ import annotations

import datetime
from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from yakuba.accounts import queries as accounts
from yakuba.applications import actions
from yakuba.applications.models import Application
from yakuba.applications.tests import make
from yakuba.applications.tests.conftest import DOG
from yakuba.core.actors import MACHINE
from yakuba.core.models import Timer
from yakuba.core.queries import story
from yakuba.documents.models import Document
from yakuba.messaging.models import Message
from yakuba.procedures.actions import publish
from yakuba.work.models import WorkItem

# The fixture `now` is Friday, 20 November 2026, nine o'clock; the dog has 14 days.
ARRIVED = date(2026, 11, 20)


def names(application):
    return [event.name for event in story(application.matter)]


def running(application):
    """The clocks of the case; when somebody is reminded of work is the to-do's own affair."""
    rows = Timer.objects.filter(matter=application.matter, done_at=None).exclude(name="work-due")
    return dict(rows.values_list("name", "due_at"))


def midnight_after(day):
    return datetime.datetime.combine(day + timedelta(days=1), datetime.time(), tzinfo=make.TOKYO)


def test_the_standard_period_begins_on_the_day_after_arrival(arrived):
    assert arrived.due_on == date(2026, 12, 4)
    assert running(arrived) == {"target": midnight_after(date(2026, 12, 4))}
    assert WorkItem.objects.get().due_on == date(2026, 12, 4)


def test_what_arrives_shortly_before_midnight_arrived_on_that_day_in_japan(dog):
    late = datetime.datetime(2026, 11, 20, 14, 59, tzinfo=datetime.UTC)
    assert localdate(late) == ARRIVED
    assert make.submitted(DOG, now=late).due_on == date(2026, 12, 4)
    assert make.submitted(DOG, now=late + timedelta(minutes=1)).due_on == date(2026, 12, 5)


def test_the_standard_period_stands_still_while_the_town_waits_for_a_correction(hall, arrived, now):
    asked = make.returned(arrived, hall["clerk"], now=now + timedelta(days=3))
    assert asked.clock_stopped_on == date(2026, 11, 23)
    assert list(running(asked)) == ["correction-due"]
    assert not WorkItem.objects.still_open().exists()

    back = make.resubmitted(asked, now=now + timedelta(days=13), telephone="0267-00-0009")
    assert back.clock_stopped_on is None
    assert back.due_on == date(2026, 12, 14)
    assert running(back) == {"target": midnight_after(date(2026, 12, 14))}
    assert WorkItem.objects.still_open().get().due_on == date(2026, 12, 14)

    again = make.returned(back, hall["clerk"], now=now + timedelta(days=14))
    twice = make.resubmitted(again, now=now + timedelta(days=16), telephone="0267-00-0008")
    assert twice.due_on == date(2026, 12, 16)


def test_the_days_on_which_the_office_is_open_are_counted_on_after_a_standstill(dog, hall, now):
    text = dog.text.replace("  days: 14\n  unit: calendar", "  days: 5\n  unit: open")
    publish(text, actor=MACHINE, now=now)
    application = make.submitted(DOG, now=now)
    # Monday 23 November is a holiday: the five open days end on Monday, 30 November.
    assert application.due_on == date(2026, 11, 30)
    asked = make.returned(application, hall["clerk"], now=now + timedelta(days=5))
    # Wednesday the 25th: Thursday, Friday and Monday are left, and go on after Sunday the 6th.
    back = make.resubmitted(asked, now=now + timedelta(days=16), telephone="0267-00-0009")
    assert back.due_on == date(2026, 12, 9)


def test_going_on_without_the_correction_lets_the_clock_run_again(hall, arrived, now):
    asked = make.returned(arrived, hall["clerk"], now=now + timedelta(days=3), fields=("address",))
    ids = [field.id for field in asked.definition.section("owner").fields]
    half = {name: value for name, value in asked.answers.items() if name in ids} | {"address": "書きかけ"}
    make.save(asked, "owner", half, now=now + timedelta(days=4))
    resumed = actions.resume_examination(asked, actor=hall["clerk"], now=now + timedelta(days=20))
    assert resumed.due_on == date(2026, 12, 21)
    assert running(resumed) == {"target": midnight_after(date(2026, 12, 21))}
    assert resumed.answers["address"] == arrived.answers["address"]
    assert resumed.revision == 1
    assert WorkItem.objects.still_open().get().title == "直しを待たずに審査する"


def test_a_correction_that_nobody_answers_becomes_work_for_the_clerk(hall, arrived, now):
    asked = make.returned(arrived, hall["clerk"], now=now)
    make.work_off(now + timedelta(days=14, hours=14))
    assert "correction.overdue" not in names(asked)
    make.work_off(now + timedelta(days=14, hours=15))
    assert names(asked).count("correction.overdue") == 1
    item = WorkItem.objects.still_open().get()
    assert (item.role, item.title) == ("clerk", "補正の期限が過ぎた：電話で確かめる")
    assert Application.objects.get().state == "returned"

    back = make.resubmitted(asked, now=now + timedelta(days=20), telephone="0267-00-0009")
    assert back.state == "submitted"
    assert WorkItem.objects.still_open().get().step == "examine"


def test_a_standard_period_that_passes_is_said_aloud_and_decides_nothing(arrived, now):
    make.work_off(now + timedelta(days=14))
    assert "target.missed" not in names(arrived)
    make.work_off(now + timedelta(days=15))
    assert names(arrived).count("target.missed") == 1
    fresh = Application.objects.get()
    assert (fresh.state, fresh.outcome) == ("submitted", "")
    make.work_off(now + timedelta(days=16))
    assert names(arrived).count("target.missed") == 1


@pytest.mark.parametrize("ending", ["decided", "withdrawn", "returned"])
def test_nothing_is_said_about_a_period_that_has_ended(hall, arrived, now, ending):
    end = {
        "decided": lambda: make.decided(arrived, hall["chief"], now=now),
        "withdrawn": lambda: make.withdrawn(arrived, now=now),
        "returned": lambda: make.returned(arrived, hall["clerk"], now=now),
    }
    end[ending]()
    assert "target" not in running(arrived)
    make.work_off(now + timedelta(days=60))
    assert "target.missed" not in names(arrived)


def test_what_is_told_and_made_twice_stands_once(hall, arrived, now):
    make.work_off(now)
    make.work_off(now + timedelta(minutes=1))
    assert Message.objects.filter(matter=arrived.matter).count() == 1
    assert Document.objects.filter(matter=arrived.matter).count() == 1
    asked = make.returned(arrived, hall["clerk"], now=now)
    make.resubmitted(asked, now=now, telephone="0267-00-0009")
    make.work_off(now + timedelta(minutes=2))
    told = Message.objects.filter(matter=arrived.matter).order_by("written_at", "id")
    assert sorted((letter.consequence, letter.revision) for letter in told) == [
        ("arrived", 1),
        ("arrived-again", 2),
        ("correct", 1),
    ]
    assert sorted(paper.revision for paper in Document.objects.filter(matter=arrived.matter)) == [1, 2]


def test_a_second_correction_is_told_again(hall, arrived, now):
    for round_ in range(2):
        asked = make.returned(arrived, hall["clerk"], now=now)
        arrived = make.resubmitted(asked, now=now, telephone=f"0267-00-000{round_}")
    make.work_off(now)
    assert Message.objects.filter(matter=arrived.matter, consequence="correct").count() == 2


def test_what_is_corrected_about_the_applicant_counts_from_then_on(hall, arrived, now):
    asked = make.returned(arrived, hall["clerk"], now=now, fields=("address", "telephone", "mail"))
    make.work_off(now)
    make.resubmitted(
        asked, now=now, address="軽井沢町大字追分3番地", telephone="0267-00-0009", mail="a@example.jp"
    )
    person = accounts.applicant(arrived.matter)
    assert (person.address, person.telephone, person.mail) == (
        "軽井沢町大字追分3番地",
        "0267-00-0009",
        "a@example.jp",
    )
    assert list(accounts.people_found(telephone="０２６７（００）０００９")) == [person]
    make.work_off(now)
    letters = Message.objects.filter(matter=arrived.matter, channel="mail")
    assert [(letter.consequence, letter.address) for letter in letters] == [("arrived-again", "a@example.jp")]
    decided = make.decided(Application.objects.get(), hall["chief"], now=now)
    notice = Document.objects.get(matter=decided.matter, consequence="decision")
    assert "軽井沢町大字追分3番地" in notice.data["address"]
