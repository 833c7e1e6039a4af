"""A question that is worded once answers as Django's own queryset would, each time anew, behind the same walls."""

from __future__ import annotations

import datetime
import threading

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes.exceptions import ScopeError

from yakuba.core import scope
from yakuba.core.actions import open_matter, set_timer
from yakuba.core.models import Matter, Municipality, OfficeHoliday, Timer
from yakuba.core.statements import kept

DAY = datetime.timedelta(days=1)


@pytest.fixture
def worded():
    """What Django was asked to word."""
    return []


@pytest.fixture
def by_kind(worded):
    @kept
    def question(kind):
        worded.append(kind)
        return Matter.objects.filter(kind=kind).select_related("key__town_key").order_by("id")

    return question


def test_it_is_worded_once_and_answered_as_things_are_by_then(by_kind, worded, matter, now):
    assert by_kind.all(kind="sample") == [matter]
    later = open_matter("sample", now=now)
    assert by_kind.all(kind="sample") == [matter, later]
    assert by_kind.all(kind="another") == []
    assert len(worded) == 1


def test_rows_come_whole_with_what_was_asked_for_beside_them(by_kind, matter, django_assert_num_queries):
    found = by_kind.first(kind="sample")
    with django_assert_num_queries(0):
        assert found.key.town_key.pk
        assert (found.kind, found.opened_at, found._state.adding) == ("sample", matter.opened_at, False)


def test_a_value_is_never_part_of_the_words(by_kind, matter):
    sly = "' OR 1=1 --"
    with CaptureQueriesContext(connection) as asked:
        assert by_kind.all(kind=sly) == []
    assert len(asked) == 1
    Matter.objects.filter(pk=matter.pk).update(kind=sly)
    assert by_kind.all(kind=sly) == [matter]


def test_the_words_of_one_town_show_nothing_of_another(by_kind, worded, matter, theirs, other_town):
    assert by_kind.all(kind="sample") == [matter]
    with scope.within(other_town):
        assert by_kind.all(kind="sample") == [theirs]
    assert by_kind.all(kind="sample") == [matter]
    assert len(worded) == 2


def test_outside_every_town_it_is_refused_before_and_after_it_was_worded(by_kind, matter, other_town):
    def outside():
        refused = []

        def ask():
            try:
                by_kind.all(kind="sample")
            except ScopeError as problem:
                refused.append(problem)

        # A thread begins outside of every scope.
        thread = threading.Thread(target=ask)
        thread.start()
        thread.join()
        return refused

    assert outside()
    assert by_kind.all(kind="sample") == [matter]
    assert outside()


def test_what_belongs_to_no_town_may_be_asked_from_anywhere(town, worded):
    @kept
    def by_name(name):
        worded.append(name)
        return Municipality.objects.filter(name=name)

    assert by_name.all(name=town.name) == by_name.all(name=town.name) == [town]
    assert len(worded) == 1


def test_ids_days_and_moments_are_compared_as_the_engine_keeps_them(town, matter, now):
    @kept
    def timers(matter, due_at):
        return Timer.objects.filter(matter=matter, due_at__lte=due_at)

    @kept
    def closed(on):
        return OfficeHoliday.objects.filter(on=on)

    set_timer(matter, "sample", due_at=now)
    assert [timer.name for timer in timers.all(matter=matter.pk, due_at=now)] == ["sample"]
    assert timers.all(matter=matter.pk, due_at=now - DAY) == []
    holiday = OfficeHoliday.objects.create(on=datetime.date(2026, 11, 27), name="開庁記念の日")
    assert closed.all(on=holiday.on) == [holiday]
    assert closed.all(on=holiday.on + DAY) == []


def test_a_row_that_has_to_be_there_is_missed_by_the_name_of_its_model(by_kind, matter):
    assert by_kind.get(kind="sample") == matter
    with pytest.raises(Matter.DoesNotExist, match=r"core\.Matter: no row for kind"):
        by_kind.get(kind="nothing")


def test_none_equals_nothing(town, matter):
    @kept
    def children(parent):
        return Matter.objects.filter(parent=parent)

    assert matter.parent is None
    assert children.all(parent=None) == []


def test_who_words_it_lends_nobody_its_connection(by_kind, town, matter):
    used = []

    def note(execute, sql, params, many, context):
        used.append(context["connection"])
        return execute(sql, params, many, context)

    def word():
        # The words are made on another thread's connection, which sees nothing of this test's transaction.
        with scope.within(town):
            by_kind._words({"kind": "sample"})
        connection.close()

    thread = threading.Thread(target=word)
    thread.start()
    thread.join()
    with connection.execute_wrapper(note):
        assert by_kind.all(kind="sample") == [matter]
    assert used == [connection._connections[connection._alias]]
