"""What officials see of keeping: a matter's period, what may be disposed of, and who asked for an erasure."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count

from yakuba.accounts import queries as people
from yakuba.accounts.models import Department, Resident
from yakuba.core import dates
from yakuba.procedures.models import Version
from yakuba.records.models import Erasure, Hold, Retention, State
from yakuba.records.queries import kept

if TYPE_CHECKING:
    from yakuba.core.actors import Actor
    from yakuba.core.models import Matter

SHOWN = 200


def of_matter(matter: Matter) -> Retention | None:
    """How long the records of a matter are kept; None as long as it has not ended."""
    rows = Retention.objects.select_related("version", "department", "agreed_by")
    found: Retention | None = rows.filter(matter=matter).first()
    return found


def holds_of(matter: Matter) -> list[Hold]:
    """Everything that stopped a disposal, the newest first, ready to be opened."""
    rows = Hold.objects.filter(matter=matter).select_related("matter__key__town_key", "cause", "lifted_by")
    return list(rows.order_by("-id"))


def shown(matter: Matter, today: datetime.date) -> dict[str, Any]:
    """What a page says about the keeping of one matter: its row, the words of its last day, and what holds it."""
    row, holds = of_matter(matter), holds_of(matter)
    return {
        "retention": row,
        "retention_words": _words(row),
        "holds": [one for one in holds if one.is_standing(today)],
    }


def _words(row: Retention | None) -> str:
    if row is None or row.state == State.OPEN:
        return "案件が終わると決まります"
    if row.until_on is None:
        return f"{row.words}（廃棄しない）"
    return f"{dates.wareki(row.until_on)}まで（{row.words}）"


@dataclass(frozen=True)
class Group:
    """What may be disposed of together: alike in procedure, outcome, period and department."""

    version: UUID | None
    outcome: str
    until_on: datetime.date
    department: UUID
    count: int
    sample: Retention
    office: str

    @property
    def key(self) -> str:
        """By which the group is asked for again."""
        return f"{self.version or ''}:{self.outcome}:{self.until_on.isoformat()}:{self.department}"


GROUPED = ("version", "outcome", "until_on", "department")
# What follows from these, for the words of the group.
ALIKE = ("basis", "term", "years")


def due_groups(actor: Actor, today: datetime.date) -> list[Group]:
    """What of the actor's departments may be disposed of, in groups that are alike; what ended first stands first."""
    rows = Retention.objects.visible_to(actor).due(today).filter(listed_on__isnull=False).order_by()
    counted = rows.values(*GROUPED, *ALIKE).annotate(count=Count("pk"))
    found = list(counted.order_by("until_on", "version", "outcome", "department")[:SHOWN])
    versions = Version.objects.in_bulk([one["version"] for one in found if one["version"]])
    offices = Department.objects.in_bulk([one["department"] for one in found])
    return [
        Group(
            **{name: one[name] for name in GROUPED},
            count=one["count"],
            # A row that stands for all of them and is never saved.
            sample=Retention(
                version=versions.get(one["version"]),
                outcome=one["outcome"],
                until_on=one["until_on"],
                **{name: one[name] for name in ALIKE},
            ),
            office=str(offices[one["department"]]),
        )
        for one in found
    ]


def rows_of_group(key: str, actor: Actor, today: datetime.date, *, most: int) -> list[Retention]:
    """The rows of one group of `due_groups`, by number; none for a key that nobody gave."""
    try:
        version, outcome, until_on, department = key.split(":")
        asked = {
            "version": UUID(version) if version else None,
            "outcome": outcome,
            "until_on": datetime.date.fromisoformat(until_on),
            "department": UUID(department),
        }
    except ValueError:
        return []
    rows = Retention.objects.visible_to(actor).due(today).filter(listed_on__isnull=False, **asked)
    return list(rows.select_related("matter", "version").order_by("matter__number", "id")[:most])


def erasures(actor: Actor) -> list[Erasure]:
    """What the actor's departments asked to be erased, the newest first."""
    rows = Erasure.objects.visible_to(actor).select_related("asked_by", "answered_by", "department")
    return list(rows.order_by("-id")[:SHOWN])


def of_erasure(row: Erasure, today: datetime.date) -> dict[str, Any]:
    """What an erasure takes away at once, and what stays until when; who it is while it is still known."""
    persons = people.same_people(row.person)
    homes = list(
        Resident.objects.filter(person__in=persons, closed_at__isnull=True).values_list("pk", flat=True)
    )
    matters = kept.matters_of(persons, homes)
    due = Retention.objects.due(today).filter(matter__in=matters)
    ending = set(due.values_list("matter", flat=True)) if row.state == "asked" else set()
    return {
        "name": "" if people.is_protected(row.person) else row.person.full_name,
        "goes": {"accounts": len(homes), "matters": len(ending)},
        "stays": kept.kept_of(pk for pk in matters if pk not in ending),
    }


def erasure(pk: UUID, actor: Actor) -> Erasure | None:
    """One of them, ready to be opened."""
    rows = Erasure.objects.visible_to(actor).select_related(
        "matter__key__town_key", "person__key__town_key", "asked_by", "answered_by", "department"
    )
    found: Erasure | None = rows.filter(pk=pk).first()
    return found
