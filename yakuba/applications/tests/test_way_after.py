"""A draft that takes a decision back goes its way after the decision, past the same superiors."""

import pytest

from yakuba.accounts import actions as accounts
from yakuba.accounts.queries import actor_of_staff
from yakuba.accounts.tests.visitors import staff_browser
from yakuba.applications import actions
from yakuba.applications.tests import make
from yakuba.applications.tests.conftest import LONG_AGO
from yakuba.core import access
from yakuba.core.actors import MACHINE


@pytest.fixture
def decided(arrived, hall, now):
    return make.decided(arrived, hall["chief"], now=now)


def revoked(decided, hall, now):
    """A draft of the clerk's that the decision is annulled."""
    return actions.propose_revocation(
        decided,
        kind="annul",
        reasons="添付の書類が偽りでした。",
        hearing="explanation",
        actor=hall["clerk"],
        now=now,
    )


def test_superiors_agree_to_a_revocation_before_it_is_decided(decided, hall, now):
    who = {"actor": MACHINE, "now": now}
    colleague = hall.staff["colleague"]
    facts = {"department": hall.departments["environment"], "role": "chief", "rank": "section_chief"}
    accounts.add_membership(colleague, **facts, from_on=LONG_AGO, **who)
    revoked(decided, hall, now)
    actions.agree(decided, actor=actor_of_staff(colleague, now=now), now=now)
    assert actions.decide_revocation(decided, actor=hall["chief"], now=now).outcome


def test_a_draft_of_a_revocation_is_given_up_by_its_drafter_or_the_chief(decided, hall, now):
    revoked(decided, hall, now)
    page = f"/staff/applications/{decided.matter.number}/"
    shown = {
        who: staff_browser(hall.staff[who]).get(page).content.decode()
        for who in ("colleague", "clerk", "chief")
    }
    assert ["を決裁する</button>" in text for text in shown.values()] == [False, False, True]
    assert ["の案を取りやめる" in text for text in shown.values()] == [False, True, True]
    with pytest.raises(access.NotAllowed, match="起案した本人か"):
        actions.cancel_revocation(decided, actor=hall["colleague"], now=now)
    actions.cancel_revocation(decided, actor=hall["clerk"], now=now)
    revoked(decided, hall, now)
    assert actions.cancel_revocation(decided, actor=hall["chief"], now=now).outcome
