"""Home, procedures, my page, and the pages about this site."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from yakuba.accounts import queries as accounts
from yakuba.portal import queries
from yakuba.portal.life_events import BY_CODE
from yakuba.procedures import queries as procedures

if TYPE_CHECKING:
    from django.http import HttpResponse

    from yakuba.core.requests import TownRequest


@require_GET
def home(request: TownRequest) -> HttpResponse:
    """Search first, one's own task next, then the catalogue; telephone and counter as equals."""
    context = {
        "own": queries.own(request.actor, 3) if not request.actor.is_staff else [],
        "tiles": queries.tiles(),
        "frequent": queries.links(procedures.catalogue()[: queries.FREQUENT]),
        "often": [
            {"label": word, "url": f"{reverse('procedures')}?q={quote(word)}"} for word in queries.often()
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
    context = {"links": queries.links(found), "words": words, "event": event}
    return render(request, "portal/procedures.html", context)


@require_GET
def procedure(request: TownRequest, procedure: str) -> HttpResponse:
    """Who, what to bring, fee, how long, where to ask: always in this order."""
    version = procedures.current(procedure)
    if version is None:
        raise Http404
    definition = version.definition
    context = {
        "version": version,
        "definition": definition,
        "department": accounts.department(definition.department, timezone.localdate()),
        "life_event": next((BY_CODE[code] for code in definition.life_events if code in BY_CODE), None),
        "fees": queries.fee_words(definition),
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
    context = {"own": queries.own(request.actor), "letters": queries.letters(request.actor)}
    return render(request, "portal/my.html", context)


@require_GET
def about(request: TownRequest, page: str) -> HttpResponse:
    """About this site, personal data, accessibility."""
    return render(request, f"portal/{page}.html")
