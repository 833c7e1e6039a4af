"""Pages on which officials deal with a draft on its way: agree, change it, send it elsewhere, see it afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from yakuba.accounts.entrance import staff_only
from yakuba.applications import actions, basis, targets
from yakuba.applications.forms import DecisionForm
from yakuba.applications.staff import desk
from yakuba.applications.way_forms import OpinionForm, OtherWayForm
from yakuba.approvals import queries as drafts
from yakuba.core import access

if TYPE_CHECKING:
    from django.http import HttpResponse

    from yakuba.core.requests import TownRequest


@require_http_methods(["GET", "POST"])
@staff_only
def agree(request: TownRequest, number: str) -> HttpResponse:
    """Let the draft go on, with an opinion or without."""
    application = desk.application_of(request, number)
    if (stop := basis.open_stop(application, request.actor, now=timezone.now())) is None:
        return desk.tell(request, application, basis.whose_turn(application))
    if stop.kind == "decide":
        return desk.tell(request, application, "この段では、同意ではなく、決裁をしてください。")
    form = OpinionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return desk.send(
            request,
            application,
            form,
            act="agree",
            done="同意しました。案は次へ進みました。",
            action=actions.agree,
            stop=request.POST.get("stop") or None,
            revision=desk.revision(request),
            comment=form.cleaned_data["comment"],
            more={"stop": stop},
        )
    return desk.show_form(request, application, form, "agree", more={"stop": stop})


@require_http_methods(["GET", "POST"])
@staff_only
def revise(request: TownRequest, number: str) -> HttpResponse:
    """Change the draft; it goes up from here, and those consulted are asked again."""
    application = desk.application_of(request, number)
    draft = drafts.find_open(application.matter)
    if draft is None or not basis.may_revise(application, draft, request.actor, now=timezone.now()):
        return desk.tell(request, application, basis.whose_turn(application))
    first = {"outcome": draft.outcome, "reasons": draft.reasons}
    form = DecisionForm(application, request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        return desk.send(
            request,
            application,
            form,
            act="revise",
            done="案を変えて、回し直しました。",
            action=actions.revise,
            draft=request.POST.get("seen") or None,
            revision=desk.revision(request),
            more={"draft": draft},
            **form.cleaned_data,
        )
    return desk.show_form(request, application, form, "revise", more={"draft": draft})


@require_POST
@staff_only
def take_back(request: TownRequest, number: str) -> HttpResponse:
    """Take one's own draft back before anybody acted on it."""
    return desk.do(request, number, "案を引き戻しました。", actions.withdraw_draft)


@require_POST
@staff_only
def view_after(request: TownRequest, number: str) -> HttpResponse:
    """Say that one has seen what was decided in one's place."""
    stop = request.POST.get("stop", "")
    return desk.do(request, number, "後閲を記録しました。", actions.view_after, stop=stop)


@require_POST
@staff_only
def record(request: TownRequest, number: str) -> HttpResponse:
    """Make the 決裁文書 anew."""
    return desk.do(request, number, "決裁文書を作っています。", actions.make_record)


@require_http_methods(["GET", "POST"])
@staff_only
def reroute(request: TownRequest, number: str) -> HttpResponse:
    """Let another post or person act at a stop."""
    application = desk.application_of(request, number)
    access.require(request.actor, "application.reroute", application)
    if drafts.find_open(application.matter) is None:
        return desk.tell(request, application, basis.whose_turn(application))
    today = timezone.localdate()
    form = OtherWayForm(
        request.POST or None,
        stops=targets.open_stops(application),
        targets=targets.everybody(today),
    )
    if request.method == "POST" and form.is_valid():
        typed: dict[str, Any] = targets.chosen(form.cleaned_data["target"], today)
        return desk.send(
            request,
            application,
            form,
            act="reroute",
            done="回り先を変えました。",
            action=actions.reroute,
            stop=form.cleaned_data["stop"],
            reason=form.cleaned_data["reason"],
            **typed,
        )
    return desk.show_form(request, application, form, "reroute")
