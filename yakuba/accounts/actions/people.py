"""Persons and their part in a matter are written here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from yakuba.accounts import events
from yakuba.accounts.models import Party, Person
from yakuba.accounts.queries import hashes_of
from yakuba.core import access, states
from yakuba.core.actions import new_key, record
from yakuba.core.statements import kept
from yakuba.core.transactions import joining

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from django.db.models import QuerySet

    from yakuba.core.actors import Actor
    from yakuba.core.models import Matter

# The part of the shared vocabulary of meanings (`means:`) that a person's row keeps.
COLUMNS = {
    f"person.{column}": column
    for column in ("name", "kana", "birth_date", "postal_code", "address", "telephone", "mail")
}


@joining
def register_person(
    facts: Mapping[str, Any], *, person: Person | None = None, actor: Actor, now: datetime.datetime
) -> Person:
    """Keep what is known of a person; with `person`, these facts replace all of that row's own.

    `facts` maps meanings ("person.name", ...) to stored values; other meanings are left out. A fact that is
    missing or empty is emptied on the row too: to a mail address that was taken out nobody writes any more.
    A new row is made even where the same facts are known: what somebody types must never change another's row.
    """
    access.require(actor, "person.register")
    row = person or Person(key=new_key())
    known = known_of(facts)
    for column, value in {**known, **hashes_of(known)}.items():
        setattr(row, column, value)
    row.save()
    record(events.PERSON_REGISTERED, matter=None, actor=actor, now=now, person=row.pk)
    return row


@joining
def add_party(
    matter: Matter, person: Person, *, role: str, actor: Actor, now: datetime.datetime, relation: str = ""
) -> Party:
    """Enter a person's part in a matter; the same part entered twice stands once.

    `relation` says who a scribe is to the applicant, by a code of `Party.Relation`.
    """
    access.require(actor, "party.add")
    # Nobody enters the same part meanwhile: the matter is locked.
    states.hold(matter.pk)
    part = Party.Role(role)
    if entered := _entered.first(matter=matter.pk, person=person.pk, role=part.value):
        return entered
    party: Party = Party.objects.create(matter=matter, person=person, role=part, relation=relation)
    record(
        events.PARTY_ADDED, matter=matter, actor=actor, now=now, party=party.pk, person=person.pk, role=role
    )
    return party


@kept
def _entered(matter: UUID, person: UUID, role: str) -> QuerySet[Party]:
    rows: QuerySet[Party] = Party.objects.filter(matter=matter, person=person, role=role)[:1]
    return rows


@joining
def keep_named(
    matter: Matter, *, people: Iterable[Mapping[str, Any]], actor: Actor, now: datetime.datetime
) -> None:
    """Enter whom a matter only names, each by facts as in register_person; who was entered before stands once.

    Nobody is taken out again: what was filed before goes on naming them.
    """
    access.require(actor, "party.add")
    found = list(people)
    if not found:
        return
    rows = Party.objects.filter(matter=matter, role=Party.Role.NAMED)
    known = {
        tuple(row) for row in rows.values_list("person__name_hash", "person__kana_hash", "person__birth_hash")
    }
    for facts in found:
        hashes = hashes_of(known_of(facts))
        row = (hashes["name_hash"], hashes["kana_hash"], hashes["birth_hash"])
        if row in known or not hashes["name_hash"]:
            continue
        known.add(row)
        person = register_person(facts, actor=actor, now=now)
        add_party(matter, person, role=Party.Role.NAMED.value, actor=actor, now=now)


def known_of(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts that a person's row keeps, by its columns; None for what is not known."""
    return {column: facts.get(means) or None for means, column in COLUMNS.items()}


@transaction.atomic
def let_heir_follow(matter: Matter, *, heir: Person, actor: Actor, now: datetime.datetime) -> Party:
    """Let an heir be the applicant of a matter whose applicant has died (承継); the dead stays a party as such."""
    access.require(actor, "party.add")
    add_party(matter, heir, role=Party.Role.HEIR.value, actor=actor, now=now)
    party: Party = Party.objects.get(matter=matter, role=Party.Role.APPLICANT)
    party.person = heir
    party.save(update_fields=["person"])
    record(events.PARTY_SUCCEEDED, matter=matter, actor=actor, now=now, party=party.pk, person=heir.pk)
    return party
