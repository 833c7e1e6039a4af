"""What residents keep about themselves: profile, household, wishes; and the end of an account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.db import transaction

from yakuba.accounts import events
from yakuba.accounts.actions.mandates import end_mandate
from yakuba.accounts.actions.people import register_person
from yakuba.accounts.actions.tokens import revoke_token
from yakuba.accounts.models import HouseholdMember, Mandate, Passkey, Resident, SignIn, Token, User
from yakuba.core import access
from yakuba.core.actions import destroy_key, record

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping
    from uuid import UUID

    from yakuba.accounts.models import Person
    from yakuba.core.actors import Actor

MOST = 20  # members of a household


class TooMany(Exception):
    """A household is no register of a village; the message is for the person."""


@transaction.atomic
def save_profile(
    resident: Resident,
    *,
    facts: Mapping[str, Any],
    language: str,
    channel: str,
    electronic_notice: bool | None,
    actor: Actor,
    now: datetime.datetime,
) -> Resident:
    """Keep what fills forms in, and the wishes: language, channel, and whether notices may come electronically.

    デジタル手続法7条1項: a notice is electronic only if the person wishes it; None says nothing, each form asks.
    The mail address by which the resident signs in stays what it is.
    """
    access.require(actor, "account.mind")
    person = resident.person
    register_person({**facts, "person.mail": person.mail}, person=person, actor=actor, now=now)
    resident.language, resident.channel = language, Resident.Channel(channel)
    resident.electronic_notice = electronic_notice
    resident.save(update_fields=["language", "channel", "electronic_notice"])
    record(events.PROFILE_SAVED, matter=None, actor=actor, now=now, resident=resident.pk)
    return resident


@transaction.atomic
def add_household_member(
    resident: Resident, *, facts: Mapping[str, Any], relation: str, actor: Actor, now: datetime.datetime
) -> HouseholdMember:
    """Enter somebody who lives with the resident (世帯員), as the resident says; it proves nothing. Raises TooMany."""
    access.require(actor, "account.mind")
    if HouseholdMember.objects.filter(resident=resident).count() >= MOST:
        raise TooMany(str(MOST))
    member: HouseholdMember = HouseholdMember.objects.create(
        resident=resident,
        person=register_person(facts, actor=actor, now=now),
        relation=HouseholdMember.Relation(relation),
    )
    record(events.HOUSEHOLD_CHANGED, matter=None, actor=actor, now=now, resident=resident.pk)
    return member


@transaction.atomic
def remove_household_member(
    resident: Resident, *, member_id: UUID, actor: Actor, now: datetime.datetime
) -> bool:
    """Forget a member of one's own household; False if there is none of this id."""
    access.require(actor, "account.mind")
    rows = HouseholdMember.objects.select_related("person__key")
    member = rows.filter(resident=resident, pk=member_id).first()
    if member is None:
        return False
    member.delete()
    forget_person(member.person, now=now)
    record(events.HOUSEHOLD_CHANGED, matter=None, actor=actor, now=now, resident=resident.pk)
    return True


@transaction.atomic
def record_export(resident: Resident, *, actor: Actor, now: datetime.datetime) -> None:
    """Remember that a resident took a copy of their own data."""
    access.require(actor, "account.mind")
    record(events.ACCOUNT_EXPORTED, matter=None, actor=actor, now=now, resident=resident.pk)


@transaction.atomic
def close_account(resident: Resident, *, actor: Actor, now: datetime.datetime) -> Resident:
    """End a resident's account in this town: profile, household and sign-ins are forgotten, mandates given end.

    What arrived at the town stays with the town for as long as its rules say; drafts are thrown away by who hears
    of it. The row stays without a name, because what was filed points to it. All of it, or nothing, is done.
    """
    access.require(actor, "account.mind")
    user = resident.user
    for mandate in Mandate.objects.filter(principal=resident.person_id, ended_at__isnull=True):
        end_mandate(mandate, ending="principal", actor=actor, now=now)
    for token in Token.objects.filter(resident=resident, ended_at__isnull=True):
        revoke_token(token, actor=actor, now=now)
    for member in HouseholdMember.objects.select_related("person__key").filter(resident=resident):
        member.delete()
        forget_person(member.person, now=now)
    forget_person(resident.person, now=now)
    Passkey.objects.filter(user=user, kind=SignIn.Kind.RESIDENT).delete()
    SignIn.objects.filter(user=user, kind=SignIn.Kind.RESIDENT).delete()
    # Nobody signs in as this any more; whoever comes again with the same address begins anew.
    gone = User(login=f"gone:{uuid4()}", is_active=False)
    gone.set_unusable_password()
    gone.save()
    resident.user, resident.closed_at = gone, now
    resident.language, resident.channel, resident.electronic_notice = "", Resident.Channel.MAIL, None
    resident.save()
    record(events.ACCOUNT_CLOSED, matter=None, actor=actor, now=now, resident=resident.pk)
    return resident


def forget_person(person: Person, *, now: datetime.datetime) -> None:
    """Empty a person's row and destroy its key: neither rows nor backups of rows tell who it was."""
    facts = ("name", "kana", "birth_date", "postal_code", "address", "telephone", "mail")
    for fact in facts:
        setattr(person, fact, None)
    for column in ("name_hash", "kana_hash", "birth_hash", "telephone_hash", "mail_hash"):
        setattr(person, column, "")
    person.save()
    destroy_key(person.key, now=now)
