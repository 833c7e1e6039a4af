"""Long work says how far it has come and what became of it."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from yakuba.core import access
from yakuba.core.actions import advance_run, finish_run, start_run
from yakuba.core.actors import MACHINE, guest
from yakuba.core.models import Event, Run


def test_a_run_begins_goes_on_and_ends(town, now):
    later = now + datetime.timedelta(minutes=5)
    run = start_run("import.people", total=3, actor=MACHINE, now=now)
    advance_run(run, done=2, failed=1)
    assert (Run.objects.get().done, Run.objects.get().failed) == (2, 1)
    finish_run(run, actor=MACHINE, now=later, result={"made": 2})
    kept = Run.objects.get()
    assert (kept.started_at, kept.finished_at, kept.result) == (now, later, {"made": 2})
    assert str(kept) == "import.people 2/3"


def test_its_beginning_and_its_end_are_events(town, now):
    run = start_run("import.people", total=3, actor=MACHINE, now=now)
    finish_run(run, actor=MACHINE, now=now)
    told = [event.sentence for event in Event.objects.order_by("pk")]
    assert told == [
        "まとめての処理を始めました（import.people）",
        "まとめての処理が終わりました（import.people）",
    ]


def test_more_than_there_was_to_do_counts_as_all(town, now):
    run = start_run("import.people", total=3, actor=MACHINE, now=now)
    assert advance_run(run, done=5).done == 3


def test_a_run_that_did_more_than_its_total_is_a_broken_rule(town, now):
    run = start_run("import.people", total=3, actor=MACHINE, now=now)
    with pytest.raises(IntegrityError, match="a_run_does_no_more_than_its_total"), transaction.atomic():
        Run.objects.filter(pk=run.pk).update(done=4)


def test_a_guest_starts_no_run(town, now):
    with pytest.raises(access.NotAllowed):
        start_run("import.people", total=3, actor=guest(), now=now)
    assert not Run.objects.exists()
