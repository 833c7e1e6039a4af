"""Deadlines are told by the clock: to who is in charge and who watches, each once."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest

from yakuba.core.actions import close_matter, close_office
from yakuba.core.actors import MACHINE
from yakuba.core.models import Event, Timer
from yakuba.core.working import Worker
from yakuba.work import actions, queries
from yakuba.work.models import Reminder

TOKYO = ZoneInfo("Asia/Tokyo")
# A Friday; Monday is 勤労感謝の日: the two open days before are Wednesday and Thursday.
DUE = datetime.date(2026, 11, 27)


def at(month, day, hour=0, minute=0):
    return datetime.datetime(2026, month, day, hour, minute, tzinfo=TOKYO)


@pytest.fixture
def item(hall, matter, now):
    return actions.open_item(
        matter,
        step="examine",
        title="審査する",
        department=hall.environment,
        role="clerk",
        due_on=DUE,
        actor=MACHINE,
        now=now,
    )


def work_off(moment):
    worker = Worker(lambda: moment, dailies={})
    assert [worker.round() for _ in range(2)] == [0, 0]


def told():
    rows = Reminder.objects.select_related("staff").order_by("about", "staff__name")
    return [(row.about, row.staff.name) for row in rows]


def test_who_is_in_charge_and_who_watches_hear_of_it_two_open_days_before_and_once_it_has_passed(
    hall, item, now
):
    actions.assign(item.matter, staff=hall.staff["clerk"], actor=hall.clerk, now=now)
    actions.watch(item.matter, actor=hall.colleague, now=now)
    work_off(at(11, 24, 23, 59))
    assert told() == []
    work_off(at(11, 25, 0, 1))
    assert told() == [("soon", "土屋 誠"), ("soon", "小林 あゆみ")]
    work_off(at(11, 27, 12))
    assert len(told()) == 2
    work_off(at(11, 28, 0, 1))
    assert told()[:2] == [("late", "土屋 誠"), ("late", "小林 あゆみ")]
    work_off(at(12, 24, 0, 1))
    assert len(told()) == 4
    steps = Event.objects.filter(name="work.reminded").order_by("id")
    assert [event.data for event in steps] == [
        {"steps": ["examine"], "about": "soon"},
        {"steps": ["examine"], "about": "late"},
    ]


def test_what_nobody_has_taken_on_is_told_to_who_decides(hall, item):
    work_off(at(11, 25, 0, 1))
    assert told() == [("soon", "柳沢 正")]


def test_a_reminder_stands_until_it_is_put_aside_or_the_work_is_done(hall, item, now):
    actions.assign(item.matter, staff=hall.staff["clerk"], actor=hall.clerk, now=now)
    work_off(at(11, 25, 0, 1))
    (reminder,) = queries.unseen_reminders(hall.clerk)
    assert actions.put_aside([reminder.pk], actor=hall.colleague, now=now) == 0
    assert actions.put_aside([reminder.pk], actor=hall.clerk, now=now) == 1
    assert queries.unseen_reminders(hall.clerk) == []
    work_off(at(11, 28, 0, 1))
    assert len(queries.unseen_reminders(hall.clerk)) == 1
    actions.close_items(item.matter, actor=hall.clerk, now=now)
    assert queries.unseen_reminders(hall.clerk) == []


def test_one_timer_stands_for_all_that_is_open_and_none_for_nothing(hall, item, now):
    matter = item.matter
    second = actions.open_item(
        matter,
        step="post",
        title="郵送する",
        department=hall.environment,
        role="clerk",
        due_on=datetime.date(2026, 11, 24),
        actor=MACHINE,
        now=now,
    )
    running = Timer.objects.filter(matter=matter, done_at=None)
    assert running.get().due_at == at(11, 25), "of the second it is late already to say that it is near"
    actions.close_items(matter, step=second.step, actor=hall.clerk, now=now)
    assert running.get().due_at == at(11, 25)
    actions.close_items(matter, actor=hall.clerk, now=now)
    assert not running.exists()


def test_a_closed_matter_reminds_nobody(hall, item, now):
    close_matter(item.matter, now=now)
    work_off(at(11, 28, 0, 1))
    assert told() == []


def test_a_day_on_which_the_office_is_closed_counts_for_nothing(hall, item, now):
    close_office(datetime.date(2026, 11, 26), name="町の記念日", actor=MACHINE, now=now)
    assert queries.soon_from(DUE) == datetime.date(2026, 11, 24)
