"""The to-do list shows each person their own, in the order of the due dates, page by page."""

from __future__ import annotations

import datetime
import random
from dataclasses import replace

import pytest

from yakuba.core import access, scope
from yakuba.core.actions import open_matter
from yakuba.core.actors import MACHINE, guest
from yakuba.work import actions, queries
from yakuba.work.models import WorkItem, due_state

TODAY = datetime.date(2026, 11, 20)


def put(hall, now, *, days=0, role="clerk", department=None, due=True):
    """One item of a matter of its own, due so many days from today."""
    return actions.open_item(
        open_matter("application", now=now),
        step="examine",
        title="審査する",
        department=department or hall.environment,
        role=role,
        due_on=TODAY + datetime.timedelta(days=days) if due else None,
        actor=MACHINE,
        now=now,
    )


def test_everybody_sees_the_work_of_their_post_and_departments(hall, now):
    clerks, chiefs = put(hall, now), put(hall, now, role="chief")
    elsewhere = put(hall, now, department=hall.children)
    machines = put(hall, now, role="systems")
    done = put(hall, now)
    actions.close_items(done.matter, actor=MACHINE, now=now)
    seen = {
        name: list(queries.todo(getattr(hall, name), TODAY))
        for name in ("clerk", "chief", "stranger", "systems")
    }
    assert seen == {
        "clerk": [clerks],
        "chief": [clerks, chiefs],
        "stranger": [elsewhere],
        "systems": [machines],
    }
    assert not queries.todo(guest(frozenset({clerks.matter_id})), TODAY).exists()


def test_a_chief_here_who_is_a_clerk_there_sees_there_the_work_of_clerks_only(hall, now):
    both = replace(
        hall.chief,
        roles=frozenset({"clerk", "chief"}),
        posts=frozenset({(hall.environment.pk, "chief"), (hall.children.pk, "clerk")}),
    )
    here, there = put(hall, now, role="chief"), put(hall, now, department=hall.children)
    above = put(hall, now, role="chief", department=hall.children)
    assert set(queries.todo(both, TODAY)) == {here, there}
    assert [item.reaches(both) for item in (here, there, above)] == [True, True, False]
    assert [access.may(both, "work.assign", item) for item in (here, there, above)] == [True, True, False]


def test_the_list_of_another_town_is_not_seen(hall, now, other_town):
    put(hall, now)
    with scope.within(other_town):
        assert not queries.todo(hall.clerk, TODAY).exists()


def test_one_asks_for_ones_own_and_for_what_nobody_has(hall, now):
    mine, free = put(hall, now), put(hall, now)
    actions.assign(mine.matter, staff=hall.staff["clerk"], actor=hall.clerk, now=now)
    assert list(queries.todo(hall.clerk, TODAY).assigned_to(hall.clerk)) == [mine]
    assert list(queries.todo(hall.clerk, TODAY).unassigned()) == [free]
    assert not WorkItem.objects.assigned_to(MACHINE).exists()


@pytest.mark.parametrize("days", [-400, -1, 0, 1, 4, 5, 400, None])
def test_the_due_state_of_the_list_is_that_of_its_python_twin(hall, now, days):
    item = put(hall, now, days=days or 0, due=days is not None)
    listed = queries.todo(hall.clerk, TODAY).get()
    assert listed.due_state == due_state(item.due_on, TODAY, queries.soon_until(TODAY))


def test_late_today_soon_and_later_are_counted(hall, now):
    # A Friday before a long weekend: Saturday to Monday (勤労感謝の日), and two open days after it.
    for days in (-3, -1, 0, 1, 2, 3, 4, 5, 6):
        put(hall, now, days=days)
    put(hall, now, due=False)
    put(hall, now, days=-1, role="chief")
    assert queries.counts(hall.clerk, TODAY) == {"late": 2, "today": 1, "soon": 5, "later": 2}
    assert queries.counts(hall.chief, TODAY) == {"late": 3, "today": 1, "soon": 5, "later": 2}
    assert queries.counts(hall.stranger, TODAY) == {"late": 0, "today": 0, "soon": 0, "later": 0}


def test_a_deadline_is_near_for_two_open_days_whatever_lies_between(hall, now):
    assert queries.soon_until(TODAY) == datetime.date(2026, 11, 25)
    for due, first in ((25, 20), (24, 19), (23, 19), (26, 24), (20, 18)):
        assert queries.soon_from(datetime.date(2026, 11, due)) == datetime.date(2026, 11, first), due


@pytest.mark.parametrize("size", [1, 3, 4, 50])
def test_pages_show_every_item_once_in_the_order_of_due_dates(hall, now, size):
    chance = random.Random(size)
    items = [put(hall, now, days=chance.randint(-2, 2), due=chance.random() > 0.3) for _ in range(12)]
    items.sort(key=lambda item: (item.due_on is None, item.due_on or TODAY, item.pk))
    walked, after = [], None
    while True:
        page = queries.page(queries.todo(hall.clerk, TODAY), after, size=size)
        walked += page.items
        after = page.next
        if after is None:
            break
    assert walked == items


@pytest.mark.parametrize("cursor", ["", "nonsense", "2026-13-40_x", "_", "-_", "2026-11-20_"])
def test_a_strange_cursor_begins_at_the_beginning(hall, now, cursor):
    item = put(hall, now)
    assert queries.page(queries.todo(hall.clerk, TODAY), cursor).items == [item]


def test_a_page_of_the_list_takes_two_queries(hall, now, django_assert_num_queries):
    for _ in range(3):
        put(hall, now)
    # The days on which the office is closed, and the items.
    with django_assert_num_queries(2):
        page = queries.page(queries.todo(hall.clerk, TODAY))
        assert [
            (str(item.matter), str(item.department), item.assignee, item.due_state) for item in page.items
        ]


def test_what_is_open_about_one_matter_is_found(hall, now):
    item = put(hall, now)
    put(hall, now)
    assert queries.open_items(item.matter) == [item]
