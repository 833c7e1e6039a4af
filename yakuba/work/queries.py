"""Reads of the to-do list: what is mine, page by page, and how much of it is late."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Q

from yakuba.accounts.models import Membership
from yakuba.work.models import WORK_OF, DueState, WorkItem

if TYPE_CHECKING:
    from yakuba.accounts.models import Department, Staff
    from yakuba.core.actors import Actor
    from yakuba.core.models import Matter
    from yakuba.work.models import WorkItemQuerySet

PAGE_SIZE = 50
_WITHOUT_DATE = "-"


@dataclass(frozen=True)
class Page:
    """Some items in their order, and the cursor after which the next page begins (None: there is none)."""

    items: list[WorkItem]
    next: str | None


def todo(actor: Actor, on: datetime.date) -> WorkItemQuerySet:
    """The open work that the actor sees, the most urgent first, each item with its `due_state` on this day."""
    items: WorkItemQuerySet = WorkItem.objects.visible_to(actor).still_open()
    return items.with_due_state(on).by_due_date().select_related("matter", "department", "assignee")


def page(queryset: WorkItemQuerySet, after: str | None = None, *, size: int = PAGE_SIZE) -> Page:
    """The `size` items that follow the cursor of a list in the order of `by_due_date`.

    The cursor is text as `Page.next` gave it; one that nobody gave begins at the beginning.
    """
    place = _parse(after)
    rows = list((queryset.filter(_beyond(*place)) if place else queryset).by_due_date()[: size + 1])
    more = len(rows) > size
    return Page(rows[:size], _cursor(rows[size - 1]) if more else None)


def counts(actor: Actor, on: datetime.date) -> dict[str, int]:
    """How many open items the actor sees that are late, due on this day and due later."""
    items = WorkItem.objects.visible_to(actor).still_open().with_due_state(on)
    found = dict(items.order_by().values_list("due_state").annotate(count=Count("id")))
    return {state.value: found.get(state.value, 0) for state in DueState}


def open_items(matter: Matter) -> list[WorkItem]:
    """What is open about one matter, the most urgent first."""
    items = WorkItem.objects.still_open().filter(matter=matter).select_related("department", "assignee")
    return list(items.by_due_date())


def who_did(matter: Matter, *, department: Department, role: str, on: datetime.date) -> Staff | None:
    """Who had taken on the matter's earlier work of this role, as long as they hold a post for it on this day."""
    earlier = WorkItem.objects.filter(matter=matter, role=role, assignee__isnull=False)
    earlier = earlier.filter(department__code=department.code)
    last = earlier.order_by("-id").select_related("assignee").first()
    if last is None:
        return None
    roles = [post for post, work in WORK_OF.items() if role in work]
    posts = Membership.objects.on(on).filter(
        staff=last.assignee, staff__is_active=True, department__code=department.code, role__in=roles
    )
    found: Staff | None = last.assignee if posts.exists() else None
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
