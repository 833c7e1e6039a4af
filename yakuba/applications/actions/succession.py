"""Open cases go over to the department that took over; closed ones and papers that were made keep the old name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from yakuba.applications import events
from yakuba.applications.succession import STILL_OPEN
from yakuba.approvals import actions as approvals
from yakuba.core import access, states
from yakuba.core.actions import record
from yakuba.work import actions as work

if TYPE_CHECKING:
    import datetime

    from yakuba.accounts.models import Department
    from yakuba.applications.models import Application
    from yakuba.core.actors import Actor


@transaction.atomic
def hand_over(
    application: Application,
    *,
    department: Department,
    successor: Department,
    actor: Actor,
    now: datetime.datetime,
) -> Application:
    """Give a case, and what `department` has to do about it, to its successor; told again, it changes nothing."""
    access.require(actor, "application.hand_over")
    fresh = states.lock(application)
    work.hand_over(fresh.matter, department=department, successor=successor, actor=actor, now=now)
    approvals.hand_over(fresh.matter, department=department, successor=successor, actor=actor, now=now)
    if fresh.department_id == department.pk and fresh.state in STILL_OPEN:
        fresh.department = successor
        fresh.save(update_fields=["department"])
        record(
            events.HANDED_OVER,
            matter=fresh.matter,
            actor=actor,
            now=now,
            department=department.pk,
            successor=successor.pk,
        )
    return fresh
