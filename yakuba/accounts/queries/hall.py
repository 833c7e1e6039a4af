"""What the pages of the organisation show: departments with their people, posts, rules, and who is away in a month."""

from __future__ import annotations

import calendar
import datetime
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.timezone import localtime, make_aware

from yakuba.accounts.models import Absence, ActingRule, DelegationRule, Department, Membership, Rank, Staff
from yakuba.accounts.queries.posts import absent_staff, decider_rank, holders, place_of, standing_in
from yakuba.accounts.queries.succession import department as department_of
from yakuba.accounts.reorganisation.changes import acting_words, delegation_words
from yakuba.core import dates
from yakuba.procedures import queries as procedures

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from yakuba.core.actors import Actor

DAY = datetime.timedelta(days=1)
MARKS = {"leave": "休", "trip": "出", "training": "研", "other": "他"}


# Departments ----------------------------------------------------------------------------------------
def organisation(on: datetime.date) -> list[Department]:
    """The departments of a day by code, each with `.people`: its posts of that day, the highest first."""
    rows = list(Department.objects.on(on).order_by("code"))
    people: dict[str, list[Membership]] = defaultdict(list)
    posts = Membership.objects.on(on).filter(staff__is_active=True).select_related("staff", "department")
    for post in posts.order_by("staff__name", "id"):
        # After a reorganisation the posts are those of the department with the same code.
        people[post.department.code].append(post)
    ladder = [str(rank) for rank in reversed(Rank)]
    for row in rows:
        row.people = sorted(people[row.code], key=lambda post: ladder.index(post.rank))
    return rows


def coming_changes(on: datetime.date) -> list[tuple[datetime.date, str]]:
    """What begins and ends among departments after a day, with the day on which it shows."""
    begins = [(row.from_on, f"{_name(row)}が始まります") for row in Department.objects.filter(from_on__gt=on)]
    ends = [
        (row.until_on + DAY, f"{_name(row)}は前の日で終わります")
        for row in Department.objects.filter(until_on__gte=on)
    ]
    return sorted([*ends, *begins])


def departments_from(on: datetime.date) -> list[Department]:
    """The departments of a day and those to come, one for each code."""
    rows = Department.objects.filter(Q(until_on__isnull=True) | Q(until_on__gte=on)).order_by(
        "code", "from_on"
    )
    return list({row.code: row for row in rows}.values())


def _name(row: Department) -> str:
    return f"「{f'{row.name} {row.section}'.strip()}」"


# People ---------------------------------------------------------------------------------------------
def anybody_of_staff(pk: UUID) -> Staff | None:
    """A member of staff, also one whose login is closed."""
    found: Staff | None = Staff.objects.select_related("user").filter(pk=pk).first()
    return found


def posts_of(staff: Staff) -> list[Membership]:
    """Every post of somebody, the newest first."""
    return list(staff.memberships.select_related("department").order_by("-from_on", "-id"))


def has_same_post(staff: Staff, department: Department, role: str, on: datetime.date) -> bool:
    """Whether somebody holds, or will hold, this role in this department (by its code) on or after a day."""
    rows = Membership.objects.filter(Q(until_on__isnull=True) | Q(until_on__gte=on))
    return bool(rows.filter(staff=staff, department__code=department.code, role=role).exists())


# Rules of deciding ----------------------------------------------------------------------------------
def rule(pk: UUID) -> DelegationRule | ActingRule | None:
    """A line of either table."""
    found: DelegationRule | ActingRule | None = DelegationRule.objects.filter(pk=pk).first()
    return found or ActingRule.objects.filter(pk=pk).first()


def rule_words(row: DelegationRule | ActingRule) -> str:
    """A line of either table in one sentence."""
    if isinstance(row, ActingRule):
        return acting_words(row.absent, row.acting, row.order, row.department_code)
    version = procedures.current(row.procedure) if row.procedure else None
    return delegation_words(
        row.decider,
        title=version.definition.title if version else row.procedure,
        outcome=row.outcome,
        effect=row.effect,
        where=row.department_code,
        up_to_yen=row.up_to_yen,
    )


def rule_rows(on: datetime.date) -> dict[str, list[dict[str, Any]]]:
    """Both tables as they hold on a day or will hold, in words."""
    still = Q(until_on__isnull=True) | Q(until_on__gte=on)
    titles = {version.procedure: version.definition for version in procedures.catalogue()}
    places = {row.code: f"{row.name} {row.section}".strip() for row in departments_from(on)}
    delegations = sorted(
        DelegationRule.objects.filter(still), key=lambda row: (row.procedure, not row.weight, row.from_on)
    )
    actings = ActingRule.objects.filter(still)
    ladder = [str(rank) for rank in reversed(Rank)]
    return {
        "delegations": [_delegation(row, titles, places) for row in delegations],
        "actings": [
            {"row": row, "place": places.get(row.department_code, row.department_code or "すべての部署")}
            for row in sorted(actings, key=lambda r: (ladder.index(r.absent), r.department_code, r.order))
        ],
    }


def _delegation(row: DelegationRule, titles: dict[str, Any], places: dict[str, str]) -> dict[str, Any]:
    definition = titles.get(row.procedure)
    outcome = row.outcome
    if definition and outcome:
        outcome = next((one.title for one in definition.outcomes if one.id == outcome), outcome)
    effect = {"grant": "認めるとき", "refuse": "認めないとき"}.get(row.effect, "")
    return {
        "row": row,
        "procedure": definition.title if definition else row.procedure or "すべての手続",
        "outcome": outcome or effect or "どちらでも",
        "place": places.get(row.department_code, row.department_code or "すべての部署"),
    }


def same_delegation(
    *,
    decider: str,  # noqa: ARG001  another decider about the same would contradict it too
    procedure: str,
    effect: str,
    up_to_yen: int | None,
    code: str,
    from_on: datetime.date,
    source: str = "",  # noqa: ARG001  says nothing about what is covered
) -> bool:
    """Whether a line about exactly this holds on the day or later."""
    rows = DelegationRule.objects.filter(Q(until_on__isnull=True) | Q(until_on__gte=from_on))
    same = rows.filter(
        procedure=procedure, outcome="", effect=effect, department_code=code, up_to_yen=up_to_yen
    )
    return bool(same.exists())


def same_acting(absent: str, code: str, order: int, from_on: datetime.date) -> bool:
    """Whether this place of the order is taken on the day or later."""
    rows = ActingRule.objects.filter(Q(until_on__isnull=True) | Q(until_on__gte=from_on))
    return bool(rows.filter(absent=absent, department_code=code, order=order).exists())


@dataclass(frozen=True)
class Decider:
    """Who decides about a case: the rank, where it stands, who holds it, who of them is away, who acts."""

    title: str
    outcome: str
    rank: str
    place: str
    holders: list[Staff]
    away: frozenset[Any]
    acting_rank: str
    acting: list[Staff]


def who_decides(
    procedure: str,
    outcome: str,
    *,
    amount_yen: int | None,
    on: datetime.date,
    at: datetime.datetime,
) -> Decider | None:
    """Who would decide about an outcome on a day; None where its department does not exist then."""
    version = procedures.current(procedure)
    found = version.definition.outcome(outcome) if version else None
    office = department_of(version.definition.department, on, procedure=procedure) if version else None
    if version is None or found is None or office is None:
        return None
    rank = decider_rank(
        procedure=procedure,
        outcome=outcome,
        effect=found.effect,
        amount_yen=amount_yen,
        department=office,
        on=on,
    )
    place = place_of(rank, department=office, on=on)
    whole = holders(rank, department=office, on=on)
    acting_rank, acting = standing_in(rank, department=office, at=at)
    return Decider(
        title=version.definition.title,
        outcome=found.title,
        rank=Rank(rank).label,
        place=f"{place.name} {place.section}".strip(),
        holders=whole,
        away=absent_staff([one.pk for one in whole], at=at),
        acting_rank=Rank(acting_rank).label if acting_rank else "",
        acting=acting,
    )


# Absences -------------------------------------------------------------------------------------------
def absence(pk: UUID) -> Absence | None:
    """One absence."""
    found: Absence | None = Absence.objects.select_related("staff").filter(pk=pk).first()
    return found


def may_note_for(actor: Actor, staff: Staff, on: datetime.date) -> bool:
    """Whether the actor may note that somebody is away: oneself, as a chief one's people, as systems officer all."""
    if actor.staff == staff.pk or actor.roles & {"systems", "machine"}:
        return True
    codes = _codes(actor.departments_as({"chief"}))
    return bool(Membership.objects.on(on).filter(staff=staff, department__code__in=codes).exists())


def people_to_note_for(actor: Actor, on: datetime.date) -> list[Staff]:
    """Whose absence the actor may note: oneself first, then the others by name."""
    rows = Staff.objects.filter(is_active=True)
    if "systems" not in actor.roles:
        codes = _codes(actor.departments_as({"chief"}))
        people = Membership.objects.on(on).filter(department__code__in=codes).values("staff")
        rows = rows.filter(Q(pk=actor.staff) | Q(pk__in=people))
    return sorted(rows, key=lambda row: (row.pk != actor.staff, row.name))


def _codes(departments: Iterable[UUID]) -> list[str]:
    return list(Department.objects.filter(pk__in=list(departments)).values_list("code", flat=True))


def offices_of(actor: Actor, on: datetime.date) -> list[Department]:
    """Whose calendars the actor sees: those of one's own departments, as systems officer all."""
    rows = Department.objects.on(on).order_by("code")
    return list(rows if "systems" in actor.roles else rows.filter(pk__in=actor.departments))


def month_of(word: str, today: datetime.date) -> datetime.date:
    """The first day of a month from 2026-12; of this month for anything else."""
    year, _, month = word.partition("-")
    if year.isdecimal() and month.isdecimal() and 2000 <= int(year) <= 2100 and 1 <= int(month) <= 12:
        return datetime.date(int(year), int(month), 1)
    return today.replace(day=1)


def month_word(first: datetime.date, step: int) -> str:
    """The month before or after, as it stands in an address."""
    other = (first - DAY if step < 0 else first + 31 * DAY).replace(day=1)
    return f"{other:%Y-%m}"


@dataclass(frozen=True)
class Cell:
    """One day of one person: a mark, and what it means in words; both empty where somebody is there."""

    mark: str
    words: str
    is_off: bool


@dataclass(frozen=True)
class Calendar:
    """A month of a department: the days, a row for each person, and the absences in words."""

    days: list[datetime.date]
    rows: list[tuple[Staff, list[Cell]]]
    absences: list[dict[str, Any]]

    @property
    def heads(self) -> list[tuple[datetime.date, str]]:
        """The days with the first sign of their weekday."""
        return [(day, "月火水木金土日"[day.weekday()]) for day in self.days]


def absence_month(office: Department, first: datetime.date, *, actor: Actor) -> Calendar:
    """Who of a department is away on which day of a month."""
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    days = [first + DAY * number for number in range((last - first).days + 1)]
    members = Membership.objects.filter(
        Q(until_on__isnull=True) | Q(until_on__gte=first), from_on__lte=last, department__code=office.code
    )
    people = list(Staff.objects.filter(pk__in=members.values("staff"), is_active=True).order_by("name", "id"))
    rows = list(
        Absence.objects.between(_midnight(first), _midnight(last + DAY))
        .filter(staff__in=people)
        .select_related("staff")
        .order_by("from_at", "id")
    )
    return Calendar(
        days=days,
        rows=[(person, [_cell(person, day, rows) for day in days]) for person in people],
        absences=[
            {"row": row, "words": absence_words(row), "may_cancel": may_note_for(actor, row.staff, first)}
            for row in rows
        ],
    )


def absent_today(departments: Iterable[UUID], at: datetime.datetime) -> list[str]:
    """Who of some departments is away at some moment of this day, each in words: 「見本 恵（休暇、13:00まで）」."""
    today = localtime(at).date()
    members = Membership.objects.on(today).filter(department__code__in=_codes(departments)).values("staff")
    rows = Absence.objects.between(_midnight(today), _midnight(today + DAY)).filter(staff__in=members)
    return [
        f"{row.staff.name}（{row.get_kind_display()}{_part_of_day(row, today)}）"
        for row in rows.select_related("staff").order_by("staff__name", "from_at")
    ]


def _midnight(on: datetime.date) -> datetime.datetime:
    return make_aware(datetime.datetime.combine(on, datetime.time(0)), dates.TOKYO)


def _cell(person: Staff, day: datetime.date, rows: list[Absence]) -> Cell:
    begin, end = _midnight(day), _midnight(day + DAY)
    mine = [row for row in rows if row.staff_id == person.pk and row.from_at < end and row.until_at > begin]
    is_off = day.weekday() >= 5
    if not mine:
        return Cell("", "", is_off)
    words = "、".join(f"{row.get_kind_display()}{_part_of_day(row, day)}" for row in mine)
    is_part = all(_part_of_day(row, day) for row in mine)
    return Cell(MARKS[mine[0].kind] + ("△" if is_part else ""), words, is_off)


def _part_of_day(row: Absence, day: datetime.date) -> str:
    begin, end = localtime(row.from_at, dates.TOKYO), localtime(row.until_at, dates.TOKYO)
    parts = []
    if begin > _midnight(day):
        parts.append(f"{begin:%H:%M}から")
    if end < _midnight(day + DAY):
        parts.append(f"{end:%H:%M}まで")
    return "、" + "".join(parts) if parts else ""


def absence_words(row: Absence) -> str:
    """From when until when, in words; whole days without their hours."""
    begin, end = localtime(row.from_at, dates.TOKYO), localtime(row.until_at, dates.TOKYO)
    first = dates.with_weekday(begin.date())
    if begin.time() == end.time() == datetime.time(0):
        last = end.date() - DAY
        return first if last == begin.date() else f"{first}から{dates.with_weekday(last)}まで"
    if end.time() == datetime.time(0):
        last = end.date() - DAY
        day = "" if last == begin.date() else f"{dates.with_weekday(last)}の"
        return f"{first} {begin:%H:%M}から{day}終わりまで"
    if begin.date() == end.date():
        return f"{first} {begin:%H:%M}から{end:%H:%M}まで"
    return f"{first} {begin:%H:%M}から{dates.with_weekday(end.date())} {end:%H:%M}まで"
