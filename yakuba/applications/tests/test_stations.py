"""A draft on its way: who sends it elsewhere, and what still reminds of it after its case is closed."""

import datetime

import pytest

from yakuba.accounts import actions as accounts
from yakuba.accounts.queries import actor_of_staff
from yakuba.applications import actions
from yakuba.applications.tests import make, small
from yakuba.applications.tests.conftest import LONG_AGO
from yakuba.approvals.models import Approval
from yakuba.core import access
from yakuba.core.actors import MACHINE
from yakuba.core.models import Timer
from yakuba.work.models import WorkItem


def test_a_chief_elsewhere_who_is_a_clerk_here_orders_no_other_way(arrived, hall, now):
    make.proposed(arrived, hall["clerk"], now=now)
    draft = Approval.objects.get()
    other = hall.staff["other chief"]
    place = hall.departments["environment"]
    accounts.add_membership(other, department=place, role="clerk", from_on=LONG_AGO, actor=MACHINE, now=now)
    facts = {"stop": str(draft.stops.get().pk), "staff": hall.staff["chief"], "department": place}
    with pytest.raises(access.NotAllowed):
        actions.reroute(
            arrived, **facts, reason="担当が違います。", actor=actor_of_staff(other, now=now), now=now
        )
    actions.reroute(arrived, **facts, reason="担当が違います。", actor=hall["chief"], now=now)
    assert draft.stops.filter(superseded_at=None).get().staff == hall.staff["chief"]


def test_a_closed_case_still_reminds_of_what_was_decided_for_the_absent(hall, now):
    arrived = small.sent(small.published(small.CLAIM, now=now), small.CLAIMED, now=now)
    colleague, place = hall.staff["colleague"], hall.departments["environment"]
    who = {"actor": MACHINE, "now": now}
    post = {"department": place, "role": "chief", "rank": "section_chief", "from_on": LONG_AGO}
    accounts.add_membership(colleague, **post, **who)
    accounts.let_act("section_chief", absent="director", order=1, from_on=LONG_AGO, **who)
    later = now + datetime.timedelta(days=2)
    accounts.note_absence(hall.staff["chief"], kind="trip", from_at=now, until_at=later, **who)
    acting = actor_of_staff(colleague, now=now)
    actions.propose(arrived, outcome="granted", reasons="", actor=acting, now=now)
    actions.decide(arrived, outcome="granted", reasons="", actor=acting, now=now)
    actions.close(small.fresh(arrived), actor=hall["clerk"], now=now)
    left = WorkItem.objects.still_open().get()
    assert left.step.startswith("view-")
    timer = Timer.objects.get(matter=arrived.matter, done_at=None)
    assert (timer.name, timer.due_at.date() < left.due_on) == ("work-due", True)
