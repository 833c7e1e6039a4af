"""Reads of where a draft may go: the stops that are open, and every post and person of the town hall of a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yakuba.accounts import queries as accounts
from yakuba.accounts.models import Membership, Rank
from yakuba.applications import basis, walk
from yakuba.approvals import queries as drafts
from yakuba.approvals.models import OFFICIALS, Kind

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from yakuba.accounts.models import Department
    from yakuba.applications.models import Application
    from yakuba.core.actors import Actor

Choices = list[tuple[str, str]]
# The post that may be chosen without naming who holds it.
_HEAD = Rank.DIRECTOR


def open_stops(application: Application) -> Choices:
    """The stops of the waiting draft at which nobody has acted, by id and in words."""
    line = drafts.standing(drafts.open_approval(application.matter))
    return [
        (str(stop.pk), f"{Kind(stop.kind).label}：{drafts.post_of(stop)}") for stop in line if stop.is_undone
    ]


def everybody(on: datetime.date) -> list[tuple[str, Choices]]:
    """Every department of a day with its head as a post and its officials by name; the values name both."""
    found = []
    for department in accounts.departments(on):
        posts = Membership.objects.on(on).filter(
            department__code=department.code, role__in=OFFICIALS, staff__is_active=True
        )
        people = {row.staff_id: row for row in posts.select_related("staff").order_by("staff__name", "id")}
        choices = [(f"{department.code}:{_HEAD}", f"{department} {_HEAD.label}（職で）")]
        choices += [
            (f"{department.code}:{pk}", f"{row.staff.name}（{Rank(row.rank).label}）")
            for pk, row in people.items()
        ]
        found.append((str(department), choices))
    return found


def chosen(value: str, on: datetime.date) -> dict[str, Any]:
    """What a value of `everybody` stands for, by the keywords of the action."""
    code, _, who = value.partition(":")
    department = accounts.require_department(code, on)
    if who == _HEAD:
        return {"department": department, "rank": _HEAD}
    return {"department": department, "staff": accounts.staff_member(who)}


def to_consult(application: Application, on: datetime.date) -> list[Department]:
    """The departments that a drafter may ask besides those that the definition names."""
    return [one for one in accounts.departments(on) if one.code != application.office.code]


def to_send_back(application: Application, actor: Actor, *, now: datetime.datetime) -> Choices:
    """To whom this official may remand the draft: its drafter, and those who have seen it before."""
    draft = drafts.find_open(application.matter)
    stop = drafts.open_to(draft, actor, now=now) if draft else None
    if draft is None or stop is None:
        return []
    found = [("", f"起案した人（{draft.proposed_name or draft.proposed_by.name}）")]
    for one in drafts.may_go_back_to(draft, stop):
        who = f"{one.acted_post} {one.acted_name}" if one.acted_by_id else drafts.post_of(one)
        found.append((str(one.pk), f"{Kind(one.kind).label}（{who}）"))
    return found


def ways(
    application: Application, actor: Actor, typed: Mapping[str, Any], on: datetime.date
) -> list[dict[str, str]]:
    """For each outcome whom a draft of it would pass, by what has been typed so far."""
    if not walk.needs_draft(application):
        return []
    known = {name: typed[name] for name in ("weight", "amount_yen", "consult") if name in typed}
    found = []
    for outcome in application.definition.outcomes:
        planned = basis.plan_of(basis.basis_of(application, outcome, **known), actor, on)
        found.append({"title": outcome.title, "words": drafts.plan_words(planned)})
    return found
