"""What the database itself refuses, whoever asks it: each rule is a constraint with the rule's name."""

from __future__ import annotations

import datetime
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from yakuba.applications.models import Application, Correction, Submission
from yakuba.applications.tests import make
from yakuba.applications.tests.conftest import DOG
from yakuba.core.models import Matter


def change(row, **columns):
    with transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(**columns)


@pytest.mark.parametrize(
    ("columns", "rule"),
    [
        ({"outcome": "registered"}, "an_outcome_if_and_only_if_decided"),
        ({"state": "decided"}, "an_outcome_if_and_only_if_decided"),
        ({"state": "closed", "outcome": "registered"}, "an_outcome_if_and_only_if_decided"),
        ({"submitted_at": None}, "whatever_left_the_draft_has_arrived"),
        ({"department": None}, "whatever_left_the_draft_has_arrived"),
        ({"revision": 0}, "whatever_left_the_draft_has_arrived"),
        ({"clock_stopped_on": datetime.date(2026, 11, 20)}, "the_clock_stands_only_while_returned"),
    ],
)
def test_a_state_that_cannot_be_is_refused(arrived, columns, rule):
    with pytest.raises(IntegrityError, match=rule):
        change(arrived, **columns)


def test_a_draft_has_not_arrived(dog, now):
    application = make.draft(DOG, now=now)
    with pytest.raises(IntegrityError, match="whatever_left_the_draft_has_arrived"):
        change(application, submitted_at=now)


def test_the_clock_does_not_stand_without_a_day(hall, arrived, now):
    application = make.returned(arrived, hall["clerk"], now=now)
    change(application, clock_stopped_on=datetime.date(2026, 11, 1))
    with pytest.raises(IntegrityError, match="the_clock_stands_only_while_returned"):
        change(application, state="submitted")


def test_a_button_of_a_page_begins_one_application(dog, now):
    first, second = make.started(DOG, now=now), make.started(DOG, now=now)
    with pytest.raises(IntegrityError):
        change(second, start_token=first.start_token)


def test_a_look_up_code_and_a_number_stand_once(dog, now):
    first, second = make.submitted(DOG, now=now), make.submitted(DOG, now=now)
    with pytest.raises(IntegrityError):
        change(second, lookup_hash=first.lookup_hash)
    with pytest.raises(IntegrityError):
        change(second.matter, number=first.matter.number)
    assert first.matter.number[:-2] < second.matter.number[:-2]


def test_one_correction_at_a_time_is_open(hall, arrived, now):
    application = make.returned(arrived, hall["clerk"], now=now)
    again = {"application": application, "matter": application.matter, "fields": [], "due_on": now.date()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.create(**again, asked_at=now, asked_by="x")


def test_a_revision_arrives_once_and_what_arrived_is_never_changed(arrived, now):
    filed = arrived.submissions.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.create(
            application=arrived, matter=arrived.matter, revision=1, answers={}, arrived_at=now
        )
    with pytest.raises(DatabaseError):
        change(filed, revision=2)
    with pytest.raises(DatabaseError), transaction.atomic():
        Submission.objects.filter(pk=filed.pk).delete()


def test_an_application_belongs_to_the_town_of_its_matter(arrived, other_town, now):
    with pytest.raises(DatabaseError):
        change(arrived, municipality=other_town)
    assert Application.objects.get().municipality_id == arrived.municipality_id
    assert Matter.objects.filter(pk=uuid4()).count() == 0
