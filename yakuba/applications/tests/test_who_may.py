"""Every verb: who may do it, from which state, and what it leaves in the memory."""

from __future__ import annotations

import datetime

import pytest
from django.utils.timezone import localdate

from yakuba.accounts.queries import actor_of_resident
from yakuba.accounts.tests.visitors import resident
from yakuba.applications import actions
from yakuba.applications.models import Application
from yakuba.applications.tests import make
from yakuba.applications.tests.conftest import DOG
from yakuba.core import access, states
from yakuba.core.queries import story

OFFICE = {"clerk", "colleague", "chief"}
EVERYBODY = {
    "holder", "stranger", "other resident", "clerk", "colleague", "chief", "other clerk", "other chief", "systems",
    "machine",
}  # fmt: skip


def save(application, actor, now):
    part = {
        field.id: application.answers.get(field.id) for field in application.definition.section("chip").fields
    }
    answers = {name: value for name, value in part.items() if value is not None}
    return actions.save_section(
        application,
        section="chip",
        answers=answers,
        seen=application.stamps.get("chip", 0),
        actor=actor,
        now=now,
    )


def attach(application, actor, now):
    return actions.attach_files(
        application, field="vaccination_paper", keep=None, uploads=[], actor=actor, now=now
    )


def ask(application, actor, now):
    day = localdate(now) + datetime.timedelta(days=7)
    return actions.ask_for_correction(
        application, fields=["address"], message="番地を。", due_on=day, actor=actor, now=now
    )


def propose(application, actor, now):
    return actions.propose(application, outcome="registered", reasons="", actor=actor, now=now)


def remand(application, actor, now):
    return actions.remand(application, remark="直してください。", actor=actor, now=now)


def decide(application, actor, now):
    return actions.decide(application, outcome="registered", reasons="", actor=actor, now=now)


def plain(action):
    return lambda application, actor, now: action(application, actor=actor, now=now)


# The verb, the state that it is tried in, who may, the states that it leads from, and what it leaves behind.
VERBS = {
    "save": (save, "draft", {"holder"}, {"draft", "returned"}, None),
    "attach": (attach, "draft", {"holder"}, {"draft", "returned"}, None),
    "submit": (plain(actions.submit), "draft", {"holder"}, {"draft", "returned"}, "application.submitted"),
    "discard": (plain(actions.discard), "draft", {"holder", "machine"}, {"draft"}, "draft.discarded"),
    "withdraw": (
        plain(actions.withdraw),
        "submitted",
        {"holder"},
        {"submitted", "proposed", "returned"},
        "application.withdrawn",
    ),
    "view": (plain(actions.record_view), "submitted", OFFICE, None, "application.viewed"),
    "ask": (ask, "submitted", OFFICE, {"submitted", "proposed"}, "application.returned"),
    "resume": (plain(actions.resume_examination), "returned", OFFICE, {"returned"}, "examination.resumed"),
    "propose": (propose, "submitted", OFFICE, {"submitted"}, "approval.proposed"),
    "remand": (remand, "proposed", {"chief"}, {"proposed"}, "approval.remanded"),
    "decide": (decide, "submitted", {"chief"}, {"submitted", "proposed"}, "application.decided"),
    "close": (plain(actions.close), "decided", {*OFFICE, "machine"}, {"decided"}, "application.closed"),
    "post": (plain(actions.record_posting), "to post", {*OFFICE, "machine"}, {"to post"}, "notice.posted"),
}
STATES = ("draft", "submitted", "returned", "proposed", "decided", "closed", "withdrawn")


def in_state(state, hall, now):
    if state == "draft":
        return make.draft(DOG, now=now)
    application = make.submitted(DOG, now=now, notice_channel="post" if state == "to post" else "online")
    lead = {
        "to post": lambda: make.decided(application, hall["chief"], now=now),
        "submitted": lambda: application,
        "returned": lambda: make.returned(application, hall["clerk"], now=now),
        "proposed": lambda: make.proposed(application, hall["clerk"], now=now),
        "decided": lambda: make.decided(application, hall["chief"], now=now),
        "closed": lambda: make.closed(application, hall["chief"], now=now),
        "withdrawn": lambda: make.withdrawn(application, now=now),
    }
    led = lead[state]()
    if state == "to post":
        make.work_off(now)
    return led


def acting(who, application, hall):
    if who == "holder":
        return make.holder(application)
    if who == "other resident":
        return actor_of_resident(resident("taro@example.jp"))
    return hall[who]


@pytest.mark.parametrize("verb", VERBS)
def test_who_has_no_business_with_it_is_refused_and_leaves_no_trace(hall, dog, now, verb):
    act, state, may, _, _ = VERBS[verb]
    application = in_state(state, hall, now)
    before = [event.pk for event in story(application.matter)]
    for who in sorted(EVERYBODY - may):
        with pytest.raises(access.NotAllowed):
            act(application, acting(who, application, hall), now)
        assert [event.pk for event in story(application.matter)] == before, who
    assert Application.objects.get().state == application.state


@pytest.mark.parametrize(
    ("verb", "who"), [(verb, who) for verb, line in VERBS.items() for who in sorted(line[2])]
)
def test_who_may_does_it_and_is_remembered(hall, dog, now, verb, who):
    act, state, _, _, event = VERBS[verb]
    application = in_state(state, hall, now)
    actor = acting(who, application, hall)
    before = {fact.pk for fact in story(application.matter)}
    act(application, actor, now)
    fresh = [fact for fact in story(application.matter) if fact.pk not in before]
    assert {fact.actor for fact in fresh} <= {actor.code}
    assert [fact.name for fact in fresh].count(event) == (1 if event else 0)


@pytest.mark.parametrize("state", STATES)
def test_what_does_not_lead_on_from_here_is_refused_and_changes_nothing(hall, dog, now, state):
    application = in_state(state, hall, now)
    before = [event.pk for event in story(application.matter)]
    for verb, (act, _, may, leads_from, _) in VERBS.items():
        if leads_from is None or state in leads_from:
            continue
        actor = acting("holder" if "holder" in may else "chief", application, hall)
        # A draft is nobody's business in the office: there it is not even seen.
        with pytest.raises((states.NotPossible, access.NotAllowed, actions.Refused)) as refusal:
            act(application, actor, now)
        assert str(refusal.value).endswith("。"), verb
        assert [event.pk for event in story(application.matter)] == before, verb
        assert Application.objects.get().state == application.state, verb
