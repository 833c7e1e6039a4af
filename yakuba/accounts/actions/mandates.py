"""Mandates are given, confirmed and ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from yakuba.accounts import events
from yakuba.accounts.actions.people import register_person
from yakuba.accounts.models import Mandate, Organisation
from yakuba.core import access, text
from yakuba.core.actions import new_key, record
from yakuba.core.lookup import fingerprint

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping, Sequence

    from yakuba.accounts.models import Person, Resident, Staff
    from yakuba.core.actors import Actor
    from yakuba.core.models import Matter


@transaction.atomic
def register_organisation(name: str, *, actor: Actor, now: datetime.datetime) -> Organisation:
    """Keep the name of a company or body, sealed."""
    access.require(actor, "person.register")
    row = Organisation(key=new_key(), name=name)
    row.name_hash = fingerprint("organisation", text.match_key(name))
    row.save()
    record(events.ORGANISATION_REGISTERED, matter=None, actor=actor, now=now, organisation=row.pk)
    return row


@transaction.atomic
def give_mandate(
    principal: Person | Organisation,
    *,
    proxy: Person,
    kind: str,
    from_on: datetime.date,
    until_on: datetime.date | None,
    actor: Actor,
    now: datetime.datetime,
    procedures: Sequence[str] = (),
    resident: Resident | None = None,
    matter: Matter | None = None,
) -> Mandate:
    """Enter that `proxy` may act for `principal` in these procedures (none: in all) from a day until a day."""
    access.require(actor, "mandate.give")
    is_body = isinstance(principal, Organisation)
    row: Mandate = Mandate.objects.create(
        kind=Mandate.Kind(kind),
        principal=None if is_body else principal,
        organisation=principal if is_body else None,
        proxy=proxy,
        resident=resident,
        matter=matter,
        procedures=list(procedures),
        from_on=from_on,
        until_on=until_on,
        given_at=now,
    )
    record(events.MANDATE_GIVEN, matter=matter, actor=actor, now=now, mandate=row.pk, kind=kind)
    return row


@transaction.atomic
def confirm_mandate(
    mandate: Mandate, *, matter: Matter, by: Staff, actor: Actor, now: datetime.datetime
) -> Mandate:
    """An official has seen the proof of a mandate (代理の権限の確認); confirmed twice, the first time stands."""
    access.require(actor, "mandate.confirm")
    fresh = _locked(mandate)
    if fresh.confirmed_at is None:
        fresh.confirmed_at, fresh.confirmed_by = now, by
        fresh.save(update_fields=["confirmed_at", "confirmed_by"])
        record(events.MANDATE_CONFIRMED, matter=matter, actor=actor, now=now, mandate=fresh.pk)
    return fresh


@transaction.atomic
def end_mandate(mandate: Mandate, *, ending: str, actor: Actor, now: datetime.datetime) -> Mandate:
    """The mandate is over from this moment: revoked by the principal, by the office, or its last day has passed.

    民法111条2項・651条: whoever gave a mandate may take it back at any time. Ended twice, the first time stands.
    """
    access.require(actor, "mandate.end")
    fresh = _locked(mandate)
    if fresh.ended_at is None:
        fresh.ended_at, fresh.ending = now, Mandate.Ending(ending)
        fresh.save(update_fields=["ended_at", "ending"])
        record(
            events.MANDATE_ENDED, matter=fresh.matter, actor=actor, now=now, mandate=fresh.pk, ending=ending
        )
    return fresh


def _locked(mandate: Mandate) -> Mandate:
    found: Mandate = Mandate.objects.select_for_update(of=("self",)).get(pk=mandate.pk)
    return found


@transaction.atomic
def give_mandate_by_mail(
    principal: Person,
    *,
    name: Mapping[str, str],
    mail: str,
    procedures: Sequence[str],
    from_on: datetime.date,
    until_on: datetime.date,
    actor: Actor,
    now: datetime.datetime,
) -> Mandate:
    """A resident lets somebody act for them, who is told by the mail address by which they will sign in."""
    proxy = register_person({"person.name": dict(name), "person.mail": mail}, actor=actor, now=now)
    return give_mandate(
        principal,
        proxy=proxy,
        kind="letter",
        from_on=from_on,
        until_on=until_on,
        procedures=procedures,
        actor=actor,
        now=now,
    )
