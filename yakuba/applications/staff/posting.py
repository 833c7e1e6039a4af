"""Pages of what goes by post: the list, bundles with their address sheets, what came back, the day of arrival."""

from __future__ import annotations

import contextlib
import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yakuba.accounts import queries as accounts
from yakuba.accounts.entrance import staff_only
from yakuba.applications import actions, queries
from yakuba.applications.channel_forms import PostedForm, ReachedForm, ReasonForm, ReturnedForm
from yakuba.applications.responses import paper as answer_with
from yakuba.applications.staff import desk
from yakuba.core import access, dates
from yakuba.documents import actions as documents
from yakuba.documents import queries as document_queries

if TYPE_CHECKING:
    from django.http import HttpResponse

    from yakuba.applications.models import Bundle, Posting
    from yakuba.core.requests import TownRequest

KEPT_BACK = "この束には、いま開けない宛先が入っています。束をほどいて、開ける物だけで作り直してください。"
WHICH = {"waiting": "郵送待ち", "bundled": "束に入れた", "posted": "郵送した", "returned": "戻った"}


@require_http_methods(["GET", "POST"])
@staff_only
def listing(request: TownRequest) -> HttpResponse:
    """What goes by post; what is chosen becomes a bundle with its address sheets."""
    access.require(request.actor, "posting.bundle")
    if request.method == "POST":
        try:
            made = actions.bundle(_chosen(request), actor=request.actor, now=timezone.now())
        except desk.PROBLEMS as problem:
            return _list(request, problem=str(problem), status=409)
        messages.success(request, "束を作りました。宛名の用紙を作っています。")
        return redirect("staff-bundle", made.pk)
    return _list(request)


def _chosen(request: TownRequest) -> list[uuid.UUID]:
    chosen = []
    for typed in request.POST.getlist("posting"):
        with contextlib.suppress(ValueError):
            chosen.append(uuid.UUID(typed))
    return chosen


def _list(request: TownRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    which = request.GET.get("which", "")
    which = which if which in WHICH else "waiting"
    rows, after = queries.postings(request.actor, which=which, after=request.GET.get("after", ""))
    names = accounts.applicant_names([row.matter_id for row in rows])
    context = {
        "rows": [(row, names.get(row.matter_id, "")) for row in rows],
        "which": which,
        "word": WHICH[which],
        "groups": [
            {
                "title": "状態",
                "filters": [
                    {"url": f"?which={code}", "label": label, "current": code == which}
                    for code, label in WHICH.items()
                ],
            }
        ],
        "chosen": set(request.POST.getlist("posting")),
        "next_url": f"?which={which}&after={after}" if after else "",
        "first_url": f"?which={which}" if "after" in request.GET else "",
        "shown": f"{len(rows)}通を表示",
        "problems": [{"text": problem, "id": ""}] if problem else [],
    }
    return render(request, "applications/staff/postings.html", context, status=status)


@require_http_methods(["GET", "POST"])
@staff_only
def bundle(request: TownRequest, pk: uuid.UUID) -> HttpResponse:
    """One bundle: what lies in it, its address sheets, and the day on which it was posted."""
    found = _bundle_of(request, pk)
    start = {"posted_on": dates.wareki(timezone.localdate())}
    form = PostedForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            actions.post_bundle(found, actor=request.actor, now=timezone.now(), **form.cleaned_data)
        except desk.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "郵送を記録しました。")
            return redirect("staff-bundle", pk)
    context = {
        "bundle": found,
        "rows": queries.in_bundle(found, request.actor),
        "form": form,
        "sheets": document_queries.newest(found.matter, "envelopes"),
    }
    status = 409 if form.non_field_errors() else 200
    return render(request, "applications/staff/bundle.html", context, status=status)


@require_GET
@staff_only
def sheets(request: TownRequest, pk: uuid.UUID) -> HttpResponse:
    """The address sheets of a bundle as PDF."""
    bundle = _bundle_of(request, pk)
    paper = document_queries.newest(bundle.matter, "envelopes")
    if queries.is_kept_back(bundle, request.actor):
        messages.error(request, KEPT_BACK)
        return redirect("staff-bundle", pk)
    if paper is None or not paper.is_made or paper.file is None:
        raise Http404
    return answer_with(documents.open_file(paper.file, actor=request.actor, now=timezone.now()), paper)


@require_POST
@staff_only
def dissolve(request: TownRequest, pk: uuid.UUID) -> HttpResponse:
    """Let go of a bundle that was not posted."""
    try:
        actions.dissolve(_bundle_of(request, pk), actor=request.actor, now=timezone.now())
    except desk.PROBLEMS as problem:
        messages.error(request, str(problem))
        return redirect("staff-bundle", pk)
    messages.success(request, "束をほどきました。")
    return redirect("staff-postings")


@require_http_methods(["GET", "POST"])
@staff_only
def drop(request: TownRequest, pk: uuid.UUID) -> HttpResponse:
    """Say why a paper need not go by post."""
    form = ReasonForm(request.POST if request.method == "POST" else None)
    return _about(
        request, pk, form, heading="郵送しない", button="郵送しないことにする", action=actions.drop_posting
    )


@require_http_methods(["GET", "POST"])
@staff_only
def returned(request: TownRequest, pk: uuid.UUID) -> HttpResponse:
    """Write down that a letter came back."""
    start = {"returned_on": dates.wareki(timezone.localdate())}
    form = ReturnedForm(request.POST if request.method == "POST" else None, initial=start)
    return _about(
        request,
        pk,
        form,
        heading="郵便が戻ったことを記録する",
        button="戻ったことを記録する",
        action=actions.record_return,
    )


@require_POST
@staff_only
def again(request: TownRequest, pk: uuid.UUID) -> HttpResponse:
    """Put a letter that came back on the list once more."""
    try:
        actions.post_again(_posting_of(request, pk), actor=request.actor, now=timezone.now())
    except desk.PROBLEMS as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "もう一度、郵送の一覧に入れました。")
    return redirect("staff-postings")


def _about(
    request: TownRequest, pk: uuid.UUID, form: Any, *, heading: str, button: str, action: Any
) -> HttpResponse:
    posting = _posting_of(request, pk)
    if request.method == "POST" and form.is_valid():
        try:
            action(posting, actor=request.actor, now=timezone.now(), **form.cleaned_data)
        except desk.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "記録しました。")
            return redirect("staff-postings")
    context = {"posting": posting, "form": form, "heading": heading, "button": button}
    status = 409 if form.non_field_errors() else 200
    return render(request, "applications/staff/posting.html", context, status=status)


@require_http_methods(["GET", "POST"])
@staff_only
def reached(request: TownRequest, number: str) -> HttpResponse:
    """Write down on which day the notice reached the applicant."""
    application = desk.application_of(request, number)
    access.require(request.actor, "application.examine", application)
    form = ReachedForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return desk.send(
            request,
            application,
            form,
            act="reached",
            done="届いた日を記録しました。",
            action=actions.record_reach,
            **form.cleaned_data,
        )
    return desk.show_form(request, application, form, "reached")


def _posting_of(request: TownRequest, pk: uuid.UUID) -> Posting:
    found = queries.posting(pk, request.actor)
    if found is None:
        raise Http404
    return found


def _bundle_of(request: TownRequest, pk: uuid.UUID) -> Bundle:
    found = queries.bundle(pk, request.actor)
    if found is None:
        raise Http404
    return found
