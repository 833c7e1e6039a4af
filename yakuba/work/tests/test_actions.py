"""The to-do list is opened, taken on, let go and closed."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, transaction

from yakuba.core import access, queries, states
from yakuba.core.actions import open_matter
from yakuba.core.actors import MACHINE, guest
from yakuba.core.models import Event
from yakuba.work import actions
from yakuba.work.models import WorkItem

DUE = datetime.date(2026, 12, 4)


def examine(matter, hall, now, **changed):
    facts = {
        "step": "examine",
        "title": "審査する",
        "department": hall.environment,
        "role": "clerk",
        "due_on": DUE,
        "actor": guest(),
        "now": now,
    }
    return actions.open_item(matter, **{**facts, **changed})


def sign(matter, hall, now, **changed):
    return examine(matter, hall, now, step="sign", title="決裁する", role="chief", **changed)


def test_an_item_that_is_open_already_is_found_as_it_stands(hall, matter, now):
    first = examine(matter, hall, now)
    again = examine(matter, hall, now, title="もう一度審査する", due_on=None)
    assert again == first
    assert (again.title, again.due_on) == ("審査する", DUE)
    assert WorkItem.objects.count() == 1


def test_a_step_is_opened_anew_once_it_was_done(hall, matter, now):
    first = examine(matter, hall, now)
    assert actions.close_items(matter, actor=guest(), now=now) == [first]
    second = examine(matter, hall, now)
    assert second != first
    assert WorkItem.objects.still_open().get() == second


def test_closing_one_step_leaves_the_others(hall, matter, now):
    examine(matter, hall, now)
    signing = sign(matter, hall, now)
    actions.close_items(matter, step="examine", actor=hall.clerk, now=now)
    assert WorkItem.objects.still_open().get() == signing
    actions.close_items(matter, actor=hall.clerk, now=now)
    assert not WorkItem.objects.still_open().exists()
    assert set(WorkItem.objects.values_list("done_at", flat=True)) == {now}


def test_closing_looks_at_one_matter_only(hall, matter, now):
    examine(matter, hall, now)
    other = open_matter("application", now=now)
    kept = examine(other, hall, now)
    actions.close_items(matter, actor=MACHINE, now=now)
    assert WorkItem.objects.still_open().get() == kept


def test_the_database_refuses_a_second_open_item_of_a_step(hall, matter, now):
    item = examine(matter, hall, now)
    item.pk = None
    item._state.adding = True
    with pytest.raises(IntegrityError), transaction.atomic():
        item.save(force_insert=True)


def test_the_database_refuses_work_for_a_role_that_does_not_exist(hall, matter, now):
    with pytest.raises(IntegrityError), transaction.atomic():
        examine(matter, hall, now, role="mayor")


def test_a_systems_officer_opens_and_closes_no_work(hall, matter, now):
    with pytest.raises(access.NotAllowed):
        examine(matter, hall, now, actor=hall.systems)
    with pytest.raises(access.NotAllowed):
        actions.close_items(matter, actor=hall.systems, now=now)


def test_a_clerk_takes_a_matter_on_and_hands_it_over(hall, matter, now):
    examine(matter, hall, now)
    (item,) = actions.assign(matter, staff=hall.staff["clerk"], actor=hall.clerk, now=now)
    assert item.assignee == hall.staff["clerk"]
    actions.assign(matter, staff=hall.staff["colleague"], actor=hall.clerk, now=now)
    item.refresh_from_db()
    assert item.assignee == hall.staff["colleague"]
    told = [(event.name, event.data["staff"], event.data["steps"]) for event in queries.story(matter)]
    assert told == [
        ("work.assigned", str(hall.staff["clerk"].pk), ["examine"]),
        ("work.assigned", str(hall.staff["colleague"].pk), ["examine"]),
    ]


def test_taking_on_what_one_has_already_is_no_news(hall, matter, now):
    examine(matter, hall, now, assignee=hall.staff["clerk"])
    actions.assign(matter, staff=hall.staff["clerk"], actor=hall.clerk, now=now)
    assert queries.story(matter) == []


def test_a_clerk_is_given_no_work_of_a_chief(hall, matter, now):
    sign(matter, hall, now)
    with pytest.raises(actions.NotTheirs, match=r"小林 あゆみさん.*環境課.*決裁する.*別の職員"):
        actions.assign(matter, staff=hall.staff["clerk"], actor=hall.chief, now=now)
    with pytest.raises(access.NotAllowed):
        actions.assign(matter, staff=hall.staff["clerk"], actor=hall.clerk, now=now)


def test_a_chief_takes_on_what_a_clerk_would_do(hall, matter, now):
    examine(matter, hall, now)
    sign(matter, hall, now)
    items = actions.assign(matter, staff=hall.staff["chief"], actor=hall.chief, now=now)
    assert {item.step for item in items if item.assignee == hall.staff["chief"]} == {"examine", "sign"}
    assert Event.objects.get(name="work.assigned").data["steps"] == ["examine", "sign"]


@pytest.mark.parametrize("outsider", ["stranger", "systems"])
def test_nobody_from_outside_takes_work_on_or_is_given_it(hall, matter, now, outsider):
    examine(matter, hall, now)
    with pytest.raises(access.NotAllowed):
        actions.assign(matter, staff=hall.staff[outsider], actor=getattr(hall, outsider), now=now)
    with pytest.raises(access.NotAllowed):
        actions.release(matter, actor=getattr(hall, outsider), now=now)
    with pytest.raises(actions.NotTheirs):
        actions.assign(matter, staff=hall.staff[outsider], actor=hall.clerk, now=now)
    assert WorkItem.objects.get().assignee is None


def test_a_resident_assigns_nothing(hall, matter, now):
    examine(matter, hall, now)
    with pytest.raises(access.NotAllowed):
        actions.assign(matter, staff=hall.staff["clerk"], actor=guest(frozenset({matter.pk})), now=now)


def test_who_has_left_the_post_takes_nothing_on(hall, matter, now):
    examine(matter, hall, now)
    hall.staff["colleague"].memberships.update(until_on=datetime.date(2026, 11, 19))
    with pytest.raises(actions.NotTheirs):
        actions.assign(matter, staff=hall.staff["colleague"], actor=hall.clerk, now=now)


def test_without_open_work_there_is_nothing_to_assign(hall, matter, now):
    with pytest.raises(states.NotPossible, match="開き直して"):
        actions.assign(matter, staff=hall.staff["clerk"], actor=hall.clerk, now=now)


def test_work_that_was_let_go_waits_for_a_colleague(hall, matter, now):
    examine(matter, hall, now, assignee=hall.staff["clerk"])
    actions.release(matter, actor=hall.colleague, now=now)
    actions.release(matter, actor=hall.colleague, now=now)
    assert WorkItem.objects.unassigned().count() == 1
    assert [event.name for event in queries.story(matter)] == ["work.released"]


# Reorganisation -------------------------------------------------------------------------------------
def hand_over(matter, hall, now, *, successor=None, actor=MACHINE):
    return actions.hand_over(
        matter, department=hall.environment, successor=successor or hall.children, actor=actor, now=now
    )


def test_a_successor_takes_over_what_is_open_and_who_has_no_post_there_is_released(hall, matter, now):
    done = examine(matter, hall, now)
    actions.close_items(matter, actor=guest(), now=now)
    examine(matter, hall, now, assignee=hall.staff["clerk"])
    sign(matter, hall, now, assignee=hall.staff["stranger"])
    assert {item.step for item in hand_over(matter, hall, now)} == {"examine", "sign"}
    assert {item.department for item in WorkItem.objects.still_open()} == {hall.children}
    assert {item.assignee for item in WorkItem.objects.still_open()} == {None}
    done.refresh_from_db()
    assert done.department == hall.environment
    assert hand_over(matter, hall, now) == []
    names = Event.objects.filter(matter=matter).values_list("name", flat=True)
    assert list(names).count("work.handed_over") == list(names).count("work.released") == 1


def test_whoever_has_a_post_for_it_there_keeps_the_work(hall, matter, now):
    examine(matter, hall, now, assignee=hall.staff["stranger"])
    hand_over(matter, hall, now)
    assert WorkItem.objects.still_open().get().assignee == hall.staff["stranger"]


def test_nobody_hands_over_by_hand(hall, matter, now):
    examine(matter, hall, now)
    with pytest.raises(access.NotAllowed):
        hand_over(matter, hall, now, actor=hall.systems)
