"""The to-do: the first page that a clerk opens in the morning, and the choices that are kept of it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from yakuba.accounts import queries as accounts
from yakuba.accounts.entrance import needs, staff_only
from yakuba.applications.models import Application
from yakuba.approvals import queries as drafts
from yakuba.core import states
from yakuba.portal.todo import Choice, boxes, links
from yakuba.ui import words
from yakuba.ui.choices import as_id, codes_of
from yakuba.work import actions
from yakuba.work import queries as work
from yakuba.work.models import DueState, SavedFilter, due_state

if TYPE_CHECKING:
    import datetime

    from django.http import HttpResponse

    from yakuba.core.requests import TownRequest
    from yakuba.work.models import WorkItem

GROUPS = (
    (DueState.LATE, "期限を過ぎている"),
    (DueState.TODAY, "今日まで"),
    (DueState.SOON, "まもなく（2開庁日のうちに）"),
    (DueState.LATER, "これから"),
)
# Where work leads that is about no application, by the kind of its matter.
PLACES = {"line": ("staff-deliveries", "メールなどの通信")}
PROTECTION = ("staff-protections", "支援措置")
LISTING = SavedFilter.Listing.WORK


@require_GET
@staff_only
def todo(request: TownRequest) -> HttpResponse:
    """What this official has to do, by deadline, grouped in words."""
    today = timezone.localdate()
    choice = Choice.read(request.GET)
    items = choice.of(work.todo(request.actor, today), request.actor, now=timezone.now())
    page = work.page(items, request.GET.get("after"), size=choice.rows)
    counts = work.counts(request.actor, today)
    finer = boxes(choice, request.actor, today)
    following = urlencode({"after": page.next}) if page.next else ""
    groups = _groups(page.items, today, now=timezone.now())
    context = {
        "groups": groups,
        # What machines need is chosen, carried out and taken out by nobody.
        "has_cases": any(line["application"] for group in groups for line in group["lines"]),
        "total": sum(counts.values()),
        "choice": choice,
        "token": uuid.uuid4(),
        "filters": links(choice, counts),
        "boxes": finer,
        "is_finer": any(box["chosen"] for box in finer),
        "saved": work.saved_filters(request.actor, LISTING),
        "reminders": _reminders(request, today),
        "acting": drafts.to_act_for(request.actor, now=timezone.now()),
        "shown": f"{len(page.items)}件を表示" if page.items else "",
        "first_url": f"?{choice.query}" if request.GET.get("after") else "",
        "next_url": f"?{choice.query}&{following}" if following else "",
        "today": today,
    }
    return render(request, "portal/staff/todo.html", context)


@require_POST
@needs("filter.change")
def save_filter(request: TownRequest, listing: str) -> HttpResponse:
    """Keep the choice that the list shows."""
    if listing not in SavedFilter.Listing.values:
        raise Http404
    query, name = codes_of(request.POST.get("query", "")), request.POST.get("name", "")
    try:
        actions.save_filter(listing, name=name, query=query, actor=request.actor, now=timezone.now())
    except actions.BadWords as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "絞り込みを保存しました。左の一覧から、いつでも開けます。")
    return redirect(f"{_place(listing)}?{query}")


@require_POST
@needs("filter.change")
def drop_filter(request: TownRequest) -> HttpResponse:
    """Forget a choice that was kept."""
    try:
        actions.drop_filter(as_id(request.POST.get("kept", "")), actor=request.actor, now=timezone.now())
    except states.NotPossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "保存した絞り込みを消しました。")
    return redirect(_place(request.POST.get("listing", "")))


@require_POST
@needs("filter.change")
def put_aside(request: TownRequest) -> HttpResponse:
    """The reminders that were shown have been read."""
    seen = [pk for typed in request.POST.getlist("reminder")[:100] if (pk := as_id(typed))]
    actions.put_aside(seen, actor=request.actor, now=timezone.now())
    return redirect("staff-todo")


def _place(listing: str) -> str:
    return reverse("staff-applications" if listing == SavedFilter.Listing.CASES else "staff-todo")


def _reminders(request: TownRequest, today: datetime.date) -> list[dict[str, Any]]:
    return [
        {"pk": one.pk, "item": one.item, "due": words.due(one.item.due_on, today)}
        for one in work.unseen_reminders(request.actor)
        if one.item.due_on and one.item.matter.number
    ]


def _groups(items: list[WorkItem], today: datetime.date, *, now: datetime.datetime) -> list[dict[str, Any]]:
    matters, soon = [item.matter_id for item in items], work.soon_until(today)
    rows = Application.objects.with_everything().filter(matter__in=matters)
    by_matter = {row.matter_id: row for row in rows}
    names, labels = accounts.applicant_names(matters), work.labels_of(matters)
    away = accounts.absent_staff({item.assignee_id for item in items if item.assignee_id}, at=now)
    lines = [
        {
            "item": item,
            "is_away": item.assignee_id in away,
            "application": by_matter.get(item.matter_id),
            "place": PLACES.get(item.matter.kind, PROTECTION),
            "name": names.get(item.matter_id, ""),
            "labels": labels.get(item.matter_id, ()),
            "state": due_state(item.due_on, today, soon),
        }
        for item in items
    ]
    return [
        {"title": title, "lines": chosen, "count": len(chosen), "is_soon": state == DueState.SOON}
        for state, title in GROUPS
        if (chosen := [line for line in lines if line["state"] == state])
    ]
