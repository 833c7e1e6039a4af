"""Whether the program lives and is ready: for monitors, without any data."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import DatabaseError
from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from yakuba.core import walls
from yakuba.core.models import Heartbeat
from yakuba.core.queries import unapplied_migrations
from yakuba.messaging import queries as messaging

if TYPE_CHECKING:
    from django.http import HttpRequest

# A worker that has said nothing for so long is gone.
SILENCE = timedelta(minutes=2)


@require_GET
def live(_request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"alive": True})


@require_GET
def ready(_request: HttpRequest) -> JsonResponse:
    """The database answers, its migrations and walls stand, and a worker works; beside it which lines are down."""
    try:
        checks = {
            "migrations": not unapplied_migrations(),
            "walls": not walls.missing(),
            "worker": Heartbeat.objects.filter(at__gte=timezone.now() - SILENCE).exists(),
        }
        # A mail server that is down says nothing about this program: it goes on taking in what people send.
        notes = {"lines_down": [line.port for line in messaging.lines_down()]}
    except DatabaseError:
        checks, notes = {"database": False}, {}
    good = all(checks.values())
    return JsonResponse({"ready": good, **checks, **notes}, status=200 if good else 503)
