"""Writing an application: drafts are begun once, kept section by section, and never lost to another window."""

from __future__ import annotations

from uuid import uuid4

import pytest

from yakuba.applications import actions
from yakuba.applications.models import Application
from yakuba.applications.tests import make
from yakuba.applications.tests.conftest import DOG
from yakuba.core import access
from yakuba.core.actors import MACHINE, guest
from yakuba.core.models import Matter
from yakuba.core.queries import story
from yakuba.procedures import queries as procedures
from yakuba.procedures.actions import publish

OWNER = {"owner_type": "individual", "name": {"family": "見本", "given": "花子"}}


def test_the_same_button_finds_the_same_draft(dog, now):
    token = uuid4()
    first = actions.start(dog, token=token, resident=None, actor=guest(), now=now)
    second = actions.start(dog, token=token, resident=None, actor=make.holder(first), now=now)
    assert first == second
    assert Application.objects.count() == Matter.objects.count() == 1
    assert [event.name for event in story(first.matter)] == ["application.started"]


def test_once_something_is_written_the_button_opens_the_draft_to_its_holder_only(dog, now):
    token = uuid4()
    first = actions.start(dog, token=token, resident=None, actor=guest(), now=now)
    make.save(first, "owner", OWNER, now=now)
    with pytest.raises(access.NotAllowed):
        actions.start(dog, token=token, resident=None, actor=guest(), now=now)
    assert actions.start(dog, token=token, resident=None, actor=make.holder(first), now=now) == first


def test_a_draft_keeps_the_version_that_it_began_with(dog, now):
    application = make.started(DOG, now=now)
    text = dog.text.replace("犬を飼い始めたときに", "犬を迎えたときに")
    newer = publish(text, actor=MACHINE, now=now)
    assert newer.number == 2
    assert procedures.current(DOG) == newer
    assert Application.objects.get(pk=application.pk).version == dog


def test_saving_counts_each_section_by_itself(dog, now):
    application = make.started(DOG, now=now)
    application = make.save(application, "owner", OWNER, now=now)
    application = make.save(application, "owner", {**OWNER, "owner_type": "organisation"}, now=now)
    application = make.save(application, "chip", {"has_chip": False}, now=now)
    assert application.stamps == {"owner": 2, "chip": 1}
    assert application.answers == {**OWNER, "owner_type": "organisation", "has_chip": False}


def test_an_answer_that_is_left_out_is_taken_away(dog, now):
    application = make.save(make.started(DOG, now=now), "owner", OWNER, now=now)
    assert make.save(application, "owner", {}, now=now).answers == {}


def test_what_another_window_saved_since_is_not_overwritten_unseen(dog, now):
    application = make.started(DOG, now=now)
    make.save(application, "owner", OWNER, now=now)
    other = {**OWNER, "owner_type": "organisation"}
    with pytest.raises(actions.Conflict):
        actions.save_section(
            application, section="owner", answers=other, seen=0, actor=make.holder(application), now=now
        )
    fresh = Application.objects.get()
    assert fresh.answers == OWNER
    same = actions.save_section(
        application, section="owner", answers=OWNER, seen=0, actor=make.holder(application), now=now
    )
    assert same.stamps == {"owner": 2}
    assert make.save(same, "owner", other, now=now).answers == other


def test_what_is_missing_is_told_by_section_and_question(dog, now):
    application = make.draft(DOG, now=now, name=None, chip=None, has_chip=True)
    with pytest.raises(actions.Incomplete) as problem:
        actions.submit(application, actor=make.holder(application), now=now)
    assert {(section, field) for section, field, _ in problem.value.missing} == {
        ("owner", "name"),
        ("chip", "chip"),
        ("chip", "chip_registered"),
    }
    assert Application.objects.get().state == "draft"


def test_answers_to_questions_that_do_not_stand_are_not_filed(dog, now):
    application = make.submitted(DOG, now=now, organisation="見本牧場", chip="392140000000000")
    filed = application.submissions.get().answers
    assert "organisation" not in filed
    assert "chip" not in filed


def test_a_correction_changes_the_named_answers_only(hall, arrived, now):
    application = make.returned(arrived, hall["clerk"], now=now, fields=("telephone",))
    changed = make.resubmitted(application, now=now, telephone="0267-00-0009")
    assert changed.answers["telephone"] == "0267-00-0009"
    again = make.returned(changed, hall["clerk"], now=now, fields=("address",))
    sneaked = make.resubmitted(again, now=now, telephone="090-1111-1111", address="軽井沢町1番地")
    assert sneaked.answers["telephone"] == "0267-00-0009"
    assert sneaked.answers["address"] == "軽井沢町1番地"
    assert sneaked.revision == 3
