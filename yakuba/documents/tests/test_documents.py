"""Papers take their number with the decision, are made after it, and are tried again with the same number."""

from __future__ import annotations

import datetime
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django_tasks import default_task_backend
from pydantic import ValidationError

from yakuba.core import access, states
from yakuba.core.actions import open_matter
from yakuba.core.models import Counter, Event
from yakuba.documents import actions, queries, tasks
from yakuba.documents.actions.papers import LEASE, TRIES
from yakuba.documents.models import Document, State
from yakuba.documents.tests import sheets

LATER = timedelta(hours=3)


@pytest.fixture
def ask(matter, chief, now):
    def request(about=None, *, data=None, symbol="軽環", revision=1, on=sheets.ON):
        return actions.request(
            about or matter,
            consequence="decision",
            revision=revision,
            template="decision",
            data=data or sheets.DECISION,
            number_symbol=symbol,
            dated_on=on,
            actor=chief,
            now=now,
        )

    return request


def named(name):
    return [event.data for event in Event.objects.filter(name=name)]


def test_a_paper_is_asked_for_with_its_number_and_made_later(ask, chief, now, town):
    document = ask()
    assert (document.number, document.state, document.fiscal_year) == ("軽環第1号", "waiting", 2026)
    made = actions.make(document.pk, now=now)
    assert made.is_made
    pdf = actions.open_file(made.file, actor=chief, now=now)
    assert pdf.startswith(b"%PDF-1.7")
    assert made.file.name == "児童手当の認定請求 決定通知書 軽環第1号.pdf"
    assert made.title == sheets.DECISION["title"]
    keys = {"document": str(document.pk), "consequence": "decision", "number": "軽環第1号"}
    assert named("document.requested") == [keys]
    assert named("document.made") == [keys | {"file": str(made.file_id)}]


def test_what_the_paper_says_lies_sealed(ask):
    ask()
    raw = bytes(Document.objects.values_list("data", flat=True).get())
    assert "花子".encode() not in raw
    assert Document.objects.get().data["addressee"] == sheets.DECISION["addressee"]


def test_numbers_follow_each_other_without_a_gap_and_begin_anew_each_fiscal_year(ask, now):
    others = [open_matter("application", now=now) for _ in range(4)]
    march, april = datetime.date(2027, 3, 31), datetime.date(2027, 4, 1)
    numbers = [
        ask(others[0], on=march).number,
        ask(others[1], on=march).number,
        ask(others[2], on=april).number,
        ask(others[3], on=march, symbol="軽こ").number,
    ]
    assert numbers == ["軽環第1号", "軽環第2号", "軽環第1号", "軽こ第1号"]


def test_a_decision_that_is_rolled_back_gives_its_number_back(ask, now):
    def decide_and_break():
        assert ask().number == "軽環第1号"
        raise RuntimeError

    with pytest.raises(RuntimeError), transaction.atomic():
        decide_and_break()
    assert ask().number == "軽環第1号"


DECIDE_AT_ONCE = """
import threading, uuid
from django.db import connection, transaction
from yakuba.documents import actions as documents
from yakuba.documents.models import Document
from yakuba.documents.tests import sheets
staff = uuid.uuid4()
chief = actors.Actor(code=f"staff:{staff}", roles=frozenset({"chief"}), staff=staff)
def decide(breaks):
    with scope.within(town), transaction.atomic():
        matter = actions.open_matter("application", now=now)
        documents.request(
            matter, consequence="decision", revision=1, template="decision", data=sheets.DECISION,
            number_symbol="軽環", dated_on=sheets.ON, actor=chief, now=now,
        )
        transaction.set_rollback(breaks)
def work():
    for turn in range(9):
        decide(turn % 3 == 2)
    connection.close()
threads = [threading.Thread(target=work) for _ in range(4)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
with scope.within(town):
    print(" ".join(Document.objects.values_list("number", flat=True)))
"""


def test_decisions_at_the_same_moment_leave_neither_gap_nor_double(installation):
    numbers = installation.python(DECIDE_AT_ONCE).split()
    assert len(numbers) == 24
    assert set(numbers) == {f"軽環第{serial}号" for serial in range(1, 25)}


def test_asking_again_finds_the_first_paper_and_takes_no_number(ask):
    first = ask()
    assert ask(data=sheets.DECISION | {"ruling": "別の内容"}) == first
    assert Counter.objects.get().value == 1
    assert ask(revision=2).number == "軽環第2号"


def test_the_database_itself_refuses_a_number_twice(ask, now):
    ask()
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.create(
            matter=open_matter("application", now=now),
            consequence="decision",
            revision=1,
            template="decision",
            number="軽環第1号",
            fiscal_year=2026,
            dated_on=sheets.ON,
            requested_at=now,
        )


@pytest.mark.parametrize(
    ("change", "problem"),
    [({"addressee": "花子🎉"}, actions.Unprintable), ({"reasons": ""}, ValidationError)],
)
def test_a_paper_that_cannot_be_printed_is_refused_before_a_number_is_taken(ask, change, problem):
    with pytest.raises(problem):
        ask(data=sheets.DECISION | change)
    assert not Counter.objects.exists()
    assert not Document.objects.exists()


def test_a_failure_is_kept_and_the_same_number_tried_again(ask, now, fake_renderer, monkeypatch):
    document = ask()
    monkeypatch.setattr(fake_renderer, "trouble", "the printer is on fire")
    assert tasks.make_due(now=now) == 1
    document.refresh_from_db()
    assert (document.state, document.attempts, document.number) == ("waiting", 1, "軽環第1号")
    assert document.error == "CannotRender: the printer is on fire"
    assert tasks.make_due(now=now) == 0
    monkeypatch.setattr(fake_renderer, "trouble", "")
    assert tasks.make_due(now=now + LATER) == 1
    document.refresh_from_db()
    assert (document.state, document.number, document.error) == ("made", "軽環第1号", None)


def test_after_the_last_try_the_paper_has_failed_and_may_be_retried_with_its_number(
    ask, now, clerk, fake_renderer, monkeypatch
):
    document = ask()
    monkeypatch.setattr(fake_renderer, "trouble", "no paper")
    for number in range(TRIES):
        tasks.make_due(now=now + number * LATER)
    document.refresh_from_db()
    assert document.state == State.FAILED
    assert len(named("document.failed")) == 1
    assert "花子" not in str(named("document.failed"))
    monkeypatch.setattr(fake_renderer, "trouble", "")
    actions.retry(document, actor=clerk, now=now)
    assert actions.make(document.pk, now=now).number == "軽環第1号"


def test_a_paper_in_a_workers_hands_is_left_alone_until_the_lease_ends(ask, now, fake_renderer):
    document = ask()
    Document.objects.update(leased_until=now + LEASE)
    assert actions.make(document.pk, now=now) is None
    assert actions.make(document.pk, now=now + LEASE).is_made


def test_a_paper_that_kills_its_worker_each_time_fails_in_the_end(ask, now):
    document = ask()
    Document.objects.update(attempts=TRIES, leased_until=now - LEASE)
    assert actions.make(document.pk, now=now) is None
    document.refresh_from_db()
    assert (document.state, document.error) == ("failed", "the worker was lost each time")


def test_making_twice_keeps_one_file(ask, now, fake_renderer):
    document = ask()
    first = actions.make(document.pk, now=now)
    assert actions.make(document.pk, now=now) is None
    assert Document.objects.get().file_id == first.file_id


def test_one_paper_that_fails_does_not_stop_the_others(ask, now, fake_renderer, matter):
    ask()
    ask(open_matter("application", now=now))
    Document.objects.filter(matter=matter).update(template="unknown")
    assert tasks.make_due(now=now) == 2
    assert sorted(Document.objects.values_list("state", flat=True)) == ["made", "waiting"]


def test_a_void_paper_keeps_its_number_and_is_not_made(ask, now, chief, clerk, matter):
    document = ask()
    with pytest.raises(access.NotAllowed):
        actions.void(document, reason="誤り", actor=clerk, now=now)
    voided = actions.void(document, reason="宛名の誤りのため", actor=chief, now=now)
    assert (voided.state, voided.number, voided.void_reason) == ("void", "軽環第1号", "宛名の誤りのため")
    assert actions.make(document.pk, now=now) is None
    assert ask(revision=2).number == "軽環第2号"
    assert named("document.voided")[0]["number"] == "軽環第1号"
    with pytest.raises(states.NotPossible, match="すでに無効"):
        actions.void(document, reason="もう一度", actor=chief, now=now)
    assert queries.newest(matter, "decision").revision == 2


def test_the_pages_find_what_is_made(ask, matter, now, fake_renderer):
    document = ask()
    assert queries.of_matter(matter) == [document]
    assert queries.made(matter, document.pk) is None
    actions.make(document.pk, now=now)
    assert queries.made(matter, document.pk) == document
    assert queries.made(open_matter("application", now=now), document.pk) is None


def test_the_demo_marks_its_papers_as_samples(ask, now, settings, chief, fake_renderer):
    settings.DEMO = True
    made = actions.make(ask().pk, now=now)
    assert b'"sample": true' in actions.open_file(made.file, actor=chief, now=now)


def test_the_task_finds_its_town_and_its_paper(ask, town, fake_renderer):
    document = ask()
    tasks.make_document.call(document_id=str(document.pk), municipality_id=str(town.pk))
    document.refresh_from_db()
    assert document.is_made


def test_asking_hands_the_paper_to_a_worker_after_the_commit(ask, django_capture_on_commit_callbacks, town):
    default_task_backend.clear()
    with django_capture_on_commit_callbacks(execute=True):
        document = ask()
        assert default_task_backend.results == []
    (result,) = default_task_backend.results
    assert result.kwargs == {"document_id": str(document.pk), "municipality_id": str(town.pk)}


# What came from elsewhere -----------------------------------------------------------------------
def test_the_paper_of_another_authority_is_kept_as_it_came_without_a_number_of_the_town(matter, chief, now):
    scan = actions.Admitted("結果.jpg", "image/jpeg", b"\xff\xd8picture")
    asked = {
        "consequence": "decision",
        "title": "結果の文書",
        "dated_on": sheets.ON,
        "actor": chief,
        "now": now,
    }
    kept = actions.keep_received(matter, scan=scan, **asked)
    assert (kept.is_made, kept.is_received, kept.number) == (True, True, "")
    assert kept.file_name == "結果の文書.jpg"
    assert queries.newest(matter, "decision") == kept
    assert actions.open_file(kept.file, actor=chief, now=now) == scan.data
    assert not Counter.objects.filter(name__startswith="document:").exists()
    assert named("document.received") == [
        {"document": str(kept.pk), "file": str(kept.file_id), "consequence": "decision", "number": ""}
    ]
    # Nothing is left for a worker to make.
    assert tasks.make_due(now=now + LATER) == 0


def test_only_officials_keep_what_came_from_elsewhere(matter, applicant, now):
    scan = actions.Admitted("結果.pdf", "application/pdf", b"%PDF-1.7")
    with pytest.raises(access.NotAllowed):
        actions.keep_received(
            matter,
            scan=scan,
            consequence="decision",
            title="結果",
            dated_on=sheets.ON,
            actor=applicant,
            now=now,
        )
