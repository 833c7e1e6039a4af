"""Reads of the to-do list: what is mine, page by page, and how much of it is late."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Q

from yakuba.accounts.models import Membership
from yakuba.core import days
from yakuba.core.queries import closed_days
from yakuba.core.statements import kept
from yakuba.work.models import (
    WORK_OF,
    DueState,
    Label,
    Labelling,
    Note,
    Reminder,
    SavedFilter,
    Watch,
    WorkItem,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from yakuba.accounts.models import Department, Staff
    from yakuba.core.actors import Actor
    from yakuba.core.models import Matter
    from yakuba.work.models import WorkItemQuerySet

PAGE_SIZE = 50
_WITHOUT_DATE = "-"
# So many open days before its deadline something is due soon.
SOON = 2
ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Page:
    """Some items in their order, and the cursor after which the next page begins (None: there is none)."""

    items: list[WorkItem]
    next: str | None


def soon_until(on: datetime.date) -> datetime.date:
    """The last day that is near on this one, over weekends and closed days."""
    return days.add_open_days(on, SOON, closed_days())


def soon_from(due_on: datetime.date) -> datetime.date:
    """The first day on which this deadline is near."""
    closed, first = closed_days(), due_on
    while days.add_open_days(first - ONE_DAY, SOON, closed) >= due_on:
        first -= ONE_DAY
    return first


def todo(actor: Actor, on: datetime.date) -> WorkItemQuerySet:
    """The open work that the actor sees, the most urgent first, each item with its `due_state` on this day."""
    items: WorkItemQuerySet = WorkItem.objects.visible_to(actor).still_open()
    return (
        items.with_due_state(on, soon_until(on))
        .by_due_date()
        .select_related("matter", "department", "assignee")
    )


def page(queryset: WorkItemQuerySet, after: str | None = None, *, size: int = PAGE_SIZE) -> Page:
    """The `size` items that follow the cursor of a list in the order of `by_due_date`.

    The cursor is text as `Page.next` gave it; one that nobody gave begins at the beginning.
    """
    place = _parse(after)
    rows = list((queryset.filter(_beyond(*place)) if place else queryset).by_due_date()[: size + 1])
    more = len(rows) > size
    return Page(rows[:size], _cursor(rows[size - 1]) if more else None)


def counts(actor: Actor, on: datetime.date) -> dict[str, int]:
    """How many open items the actor sees that are late, due on this day, due soon and due later."""
    items = WorkItem.objects.visible_to(actor).still_open().with_due_state(on, soon_until(on))
    found = dict(items.order_by().values_list("due_state").annotate(count=Count("id")))
    return {state.value: found.get(state.value, 0) for state in DueState}


def open_items(matter: Matter) -> list[WorkItem]:
    """What is open about one matter, the most urgent first."""
    items = WorkItem.objects.still_open().filter(matter=matter).select_related("department", "assignee")
    return list(items.by_due_date())


def office_of(matter: Matter) -> Department | None:
    """The department that has, or had last, anything to do about a matter."""
    last = WorkItem.objects.filter(matter=matter).order_by("-id").select_related("department").first()
    return last.department if last else None


def all_items(matter: Matter) -> list[WorkItem]:
    """Everything that there was and is to do about one matter, the newest first."""
    return _items.all(matter=matter.pk)


@kept
def _items(matter: UUID) -> QuerySet[WorkItem]:
    rows: QuerySet[WorkItem] = WorkItem.objects.filter(matter=matter).order_by("-id")
    return rows.select_related("department", "assignee")


def who_did(
    items: Iterable[WorkItem], *, department: Department, role: str, on: datetime.date
) -> Staff | None:
    """Who had taken on a matter's work of this role (the newest first), if they hold a post for it on this day."""
    code = department.code
    earlier = (one for one in items if one.role == role and one.assignee_id and one.department.code == code)
    last = next(earlier, None)
    if last is None:
        return None
    roles = [post for post, work in WORK_OF.items() if role in work]
    posts = Membership.objects.on(on).filter(
        staff=last.assignee, staff__is_active=True, department__code=department.code, role__in=roles
    )
    found: Staff | None = last.assignee if posts.exists() else None
    return found


# Beside a matter ------------------------------------------------------------------------------------
def notes(matter: Matter) -> list[Note]:
    """What officials wrote down about one matter, the newest first."""
    rows = Note.objects.filter(matter=matter).select_related("matter__key__town_key", "author", "handed_to")
    return list(rows.order_by("-id"))


def labels() -> list[Label]:
    """All labels of the town in scope, by name."""
    return list(Label.objects.order_by("name"))


def labels_of(matters: Iterable[UUID]) -> dict[UUID, list[Label]]:
    """The labels of many matters with one query, each matter's by name."""
    found: dict[UUID, list[Label]] = {}
    rows = Labelling.objects.filter(matter__in=list(matters)).select_related("label")
    for row in rows.order_by("label__name"):
        found.setdefault(row.matter_id, []).append(row.label)
    return found


def watchers(matter: Matter) -> list[Staff]:
    """Who watches one matter, by name."""
    rows = Watch.objects.filter(matter=matter).select_related("staff")
    return [row.staff for row in rows.order_by("staff__name", "id")]


def unseen_reminders(actor: Actor, *, size: int = 20) -> list[Reminder]:
    """What the actor was reminded of and has not put aside, as long as it still has to be done; the oldest first."""
    if not actor.is_staff:
        return []
    rows = Reminder.objects.filter(staff=actor.staff, seen_at__isnull=True, item__done_at__isnull=True)
    return list(rows.select_related("item__matter").order_by("item__due_on", "id")[:size])


def saved_filters(actor: Actor, listing: str) -> list[SavedFilter]:
    """The choices of one list that the actor keeps, by name."""
    rows = SavedFilter.objects.filter(staff=actor.staff, listing=listing) if actor.is_staff else ()
    return sorted(rows, key=lambda row: row.name)


def next_after(item: WorkItem, actor: Actor, on: datetime.date) -> WorkItem | None:
    """The next thing of the same post that nobody else has taken on, in the order of the due dates."""
    items = todo(actor, on).filter(role=item.role, matter__kind=item.matter.kind)
    items = items.exclude(matter=item.matter_id).exclude(matter__number=None)
    free = items.filter(Q(assignee=actor.staff) | Q(assignee__isnull=True))
    found: WorkItem | None = free.filter(_beyond(item.due_on, item.pk)).first() or free.first()
    return found


def _parse(after: str | None) -> tuple[datetime.date | None, UUID] | None:
    day, _, item_id = (after or "").partition("_")
    try:
        return (None if day == _WITHOUT_DATE else datetime.date.fromisoformat(day)), UUID(item_id)
    except ValueError:
        return None


def _cursor(item: WorkItem) -> str:
    return f"{item.due_on.isoformat() if item.due_on else _WITHOUT_DATE}_{item.pk}"


def _beyond(due_on: datetime.date | None, item_id: UUID) -> Q:
    if due_on is None:
        return Q(due_on__isnull=True, id__gt=item_id)
    return Q(due_on__isnull=True) | Q(due_on__gt=due_on) | Q(due_on=due_on, id__gt=item_id)
