"""Following an application: find it by number and code, see where it stands, fetch papers, withdraw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yakuba.accounts import entrance, grants
from yakuba.applications import actions, events, papers, queries
from yakuba.applications.forms import FindForm
from yakuba.applications.models import State
from yakuba.applications.pages import Pages
from yakuba.applications.responses import pdf
from yakuba.applications.views.door import Unseen, for_applicant
from yakuba.core import numbers, states, throttle
from yakuba.core.actions import record
from yakuba.documents import actions as documents
from yakuba.documents import queries as document_queries
from yakuba.messaging import actions as messaging
from yakuba.messaging import queries as messages_of

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse

    from yakuba.applications.models import Application
    from yakuba.core.requests import TownRequest
    from yakuba.documents.models import Document

TRIES = 20


@require_http_methods(["GET", "POST"])
def find(request: TownRequest) -> HttpResponse:
    """The guest's door: receipt number and look-up code."""
    form = FindForm(request.POST or None, initial={"number": request.GET.get("number", "")})
    if request.method == "POST" and form.is_valid():
        address = entrance.client_address(request)
        if not throttle.hit("find", address, limit=TRIES, seconds=900, now=timezone.now()):
            form.add_error(
                None,
                "続けて何度も試されたため、しばらく照会できません。15分ほどたってから、もう一度お試しください",
            )
        elif application := queries.by_lookup_code(form.cleaned_data["code"], form.cleaned_data["number"]):
            return _let_in(request, application)
        else:
            form.add_error(
                "code",
                "この受付番号と照会コードの組み合わせは見つかりません。控えと見比べて、もう一度入力してください",
            )
    context = {"form": form, "kept": request.POST.get("kept", "")}
    return render(request, "applications/find.html", context)


def _let_in(request: TownRequest, application: Application) -> HttpResponse:
    draft = application.state == State.DRAFT
    target = Pages(application).first() if draft else reverse("application", args=[application.matter.number])
    # Whoever was interrupted in the middle of a page comes with what was typed there.
    kept = request.POST.get("kept", "")
    response = redirect(entrance.go_on(request, to=target, token=kept, resume=reverse("sign-in-resume")))
    grants.grant(request, response, application.matter_id)
    record(events.FOUND, matter=application.matter, actor=request.actor, now=timezone.now())
    return response


@require_GET
@for_applicant
def show(request: TownRequest, number: str) -> HttpResponse:
    """What is asked of the applicant now, what was and what will come, messages and papers."""
    application = _application(request, number)
    context = _status(application)
    for letter in context["letters"]:
        if letter.read_at is None:
            messaging.read(letter, actor=request.actor, now=timezone.now())
    return render(request, "applications/status.html", context)


def _status(application: Application) -> dict[str, Any]:
    correction = queries.open_correction(application)
    made = document_queries.of_matter(application.matter)
    fields = application.definition.fields
    electronic = papers.wants_electronic_notice(application)
    return {
        "application": application,
        "definition": application.definition,
        "department": application.department,
        "correction": correction,
        "correction_labels": [fields[name].label for name in correction.fields] if correction else [],
        "correction_url": Pages(application).first() if correction else "",
        "stages": queries.way(application),
        "letters": list(messages_of.inbox(matters=[application.matter_id])),
        "paper_links": [
            _link(application, paper)
            for paper in made
            if paper.is_made and (electronic or paper.consequence != papers.NOTICE)
        ],
        "waiting_papers": any(paper.state == "waiting" for paper in made),
        "notice_paper": next((p for p in made if p.is_made and p.consequence == papers.NOTICE), None),
        "electronic": electronic,
        "outcome": application.definition.outcome(application.outcome) if application.outcome else None,
        "sections": queries.arrived_rows(application),
        "may_withdraw": application.is_open,
        "today": timezone.localdate(),
    }


def _link(application: Application, paper: Document) -> dict[str, Any]:
    return {
        "url": reverse("application-document", args=[application.matter.number, paper.pk]),
        "label": paper.title,
        "meta": f"PDF　{paper.number}" if paper.number else "PDF",
        "icon": "download",
    }


@require_http_methods(["GET", "POST"])
@for_applicant
def withdraw(request: TownRequest, number: str) -> HttpResponse:
    """Say what withdrawing means, then do it."""
    application = _application(request, number)
    if request.method == "POST":
        try:
            actions.withdraw(application, actor=request.actor, now=timezone.now())
        except states.NotPossible as problem:
            context = {"application": application, "problem": str(problem)}
            return render(request, "applications/withdraw.html", context, status=409)
        return redirect("application", number)
    return render(request, "applications/withdraw.html", {"application": application})


@require_GET
@for_applicant
def document(request: TownRequest, number: str, pk: uuid.UUID) -> HttpResponse:
    """A paper as PDF; opening the notice is remembered."""
    application = _application(request, number)
    paper = document_queries.made(application.matter, pk)
    if paper is None or paper.file is None:
        raise Http404
    content = documents.open_file(paper.file, actor=request.actor, now=timezone.now())
    if paper.consequence == papers.NOTICE:
        actions.record_fetch(application, actor=request.actor, now=timezone.now())
    return pdf(content, paper.title)


def _application(request: TownRequest, number: str) -> Application:
    parsed = numbers.parse_receipt_number(number)
    application = queries.by_number(parsed, request.actor) if parsed else None
    if application is None or request.actor.is_staff:
        raise Unseen
    request.actor = request.actor.holding(application.matter_id)
    return application
