"""Pages on which officials take a list out as a file: asked for, written by a worker, fetched by who asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from yakuba.accounts.entrance import needs
from yakuba.applications.responses import download
from yakuba.applications.staff.bulk import LISTS, is_overtaken, token_of
from yakuba.core import dates, runs, tables
from yakuba.core.actions import ask_for_list, record_fetch_of_list
from yakuba.core.models import Run

if TYPE_CHECKING:
    import uuid

    from django.http import HttpResponse

    from yakuba.core.requests import TownRequest

LONGEST_QUERY = 1000


@require_POST
@needs("list.export")
def start(request: TownRequest, listing: str) -> HttpResponse:
    """Ask for the list as it is chosen now."""
    form = request.POST.get("format", "")
    if f"{listing}.export" not in LISTS or form not in tables.FORMATS:
        raise Http404
    run = ask_for_list(
        listing,
        query=request.POST.get("query", "")[:LONGEST_QUERY],
        form=form,
        token=token_of(request.POST.get("token", "")),
        actor=request.actor,
        now=timezone.now(),
    )
    return redirect("staff-run", run.pk)


@require_GET
@needs("list.export")
def fetch(request: TownRequest, pk: uuid.UUID) -> HttpResponse:
    """The file, for the one who asked; that it was fetched is a fact."""
    rows = Run.objects.visible_to(request.actor).filter(kind__in=LISTS).select_related("key__town_key")
    found: Run = get_object_or_404(rows, pk=pk)
    content = runs.file_of(found)
    if content is None or is_overtaken(found):
        raise Http404
    record_fetch_of_list(found, actor=request.actor, now=timezone.now())
    form = found.result.get("format", "csv")
    day = dates.wareki(timezone.localdate(found.started_at))
    return download(content, name=f"{LISTS[found.kind]}_{day}.{form}", media_type=tables.FORMATS[form])
