"""Identifiers: version 7, in the order of their making."""

from __future__ import annotations

import datetime
import time
import uuid

import time_machine

from yakuba.core.identifiers import uuid7


def test_an_identifier_is_a_uuid_of_version_7():
    made = uuid7()
    assert made.version == 7
    assert made.variant == uuid.RFC_4122
    assert uuid.UUID(str(made)) == made


def test_an_identifier_begins_with_the_milliseconds_of_its_making():
    before = time.time_ns() // 1_000_000
    made = uuid7().int >> 80
    assert before <= made <= time.time_ns() // 1_000_000 + 1_000


def test_later_identifiers_sort_after_earlier_ones_as_numbers_and_as_text():
    made = [uuid7() for _ in range(20_000)]
    assert made == sorted(made)
    assert [str(one) for one in made] == sorted(str(one) for one in made)
    assert len(set(made)) == len(made)


def test_a_clock_that_is_put_right_by_seconds_does_not_take_the_order_back():
    first = uuid7()
    with time_machine.travel(datetime.datetime.now(tz=datetime.UTC) - datetime.timedelta(seconds=30)):
        assert uuid7() > first


def test_a_clock_that_was_far_ahead_leaves_no_identifier_of_the_future_behind():
    with time_machine.travel(datetime.datetime.now(tz=datetime.UTC) + datetime.timedelta(days=40)):
        uuid7()
    assert uuid7().int >> 80 <= time.time_ns() // 1_000_000 + 1_000
