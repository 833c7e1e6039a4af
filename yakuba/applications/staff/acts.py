"""Pages on which officials examine and decide: ask for a correction, draft, remand, decide, go on without an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from yakuba.accounts.entrance import staff_only
from yakuba.applications import actions, queries, targets
from yakuba.applications.basis import may_decide, open_stop, whose_turn
from yakuba.applications.forms import CorrectionForm, DecisionForm
from yakuba.applications.staff import desk
from yakuba.applications.way_forms import DraftForm, SendBackForm
from yakuba.approvals import queries as approvals
from yakuba.core import access

if TYPE_CHECKING:
    from django.http import HttpResponse

    from yakuba.applications.models import Application
    from yakuba.core.requests import TownRequest


@require_http_methods(["GET", "POST"])
@staff_only
def ask(request: TownRequest, number: str) -> HttpResponse:
    """Ask the applicant to correct named fields."""
    application = desk.application_of(request, number)
    # Who is only asked about the draft does not act on the case; better told before anything is typed.
    access.require(request.actor, "application.return", application)
    form = CorrectionForm(
        request.POST or None, sections=queries.arrived_rows(application), today=timezone.localdate()
    )
    if request.method == "POST" and form.is_valid():
        done = "補正を依頼しました。申請者に知らせます。"
        typed = form.cleaned_data
        return desk.send(
            request,
            application,
            form,
            act="return",
            done=done,
            action=actions.ask_for_correction,
            fields=typed["fields_to_correct"],
            message=typed["message"],
            due_on=typed["due_on"],
        )
    return desk.show_form(request, application, form, "return")


@require_http_methods(["GET", "POST"])
@staff_only
def propose(request: TownRequest, number: str) -> HttpResponse:
    """Draft a decision for the one who decides; whom it passes on the way is shown before it goes."""
    application, today = desk.application_of(request, number), timezone.localdate()
    access.require(request.actor, "application.propose", application)
    departments = targets.to_consult(application, today)
    form = DraftForm(application, request.POST or None, departments=departments)
    more = {"ways": targets.ways(application, request.actor, form.so_far, today)}
    if "plan" in request.POST:
        form.is_asked_only()
    elif request.method == "POST" and form.is_valid():
        return desk.send(
            request,
            application,
            form,
            act="propose",
            done="起案しました。次に見る人のやることに入りました。",
            action=actions.propose,
            more=more,
            revision=desk.revision(request),
            **form.drafted,
        )
    return desk.show_form(request, application, form, "propose", more=more)


@require_http_methods(["GET", "POST"])
@staff_only
def remand(request: TownRequest, number: str) -> HttpResponse:
    """Send the draft back with a remark, to its drafter or to an earlier person."""
    application = _at_stop(request, number)
    form = SendBackForm(
        request.POST or None, people=targets.to_send_back(application, request.actor, now=timezone.now())
    )
    if request.method == "POST" and form.is_valid():
        done = "起案を差し戻しました。"
        typed = form.cleaned_data
        return desk.send(request, application, form, act="remand", done=done, action=actions.remand, **typed)
    return desk.show_form(request, application, form, "remand")


@require_http_methods(["GET", "POST"])
@staff_only
def decide(request: TownRequest, number: str) -> HttpResponse:
    """Decide: as drafted by one press on the case page, or otherwise on a page of its own."""
    application = _to_decide(request, number)
    approval = approvals.find_open(application.matter)
    drafted = {"outcome": approval.outcome, "reasons": approval.reasons} if approval else {}
    form = DecisionForm(application, request.POST or None, initial=drafted)
    if request.method == "POST" and form.is_valid():
        done = "決定しました。通知書を作っています。"
        # What came later, after the page was opened, has not been read.
        typed = {**form.cleaned_data, "revision": desk.revision(request)}
        if draft := request.POST.get("seen"):
            return desk.do(request, number, done, actions.decide, draft=draft, **typed)
        return desk.send(request, application, form, act="decide", done=done, action=actions.decide, **typed)
    return desk.show_form(request, application, form, "decide")


@require_POST
@staff_only
def resume(request: TownRequest, number: str) -> HttpResponse:
    """Go on without the correction that was asked for."""
    return desk.do(request, number, "直しを待たずに、審査に戻しました。", actions.resume_examination)


def _at_stop(request: TownRequest, number: str) -> Application:
    """The case, where the draft waits for this official."""
    application = desk.application_of(request, number)
    is_waiting = approvals.find_open(application.matter) is not None
    if is_waiting and open_stop(application, request.actor, now=timezone.now()) is None:
        raise access.NotAllowed(whose_turn(application))
    if not is_waiting:
        access.require(request.actor, queries.deciding_verb(application), application)
    return application


def _to_decide(request: TownRequest, number: str) -> Application:
    """The case, where it is this official's turn; else nobody opens the page, and says whose it is."""
    application = desk.application_of(request, number)
    if not may_decide(application, request.actor, now=timezone.now()):
        raise access.NotAllowed(whose_turn(application))
    return application
