"""Pages of officials: the list, the case, and what they do with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yakuba.accounts import queries as accounts
from yakuba.accounts.entrance import staff_only
from yakuba.applications import actions, case_page, queries
from yakuba.applications.forms import CorrectionForm, DecisionForm, RemarkForm
from yakuba.applications.models import State
from yakuba.applications.responses import download, pdf
from yakuba.approvals import queries as approvals
from yakuba.core import access, numbers, states
from yakuba.documents import actions as documents
from yakuba.documents import queries as document_queries
from yakuba.work.actions import NotTheirs

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable

    from django import forms
    from django.http import HttpResponse

    from yakuba.applications.models import Application
    from yakuba.core.requests import TownRequest

# The words of the chips in the list, which these filters stand beside.
STATES = {
    State.SUBMITTED: "審査中",
    State.RETURNED: "補正待ち",
    State.DECIDED: "決定しました",
    State.WITHDRAWN: "取下げ",
    State.CLOSED: "完了",
}
# What an action says to the official when it cannot be done.
PROBLEMS = (states.NotPossible, access.NotAllowed, actions.Refused, documents.Unprintable, NotTheirs)


@require_GET
@staff_only
def listing(request: TownRequest) -> HttpResponse:
    """Everything that the departments of this official have received, newest first."""
    state, words = request.GET.get("state", ""), request.GET.get("q", "").strip()
    page = queries.for_staff(request.actor, state=state, words=words, after=request.GET.get("after", ""))
    query = urlencode({"state": state, "q": words})
    context = {
        "rows": queries.with_names(page.rows),
        "groups": _filters(state, words),
        "first_url": f"?{query}" if not page.is_first else "",
        "next_url": f"?{query}&{urlencode({'after': page.after})}" if page.after else "",
        "shown": f"{len(page.rows)}件を表示",
        "state": state,
        "words": words,
        "today": timezone.localdate(),
    }
    return render(request, "applications/staff/list.html", context)


def _filters(state: str, words: str) -> list[dict[str, Any]]:
    choices = [("", "すべて"), *STATES.items()]
    links = [
        {"url": f"?{urlencode({'state': code, 'q': words})}", "label": label, "current": code == state}
        for code, label in choices
    ]
    return [{"title": "状態", "filters": links}]


@require_GET
@staff_only
def case(request: TownRequest, number: str) -> HttpResponse:
    """One case: answers, papers and clocks, the way to a decision, and what this official may do now."""
    application = _application(request, number)
    actions.record_view(application, actor=request.actor, now=timezone.now())
    return render(
        request,
        "applications/staff/case.html",
        case_page.facts(application, request.actor, today=timezone.localdate()),
    )


@require_POST
@staff_only
def take(request: TownRequest, number: str) -> HttpResponse:
    """Become the one in charge."""
    staff = accounts.staff_member(request.actor.staff)
    return _do(request, number, "担当になりました。", actions.take_on, staff=staff)


@require_http_methods(["GET", "POST"])
@staff_only
def ask(request: TownRequest, number: str) -> HttpResponse:
    """Ask the applicant to correct named fields."""
    application = _application(request, number)
    form = CorrectionForm(
        request.POST or None, sections=queries.arrived_rows(application), today=timezone.localdate()
    )
    if request.method == "POST" and form.is_valid():
        done = "補正を依頼しました。申請者に知らせます。"
        typed = form.cleaned_data
        return _send(
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
    return _form(request, application, form, "return")


@require_http_methods(["GET", "POST"])
@staff_only
def propose(request: TownRequest, number: str) -> HttpResponse:
    """Draft a decision for the one who decides."""
    application = _application(request, number)
    form = DecisionForm(application, request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = "起案しました。決裁する人のやることに入りました。"
        typed = {**form.cleaned_data, "revision": _revision(request)}
        return _send(request, application, form, act="propose", done=done, action=actions.propose, **typed)
    return _form(request, application, form, "propose")


@require_http_methods(["GET", "POST"])
@staff_only
def remand(request: TownRequest, number: str) -> HttpResponse:
    """Send the draft back with a remark."""
    application = _to_decide(request, number)
    form = RemarkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = "起案を差し戻しました。"
        typed = form.cleaned_data
        return _send(request, application, form, act="remand", done=done, action=actions.remand, **typed)
    return _form(request, application, form, "remand")


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
        if draft := request.POST.get("seen"):
            return _do(request, number, done, actions.decide, draft=draft, **form.cleaned_data)
        typed = {**form.cleaned_data, "revision": _revision(request)}
        return _send(request, application, form, act="decide", done=done, action=actions.decide, **typed)
    return _form(request, application, form, "decide")


@require_POST
@staff_only
def resume(request: TownRequest, number: str) -> HttpResponse:
    """Go on without the correction that was asked for."""
    return _do(request, number, "直しを待たずに、審査に戻しました。", actions.resume_examination)


@require_POST
@staff_only
def remake(request: TownRequest, number: str, pk: uuid.UUID) -> HttpResponse:
    """Try again to make a paper that could not be made."""
    application = _application(request, number)
    papers = {paper.pk: paper for paper in document_queries.of_matter(application.matter)}
    if pk not in papers:
        raise Http404
    return _do(request, number, "文書を作り直しています。", actions.remake_paper, paper=papers[pk])


@require_POST
@staff_only
def close(request: TownRequest, number: str) -> HttpResponse:
    """The notice went out by post: the case is done."""
    return _do(request, number, "郵送を記録し、案件を完了にしました。", actions.record_posting)


@require_GET
@staff_only
def file(request: TownRequest, number: str, pk: uuid.UUID) -> HttpResponse:
    """A file that the applicant sent, as a download."""
    application = _application(request, number)
    found = document_queries.file(application.matter, pk)
    if found is None or str(pk) not in queries.filed_files(application):
        raise Http404
    content = documents.open_file(found, actor=request.actor, now=timezone.now())
    return download(content, name=found.name, media_type="application/octet-stream")


@require_GET
@staff_only
def document(request: TownRequest, number: str, pk: uuid.UUID) -> HttpResponse:
    """A paper of this case as PDF."""
    application = _application(request, number)
    paper = document_queries.made(application.matter, pk)
    if paper is None or paper.file is None:
        raise Http404
    return pdf(documents.open_file(paper.file, actor=request.actor, now=timezone.now()), paper.title)


def _do(
    request: TownRequest, number: str, done: str, action: Callable[..., Any], **arguments: Any
) -> HttpResponse:
    """Call one action; what it refuses is shown on the case page in its own words."""
    application = _application(request, number)
    try:
        action(application, actor=request.actor, now=timezone.now(), **arguments)
    except PROBLEMS as problem:
        context = case_page.facts(application, request.actor, today=timezone.localdate())
        context["problem"] = str(problem)
        context["problems"] = [{"text": str(problem)}]
        return render(request, "applications/staff/case.html", context, status=409)
    messages.success(request, done)
    return redirect("staff-application", number)


def _send(
    request: TownRequest,
    application: Application,
    form: forms.Form,
    *,
    act: str,
    done: str,
    action: Callable[..., Any],
    **arguments: Any,
) -> HttpResponse:
    """Call one action with what was typed; what it refuses stands above the form, which keeps every word."""
    try:
        action(application, actor=request.actor, now=timezone.now(), **arguments)
    except PROBLEMS as problem:
        form.add_error(None, str(problem))
        fresh = _application(request, application.matter.number or "")
        return _form(request, fresh, form, act, status=409)
    messages.success(request, done)
    return redirect("staff-application", application.matter.number)


def _form(
    request: TownRequest, application: Application, form: forms.Form, act: str, status: int = 200
) -> HttpResponse:
    context = {
        "application": application,
        "definition": application.definition,
        "applicant": accounts.applicant(application.matter),
        "sections": queries.arrived_rows(application),
        "form": form,
        "act": act,
    }
    return render(request, f"applications/staff/{act}.html", context, status=status)


def _revision(request: TownRequest) -> int | None:
    """Which filing the official had read; none where the page did not say."""
    typed = request.POST.get("revision", "")
    return int(typed) if re.fullmatch("[0-9]{1,4}", typed) else None


def _to_decide(request: TownRequest, number: str) -> Application:
    application = _application(request, number)
    access.require(request.actor, queries.deciding_verb(application), application)
    return application


def _application(request: TownRequest, number: str) -> Application:
    parsed = numbers.parse_receipt_number(number)
    application = queries.by_number(parsed, request.actor) if parsed else None
    if application is None:
        raise Http404
    return application
