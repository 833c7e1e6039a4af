"""What a request carries in this program: the town of its host name, and who is asking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    import datetime

    from yakuba.core.actors import Actor
    from yakuba.core.models import Municipality


class TownRequest(HttpRequest):
    """A request after the middleware: only a type, Django makes its own objects."""

    municipality: Municipality
    actor: Actor
    arrived_at: datetime.datetime
