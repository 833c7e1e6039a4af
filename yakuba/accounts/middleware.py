"""Says of every request who acts, from a session that belongs to this town only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from yakuba.accounts import grants, queries
from yakuba.core import actors

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


class ActorOfRequest:
    """Sets `request.actor`, and `request.arrived_at`: the one reading of the clock that its view may use."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Find out who acts before the view does."""
        asked: Any = request
        asked.arrived_at = timezone.now()
        asked.actor = _actor(asked)
        return self.get_response(request)


def _actor(request: Any) -> actors.Actor:
    town = getattr(request, "municipality", None)
    if town is None:
        return actors.guest()
    if request.session.get("town", str(town.pk)) != str(town.pk):
        # A session of another town is no session, even if somebody carries its cookie over.
        request.session, request.user = type(request.session)(), AnonymousUser()
    matters = grants.granted(request)
    return _signed_in(request, matters) or actors.guest(matters)


def _signed_in(request: Any, matters: frozenset[Any]) -> actors.Actor | None:
    kind = request.session.get("as")
    if kind is None or not request.user.is_authenticated:
        return None
    user = request.user
    if kind == "staff" and (user.must_change_password or not _passed(request)):
        return None
    return queries.actor_of_user(user, kind=kind, matters=matters, now=request.arrived_at)


def _passed(request: Any) -> bool:
    """Whether this very session passed the second factor that the user has now."""
    stamp = queries.second_factor_stamp(request.user)
    return bool(stamp) and request.session.get("second_factor") == stamp
