"""What a protection (支援措置) keeps back, asked in one place by every list, page, paper and message.

A matter is restricted while a person who is protected has a part in it, or is named in it. Officials then neither see nor find it; what a
second person agreed to stands in `actor.cleared`. People themselves, and the machine that only carries out, pass: what
leaves the house is held back where it leaves (documents, messaging).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Exists, OuterRef, Q

from yakuba.accounts.models import Countersignature, Party, Person, Protection, Purpose
from yakuba.accounts.models.protections import CountersignatureState
from yakuba.core import access
from yakuba.core.statements import kept

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable
    from uuid import UUID

    from django.db.models import QuerySet

    from yakuba.accounts.models import Staff
    from yakuba.core.actors import Actor
    from yakuba.core.models import Matter

Rows = TypeVar("Rows", bound="QuerySet[Any]")

# What stands in the place of a name.
RESTRICTED = "閲覧制限"


class Restricted(access.NotAllowed):
    """A protection keeps this back until a second person agrees; `number` is the matter's, if it has one."""

    def __init__(self, number: str = "", purpose: str = Purpose.VIEW.value) -> None:
        label = Purpose(purpose).label
        super().__init__(f"支援措置のため、「{label}」には二人目の確認が必要です。確認を頼んでください。")
        self.number, self.purpose = number, purpose


# Which matters --------------------------------------------------------------------------------------
def _parties() -> QuerySet[Party]:
    """The parties who are protected, but for those whom two people found to be somebody else."""
    another = Countersignature.objects.filter(
        matter=OuterRef(OuterRef("matter_id")), **_different(), protection=OuterRef("pk")
    )
    holding = Protection.objects.holding().of("person").filter(~Exists(another))
    found: QuerySet[Party] = Party.objects.filter(Exists(holding))
    return found


def _different() -> dict[str, Any]:
    return {"purpose": Purpose.DIFFERENT, "state": CountersignatureState.GIVEN}


def restricts(matter: str = "matter_id") -> Exists:
    """For a query of any app: whether the matter at this path is restricted."""
    return Exists(_parties().filter(matter=OuterRef(matter)))


def restricted(matters: Iterable[UUID]) -> set[UUID]:
    """Which of these matters are restricted, with one query."""
    return set(_parties().filter(matter__in=list(matters)).values_list("matter_id", flat=True))


def hidden_from(actor: Actor) -> set[UUID]:
    """The matters that a protection keeps back from an official, with one query: protected people are few."""
    if not actor.is_staff:
        return set()
    opened = {matter_id for matter_id, purpose in actor.cleared if purpose == Purpose.VIEW}
    return set(restricted_matters().values_list("matter", flat=True)) - opened


def is_restricted(matter_id: UUID) -> bool:
    """Whether this one matter is.

    Hardly anybody has the name or the reading of a protected person: one short question answers for all others.
    """
    return bool(_alike.all(matter=matter_id)) and bool(restricted([matter_id]))


@kept
def _alike(matter: UUID) -> QuerySet[Protection]:
    """A protection of somebody who has the name or the reading of one of the matter's parties."""
    parties = Party.objects.filter(matter=matter)
    names = parties.exclude(person__name_hash="").values("person__name_hash")
    kanas = parties.exclude(person__kana_hash="").values("person__kana_hash")
    like = Q(person__name_hash__in=names) | Q(person__kana_hash__in=kanas)
    rows: QuerySet[Protection] = Protection.objects.holding().filter(like).only("pk")[:1]
    return rows


def restricted_matters() -> QuerySet[Party, Any]:
    """The ids of all restricted matters, for a query of another app; found from the protections, which are few."""
    holding = Protection.objects.holding()
    names = holding.exclude(person__name_hash="").values("person__name_hash")
    kanas = holding.exclude(person__kana_hash="").values("person__kana_hash")
    # Whoever is like a protected person has the name or the reading: indexes find those, the rule judges them.
    alike = Person.objects.filter(Q(name_hash__in=names) | Q(kana_hash__in=kanas))
    return _parties().filter(person__in=alike).values("matter")


def protection_over(matter: Matter) -> Protection | None:
    """The protection that restricts a matter: the oldest, where several do."""
    another = Countersignature.objects.filter(matter=matter, **_different()).values("protection")
    holding = Protection.objects.holding().exclude(pk__in=another).select_related("department")
    found = [row for party in Party.objects.of(matter) for row in holding.like(party.person)]
    return min(found, key=lambda row: row.pk, default=None)


def is_sure(matter: Matter, protection: Protection) -> bool:
    """Whether birth date, telephone or mail prove who it is; else only the name is the same (確認が必要)."""
    known = protection.person
    return any(
        getattr(known, column) and getattr(known, column) == getattr(party.person, column)
        for party in Party.objects.of(matter)
        for column in ("birth_hash", "telephone_hash", "mail_hash")
    )


# Who may all the same -------------------------------------------------------------------------------
def unrestricted(rows: Rows, actor: Actor, *, matter: str = "matter_id") -> Rows:
    """What the actor may see of rows that lead to matters: officials nothing restricted that was not opened to them."""
    if not actor.is_staff:
        return rows
    opened = [matter_id for matter_id, purpose in actor.cleared if purpose == Purpose.VIEW]
    free = ~restricts(matter)
    return rows.filter(Q(**{f"{matter}__in": opened}) | Q(free)) if opened else rows.filter(free)


def may_open(actor: Actor, matter_id: UUID, purpose: str = Purpose.VIEW.value) -> bool:
    """Whether nothing is kept back from this actor for this purpose."""
    return not actor.is_staff or (matter_id, purpose) in actor.cleared or not is_restricted(matter_id)


def require_open(actor: Actor, matter: Matter, purpose: str = Purpose.VIEW.value) -> None:
    """Raise Restricted where a second person has to agree first."""
    if not may_open(actor, matter.pk, purpose):
        raise Restricted(matter.number or "", purpose)


def cleared_for(staff: Staff, *, now: datetime.datetime) -> frozenset[tuple[UUID, str]]:
    """What this member of staff may do at this moment because a second person agreed."""
    rows = Countersignature.objects.valid(now).filter(asked_by=staff)
    return frozenset(rows.values_list("matter_id", "purpose"))


def shuts_out_proxies(matter: str = "matter_id") -> Q:
    """For a query of any app: whether a proxy (代理人) filed the matter at this path and may neither see it nor act.

    So it is while the applicant is protected, until two people have let the proxy of this matter act.
    """
    proxies = Party.objects.filter(matter=OuterRef(matter), role=Party.Role.PROXY)
    agreed = Countersignature.objects.filter(
        matter=OuterRef(matter), purpose=Purpose.PROXY, state=CountersignatureState.GIVEN
    )
    applicants = _parties().filter(matter=OuterRef(matter), role=Party.Role.APPLICANT)
    return Q(Exists(proxies)) & Q(Exists(applicants)) & ~Q(Exists(agreed))


def protected_people(people: QuerySet[Person]) -> QuerySet[Person]:
    """Those of these persons who must not be found; who was found to be somebody else, may be."""
    another = Countersignature.objects.filter(
        matter__parties__person=OuterRef(OuterRef("pk")), protection=OuterRef("pk"), **_different()
    )
    found: QuerySet[Person] = people.filter(
        Exists(Protection.objects.holding().of("").filter(~Exists(another)))
    )
    return found


def is_protected(person: Person) -> bool:
    """Whether this person must not be found, bundled or represented without a second person's consent."""
    return protected_people(Person.objects.filter(pk=person.pk)).exists()
