"""Every kind of step of the route: by whom, and when not: withdrawn meanwhile, being corrected, of another kind."""

from __future__ import annotations

import pytest
from django.utils.timezone import localdate

from yakuba.applications import actions
from yakuba.applications.models import StepRecord
from yakuba.applications.tests import make, routes
from yakuba.applications.tests.stepping import DAY, accept, answer, confirm, deliver, receive, send, todo
from yakuba.core import access, states
from yakuba.core.queries import story
from yakuba.work.models import WorkItem

ACTS = {
    "finish": (
        "permit",
        lambda application, actor, now: actions.finish(application, step="look", actor=actor, now=now),
    ),
    "send": ("permit", send),
    "forward": ("forwarded", lambda application, actor, now: send(application, actor, now, step="send")),
    "accept": ("notice", accept),
    "confirm": ("class", confirm),
    "receive": ("forwarded", receive),
    "deliver": ("certificate", deliver),
    "answer": ("permit", answer),
}


def ready(name, hall, now):
    """An application that stands where this act comes next."""
    procedure, _ = ACTS[name]
    application = routes.arrived(procedure, now=now)
    if name == "answer":
        return send(application, hall["clerk"], now)
    if name == "receive":
        return send(application, hall["clerk"], now, step="send")
    if name == "deliver":
        application = make.decided(application, hall["chief"], now=now)
        make.work_off(now)
        application.refresh_from_db()
    return application


@pytest.mark.parametrize("name", ACTS)
def test_only_the_department_does_it_and_the_others_leave_no_trace(hall, now, name):
    application = ready(name, hall, now)
    before = [event.pk for event in story(application.matter)]
    strangers = {
        login: hall[login] for login in ("other clerk", "other chief", "systems", "stranger", "machine")
    }
    for who, actor in {**strangers, "holder": make.holder(application)}.items():
        with pytest.raises(access.NotAllowed):
            ACTS[name][1](application, actor, now)
        assert [event.pk for event in story(application.matter)] == before, who


@pytest.mark.parametrize("login", ["colleague", "chief"])
@pytest.mark.parametrize("name", ACTS)
def test_colleague_and_chief_may_and_are_remembered(hall, now, name, login):
    application = ready(name, hall, now)
    before = {event.pk for event in story(application.matter)}
    ACTS[name][1](application, hall[login], now)
    fresh = [event for event in story(application.matter) if event.pk not in before]
    assert fresh
    assert {event.actor for event in fresh} == {hall[login].code}


@pytest.mark.parametrize("name", [name for name in ACTS if name != "deliver"])
def test_what_was_withdrawn_meanwhile_is_left_alone(hall, clerk, now, name):
    application = ready(name, hall, now)
    make.withdrawn(application, now=now)
    before = StepRecord.objects.count()
    with pytest.raises(states.NotPossible):
        ACTS[name][1](application, clerk, now)
    assert StepRecord.objects.count() == before
    assert todo() == []


@pytest.mark.parametrize("name", ["finish", "send", "accept", "confirm", "forward", "receive"])
def test_nothing_of_the_office_moves_on_while_the_applicant_corrects(hall, clerk, now, name):
    application = ready(name, hall, now)
    make.returned(application, clerk, now=now)
    with pytest.raises(states.NotPossible):
        ACTS[name][1](application, clerk, now)


def test_a_step_of_another_kind_or_of_no_route_is_refused(hall, clerk, now):
    application = routes.arrived("permit", now=now)
    for step in ("look", "decide", "nowhere"):
        with pytest.raises(states.NotPossible, match="その段はありません"):
            send(application, clerk, now, step=step)


def test_a_step_is_due_by_its_own_days_within_the_standard_period(hall, clerk, now):
    application = routes.arrived("permit", now=now)
    send(application, clerk, now)
    due = {item.step: item.due_on for item in WorkItem.objects.still_open()}
    assert due["police"] == localdate(now) + 10 * DAY
    assert due["works"] == application.due_on
    later = now + 15 * DAY
    answer(application, clerk, later)
    send(application, clerk, later, step="works")
    answer(application, clerk, later, step="works")
    assert WorkItem.objects.still_open().get().due_on == localdate(later) + 3 * DAY
