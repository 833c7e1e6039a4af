"""Officials look at who acts for whom: they confirm the mandate, or end it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from yakuba.accounts import queries as accounts
from yakuba.accounts.entrance import staff_only
from yakuba.applications import actions, queries
from yakuba.applications.responses import download
from yakuba.applications.staff import desk
from yakuba.documents import actions as documents

if TYPE_CHECKING:
    from django.http import HttpResponse

    from yakuba.core.requests import TownRequest


@require_POST
@staff_only
def confirm(request: TownRequest, number: str) -> HttpResponse:
    """The proof was seen, here or at the counter."""
    staff = accounts.staff_member(request.actor.staff)
    return desk.do(
        request, number, "代理の権限を確かめたことを記録しました。", actions.confirm_proxy, by=staff
    )


@require_POST
@staff_only
def end(request: TownRequest, number: str) -> HttpResponse:
    """The principal revoked it, or the proof was wrong: the proxy can do nothing more."""
    done = "代理の権限を終わらせました。これからは、本人に連絡し、通知は本人に郵送します。"
    return desk.do(request, number, done, actions.end_proxy)


@require_GET
@staff_only
def document(request: TownRequest, number: str) -> HttpResponse:
    """The document that shows the mandate, as a download."""
    application = desk.application_of(request, number)
    capacity = queries.capacity_of(application)
    if capacity is None or capacity.document is None or capacity.mandate_id is None:
        raise Http404
    content = documents.open_file(capacity.document, actor=request.actor, now=timezone.now())
    return download(content, name=capacity.document.name, media_type="application/octet-stream")
