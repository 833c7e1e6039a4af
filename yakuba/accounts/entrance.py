"""The way in and out for views of every app: who may pass, where to go next, and what a session holds."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.contrib import auth
from django.http.request import split_domain_port
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from yakuba.accounts import actions, grants, kept, queries
from yakuba.accounts.forms import PasswordForm
from yakuba.core import access

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from yakuba.accounts.models import User

    View = Callable[..., HttpResponse]

STAFF_HOME, RESIDENT_HOME = "/staff/", "/my/"
STAFF_ROLES = frozenset({"clerk", "chief", "systems", "protector"})


def staff_only(view: View) -> View:
    """Let only signed-in staff of this town see the view; others go to the staff sign-in and come back."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.actor.is_staff:
            return view(request, *args, **kwargs)
        return _to_staff_login(request)

    return guarded


def needs(verb: str) -> Callable[[View], View]:
    """Let only those see the view whose role may do the verb; who is not signed in is asked to."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            if access.may(request.actor, verb):
                return view(request, *args, **kwargs)
            return _refuse(request, verb)

        return guarded

    return guard


def _refuse(request: Any, verb: str) -> HttpResponse:
    roles = access.TABLE[verb]
    if not request.actor.is_staff and "resident" not in roles and roles & STAFF_ROLES:
        return _to_staff_login(request)
    if not request.actor.is_staff and not request.actor.is_resident and "resident" in roles:
        return _to_resident_login(request)
    return render(request, "accounts/not_allowed.html", status=403)


def _to_staff_login(request: Any) -> HttpResponse:
    if half_signed_in(request):
        return redirect(with_next(reverse("staff-password"), request.get_full_path()))
    if request.method in {"GET", "HEAD"}:
        return redirect(with_next(reverse("staff-login"), request.get_full_path()))
    context = {"form": PasswordForm(), "kept": kept.seal(request)}
    return render(request, "accounts/login.html", context, status=403)


def _to_resident_login(request: Any) -> HttpResponse:
    if request.method in {"GET", "HEAD"}:
        return redirect(with_next(settings.LOGIN_URL, request.get_full_path()))
    context = {"login_url": settings.LOGIN_URL, "kept": kept.seal(request)}
    return render(request, "accounts/interrupted.html", context, status=403)


def half_signed_in(request: Any) -> bool:
    """Whether a member of staff has passed both factors and must still change the initial password."""
    is_staff = request.session.get("as") == "staff" and request.user.is_authenticated
    if not (is_staff and request.user.must_change_password and passed_second_factor(request)):
        return False
    return queries.staff_of(request.user) is not None


def passed_second_factor(request: Any) -> bool:
    """Whether this very session passed the second factor that its user has now."""
    stamp = queries.second_factor_stamp(request.user)
    return bool(stamp) and request.session.get("second_factor") == stamp


# Sessions -------------------------------------------------------------------------------------------
def let_in(request: HttpRequest, user: User, *, kind: str, second_factor: str = "", method: str = "") -> None:
    """Begin a session of this town under a fresh key; `kind` is "staff" or "resident"."""
    asked: Any = request
    auth.login(request, user)
    asked.session.pop("pending", None)
    if kind == "staff":
        # What somebody began here as a guest is no business of the next member of staff.
        asked.session.pop("matters", None)
    asked.session["town"], asked.session["as"] = str(asked.municipality.pk), kind
    asked.session["second_factor"] = second_factor
    began = actions.begin_session(
        user,
        kind=kind,
        method=method or {"staff": "password"}.get(kind, "mail"),
        device=queries.device_of(request.headers.get("User-Agent", "")),
        now=asked.arrived_at,
    )
    asked.session["sign_in_id"] = str(began.pk)


def let_out(request: HttpRequest, then: str) -> HttpResponse:
    """End the session and leave nothing open in this browser."""
    asked: Any = request
    here = sign_in_of(request)
    if here is not None and (asked.actor.is_staff or asked.actor.is_resident):
        actions.end_session(asked.user, sign_in_id=here, actor=asked.actor, now=asked.arrived_at)
    auth.logout(request)
    return grants.withdraw(redirect(then))


def sign_in_of(request: Any) -> UUID | None:
    """The id of the sign-in that began this session, if one did."""
    held = request.session.get("sign_in_id")
    return UUID(held) if held else None


def go_on(request: HttpRequest, *, to: str, token: str, resume: str) -> str:
    """Where to go after a sign-in: to what was interrupted (the page `resume` shows it), or to `to`.

    A token that shows nothing is left out: anybody can send one, of any length.
    """
    if not kept.is_good(request, token):
        return to
    request.session["kept"] = token
    return resume


# Places ---------------------------------------------------------------------------------------------
def local_path(text: str, default: str) -> str:
    """The path if it leads nowhere but to this host, else the default."""
    is_local = text.startswith("/") and url_has_allowed_host_and_scheme(text, allowed_hosts=None)
    return text if is_local else default


def with_next(path: str, then: str) -> str:
    """A path that remembers where to go afterwards."""
    return f"{path}?{urlencode({'next': then})}"


def client_address(request: HttpRequest) -> str:
    """The address that a request came from, past the reverse proxies that stand in front."""
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    hops = [part.strip() for part in (*forwarded, str(request.META.get("REMOTE_ADDR", ""))) if part.strip()]
    # Only the entries that our own proxies added can be believed: they are the last ones.
    return hops[-1 - min(settings.PROXIES, len(hops) - 1)] if hops else ""


# Passkeys -------------------------------------------------------------------------------------------
def passkey_challenge(request: Any) -> tuple[str, str]:
    """A fresh challenge, remembered in this session for one answer, and the host that a passkey is bound to."""
    challenge = queries.new_challenge()
    request.session["town"] = str(request.municipality.pk)
    request.session["passkey"] = challenge
    return challenge, split_domain_port(request.get_host())[0]


def passkey_answer(request: Any) -> dict[str, str]:
    """What an answer is checked against; the challenge is used up, right or wrong."""
    return {
        # Without one, a new one that nobody can have answered.
        "challenge": request.session.pop("passkey", "") or queries.new_challenge(),
        "host": split_domain_port(request.get_host())[0],
        "origin": f"{request.scheme}://{request.get_host()}",
    }
