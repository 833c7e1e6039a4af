"""A timer falls due once, in its own town, and numbers have no gaps."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from yakuba.core import events, scope, tasks
from yakuba.core.actions import cancel_timer, close_matter, next_number, open_matter, set_timer
from yakuba.core.models import Event, Timer

DAY = datetime.timedelta(days=1)


def due_names():
    return [event.data["name"] for event in Event.objects.filter(name="timer.fallen_due").order_by("pk")]


def test_a_timer_falls_due_at_its_moment_and_not_before(matter, now):
    set_timer(matter, "reminder", due_at=now + DAY)
    assert tasks.fall_due(now=now + DAY - datetime.timedelta(seconds=1)) == 0
    assert tasks.fall_due(now=now + DAY) == 1
    event = Event.objects.get()
    assert (event.matter, event.actor, event.at, event.data) == (
        matter,
        "system",
        now + DAY,
        {"name": "reminder"},
    )


def test_a_timer_falls_due_once(matter, now):
    set_timer(matter, "reminder", due_at=now)
    assert [tasks.fall_due(now=now), tasks.fall_due(now=now + DAY)] == [1, 0]


def test_the_matter_is_locked_before_its_timer(matter, now):
    set_timer(matter, "reminder", due_at=now)
    with CaptureQueriesContext(connection) as asked:
        tasks.fall_due(now=now)
    whole = [query["sql"] for query in asked if query["sql"].startswith("SELECT")]
    matters, timers = (
        [
            at
            for at, sql in enumerate(whole)
            if f'FROM "{table}"' in sql.partition("WHERE")[0] and "municipality" in sql
        ]
        for table in ("core_matter", "core_timer")
    )
    # The first look at the timers only lists them; the row is read once its matter is held.
    assert len(matters) == 1
    assert matters[0] < timers[-1]
    if connection.features.has_select_for_update:
        assert all("FOR UPDATE" in whole[at] for at in (matters[0], timers[-1]))


def test_timers_fall_due_in_the_order_of_their_moments(matter, now):
    for name, days in (("third", 3), ("first", 1), ("second", 2)):
        set_timer(matter, name, due_at=now + days * DAY)
    tasks.fall_due(now=now + 3 * DAY)
    assert due_names() == ["first", "second", "third"]


def test_what_is_too_much_for_one_sweep_is_left_to_the_next(matter, now):
    for number in range(5):
        set_timer(matter, f"timer.{number}", due_at=now)
    assert [tasks.fall_due(now=now, limit=2) for _ in range(4)] == [2, 2, 1, 0]


def test_setting_a_running_timer_moves_it(matter, now):
    set_timer(matter, "reminder", due_at=now)
    set_timer(matter, "reminder", due_at=now + DAY)
    assert Timer.objects.get().due_at == now + DAY
    assert tasks.fall_due(now=now) == 0


def test_a_timer_that_fell_due_is_set_anew(matter, now):
    set_timer(matter, "reminder", due_at=now)
    tasks.fall_due(now=now)
    set_timer(matter, "reminder", due_at=now + DAY)
    assert tasks.fall_due(now=now + DAY) == 1
    assert Timer.objects.count() == 2


def test_a_cancelled_timer_never_falls_due(matter, now):
    set_timer(matter, "reminder", due_at=now)
    set_timer(matter, "expiry", due_at=now)
    cancel_timer(matter, "reminder", now=now)
    cancel_timer(matter, "never.set", now=now)
    tasks.fall_due(now=now)
    assert due_names() == ["expiry"]


def test_closing_a_matter_stops_its_timers(matter, now):
    other = open_matter("sample", now=now)
    set_timer(matter, "reminder", due_at=now)
    set_timer(other, "reminder", due_at=now)
    assert close_matter(matter, now=now).closed_at == now
    tasks.fall_due(now=now)
    assert [event.matter for event in Event.objects.all()] == [other]


def test_two_running_timers_of_a_name_are_a_broken_rule(matter, now):
    set_timer(matter, "reminder", due_at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Timer.objects.create(matter=matter, name="reminder", due_at=now)


def test_a_name_that_no_event_may_carry_is_refused_when_the_timer_is_set(matter, now):
    with pytest.raises(events.BadEvent):
        set_timer(matter, "山田 太郎", due_at=now)
    assert not Timer.objects.exists()


def test_each_town_has_its_own_clock(matter, theirs, other_town, now):
    with scope.within(other_town):
        set_timer(theirs, "reminder", due_at=now)
    assert tasks.sweep(now=now) == 0
    with scope.within(other_town):
        assert tasks.sweep(now=now) == 1


# Numbers --------------------------------------------------------------------------------------------
def test_numbers_count_from_one_for_each_series_and_year(town):
    assert [next_number("dogs", year=2026) for _ in range(3)] == [1, 2, 3]
    assert next_number("dogs", year=2027) == 1
    assert next_number("cats", year=2026) == 1


def test_each_town_counts_for_itself(town, other_town):
    next_number("dogs", year=2026)
    with scope.within(other_town):
        assert next_number("dogs", year=2026) == 1


def test_a_number_that_was_rolled_back_is_given_again(town):
    def give_up():
        with transaction.atomic():
            next_number("dogs", year=2026)
            raise ZeroDivisionError

    assert next_number("dogs", year=2026) == 1
    with pytest.raises(ZeroDivisionError):
        give_up()
    assert next_number("dogs", year=2026) == 2
