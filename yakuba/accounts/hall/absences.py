"""Who is away in a month, department by department; absences are noted and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yakuba.accounts import actions
from yakuba.accounts.entrance import needs
from yakuba.accounts.hall.forms import AbsenceForm
from yakuba.accounts.queries import hall as read
from yakuba.core.dates import wareki_year

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from yakuba.core.requests import TownRequest


@require_safe
@needs("absence.note")
def month(request: TownRequest) -> HttpResponse:
    """The month of one department: a row for each person, a word for each day that somebody is away."""
    today = timezone.localdate(request.arrived_at)
    first = read.month_of(request.GET.get("month", ""), today)
    offices = read.offices_of(request.actor, today)
    chosen = next((row for row in offices if row.code == request.GET.get("department")), None)
    office = chosen or (offices[0] if offices else None)
    context = {
        "offices": offices,
        "office": office,
        "first": first,
        "title": f"{wareki_year(first)}{first.month}月",
        "calendar": read.absence_month(office, first, actor=request.actor) if office else None,
        "previous": read.month_word(first, -1),
        "next": read.month_word(first, 1),
        "today": today,
    }
    return render(request, "accounts/hall/absences.html", context)


@require_http_methods(["GET", "POST"])
@needs("absence.note")
def note(request: TownRequest) -> HttpResponse:
    """Note an absence: one's own, or as chief or systems officer that of a colleague."""
    people = read.people_to_note_for(request.actor, timezone.localdate(request.arrived_at))
    form = AbsenceForm(request.POST if request.method == "POST" else None, people=people)
    if form.is_valid():
        facts = form.cleaned_data
        staff = next(row for row in people if str(row.pk) == facts["staff"])
        actions.note_absence(
            staff,
            kind=facts["kind"],
            from_at=facts["from_at"],
            until_at=facts["until_at"],
            actor=request.actor,
            now=request.arrived_at,
        )
        messages.success(request, f"{staff.name}さんの不在を登録しました。")
        return redirect("staff-absences")
    return render(request, "accounts/hall/note_absence.html", {"form": form})


@require_POST
@needs("absence.note")
def cancel(request: TownRequest, absence_id: UUID) -> HttpResponse:
    """Take an absence back."""
    absence = read.absence(absence_id)
    if absence is None:
        raise Http404
    actions.cancel_absence(absence, actor=request.actor, now=request.arrived_at)
    messages.success(request, f"{absence.staff.name}さんの不在を取り消しました。")
    return redirect("staff-absences")
