"""Pages of officials about one paper of a case: what it is, issuing it anew, replacing it, revoking it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from yakuba.accounts.entrance import staff_only
from yakuba.applications import actions, case_papers
from yakuba.applications.channel_forms import AgainForm, ReasonForm
from yakuba.applications.staff import desk
from yakuba.core import access
from yakuba.documents import queries as documents

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable

    from django import forms
    from django.http import HttpResponse

    from yakuba.applications.models import Application
    from yakuba.core.requests import TownRequest
    from yakuba.documents.models import Document

AGAIN = {
    "heading": "文書の再発行・差し替え",
    "lead": "新しい番号の文書を作ります。新しい文書ができると、前の文書は差し替え済みになります。"
    "申請者には、受け取り方の希望に合わせて、お知らせか郵送で届けます。",
    "button": "文書を作る",
}
REVOKE = {
    "heading": "文書を取り消す",
    "lead": "この文書は、今日から効力がなくなります。文書の確認のページにも、取消し済みと出ます。元には戻せません。",
    "button": "取り消す",
}


@require_GET
@staff_only
def paper(request: TownRequest, number: str, pk: uuid.UUID) -> HttpResponse:
    """One paper: its number and days, what became of it, and what may be done with it."""
    application = desk.application_of(request, number)
    found = _paper(application, pk)
    context = {
        "application": application,
        "definition": application.definition,
        "paper": found,
        **case_papers.facts(application, found, request.actor),
    }
    return render(request, "applications/staff/paper.html", context)


@require_http_methods(["GET", "POST"])
@staff_only
def again(request: TownRequest, number: str, pk: uuid.UUID) -> HttpResponse:
    """Issue a paper anew, or replace it."""
    application = desk.application_of(request, number)
    access.require(request.actor, "application.reissue", application)
    done, action = "新しい文書を作っています。", actions.reissue_paper
    return _act_on(request, application, pk, kind=AgainForm, words=AGAIN, done=done, action=action)


@require_http_methods(["GET", "POST"])
@staff_only
def revoke(request: TownRequest, number: str, pk: uuid.UUID) -> HttpResponse:
    """Revoke a paper that should not have gone out."""
    application = desk.application_of(request, number)
    access.require(request.actor, "application.revoke_paper", application)
    done, action = "文書を取り消しました。", actions.revoke_paper
    return _act_on(request, application, pk, kind=ReasonForm, words=REVOKE, done=done, action=action)


def _act_on(
    request: TownRequest,
    application: Application,
    pk: uuid.UUID,
    *,
    kind: type[forms.Form],
    words: dict[str, str],
    done: str,
    action: Callable[..., Any],
) -> HttpResponse:
    """The page of what is done to one paper, and the doing, with what was typed."""
    found = _paper(application, pk)
    form = kind(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = {"paper": found, **form.cleaned_data}
        return desk.send(
            request, application, form, act="followup", done=done, action=action, more=words, **typed
        )
    return desk.show_form(request, application, form, "followup", more=words)


def _paper(application: Application, pk: uuid.UUID) -> Document:
    papers = {one.pk: one for one in documents.confirmed(application.matter)}
    if pk not in papers:
        raise Http404
    return papers[pk]
