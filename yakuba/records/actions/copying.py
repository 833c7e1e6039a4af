"""A copy of what is kept about one person is asked for, by themselves or for a 開示請求, and taken."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid5

from django.db import transaction

from yakuba.accounts import queries as people
from yakuba.accounts.models import Purpose
from yakuba.core import access
from yakuba.core.actions import ask_for_run, record
from yakuba.records import events

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable
    from uuid import UUID

    from yakuba.accounts.models import Person, Resident
    from yakuba.core.actors import Actor
    from yakuba.core.models import Matter, Run

OWN, DISCLOSURE = "records.copy", "records.disclosure"
# Pressed again within so many seconds, it is the same copy.
PRESS = 600


@transaction.atomic
def ask_for_own_copy(resident: Resident, *, actor: Actor, now: datetime.datetime) -> Run:
    """Let a worker make a resident's own copy; asked again within ten minutes, it is the same."""
    access.require(actor, "account.mind")
    token = uuid5(resident.pk, f"{OWN}:{int(now.timestamp()) // PRESS}")
    return ask_for_run(OWN, asked={"resident": str(resident.pk)}, token=token, actor=actor, now=now)


@transaction.atomic
def ask_for_disclosure(
    matter: Matter,
    *,
    person: Person,
    opened: Iterable[str],
    shut: Iterable[str],
    token: UUID,
    actor: Actor,
    now: datetime.datetime,
) -> Run:
    """Let a worker make the copy for a 開示請求: `opened` of what needs care is told, `shut` of the rest is not (79条).

    The caller has shown that the request is the actor's. Raises Restricted for somebody who is protected, until a
    second official agreed to the paper.
    """
    access.require(actor, "disclosure.make")
    people.require_open(actor, matter, Purpose.PRINT.value)
    asked = {
        "matter": str(matter.pk),
        "person": str(person.pk),
        "opened": sorted(opened),
        "shut": sorted(shut),
    }
    return ask_for_run(DISCLOSURE, asked=asked, token=token, actor=actor, now=now)


@transaction.atomic
def record_disclosure_view(matter: Matter, *, actor: Actor, now: datetime.datetime) -> None:
    """Remember that an official looked through everything that is kept about whoever asked."""
    access.require(actor, "disclosure.make")
    record(events.DISCLOSURE_PREPARED, matter=matter, actor=actor, now=now)


@transaction.atomic
def record_disclosure_fetch(run: Run, *, matter: Matter, actor: Actor, now: datetime.datetime) -> None:
    """Remember that an official took the copy."""
    access.require(actor, "disclosure.make")
    record(events.DISCLOSURE_FETCHED, matter=matter, actor=actor, now=now, run=run.pk)
