"""What is done to the to-do list: work is opened, taken on, let go and closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from yakuba.accounts import queries as accounts
from yakuba.accounts.models import Membership
from yakuba.core import access, states
from yakuba.core.actions import record
from yakuba.core.transactions import joining
from yakuba.work import queries
from yakuba.work.actions.reminders import arm
from yakuba.work.events import WORK_ASSIGNED, WORK_HANDED_OVER, WORK_RELEASED
from yakuba.work.models import WORK_OF, WorkItem

if TYPE_CHECKING:
    import datetime

    from yakuba.accounts.models import Department, Staff
    from yakuba.core.actors import Actor
    from yakuba.core.models import Matter


class NotTheirs(Exception):
    """This member of staff does not do this kind of work in this department; the message is for the person."""


@joining
def open_item(
    matter: Matter,
    *,
    step: str,
    title: str,
    department: Department,
    role: str,
    due_on: datetime.date | None,
    actor: Actor,
    now: datetime.datetime,
    assignee: Staff | None = None,
    goes_on: bool = True,
) -> WorkItem:
    """Give a department something to do about a matter; a step that is open already is found as it stands.

    Without an `assignee`, whoever did such work on this matter before goes on with it, if still in a post for it;
    not where it `goes_on` to another post than before.
    """
    access.require(actor, "work.open")
    states.hold(matter.pk)
    # Nobody opens the same step meanwhile: the matter is locked.
    items = queries.all_items(matter)
    still_open = [item for item in items if item.done_at is None]
    if standing := next((item for item in still_open if item.step == step), None):
        return standing
    if assignee is None and goes_on:
        assignee = queries.who_did(items, department=department, role=role, on=localdate(now))
    opened: WorkItem = WorkItem.objects.create(
        matter=matter,
        step=step,
        title=title,
        department=department,
        role=role,
        due_on=due_on,
        assignee=assignee,
        opened_at=now,
    )
    if due_on is not None:
        arm(matter, [*still_open, opened], now=now)
    return opened


def ask_office(
    matter: Matter, *, step: str, title: str, actor: Actor, now: datetime.datetime
) -> WorkItem | None:
    """Give the clerks who have, or had last, to do with a matter something to do today; None where nobody had."""
    office = queries.office_of(matter)
    if office is None:
        return None
    return open_item(
        matter,
        step=step,
        title=title,
        department=office,
        role="clerk",
        due_on=localdate(now),
        actor=actor,
        now=now,
    )


@joining
def close_items(
    matter: Matter, *, actor: Actor, now: datetime.datetime, step: str | None = None
) -> list[WorkItem]:
    """Take what is open about the matter (only this step's) off the list; returns what was closed."""
    # The story of the matter tells what was done by the facts of the case; a closed item is only its trace.
    access.require(actor, "work.close")
    states.hold(matter.pk)
    still_open = [item for item in queries.all_items(matter) if item.done_at is None]
    closed = [item for item in still_open if step in {None, item.step}]
    for item in closed:
        item.done_at = now
    WorkItem.objects.bulk_update(closed, ["done_at"])
    if any(item.due_on for item in closed):
        arm(matter, [item for item in still_open if item.done_at is None], now=now)
    return closed


@transaction.atomic
def assign(matter: Matter, *, staff: Staff, actor: Actor, now: datetime.datetime) -> list[WorkItem]:
    """Make one member of staff the one who does what is open about the matter (担当になる・担当を変える).

    Returns the items of the actor's reach. Raises NotPossible when there are none, and NotTheirs when `staff`
    has no post for one of them today.
    """
    access.require(actor, "work.assign")
    items = _within_reach(matter, actor=actor)
    for item in items:
        _require_post(item, staff, now=now)
    if changed := [item for item in items if item.assignee_id != staff.pk]:
        _set_assignee(changed, staff)
        steps = [item.step for item in changed]
        record(WORK_ASSIGNED, matter=matter, actor=actor, now=now, staff=staff.pk, steps=steps)
    return items


@transaction.atomic
def release(matter: Matter, *, actor: Actor, now: datetime.datetime) -> list[WorkItem]:
    """Let go of what is open about the matter, so that a colleague can take it on (担当を外す)."""
    access.require(actor, "work.assign")
    items = _within_reach(matter, actor=actor)
    if changed := [item for item in items if item.assignee_id is not None]:
        _set_assignee(changed, None)
        record(WORK_RELEASED, matter=matter, actor=actor, now=now, steps=[item.step for item in changed])
    return items


@transaction.atomic
def hand_over(
    matter: Matter, *, department: Department, successor: Department, actor: Actor, now: datetime.datetime
) -> list[WorkItem]:
    """Give what a department has to do about the matter to the one that took over from it (事務の引継ぎ).

    Whoever had taken it on and has no post for it there is released. Returns what was handed over.
    """
    access.require(actor, "work.hand_over")
    states.hold(matter.pk)
    mine = WorkItem.objects.still_open().filter(matter=matter, department=department)
    items: list[WorkItem] = list(mine.select_related("assignee"))
    if not items:
        return []
    kept = [item for item in items if _stays_with(item, successor, now=now)]
    released = [item.step for item in items if item.assignee_id is not None and item not in kept]
    for item in items:
        item.department = successor
        item.assignee = item.assignee if item in kept else None
    WorkItem.objects.bulk_update(items, ["department", "assignee"])
    steps = [item.step for item in items]
    record(
        WORK_HANDED_OVER,
        matter=matter,
        actor=actor,
        now=now,
        department=department.pk,
        successor=successor.pk,
        steps=steps,
    )
    if released:
        record(WORK_RELEASED, matter=matter, actor=actor, now=now, steps=released)
    return items


def _stays_with(item: WorkItem, successor: Department, *, now: datetime.datetime) -> bool:
    if item.assignee_id is None:
        return False
    roles = [role for role, work in WORK_OF.items() if item.role in work]
    return accounts.has_post(item.assignee_id, successor, roles, localdate(now))


def _within_reach(matter: Matter, *, actor: Actor) -> list[WorkItem]:
    states.hold(matter.pk)
    items = queries.open_items(matter)
    if not items:
        raise states.NotPossible(
            "この案件には、いま担当を決める作業がありません。画面を開き直してください。", ""
        )
    theirs = [item for item in items if access.may(actor, "work.assign", item)]
    if not theirs:
        access.require(actor, "work.assign", items[0])
    return theirs


def _require_post(item: WorkItem, staff: Staff, *, now: datetime.datetime) -> None:
    roles = [role for role, work in WORK_OF.items() if item.role in work]
    # After a reorganisation the posts are those of the department with the same code.
    posts = Membership.objects.on(localdate(now)).filter(
        staff=staff, staff__is_active=True, department__code=item.department.code, role__in=roles
    )
    if not posts.exists():
        raise NotTheirs(
            f"{staff.name}さんは、今日の時点で{item.department}の「{item.title}」の担当になれません。"
            "別の職員を選んでください。"
        )


def _set_assignee(items: list[WorkItem], staff: Staff | None) -> None:
    for item in items:
        item.assignee = staff
    WorkItem.objects.bulk_update(items, ["assignee"])
