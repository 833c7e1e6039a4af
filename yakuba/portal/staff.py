"""The to-do: the first page that a clerk opens in the morning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from yakuba.accounts import queries as accounts
from yakuba.accounts.entrance import staff_only
from yakuba.applications.models import Application
from yakuba.work import queries as work
from yakuba.work.models import DueState, due_state

if TYPE_CHECKING:
    import datetime

    from django.http import HttpResponse

    from yakuba.core.requests import TownRequest
    from yakuba.work.models import WorkItem

WHICH = (("", "係のすべて"), ("mine", "自分の担当"), ("free", "担当が未定"))
GROUPS = ((DueState.LATE, "期限を過ぎている"), (DueState.TODAY, "今日まで"), (DueState.LATER, "これから"))


@require_GET
@staff_only
def todo(request: TownRequest) -> HttpResponse:
    """What this official has to do, by deadline, grouped in words."""
    today = timezone.localdate()
    which = request.GET.get("which", "")
    items = work.todo(request.actor, today)
    if which == "mine":
        items = items.assigned_to(request.actor)
    elif which == "free":
        items = items.unassigned()
    page = work.page(items, request.GET.get("after"))
    counts = work.counts(request.actor, today)
    context = {
        "groups": _groups(page.items, today),
        "counts": counts,
        "total": sum(counts.values()),
        "filters": _filters(which),
        "first_url": f"?which={which}" if request.GET.get("after") else "",
        "next_url": f"?which={which}&after={page.next}" if page.next else "",
        "today": today,
    }
    return render(request, "portal/staff/todo.html", context)


def _filters(which: str) -> list[dict[str, Any]]:
    links = [
        {"url": f"?which={code}" if code else "?", "label": label, "current": code == which}
        for code, label in WHICH
    ]
    return [{"title": "担当", "filters": links}]


def _groups(items: list[WorkItem], today: datetime.date) -> list[dict[str, Any]]:
    matters = [item.matter_id for item in items]
    rows = Application.objects.with_everything().filter(matter__in=matters)
    by_matter = {row.matter_id: row for row in rows}
    names = accounts.applicant_names(matters)
    lines = [
        {
            "item": item,
            "application": by_matter.get(item.matter_id),
            "name": names.get(item.matter_id, ""),
            "state": due_state(item.due_on, today),
        }
        for item in items
    ]
    return [
        {"title": title, "lines": chosen, "count": len(chosen)}
        for state, title in GROUPS
        if (chosen := [line for line in lines if line["state"] == state])
    ]
