"""The records of a case are kept for the years of its outcome, then listed, agreed to, and gone; what is counted stays."""

from __future__ import annotations

import datetime
import io
from collections import Counter
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from yakuba.accounts import queries as people
from yakuba.accounts.models import Party, Person
from yakuba.applications import actions, queries
from yakuba.applications.models import Application, Submission
from yakuba.applications.tests import make, small
from yakuba.core import access, audit, retention, runs, sealing, states
from yakuba.core.envelopes import CannotOpen
from yakuba.core.models import Event, Matter, Run
from yakuba.documents.models import File
from yakuba.messaging.models import Message
from yakuba.records import actions as records
from yakuba.records import night, tasks
from yakuba.records import queries as kept
from yakuba.records.models import Retention

TOKYO = ZoneInfo("Asia/Tokyo")
# ALIKE is kept for one year: finished on 20 November 2026, to 31 March 2028.
LAST = datetime.date(2028, 3, 31)
OVER = datetime.datetime(2028, 4, 1, 3, 0, tzinfo=TOKYO)


@pytest.fixture
def alike(hall, now):
    return small.published(small.ALIKE, now=now)


def closed(version, hall, *, now, number=1, outcome="granted"):
    """A case that was decided, told and closed."""
    case = small.sent(version, small.somebody(number), now=now)
    actions.propose(case, outcome=outcome, reasons="例の理由。", actor=hall["clerk"], now=now)
    actions.decide(small.fresh(case), outcome=outcome, reasons="例の理由。", actor=hall["chief"], now=now)
    make.work_off(now)
    case = small.fresh(case)
    return case if case.state == "closed" else actions.close(case, actor=hall["chief"], now=now)


def sleep_through(now):
    """Let the night go by to its end."""
    while night.go_on(now=now):
        pass


def agree(hall, now, *, who="chief"):
    """The chief agrees to everything that is due, and the worker does it."""
    rows = [row.pk for row in Retention.objects.due(now.date())]
    run = records.agree_to_disposal(rows, token=uuid4(), actor=hall[who], now=now)
    tasks.sweep(now=now)
    return run


def counts():
    """What statistics are made of."""
    return {
        "cases": Counter(
            Application.objects.values_list("version__procedure", "outcome", "channel", "decided_on")
        ),
        "months": Counter(
            (event.name, event.at.strftime("%Y-%m"))
            for event in Event.objects.exclude(name__startswith="run.")
        ),
    }


def test_the_last_day_is_set_once_from_the_outcome_when_the_case_ends(alike, hall, now):
    case = closed(alike, hall, now=now)
    row = kept.of_matter(case.matter)
    assert (row.words, row.finished_on, row.until_on, row.state) == ("1年", now.date(), LAST, "kept")
    assert row.begins_on == datetime.date(2027, 4, 1)
    assert (row.title, row.outcome_title) == ("会場の使用の申請", "使用を認める")
    assert "2028-03-31" in Event.objects.get(name="retention.set").sentence


def test_what_is_withdrawn_is_kept_for_the_longest_period_of_its_outcomes(hall, now):
    text = small.ALIKE.replace("keep: {years: 1}", "keep: {years: 7}", 1)
    case = small.sent(small.published(text, now=now), small.PERSON, now=now)
    actions.withdraw(case, actor=small.sender(case), now=now)
    row = kept.of_matter(case.matter)
    assert (row.basis, row.years, row.until_on) == ("withdrawn", 7, datetime.date(2034, 3, 31))


def test_what_is_kept_for_ever_has_no_last_day_and_is_never_listed(hall, now):
    version = small.published(small.ALIKE.replace("keep: {years: 1}", "keep: {years: 永年}"), now=now)
    case = closed(version, hall, now=now)
    sleep_through(OVER.replace(year=2200))
    row = kept.of_matter(case.matter)
    assert (row.words, row.until_on, row.listed_on) == ("永年", None, None)
    with pytest.raises(states.NotPossible):
        records.dispose(row, actor=hall["chief"], now=OVER.replace(year=2200))


def test_a_case_that_is_reopened_is_counted_anew_from_its_next_end(alike, hall, now):
    case = small.sent(alike, small.PERSON, now=now)
    actions.decide(case, outcome="granted", reasons="", actor=hall["chief"], now=now)
    assert kept.of_matter(case.matter).state == "kept"
    actions.reopen(small.fresh(case), reason="誤り。", actor=hall["chief"], now=now)
    assert kept.of_matter(case.matter).state == "open"
    later = now + datetime.timedelta(days=365)
    actions.decide(small.fresh(case), outcome="refused", reasons="理由。", actor=hall["chief"], now=later)
    if small.fresh(case).state == "decided":
        actions.close(small.fresh(case), actor=hall["chief"], now=later)
    row = kept.of_matter(case.matter)
    assert (row.state, row.outcome, row.until_on) == ("kept", "refused", datetime.date(2029, 3, 31))


def test_what_is_over_is_listed_by_night_and_gone_only_after_the_chief_agreed(alike, hall, now):
    case = closed(alike, hall, now=now)
    sleep_through(OVER - datetime.timedelta(days=1))
    assert kept.of_matter(case.matter).listed_on is None
    sleep_through(OVER)
    assert kept.of_matter(case.matter).listed_on == OVER.date()
    assert not Event.objects.filter(name="matter.disposed").exists()
    (group,) = kept.due_groups(hall["chief"], OVER.date())
    assert (group.count, group.until_on) == (1, LAST)
    assert kept.due_groups(hall["other chief"], OVER.date()) == []
    with pytest.raises(access.NotAllowed):
        agree(hall, OVER, who="clerk")
    assert agree(hall, OVER, who="other chief") is None
    run = agree(hall, OVER)
    assert runs.progress(run) == {"waiting": 0, "done": 1, "failed": 0}
    assert kept.of_matter(case.matter).agreed_by == hall.staff["chief"]


def test_nothing_of_a_disposed_case_can_be_read_and_nothing_leads_to_anybody(alike, hall, now):
    case = closed(alike, hall, now=now)
    number, code = case.matter.number, case.lookup_code
    person = people.applicant(case.matter)
    sleep_through(OVER)
    agree(hall, OVER)
    for model in retention.of_matters():
        for row in model.objects.filter(matter=case.matter):
            for column in retention.sealed_columns(model):
                if model.append_only is None:
                    assert getattr(row, column) is None, (model, column)
                else:
                    with pytest.raises(CannotOpen):
                        getattr(row, column)
    person = Person.objects.get(pk=person.pk)
    assert person.name is None
    assert person.name_hash == person.kana_hash == person.birth_hash == person.telephone_hash == ""
    assert queries.by_lookup_code(code, number) is None
    assert not people.people_found(name="見本花子").exists()
    assert not Message.objects.exclude(resident=None).exists()
    assert Submission.objects.get().matter.key.destroyed_at >= OVER


def test_bytes_leave_the_storage_and_their_digest_the_database(hall, now, django_capture_on_commit_callbacks):
    buffer = io.BytesIO()
    Image.new("RGB", (40, 20), "white").save(buffer, "JPEG")
    version = small.published(small.CLAIM, now=now)
    draft = small.filled(version, {**small.CLAIMED, "paper": None}, now=now)
    photo = SimpleUploadedFile("診断書.jpg", buffer.getvalue(), "image/jpeg")
    actions.attach_files(draft, field="paper", keep=[], uploads=[photo], actor=small.sender(draft), now=now)
    case = actions.submit(small.fresh(draft), actor=small.sender(draft), now=now)
    file = File.objects.get(matter=case.matter, origin="upload")
    actions.withdraw(case, actor=small.sender(case), now=now)
    much_later = OVER.replace(year=2032)
    sleep_through(much_later)
    assert default_storage.exists(file.path)
    with django_capture_on_commit_callbacks(execute=True):
        agree(hall, much_later)
    assert not default_storage.exists(file.path)
    gone = File.objects.get(pk=file.pk)
    assert (gone.digest, gone.path) == ("", f"gone/{gone.pk}")


def test_statistics_and_the_audit_trail_stay_as_they_were(alike, hall, now):
    for number in range(3):
        closed(alike, hall, now=now, number=number, outcome=("granted", "refused")[number % 2])
    small_draft = small.filled(alike, small.somebody(9), now=now)
    actions.discard(small_draft, actor=small.sender(small_draft), now=now)
    before = counts()
    sleep_through(OVER)
    agree(hall, OVER)
    after = counts()
    assert before["cases"] == after["cases"]
    assert not before["months"] - after["months"]
    assert {name for name, _ in after["months"] - before["months"]} == {"matter.disposed"}
    assert Matter.objects.filter(disposed_at__gte=OVER).count() == 3
    sealing.seal()
    # Only that these events happen in 2028 is strange to it.
    strange = {finding.what for finding in audit.verify(now=OVER).findings}
    assert strange == {"書かれたときより後の日時になっています"}


def test_a_disposal_happens_once_however_often_and_by_whomever_it_is_agreed_to(alike, hall, now):
    case = closed(alike, hall, now=now)
    sleep_through(OVER)
    token = uuid4()
    rows = [kept.of_matter(case.matter).pk]
    first = records.agree_to_disposal(rows, token=token, actor=hall["chief"], now=OVER)
    again = records.agree_to_disposal(rows, token=token, actor=hall["chief"], now=OVER)
    other = records.agree_to_disposal(rows, token=uuid4(), actor=hall["chief"], now=OVER)
    assert first == again
    assert other != first
    tasks.sweep(now=OVER)
    assert Event.objects.filter(name="matter.disposed").count() == 1
    # It counts once; the other list says that it was gone already.
    told = [(found["done"], found["failed"]) for found in map(runs.progress, (first, other))]
    assert told == [(1, 0), (0, 1)]
    assert agree(hall, OVER) is None


def test_a_hold_keeps_records_until_its_day_or_until_it_is_lifted(alike, hall, now):
    case = closed(alike, hall, now=now)
    row = records.hold(case.matter, kind="lawsuit", reason="訴訟のため。", actor=hall["clerk"], now=now)
    records.hold(
        case.matter, kind="audit", reason="監査。", until_on=OVER.date(), actor=hall["clerk"], now=now
    )
    sleep_through(OVER)
    assert not Retention.objects.due(OVER.date()).exists()
    assert Run.objects.get(kind="records.night", result__day="2028-04-01").result["held"] == 1
    with pytest.raises(states.NotPossible, match="止められています"):
        records.dispose(kept.of_matter(case.matter), actor=hall["chief"], now=OVER)
    records.lift(row, actor=hall["clerk"], now=OVER)
    records.lift(row, actor=hall["clerk"], now=OVER)
    assert Event.objects.filter(name="hold.lifted").count() == 1
    assert not Retention.objects.due(OVER.date()).exists()
    assert Retention.objects.due(OVER.date() + datetime.timedelta(days=1)).exists()


@pytest.mark.parametrize(
    "wrong",
    [{"reason": " "}, {"reason": "あ" * 501}, {"reason": "監査", "until_on": datetime.date(2026, 11, 19)}],
)
def test_a_hold_without_reason_or_for_the_past_is_refused(alike, hall, now, wrong):
    case = closed(alike, hall, now=now)
    with pytest.raises(records.NotHeld):
        records.hold(case.matter, kind="audit", actor=hall["clerk"], now=now, **wrong)


def test_a_review_holds_the_case_that_it_is_about_until_a_year_after_it_is_decided(alike, hall, now):
    case = closed(alike, hall, now=now)
    review = small.sent(alike, small.somebody(2), now=now)
    records.hold(case.matter, kind="appeal", cause=review.matter, actor=hall["machine"], now=now)
    records.hold(case.matter, kind="appeal", cause=review.matter, actor=hall["machine"], now=now)
    (hold,) = kept.holds_of(case.matter)
    assert hold.until_on is None
    decided = OVER.replace(month=5, day=1)
    actions.withdraw(review, actor=small.sender(review), now=decided)
    (hold,) = kept.holds_of(case.matter)
    assert hold.until_on == datetime.date(2029, 5, 1)
    assert not Retention.objects.due(datetime.date(2029, 5, 1)).filter(matter=case.matter).exists()
    assert Retention.objects.due(datetime.date(2029, 5, 2)).filter(matter=case.matter).exists()


def test_a_draft_that_is_thrown_away_leaves_no_way_in(alike, hall, now):
    draft = small.filled(alike, small.PERSON, now=now)
    code = draft.lookup_code
    actions.discard(draft, actor=small.sender(draft), now=now)
    gone = small.fresh(draft)
    assert gone.answers is None
    assert gone.lookup_code is None
    assert queries.by_lookup_code(code, None) is None
    assert kept.of_matter(draft.matter) is None


def test_a_person_who_has_another_part_stays_there_and_is_gone_here(alike, hall, now):
    case, other = (closed(alike, hall, now=now, number=number) for number in (1, 2))
    person = people.applicant(case.matter)
    Party.objects.create(matter=other.matter, person=person, role="proxy")
    records.hold(other.matter, kind="audit", reason="監査。", actor=hall["clerk"], now=now)
    sleep_through(OVER)
    agree(hall, OVER)
    assert not Party.objects.filter(matter=case.matter).exists()
    assert Person.objects.get(pk=person.pk).full_name == "見本 花子"


def test_cases_of_before_get_their_period_by_night(alike, hall, now):
    case = closed(alike, hall, now=now)
    Retention.objects.all().delete()
    sleep_through(now + datetime.timedelta(days=1))
    assert kept.of_matter(case.matter).until_on == LAST
