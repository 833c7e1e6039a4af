"""Reads about people and organisation: who is who, who belongs where on a day, who acts."""

from __future__ import annotations

import re
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, Q
from django.utils import timezone

from yakuba.accounts.models import (
    Department,
    Membership,
    Party,
    Person,
    Program,
    Protection,
    ProtectionOfficer,
    RecoveryCode,
    Resident,
    SecondFactor,
    Staff,
)
from yakuba.accounts.queries import guards
from yakuba.accounts.queries.succession import taken_over
from yakuba.core import actors, text
from yakuba.core.lookup import fingerprint
from yakuba.core.statements import kept

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterable, Mapping
    from uuid import UUID

    from django.db.models import QuerySet

    from yakuba.accounts.models import User
    from yakuba.core.models import Matter

# A resident's login is this and a keyed hash, so that no mail address stands in the clear.
RESIDENT_LOGIN = "mail:"
_STAFF = re.compile(r"staff:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")
APPLICANT, SYSTEM, GONE_STAFF = "申請者", "システム", "職員"


# Organisation ---------------------------------------------------------------------------------------
def departments(on: datetime.date) -> list[Department]:
    """All departments of a day in the order of their codes."""
    return list(Department.objects.on(on).order_by("code"))


def department_of_role(role: str, on: datetime.date) -> Department | None:
    """The first department, by its code, in which somebody has a post of this role on a day."""
    posts = Membership.objects.on(on).filter(role=role, staff__is_active=True)
    found: Department | None = (
        Department.objects.on(on).filter(pk__in=posts.values("department")).order_by("code").first()
    )
    return found


def colleagues(department_id: UUID, on: datetime.date) -> list[Staff]:
    """The active staff of a department, or of its successor with the same code, on a day, by name."""
    codes = Department.objects.filter(pk=department_id).values("code")
    members = Membership.objects.on(on).filter(department__code__in=codes).values("staff")
    return list(Staff.objects.filter(pk__in=members, is_active=True).order_by("name", "id"))


def staff_list(on: datetime.date) -> list[Staff]:
    """All staff by name, each with `.posts` (the memberships of the day) and `.user.second_factor` loaded."""
    posts = Membership.objects.on(on).select_related("department").order_by("from_on", "id")
    rows = Staff.objects.select_related("user", "user__second_factor")
    return list(rows.prefetch_related(Prefetch("memberships", posts, to_attr="posts")).order_by("name", "id"))


def staff_of(user: User) -> Staff | None:
    """Who this user is on the staff of the town in scope."""
    found: Staff | None = Staff.objects.filter(user=user, is_active=True).select_related("user").first()
    return found


def staff_member(staff_id: UUID | str | None) -> Staff | None:
    """The active member of the town's staff with this id."""
    rows = Staff.objects.filter(pk=staff_id, is_active=True, user__is_active=True)
    found: Staff | None = rows.select_related("user").first()
    return found


# Who acts -------------------------------------------------------------------------------------------
def actor_of_code(code: str, *, now: datetime.datetime) -> actors.Actor | None:
    """The actor that the member of staff with this code is at this moment; None once they have left."""
    staff = staff_member(code.removeprefix("staff:")) if code.startswith("staff:") else None
    return actor_of_staff(staff, now=now) if staff else None


def actor_of_staff(staff: Staff, *, now: datetime.datetime) -> actors.Actor:
    """The actor that a member of staff is at this moment, by the memberships of the day."""
    on = timezone.localdate(now)
    posts = _posts_of(staff, on)
    protects = ProtectionOfficer.objects.on(on).filter(staff=staff).exists()
    return actors.Actor(
        code=f"staff:{staff.pk}",
        roles=frozenset(role for _, role in posts) | ({"protector"} if protects else frozenset()),
        posts=posts,
        staff=staff.pk,
        name=staff.name,
        cleared=guards.cleared_for(staff, now=now),
    )


def _posts_of(staff: Staff, on: datetime.date) -> frozenset[tuple[UUID, str]]:
    """The posts of a day, each in every department of its code or that it took over: no case is hidden."""
    held = Membership.objects.on(on).filter(staff=staff).values_list("department__code", "role")
    roles: dict[str, set[str]] = {}
    for code, role in held:
        roles.setdefault(code, set()).add(role)
    if not roles:
        return frozenset()
    taken = taken_over(roles, on)
    rows = Department.objects.filter(code__in=[*roles, *(old for old, _, _ in taken)])
    known = list(rows.values_list("pk", "code", "from_on"))
    found = {(pk, role) for pk, code, _ in known for role in roles.get(code, ())}
    for old, before, own in taken:
        found |= {
            (pk, role) for pk, code, begun in known if code == old and begun < before for role in roles[own]
        }
    return frozenset(found)


def actor_of_user(
    user: User, *, kind: str, matters: frozenset[UUID], now: datetime.datetime
) -> actors.Actor | None:
    """The actor that a signed-in user is in the town in scope as `kind` ("staff" or "resident"), if any."""
    if kind == "staff":
        staff = staff_of(user)
        return actor_of_staff(staff, now=now) if staff else None
    resident = Resident.objects.select_related("person__key__town_key").filter(user=user).first()
    return actor_of_resident(resident, matters=matters) if resident else None


def actor_of_resident(resident: Resident, *, matters: frozenset[UUID] = frozenset()) -> actors.Actor:
    """The actor that a resident is, who may also hold look-up codes from before signing in."""
    return actors.Actor(
        code=f"resident:{resident.pk}",
        roles=frozenset({"resident"}),
        matters=matters,
        resident=resident.pk,
        name=resident.person.full_name,
    )


def staff_name(code: str) -> str:
    """Who an actor's code is, for people: a member of staff by name, a resident or guest as 申請者."""
    return actor_names([code])[code]


def actor_names(codes: Iterable[str]) -> dict[str, str]:
    """`staff_name` of many codes with one query."""
    codes = set(codes)
    rows = Staff.objects.filter(pk__in=staff_ids(codes)).values_list("pk", "name")
    staff = {f"staff:{pk}": name for pk, name in rows}
    programs = [code.removeprefix("program:") for code in codes if code.startswith("program:")]
    if programs:
        named = Program.objects.filter(pk__in=programs).values_list("pk", "name")
        staff |= {f"program:{pk}": name for pk, name in named}
    return {code: staff.get(code) or _kind_name(code) for code in codes}


def staff_ids(codes: Iterable[str]) -> list[str]:
    """The ids of staff among actors' codes; what is none, in a row that somebody bent, is passed over."""
    return [found[1] for code in codes if (found := _STAFF.fullmatch(code))]


def _kind_name(code: str) -> str:
    return {"system": SYSTEM, "staff": GONE_STAFF}.get(code.partition(":")[0], APPLICANT)


def second_factor_stamp(user: User) -> str:
    """What a session that passed the user's present second factor holds; empty when there is none in use."""
    factor = SecondFactor.objects.filter(user=user, confirmed_at__isnull=False).first()
    return factor.stamp if factor else ""


def recovery_codes_left(user: User) -> int:
    """How many recovery codes the user has not used yet."""
    return RecoveryCode.objects.filter(user=user, used_at__isnull=True).count()


# People ---------------------------------------------------------------------------------------------
def people_of(matter: Matter) -> list[Party]:
    """The parties of a matter in the order in which they came, `party.person` ready to be opened."""
    return list(Party.objects.of(matter))


def applicant(matter: Matter) -> Person | None:
    """The one applicant of a matter, once there is one."""
    party = _applicant.first(matter=matter.pk)
    return party.person if party else None


@kept
def _applicant(matter: UUID) -> QuerySet[Party]:
    rows: QuerySet[Party] = Party.objects.of(matter).filter(role=Party.Role.APPLICANT)[:1]
    return rows


def applicant_names(matters: Iterable[UUID]) -> dict[UUID, str]:
    """The applicants' names of many matters for lists of officials; matters without an applicant are left out.

    A list names nobody who is protected, whoever looks at it: 閲覧制限 stands there instead.
    """
    rows = Party.objects.filter(matter__in=list(matters), role=Party.Role.APPLICANT)
    rows = rows.select_related("person__key__town_key").annotate(is_hidden=guards.restricts())
    return {row.matter_id: guards.RESTRICTED if row.is_hidden else row.person.full_name for row in rows}


def applicants(matters: Iterable[UUID]) -> dict[UUID, Person]:
    """The applicants of many matters with one query, ready to be opened; matters without one are left out."""
    rows = Party.objects.filter(matter__in=list(matters), role=Party.Role.APPLICANT)
    return {row.matter_id: row.person for row in rows.select_related("person__key__town_key")}


def resident(resident_id: UUID) -> Resident:
    """The resident of this id with their person; raises Resident.DoesNotExist."""
    found: Resident = Resident.objects.select_related("person__key__town_key", "user").get(pk=resident_id)
    return found


def people_found(**facts: Any) -> QuerySet[Person]:
    """Persons for whom all given facts hold: name ({"family", "given"} or text), kana, birth_date, telephone, mail.

    Width, kana, spaces, hyphens and variants of a kanji make no difference. An empty fact finds nobody, and nothing
    finds who is protected (支援措置).
    """
    hashes = hashes_of(facts)
    if not hashes or not all(hashes.values()):
        return Person.objects.none()  # type: ignore[no-any-return]
    found: QuerySet[Person] = Person.objects.filter(**hashes).select_related("key__town_key")
    # No search leads to who is protected, not even to learn that they are.
    return found.exclude(pk__in=guards.protected_people(Person.objects.filter(**hashes)).values("pk"))


def same_people(person: Person) -> QuerySet[Person]:
    """The rows that are this person: name or reading the same, with birth date, telephone or mail; the row itself too.

    What one resident wrote about others of the household is not among them: it is the resident's own.
    """
    same = Q(pk=person.pk)
    known = {fact: getattr(person, f"{fact}_hash") for fact in ("name", "kana", "birth", "telephone", "mail")}
    names = [Q(**{f"{fact}_hash": known[fact]}) for fact in ("name", "kana") if known[fact]]
    proofs = [Q(**{f"{fact}_hash": known[fact]}) for fact in ("birth", "telephone", "mail") if known[fact]]
    if names and proofs:
        same |= reduce(or_, names) & reduce(or_, proofs)
    found: QuerySet[Person] = Person.objects.filter(same, household_place__isnull=True)
    return found.select_related("key__town_key")


def knows_protected(facts: Mapping[str, Any]) -> bool:
    """Whether these facts ("person.name", ...) are those of somebody who is protected (支援措置)."""
    if not facts.get("person.name"):
        return False
    known = {name: facts.get(f"person.{name}") for name in _SEARCHED}
    return bool(Protection.objects.holding().like(Person(**hashes_of(known))).exists())


def matters_applied_by(people: QuerySet[Person]) -> QuerySet[Party, Any]:
    """The ids of the matters in which these persons are the applicant, for a query of another app."""
    rows: QuerySet[Party] = Party.objects.filter(person__in=people, role=Party.Role.APPLICANT)
    return rows.values("matter")


def matters_with(people: QuerySet[Person]) -> QuerySet[Party, Any]:
    """The ids of the matters in which these persons have any part, for a query of another app."""
    rows: QuerySet[Party] = Party.objects.taking_part().filter(person__in=people)
    return rows.values("matter")


def residents_among(people: QuerySet[Person]) -> set[UUID]:
    """The ids of the accounts that belong to these persons."""
    return set(Resident.objects.filter(person__in=people).values_list("pk", flat=True))


# Keys -----------------------------------------------------------------------------------------------
def login_key(login: str) -> str:
    """The form in which a staff login is stored and compared."""
    return text.normalise(login).strip().lower()


def mail_key(mail: str) -> str:
    """The one form of a mail address that is stored, compared and written to."""
    return text.normalise(mail).strip().lower()


def hashes_of(facts: Mapping[str, Any]) -> dict[str, str]:
    """The keyed hashes (`name_hash`, ...) of the facts that can be searched for; empty for an empty fact."""
    return {
        column: fingerprint(purpose, key) if facts[fact] and (key := shortened(facts[fact])) else ""
        for fact, (column, purpose, shortened) in _SEARCHED.items()
        if fact in facts
    }


def _name_key(name: str | Mapping[str, str]) -> str:
    written = name if isinstance(name, str) else f"{name.get('family', '')}{name.get('given', '')}"
    return text.match_key(written)


_SEARCHED: dict[str, tuple[str, str, Callable[[Any], str]]] = {
    "name": ("name_hash", "name", _name_key),
    "kana": ("kana_hash", "kana", text.match_key),
    "birth_date": ("birth_hash", "birth", str),
    "telephone": ("telephone_hash", "telephone", text.digits),
    "mail": ("mail_hash", "mail", mail_key),
}
