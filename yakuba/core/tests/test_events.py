"""Facts are declared, recorded as declared, and heard once by everybody."""

import datetime
import uuid

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from yakuba.core import deliveries, events, queries, scope, tasks
from yakuba.core.actions import open_matter, record
from yakuba.core.actors import MACHINE, guest
from yakuba.core.models import Delivery, Event, Matter

MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def rich():
    """A fact with a key of each type."""
    event = events.declare(
        "rich.happened",
        "すべての種類（{number}）",
        row=uuid.UUID,
        code=str,
        number=int,
        flag=bool,
        day=datetime.date,
        codes=list,
    )
    yield event
    del events.DECLARED[event.name]


RICH = {
    "row": uuid.UUID(int=1),
    "code": "a.b:c-1",
    "number": 7,
    "flag": True,
    "day": datetime.date(2026, 11, 20),
    "codes": ["a", "b"],
}


# Declaring ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "name", ["", "happened", "Sample.happened", "sample.", "sample happened", "sample.1"]
)
def test_a_name_is_a_noun_and_a_past_participle(name):
    with pytest.raises(events.BadEvent):
        events.declare(name, "何か")


def test_a_name_is_declared_once(happened):
    with pytest.raises(events.BadEvent):
        events.declare(happened.name, "もう一度")


@pytest.mark.parametrize("kind", [dict, float, bytes, object, datetime.datetime])
def test_data_are_ids_codes_numbers_and_dates_only(kind):
    with pytest.raises(events.BadEvent):
        events.declare("sample.seen", "何か", value=kind)
    assert "sample.seen" not in events.DECLARED


# Recording ------------------------------------------------------------------------------------------
def test_a_fact_is_recorded_with_its_data_its_actor_and_its_moment(rich, matter, now):
    event = Event.objects.get(pk=record(rich, matter=matter, actor=guest(), now=now, **RICH).pk)
    assert (event.name, event.matter, event.actor, event.at) == ("rich.happened", matter, "guest", now)
    assert event.data == {**RICH, "row": str(RICH["row"]), "day": "2026-11-20"}
    assert (event.sequence, event.seal) == (None, None)
    assert event.sentence == "すべての種類（7）"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("code", "山田 太郎"),
        ("code", "a b"),
        ("code", "a" * 65),
        ("code", 7),
        ("number", "7"),
        ("number", True),
        ("number", 7.0),
        ("flag", 1),
        ("row", str(uuid.UUID(int=1))),
        ("day", "2026-11-20"),
        ("day", datetime.datetime(2026, 11, 20, tzinfo=datetime.UTC)),
        ("codes", ["山田 太郎"]),
        ("codes", [1]),
        ("codes", "a"),
        ("number", None),
    ],
)
def test_data_of_another_type_or_free_text_are_refused(rich, matter, now, key, value):
    with pytest.raises(events.BadEvent, match=key):
        record(rich, matter=matter, actor=MACHINE, now=now, **{**RICH, key: value})
    assert not Event.objects.filter(name="rich.happened").exists()


def test_data_beyond_or_short_of_the_declaration_are_refused(happened, matter, now):
    with pytest.raises(events.BadEvent):
        record(happened, matter=matter, actor=MACHINE, now=now)
    with pytest.raises(events.BadEvent):
        record(happened, matter=matter, actor=MACHINE, now=now, code="a", name="b")


def test_a_document_number_is_a_code(happened, matter, now):
    assert record(happened, matter=matter, actor=MACHINE, now=now, code="軽環第12号").data == {
        "code": "軽環第12号"
    }


@given(st.from_regex(events.CODE, fullmatch=True))
def test_a_code_holds_neither_a_space_nor_a_line_end(code):
    assert not any(character.isspace() for character in code)


def test_the_sentence_of_a_fact_that_is_declared_no_more_is_its_name():
    assert events.sentence_of("gone.forgotten", {}) == "gone.forgotten"


def test_the_story_of_a_matter_is_told_in_order(happened, matter, now):
    late = record(happened, matter=matter, actor=MACHINE, now=now, code="late")
    early = record(happened, matter=matter, actor=MACHINE, now=now - MINUTE, code="early")
    record(happened, matter=open_matter("sample", now=now), actor=MACHINE, now=now, code="other")
    assert queries.story(matter) == [early, late]


# Hearing --------------------------------------------------------------------------------------------
@pytest.fixture
def heard(happened):
    """What a subscriber heard, event by event."""
    seen = []
    events.subscribe(happened)(seen.append)
    return seen


def test_a_subscriber_hears_a_fact_once_after_the_commit(
    happened, heard, matter, now, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        event = record(happened, matter=matter, actor=MACHINE, now=now, code="a")
        assert heard == []
    assert heard == [event]
    assert Delivery.objects.get().done_at == now
    deliveries.deliver_due(now=now + MINUTE)
    assert heard == [event]


def test_a_fact_that_is_rolled_back_is_heard_by_nobody(happened, heard, matter, now):
    def give_up():
        with transaction.atomic():
            record(happened, matter=matter, actor=MACHINE, now=now, code="a")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        give_up()
    assert not Delivery.objects.exists()
    assert deliveries.deliver_due(now=now + MINUTE) == 0


def test_what_a_killed_process_left_is_delivered_by_the_sweep(happened, heard, matter, now):
    # The callbacks of the commit are not run here, as if the process had been killed.
    event = record(happened, matter=matter, actor=MACHINE, now=now, code="a")
    assert tasks.sweep(now=now) == 1
    assert heard == [event]
    assert tasks.sweep(now=now) == 0


def test_a_new_subscriber_hears_no_history(happened, matter, now):
    record(happened, matter=matter, actor=MACHINE, now=now, code="a")
    seen = []
    events.subscribe(happened)(seen.append)
    tasks.sweep(now=now)
    assert seen == []


def test_a_failing_subscriber_stops_no_other_and_undoes_its_own_writes(happened, matter, now):
    seen = []

    events.subscribe(happened)(_writes_and_fails)
    events.subscribe(happened)(seen.append)
    event = record(happened, matter=matter, actor=MACHINE, now=now, code="a")
    tasks.sweep(now=now)
    assert seen == [event]
    assert Matter.objects.get(pk=matter.pk).kind == "sample"
    pending = Delivery.objects.get(done_at=None)
    assert (pending.attempts, pending.error) == (1, "ZeroDivisionError")


def test_what_keeps_failing_is_tried_later_and_later_and_at_last_left_to_a_person(happened, matter, now):
    tries = []
    events.subscribe(happened)(_failing(tries))
    record(happened, matter=matter, actor=MACHINE, now=now, code="a")
    waits = []
    for _ in range(queries.GIVE_UP_AFTER):
        moment = Delivery.objects.get().due_at
        assert tasks.sweep(now=moment - datetime.timedelta(seconds=1)) == 0
        assert tasks.sweep(now=moment) == 1
        waits.append(Delivery.objects.get().due_at - moment)
    assert waits == sorted(set(waits))
    assert tasks.sweep(now=now + datetime.timedelta(days=30)) == 0
    assert len(tries) == queries.GIVE_UP_AFTER
    assert queries.stuck_deliveries() == [Delivery.objects.get()]


def test_what_one_transaction_recorded_is_delivered_in_one(
    happened, heard, matter, now, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True) as after:
        facts = [record(happened, matter=matter, actor=MACHINE, now=now, code=code) for code in "ab"]
    assert heard == facts
    assert len(after) == 1
    assert not Delivery.objects.filter(done_at=None).exists()


def test_what_a_savepoint_took_back_is_not_delivered_with_the_rest(
    happened, heard, matter, now, django_capture_on_commit_callbacks
):
    def give_up():
        with transaction.atomic():
            record(happened, matter=matter, actor=MACHINE, now=now, code="gone")
            raise ZeroDivisionError

    with django_capture_on_commit_callbacks(execute=True):
        first = record(happened, matter=matter, actor=MACHINE, now=now, code="a")
        with pytest.raises(ZeroDivisionError):
            give_up()
        last = record(happened, matter=matter, actor=MACHINE, now=now, code="b")
    assert heard == [first, last]


def test_one_that_fails_among_several_is_kept_and_the_others_are_done_once(
    happened, matter, now, django_capture_on_commit_callbacks
):
    seen = []
    events.subscribe(happened)(_writes_and_fails)
    events.subscribe(happened)(_counting(seen))
    with django_capture_on_commit_callbacks(execute=True):
        record(happened, matter=matter, actor=MACHINE, now=now, code="a")
    assert Matter.objects.get(pk=matter.pk).kind == "sample+"
    assert [delivery.error for delivery in Delivery.objects.filter(done_at=None)] == ["ZeroDivisionError"]


def test_what_a_worker_was_quicker_with_is_left_to_it_and_the_rest_is_done_once(
    happened, heard, matter, now, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as after:
        facts = [record(happened, matter=matter, actor=MACHINE, now=now, code=code) for code in "ab"]
    deliveries.deliver(facts[0].deliveries.get().pk, now=now)
    assert heard == facts[:1]
    for run in after:
        run()
    assert heard == facts
    assert not Delivery.objects.filter(done_at=None).exists()


def _counting(seen):
    def counts(event):
        seen.append(event)
        kind = Matter.objects.get(pk=event.matter_id).kind
        Matter.objects.filter(pk=event.matter_id).update(kind=f"{kind}+")

    return counts


def _writes_and_fails(event):
    Matter.objects.filter(pk=event.matter_id).update(kind="changed")
    raise ZeroDivisionError("山田 太郎")


def _failing(tries):
    def fails(_event):
        tries.append(1)
        raise ZeroDivisionError

    return fails


def test_a_subscriber_whose_name_no_delivery_can_hold_is_refused_when_it_subscribes(happened):
    def fails(event):
        raise AssertionError(event)

    fails.__qualname__ = "x" * 200
    with pytest.raises(events.BadEvent, match="too long"):
        events.subscribe(happened)(fails)


def test_a_subscriber_that_is_gone_is_kept_as_a_failure(happened, heard, matter, now):
    record(happened, matter=matter, actor=MACHINE, now=now, code="a")
    events.SUBSCRIBERS[happened.name].clear()
    tasks.sweep(now=now)
    assert Delivery.objects.get().error == "LookupError"


def test_each_town_delivers_its_own(happened, heard, matter, theirs, now):
    with scope.within(theirs.municipality):
        record(happened, matter=theirs, actor=MACHINE, now=now, code="theirs")
    tasks.sweep(now=now)
    assert heard == []
    with scope.within(theirs.municipality):
        tasks.sweep(now=now)
    assert [event.data["code"] for event in heard] == ["theirs"]


def test_a_subscriber_may_record_what_follows(happened, matter, now, django_capture_on_commit_callbacks):
    follows = events.declare("sample.followed", "続きが起こりました")
    try:
        seen = []
        events.subscribe(happened)(
            lambda event: record(follows, matter=event.matter, actor=MACHINE, now=event.at)
        )
        events.subscribe(follows)(seen.append)
        with django_capture_on_commit_callbacks(execute=True):
            record(happened, matter=matter, actor=MACHINE, now=now, code="a")
        assert [event.name for event in seen] == ["sample.followed"]
        assert not Delivery.objects.filter(done_at=None).exists()
    finally:
        del events.DECLARED[follows.name]
        events.SUBSCRIBERS.pop(follows.name)
