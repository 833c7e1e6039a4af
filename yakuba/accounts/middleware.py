"""Says of every request who acts, from a session that belongs to this town only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control

from yakuba.accounts import actions, grants, queries
from yakuba.accounts.entrance import passed_second_factor, sign_in_of
from yakuba.core import access, actors

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

SEEN_EVERY = 600  # seconds
# Programs say by a token who they are: no session and no cookie of a browser counts there.
WITHOUT_SESSION = ("/api/",)


class ActorOfRequest:
    """Sets `request.actor`, and `request.arrived_at`: the one reading of the clock that its view may use."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Find out who acts before the view does."""
        asked: Any = request
        asked.arrived_at = timezone.now()
        asked.actor = _actor(asked)
        response = self.get_response(request)
        if _is_personal(asked):
            # A page of somebody's own stays in no store: neither of a proxy nor of a shared computer.
            patch_cache_control(response, private=True, no_store=True)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """What no view has put into its own words: this post may not do it."""
        if isinstance(exception, queries.Restricted):
            context = {"number": exception.number, "problem": str(exception)}
            return render(request, "accounts/restricted.html", context, status=403)
        if isinstance(exception, access.NotAllowed):
            return render(request, "accounts/not_allowed.html", status=403)
        return None


def _is_personal(request: Any) -> bool:
    """Whether the answer may show what only this visitor may see."""
    actor = request.actor
    is_known = actor.is_staff or actor.is_resident or bool(actor.matters)
    return is_known and not request.path.startswith(settings.STATIC_URL)


def _actor(request: Any) -> actors.Actor:
    town = getattr(request, "municipality", None)
    if town is None or request.path.startswith(WITHOUT_SESSION):
        return actors.guest()
    if request.session.get("town", str(town.pk)) != str(town.pk):
        # A session of another town is no session, even if somebody carries its cookie over.
        request.session, request.user = type(request.session)(), AnonymousUser()
    matters = grants.granted(request)
    return _signed_in(request, matters) or actors.guest(matters)


def _signed_in(request: Any, matters: frozenset[UUID]) -> actors.Actor | None:
    kind = request.session.get("as")
    if kind is None or not request.user.is_authenticated:
        return None
    sign_in = sign_in_of(request)
    if sign_in is None or not queries.is_session_open(sign_in, request.user):
        return None
    if kind == "staff" and (request.user.must_change_password or not passed_second_factor(request)):
        return None
    _keep_alive(request, sign_in)
    return queries.actor_of_user(request.user, kind=kind, matters=matters, now=request.arrived_at)


def _keep_alive(request: Any, sign_in: UUID) -> None:
    """Let the hours of a sign-in count from its last use, without a write for every page."""
    moment = int(request.arrived_at.timestamp())
    if moment - request.session.get("seen", 0) > SEEN_EVERY:
        request.session["seen"] = moment
        actions.touch_session(sign_in, now=request.arrived_at)
