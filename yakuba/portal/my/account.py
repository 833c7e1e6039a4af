"""A copy of one's own data, and the end of the account."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yakuba.accounts import actions, entrance, queries
from yakuba.applications import queries as applications
from yakuba.core import text
from yakuba.core.models import Run
from yakuba.portal.my import copies
from yakuba.records import actions as records
from yakuba.records import queries as kept

if TYPE_CHECKING:
    from yakuba.accounts.models import Resident

own = entrance.needs("account.mind")
PDF = "records.copy"


class CloseForm(forms.Form):
    """The word that says that one means it."""

    word = forms.CharField(
        label=gettext_lazy("確かめのため、「削除」と入力してください"),
        max_length=20,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("「削除」と入力してください")},
    )

    def clean_word(self) -> str:
        """Exactly the word, in whatever width it was typed."""
        typed = text.normalise(self.cleaned_data["word"]).strip()
        if typed.lower() != _("削除").lower():
            raise forms.ValidationError(_("「削除」と入力してください"))
        return typed


@require_safe
@own
def data(request: Any) -> HttpResponse:
    """What the site knows, to read."""
    resident = queries.resident(request.actor.resident)
    context = {"parts": copies.parts(resident), "pdf": _newest_pdf(request)}
    return render(request, "portal/my/data.html", context)


@require_POST
@own
def make_pdf(request: Any) -> HttpResponse:
    """Let a worker make the same as a PDF; the page says when it is there."""
    resident = queries.resident(request.actor.resident)
    records.ask_for_own_copy(resident, actor=request.actor, now=request.arrived_at)
    return redirect("my-data")


def _newest_pdf(request: Any) -> Run | None:
    """The last PDF that this resident asked for, made or not; None where there is none, or a week has passed."""
    rows = Run.objects.visible_to(request.actor).filter(kind=PDF).select_related("key__town_key")
    found: Run | None = rows.order_by("-id").first()
    return found if found is not None and kept.asked_of(found) is not None else None


@require_safe
@own
def download(request: Any, form: str) -> HttpResponse:
    """The same as a file: JSON for machines, a page or a PDF for people."""
    resident = queries.resident(request.actor.resident)
    if form == "pdf":
        run = _newest_pdf(request)
        content = kept.copy_of(run, "pdf") if run else None
        if content is None:
            return redirect("my-data")
        actions.record_export(resident, actor=request.actor, now=request.arrived_at)
        headers = {
            "Content-Disposition": 'attachment; filename="my-data.pdf"',
            "Cache-Control": "private, no-store",
        }
        return HttpResponse(content, content_type="application/pdf", headers=headers)
    actions.record_export(resident, actor=request.actor, now=request.arrived_at)
    if form == "json":
        body = json.dumps(copies.facts(resident, request.actor), ensure_ascii=False, indent=2, default=str)
        return _file(body, "application/json", "my-data.json")
    context = {"parts": copies.parts(resident), "at": request.arrived_at}
    return _file(render_to_string("portal/my/data_file.html", context), "text/html", "my-data.html")


def _file(body: str, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type=f"{kind}; charset=utf-8", headers=headers)


@require_http_methods(["GET", "POST"])
@own
def close(request: Any) -> HttpResponse:
    """Say what goes and what stays, ask for the word, and do it."""
    resident = queries.resident(request.actor.resident)
    form = CloseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _closed(request, resident)
    mine = applications.mine(request.actor)
    context = {
        "form": form,
        "open": [one for one in mine if one.is_open and one.matter.number],
        "drafts": sum(one.state == "draft" for one in mine),
        "kept": kept.kept_of(one.matter_id for one in mine if one.matter.number),
    }
    return render(request, "portal/my/close.html", context)


def _closed(request: Any, resident: Resident) -> HttpResponse:
    actions.close_account(resident, actor=request.actor, now=request.arrived_at)
    response = entrance.let_out(request, "/")
    messages.success(request, _("登録を削除しました。"))
    return response
