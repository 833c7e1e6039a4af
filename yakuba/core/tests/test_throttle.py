"""So many tries in so many seconds, for all processes together."""

import datetime

import pytest

from yakuba.core import throttle
from yakuba.core.models import Throttle

SECOND = datetime.timedelta(seconds=1)

pytestmark = pytest.mark.django_db


def hit(now, key="a", name="sign-in", limit=3):
    return throttle.hit(name, key, limit=limit, seconds=60, now=now)


def test_one_too_many_within_the_window_is_refused_and_the_next_window_begins_anew(now):
    assert [hit(now + number * SECOND) for number in range(5)] == [True, True, True, False, False]
    assert hit(now + 60 * SECOND)


def test_each_key_and_each_name_is_counted_for_itself(now):
    assert [hit(now, limit=1), hit(now, limit=1)] == [True, False]
    assert hit(now, key="b", limit=1)
    assert hit(now, name="find", limit=1)


def test_what_was_counted_is_not_in_the_database_in_the_clear(now):
    hit(now, key="taro@example.jp")
    row = Throttle.objects.get()
    assert "taro" not in row.key
    assert "sign-in" not in row.key


def test_counts_of_the_past_are_forgotten_and_the_present_ones_kept(now):
    hit(now, key="old")
    hit(now + 90 * SECOND, key="new")
    assert throttle.forget_past(now=now + 100 * SECOND) == 1
    assert Throttle.objects.count() == 1
    assert [hit(now + 100 * SECOND, key="new", limit=1)] == [False]
