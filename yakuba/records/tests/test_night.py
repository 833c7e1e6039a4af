"""A night does everything once: after a kill it goes on, two workers do nothing twice, one bad rule stops no other."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from yakuba.core import retention
from yakuba.core.actions import ask_for_run, finish_run
from yakuba.core.actors import MACHINE
from yakuba.core.models import Event, Run
from yakuba.records import night, queries

KIND = "records.night"


class Killed(BaseException):
    """What ends a process: nobody catches it."""


@pytest.fixture
def things(town, monkeypatch):
    """A rule of its own, alone: it forgets numbers, and can be told to fail or to die in the middle of a batch."""
    left, trouble = list(range(450)), []

    def forget(*, now, limit):
        taken = left[:limit]
        if trouble:
            raise trouble.pop(0)
        # As a database takes back what was not committed, nothing is gone before the end.
        del left[: len(taken)]
        return len(taken)

    rule = retention.Rule("things", "見本", "1日", "試すため。", forget=forget)
    monkeypatch.setattr(retention, "RULES", {"things": rule})
    return left, trouble


def told(now):
    return Run.objects.get(kind=KIND, result__day=now.date().isoformat()).result["rules"]["things"]


def test_a_night_forgets_batch_by_batch_and_says_how_many(things, now):
    while night.go_on(now=now):
        pass
    assert things[0] == []
    run = Run.objects.get(kind=KIND)
    assert (run.total, run.done, run.failed, run.finished_at) == (1, 1, 0, now)
    assert told(now) == {"done": 450, "over": True}
    (report,) = queries.nights()
    assert (report["done"], report["problems"], report["is_over"]) == (450, [], True)
    assert queries.report_table(report)[1] == ["令和8年11月20日", "見本", "1日", 450, ""]


def test_a_night_that_is_over_does_not_begin_again_but_the_next_one_does(things, now):
    while night.go_on(now=now):
        pass
    things[0].extend(range(3))
    assert night.go_on(now=now + datetime.timedelta(hours=10)) == 0
    assert len(things[0]) == 3
    while night.go_on(now=now + datetime.timedelta(days=1)):
        pass
    assert things[0] == []
    assert Run.objects.filter(kind=KIND).count() == 2


def test_a_killed_worker_is_followed_by_one_that_goes_on_and_counts_right(things, now):
    left, trouble = things
    trouble.append(Killed())
    with pytest.raises(Killed):
        night.go_on(now=now)
    assert told(now)["done"] == 0
    assert len(left) == 450
    while night.go_on(now=now):
        pass
    assert told(now)["done"] == 450
    assert Event.objects.filter(name="run.started").count() == 1


def test_a_rule_that_fails_three_times_is_reported_by_its_class_and_stops_nobody(things, now, caplog):
    _, trouble = things
    other = replace(retention.RULES["things"], name="others", forget=lambda *, now, limit: 0)
    retention.RULES["others"] = other
    trouble.extend([ValueError("見本 花子")] * 3)
    while night.go_on(now=now):
        pass
    run = Run.objects.get(kind=KIND)
    assert (run.done, run.failed) == (2, 1)
    assert run.result["rules"]["things"]["error"] == "ValueError"
    assert run.result["rules"]["others"]["over"]
    (line,) = queries.night(now.date())["problems"]
    assert line["problem"] == "不具合（ValueError）"
    assert "the rule things failed" in caplog.text


def test_a_rule_that_fails_once_is_tried_again_in_the_same_night(things, now, caplog):
    things[1].append(ValueError())
    while night.go_on(now=now):
        pass
    assert told(now)["done"] == 450
    assert "error" not in told(now)
    assert caplog.records


def test_the_small_hours_belong_to_the_night_before(things, now):
    night.go_on(now=now.replace(hour=0, minute=30))
    assert Run.objects.get(kind=KIND).result["day"] == "2026-11-19"


def test_runs_are_forgotten_after_a_week_but_not_their_numbers(town, now):
    run = ask_for_run("x.export", asked={"q": "見本"}, token=None, actor=MACHINE, now=now)
    finish_run(run, actor=MACHINE, now=now, result={"rows": 3})
    forget = retention.RULES["runs"].forget
    assert forget(now=now + datetime.timedelta(days=6), limit=5) == 0
    assert forget(now=now + datetime.timedelta(days=8), limit=5) == 1
    assert forget(now=now + datetime.timedelta(days=8), limit=5) == 0
    assert Run.objects.get(pk=run.pk).result == {"rows": 3}


def test_no_report_for_a_night_that_never_was(town):
    assert queries.night(datetime.date(2020, 1, 1)) is None
    assert queries.nights() == []
