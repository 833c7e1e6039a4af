"""What officials do beside a case: notes, labels, watching, passing it on, and looking for the same person's others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from yakuba.accounts import queries as accounts
from yakuba.accounts.entrance import staff_only
from yakuba.applications import actions, history, queries
from yakuba.applications.staff import desk
from yakuba.core import access, states
from yakuba.ui.choices import as_id
from yakuba.work import actions as work

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from yakuba.core.requests import TownRequest

REFUSALS = (work.BadWords, work.NotTheirs, states.NotPossible, access.NotAllowed)
GONE = "この職員は選べません。画面を開き直して、選び直してください。"


@require_POST
@staff_only
def note(request: TownRequest, number: str) -> HttpResponse:
    """Write something down for colleagues."""
    words = request.POST.get("words", "")
    return _do(request, number, "メモを書きました。", work.add_note, words=words)


@require_POST
@staff_only
def label(request: TownRequest, number: str) -> HttpResponse:
    """Put a label on, one that is there or a new one, or take one off."""
    if removed := as_id(request.POST.get("remove", "")):
        return _do(request, number, "ラベルを外しました。", work.remove_label, label=removed)
    name = request.POST.get("new", "").strip() or request.POST.get("name", "")
    return _do(request, number, "ラベルを付けました。", work.add_label, name=name)


@require_POST
@staff_only
def watch(request: TownRequest, number: str) -> HttpResponse:
    """Keep an eye on the case, or no more."""
    if request.POST.get("end"):
        return _do(request, number, "見守りを終えました。", work.unwatch)
    return _do(
        request, number, "見守りを始めました。期限が近づくと、「やること」でお知らせします。", work.watch
    )


@require_POST
@staff_only
def pass_on(request: TownRequest, number: str) -> HttpResponse:
    """Give what is open to a colleague, with a word on where it stands."""
    staff = accounts.staff_member(as_id(request.POST.get("staff", "")))
    words = request.POST.get("words", "")
    if staff is None:
        return desk.tell(request, desk.application_of(request, number), GONE, words=words)
    if accounts.is_absent(staff, at=timezone.now()):
        messages.warning(
            request, f"{staff.name}さんは、今は不在です。急ぐときは、ほかの職員に渡してください。"
        )
    return _do(request, number, f"{staff.name}さんに引き継ぎました。", work.pass_on, staff=staff, words=words)


@require_GET
@staff_only
def person(request: TownRequest, number: str) -> HttpResponse:
    """Other cases of the same person, as far as this official deals with them; the look is recorded."""
    application = desk.application_of(request, number)
    actions.look_for_person(application, actor=request.actor, now=timezone.now())
    rows = queries.of_same_person(application, request.actor)
    may_see_history = history.may_see(request.actor, application)
    context = {"application": application, "rows": rows, "may_see_history": may_see_history}
    return render(request, "applications/staff/person.html", context)


def _do(
    request: TownRequest, number: str, done: str, action: Callable[..., Any], **arguments: Any
) -> HttpResponse:
    application = desk.application_of(request, number)
    try:
        action(application.matter, actor=request.actor, now=timezone.now(), **arguments)
    except REFUSALS as problem:
        return desk.tell(request, application, str(problem), words=request.POST.get("words", ""))
    messages.success(request, done)
    return redirect("staff-application", number)
