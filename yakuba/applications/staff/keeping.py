"""Pages of officials about how long a case is kept: its period, what stops its disposal, and erasing its applicant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from yakuba.accounts import queries as accounts
from yakuba.accounts.entrance import staff_only
from yakuba.applications.keeping_forms import ErasureForm, HoldForm
from yakuba.applications.staff import desk
from yakuba.core import access, states
from yakuba.records import actions as records
from yakuba.records import queries as kept

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse

    from yakuba.core.requests import TownRequest

PROBLEMS = (records.NotHeld, records.NotErasable, states.NotPossible, access.NotAllowed)


@require_http_methods(["GET", "POST"])
@staff_only
def keeping(request: TownRequest, number: str) -> HttpResponse:
    """How long the case is kept, and stopping its disposal."""
    application = desk.application_of(request, number)
    access.require(request.actor, "retention.hold")
    form, status = HoldForm(request.POST if request.method == "POST" else None), 200
    if form.is_valid():
        try:
            records.hold(application.matter, actor=request.actor, now=timezone.now(), **form.cleaned_data)
        except PROBLEMS as problem:
            form.add_error(None, str(problem))
            status = 409
        else:
            messages.success(request, "廃棄を止めました。")
            return redirect("staff-keeping", number)
    today = timezone.localdate()
    holds = kept.holds_of(application.matter)
    context: dict[str, Any] = {
        "application": application,
        "definition": application.definition,
        "form": form,
        **kept.shown(application.matter, today),
        "history": [{"hold": one, "is_standing": one.is_standing(today)} for one in holds],
    }
    return render(request, "applications/staff/keeping.html", context, status=status)


@require_POST
@staff_only
def lift(request: TownRequest, number: str, pk: uuid.UUID) -> HttpResponse:
    """Let the disposal go its way again."""
    application = desk.application_of(request, number)
    found = next((one for one in kept.holds_of(application.matter) if one.pk == pk), None)
    if found is None:
        raise Http404
    records.lift(found, actor=request.actor, now=timezone.now())
    messages.success(request, "廃棄の停止を解きました。")
    return redirect("staff-keeping", number)


@require_http_methods(["GET", "POST"])
@staff_only
def erase(request: TownRequest, number: str) -> HttpResponse:
    """Ask for the erasure of whoever applied here; another official answers."""
    application = desk.application_of(request, number)
    access.require(request.actor, "erasure.ask")
    person = accounts.applicant(application.matter)
    if person is None:
        raise Http404
    form, status = ErasureForm(request.POST if request.method == "POST" else None), 200
    if form.is_valid():
        told: dict[str, Any] = {
            "department": application.office,
            "actor": request.actor,
            "now": timezone.now(),
        }
        try:
            asked = records.ask_for_erasure(person, reason=form.cleaned_data["reason"], **told)
        except PROBLEMS as problem:
            form.add_error(None, str(problem))
            status = 409
        else:
            messages.success(request, "消去を頼みました。係長・課長が答えると、この画面に出ます。")
            return redirect("staff-erasure", asked.pk)
    words = {
        "heading": "個人データの消去を頼む",
        "lead": "本人から求められたときに使います。保存しなければならない案件は残り、いつまで残るかが次の画面に出ます。",
        "button": "消去を頼む",
    }
    return desk.show_form(request, application, form, "followup", more=words, status=status)
