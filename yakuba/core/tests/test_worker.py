"""The worker: every app in every town, the queue, the tidying; what fails stops nothing else."""

import datetime
import io
import itertools
import logging
import os
import signal
import threading
import time

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import OperationalError
from django.utils import timezone
from django_tasks import task
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from yakuba.core import events, scope, throttle, working
from yakuba.core.actions import open_matter, record, set_timer
from yakuba.core.actors import MACHINE
from yakuba.core.models import Delivery, Event, Heartbeat, Throttle
from yakuba.core.working import Rests, Worker, pieces

DAY = datetime.timedelta(days=1)

pytestmark = pytest.mark.django_db


def worker(now, **parts):
    return Worker(lambda: now, **{"sweeps": {}, "dailies": {}, **parts})


# Finding --------------------------------------------------------------------------------------------
def test_the_sweeps_of_every_app_are_found():
    assert {"core", "documents", "messaging"} <= set(pieces("sweep"))


# Sweeping -------------------------------------------------------------------------------------------
def test_each_sweep_is_called_in_the_scope_of_each_town_with_the_moment(town, other_town, now):
    calls = []
    sweeps = {
        "one": lambda *, now: calls.append(("one", scope.current().slug, now)),
        "two": lambda *, now: calls.append(("two", scope.current().slug, now)),
    }
    assert worker(now, sweeps=sweeps).round() == 0
    assert calls == [(app, slug, now) for slug in ("karuizawa", "shimosuwa") for app in ("one", "two")]


def test_what_one_app_fails_at_in_one_town_stops_nothing_else(town, other_town, now, caplog):
    done = []

    def fails(*, now):
        if scope.current() == town:
            raise ZeroDivisionError
        done.append("fails here only")

    sweeps = {"bad": fails, "good": lambda *, now: done.append(scope.current().slug)}
    assert worker(now, sweeps=sweeps).round() == 1
    assert done == ["karuizawa", "fails here only", "shimosuwa"]
    assert "bad.sweep of karuizawa failed" in caplog.text
    assert scope.current() == town


def test_what_failed_is_left_alone_for_a_while(town, now):
    tries = []

    def fails(*, now):
        tries.append(now)
        raise ZeroDivisionError

    tired = worker(now, sweeps={"bad": fails})
    assert [tired.round() for _ in range(3)] == [1, 0, 0]
    assert len(tries) == 1


def test_each_failure_doubles_the_rest_up_to_a_minute():
    clock = itertools.count()
    moment = next(clock)
    rests, tries = Rests(lambda: moment), []
    while moment < 300:
        if rests.are_over("a"):
            tries.append(moment)
            rests.begin("a")
        moment = next(clock)
    pauses = [later - earlier for earlier, later in itertools.pairwise(tries)]
    assert pauses == [2, 4, 8, 16, 32, 60, 60, 60]


def test_a_rest_ends_when_it_went_well():
    rests = Rests()
    assert rests.begin("a") == 2
    assert not rests.are_over("a")
    assert rests.are_over("b")
    rests.end("a")
    assert rests.are_over("a")
    assert rests.begin("a") == 2


def test_a_round_delivers_and_lets_timers_fall_due(town, happened, now):
    heard = []
    events.subscribe(happened)(heard.append)
    matter = open_matter("sample", now=now)
    record(happened, matter=matter, actor=MACHINE, now=now, code="a")
    set_timer(matter, "reminder", due_at=now)
    assert Worker(lambda: now).round() == 0
    assert len(heard) == 1
    assert Delivery.objects.get(event__name=happened.name).done_at == now
    assert Event.objects.filter(name="timer.fallen_due").count() == 1


# Signs of life and stopping -------------------------------------------------------------------------
def test_a_round_leaves_a_sign_of_life_and_the_end_takes_it_back(now):
    alive = worker(now)
    alive.round()
    assert Heartbeat.objects.get().at == now
    alive.stop()
    alive.run()
    assert not Heartbeat.objects.exists()


def test_two_workers_have_two_names(now):
    assert worker(now).name != worker(now).name
    assert len(worker(now).name) <= Heartbeat._meta.get_field("worker").max_length


def test_told_to_stop_it_ends_after_the_piece_that_it_works_on(town, other_town, now):
    done = []
    ending = worker(now, sweeps={})

    def last(*, now):
        ending.stop()
        done.append("finished")

    ending._sweeps = {"last": last, "next": lambda *, now: done.append("never")}
    ending.run()
    assert done == ["finished"]


@pytest.mark.django_db(transaction=True)
def test_a_lost_database_is_waited_for_and_not_hammered(caplog):
    lost = Worker(_lose, sweeps={}, dailies={})
    # Its waits are over at once, and are read in the log.
    lost.stop()
    for _ in range(7):
        lost._round_or_rest()
    waits = [record.args[-1] for record in caplog.records]
    assert waits == [2, 4, 8, 16, 32, 60, 60]
    assert "the database does not answer" in caplog.text
    assert "Traceback" not in caplog.text


def _lose():
    """A clock that stands for the database: the first thing that a round asks fails."""
    raise OperationalError("server closed the connection")


# The queue ------------------------------------------------------------------------------------------
RAN = []


@task()
def note(word):
    RAN.append(word)


@task()
def fail():
    raise ZeroDivisionError


@pytest.fixture
def queue():
    """The queue as it is outside tests: rows in the database."""
    RAN.clear()
    return DatabaseBackend("default", {"QUEUES": ["default"], "OPTIONS": {}})


@pytest.mark.django_db(transaction=True)
def test_a_round_runs_what_waits_in_the_queue(queue, now):
    for word in "abc":
        queue.enqueue(note, (word,), {})
    assert worker(now).round() == 0
    assert RAN == ["a", "b", "c"]
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"SUCCESSFUL"}


@pytest.mark.django_db(transaction=True)
def test_a_task_that_fails_stops_no_other(queue, now):
    queue.enqueue(fail, (), {})
    queue.enqueue(note, ("after",), {})
    worker(now).round()
    assert RAN == ["after"]
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["FAILED", "SUCCESSFUL"]


@pytest.mark.django_db(transaction=True)
def test_a_long_queue_lets_the_clock_have_its_turn(queue, now, monkeypatch):
    monkeypatch.setattr(working, "TASKS_AT_ONCE", 2)
    for word in "abc":
        queue.enqueue(note, (word,), {})
    steady = worker(now)
    steady.round()
    assert RAN == ["a", "b"]
    steady.round()
    assert RAN == ["a", "b", "c"]


# Once a day -----------------------------------------------------------------------------------------
def test_daily_work_is_done_by_one_worker_once_a_day(town, now):
    days = []
    first, second = (worker(now, dailies={"app": lambda *, now: days.append(now)}) for _ in range(2))
    for moment in (now, now + datetime.timedelta(hours=1), now + DAY):
        for each in (first, second):
            each._clock = lambda moment=moment: moment
            each.round()
    assert days == [now, now + DAY]


def test_the_workers_day_begins_at_three_in_the_morning(town, now):
    days = []
    early = worker(now, dailies={"app": lambda *, now: days.append(now.hour)})
    for hour in range(24):
        early._clock = lambda hour=hour: now.replace(hour=hour)
        early.round()
    assert days == [0, 3]


def test_what_is_over_is_tidied_away(queue, now):
    real = timezone.now()
    for days, kept in ((1, "kept"), (8, "old")):
        queue.enqueue(note, (kept,), {})
        DBTaskResult.objects.filter(status="READY").update(status="SUCCESSFUL", finished_at=real - days * DAY)
    queue.enqueue(note, ("killed",), {})
    DBTaskResult.objects.filter(status="READY").update(status="RUNNING", started_at=real - 2 * DAY)
    for days in (-1, 1):
        session = SessionStore()
        session.set_expiry(real + days * DAY)
        session.save()
    throttle.hit("sample", "old", limit=1, seconds=60, now=real - DAY)
    Heartbeat.objects.create(worker="gone", at=real - 2 * DAY)
    tidy = worker(real)
    tidy.round()
    assert [row.args_kwargs["args"] for row in DBTaskResult.objects.all()] == [["kept"]]
    assert Session.objects.count() == 1
    assert Throttle.objects.count() == 1, "the count of this day's tidying"
    assert [row.worker for row in Heartbeat.objects.all()] == [tidy.name]


# The command ----------------------------------------------------------------------------------------
def test_the_command_does_one_round_and_exits(town, now):
    set_timer(open_matter("sample", now=now), "reminder", due_at=timezone.now())
    call_command("worker", once=True, stdout=io.StringIO())
    assert Event.objects.filter(name="timer.fallen_due").count() == 1


def test_the_command_fails_when_a_piece_failed(town, now, caplog):
    caplog.set_level(logging.CRITICAL)
    matter = open_matter("sample", now=now)
    # As an older program may have left it: no event can carry this name.
    set_timer(matter, "reminder", due_at=now)
    matter.timers.update(name="期日 です")
    with pytest.raises(CommandError, match="1 件"):
        call_command("worker", once=True)


def test_a_signal_lets_the_command_end_by_itself(now):
    """Signals reach the thread that runs the command; it comes back instead of dying."""
    timer = threading.Timer(1.0, os.kill, (os.getpid(), signal.SIGTERM))
    timer.start()
    before = signal.getsignal(signal.SIGTERM)
    call_command("worker")
    timer.join()
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_worker_ends_when_the_process_that_started_it_is_gone(installation, running):
    read, write = os.pipe()
    process = installation.start("worker", "--with-parent", stdin=read)
    running.append(process)
    os.close(read)
    time.sleep(0.2)
    assert process.poll() is None
    os.close(write)
    assert process.wait(timeout=60) == 0


def test_a_database_that_is_not_there_is_told_in_a_sentence(empty_installation):
    assert "yakuba migrate" in empty_installation.refuses("worker", "--once")
