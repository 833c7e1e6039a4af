"""Home, procedures, my page, and the pages about this site."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from yakuba.accounts import queries as accounts
from yakuba.applications import queries as applications
from yakuba.portal import queries
from yakuba.portal.life_events import BY_CODE
from yakuba.procedures import queries as procedures

if TYPE_CHECKING:
    from django.http import HttpResponse

    from yakuba.core.requests import TownRequest


@require_GET
def home(request: TownRequest) -> HttpResponse:
    """Search first, one's own task next, then the catalogue; telephone and counter as equals."""
    today = timezone.localdate()
    frequent = queries.frequent(today)
    context = {
        "surveys": queries.links(queries.open_surveys(today), today),
        "own": queries.own(request.actor, 3) if not request.actor.is_staff else [],
        "tiles": queries.tiles(),
        "frequent": queries.links(frequent, today),
        "often": [
            {"label": word, "url": f"{reverse('procedures')}?q={quote(word)}"}
            for word in queries.often(frequent)
        ],
    }
    return render(request, "portal/home.html", context)


@require_GET
def listing(request: TownRequest) -> HttpResponse:
    """All procedures, those of one life event, or those that words lead to."""
    words = request.GET.get("q", "").strip()[:100]
    event = BY_CODE.get(request.GET.get("event", ""))
    found = procedures.search(words) if words else procedures.catalogue()
    if event:
        found = [version for version in found if event.code in version.definition.life_events]
    context = {"links": queries.links(found, timezone.localdate()), "words": words, "event": event}
    return render(request, "portal/procedures.html", context)


@require_GET
def procedure(request: TownRequest, procedure: str) -> HttpResponse:
    """Who, what to bring, fee, how long, where to ask: always in this order."""
    version = procedures.current(procedure)
    if version is None:
        raise Http404
    definition, today = procedures.spoken(version.definition), timezone.localdate()
    context = {
        "version": version,
        "definition": definition,
        "department": accounts.department(definition.department, today, procedure=definition.id),
        "next": applications.next_procedures(definition),
        "closed": procedures.closed_words(definition, today),
        "period": procedures.period(definition, today),
        "life_event": next((BY_CODE[code] for code in definition.life_events if code in BY_CODE), None),
        "fees": queries.fee_words(definition),
        "prices": [(fee, procedures.price_words(fee, definition)) for fee in definition.fees],
        "appeal": queries.appeal(definition),
        "is_online": "online" in definition.channels,
    }
    return render(request, "portal/procedure.html", context)


@require_GET
def my(request: TownRequest) -> HttpResponse:
    """A resident's own applications; a guest is shown the door."""
    if request.actor.is_staff:
        return redirect("staff-todo")
    if not request.actor.is_resident:
        return redirect("find")
    context = {
        "own": queries.own(request.actor),
        "letters": queries.letters(request.actor),
        "notifies_devices": bool(settings.MESSAGING_PUSH),
    }
    return render(request, "portal/my.html", context)


@require_GET
def about(request: TownRequest, page: str) -> HttpResponse:
    """About this site, personal data, accessibility."""
    return render(request, f"portal/{page}.html")
