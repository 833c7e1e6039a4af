"""Protected people and second signatures, made by actions, for the tests of every app."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.utils.timezone import localdate

from yakuba.accounts import actions, queries
from yakuba.accounts.models import Department
from yakuba.core.actors import MACHINE

if TYPE_CHECKING:
    from yakuba.accounts.models import Countersignature, Protection, Staff
    from yakuba.core.actors import Actor
    from yakuba.core.models import Matter

LONG_AGO = datetime.date(2020, 4, 1)
ONE_DAY = datetime.timedelta(days=1)


def officer(
    login: str, department: Department, *, now: datetime.datetime, role: str = "clerk", name: str = "確認 守"
) -> Staff:
    """A member of staff who sees to protections."""
    staff = actions.create_staff(
        login, name=name, password="asama-yama-2568", is_initial=False, actor=MACHINE, now=now
    )
    actions.add_membership(staff, department=department, role=role, from_on=LONG_AGO, actor=MACHINE, now=now)
    actions.appoint_officer(staff, from_on=LONG_AGO, actor=MACHINE, now=now)
    return staff


def acting(staff: Staff, *, now: datetime.datetime) -> Actor:
    """The actor that somebody is at this moment: what was agreed to for them is known only to a fresh one."""
    return queries.actor_of_staff(staff, now=now)


def flag(
    facts: dict[str, Any], *, by: Staff, now: datetime.datetime, days: int = 365, **more: Any
) -> Protection:
    """Protect a person for some days."""
    told = {"reason": "violence", "note": "配偶者暴力相談支援センター"} | more
    return actions.flag_protection(
        facts,
        department=Department.objects.get(memberships__staff=by),
        until_on=localdate(now) + days * ONE_DAY,
        actor=acting(by, now=now),
        now=now,
        **told,
    )


def ask(matter: Matter, purpose: str, *, by: Staff, now: datetime.datetime, **more: Any) -> Countersignature:
    """Ask a second person, as somebody."""
    return actions.ask_countersignature(
        matter, purpose=purpose, reason="届出の審査のため", actor=acting(by, now=now), now=now, **more
    )


def agree(asked: Countersignature, *, by: Staff, now: datetime.datetime) -> Countersignature:
    """Agree, as somebody."""
    return actions.answer_countersignature(asked, agrees=True, actor=acting(by, now=now), now=now)
