"""Staff sign in by password and authenticator app, sign out, and go on where they were interrupted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yakuba.accounts import actions, kept, qr, queries
from yakuba.accounts.entrance import (
    STAFF_HOME,
    client_address,
    go_on,
    let_in,
    let_out,
    local_path,
    needs,
    staff_only,
    with_next,
)
from yakuba.accounts.forms import CodeForm, PasswordForm, RecoveryForm

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

    from yakuba.accounts.models import SecondFactor, Staff

__all__ = ["csrf_failed", "needs", "staff_only"]

PENDING = 600  # seconds from the password to the code


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def login(request: Any) -> HttpResponse:
    """Ask for login name and password."""
    if request.method == "GET" and request.actor.is_staff:
        return redirect(_asked_next(request))
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            staff = actions.check_password(
                form.cleaned_data["login"],
                form.cleaned_data["password"],
                address=client_address(request),
                now=request.arrived_at,
            )
        except actions.SignInRefused as problem:
            form.add_error(None, str(problem))
        else:
            return _ask_second_factor(request, staff)
    context = {"form": form, "next": _asked_next(request), "kept": kept.carried(request)}
    return render(request, "accounts/login.html", context)


def _asked_next(request: Any) -> str:
    return local_path(request.POST.get("next") or request.GET.get("next", ""), STAFF_HOME)


def _ask_second_factor(request: Any, staff: Staff) -> HttpResponse:
    request.session.cycle_key()
    request.session["town"] = str(request.municipality.pk)
    request.session["pending"] = {
        "staff": str(staff.pk),
        "at": int(request.arrived_at.timestamp()),
        "next": _asked_next(request),
        "kept": kept.carried(request),
    }
    return redirect("staff-login-code" if queries.second_factor_stamp(staff.user) else "staff-enrol")


def _pending(request: Any) -> Staff | None:
    """Whose password was right in this session a moment ago."""
    pending = request.session.get("pending") or {}
    if request.arrived_at.timestamp() - pending.get("at", 0) > PENDING:
        return None
    return queries.staff_member(pending["staff"])


@never_cache
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the six digits of the authenticator app."""
    return _second_factor(request, CodeForm, actions.check_totp, "accounts/code.html")


@never_cache
@require_http_methods(["GET", "POST"])
def recovery(request: HttpRequest) -> HttpResponse:
    """Ask for a recovery code instead."""
    return _second_factor(request, RecoveryForm, actions.use_recovery_code, "accounts/recovery.html")


def _second_factor(
    request: Any,
    asks: type[Form],
    check: Callable[..., SecondFactor],
    template: str,
) -> HttpResponse:
    staff = _pending(request)
    if staff is None:
        return redirect("staff-login")
    form = asks(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            factor = check(staff, form.cleaned_data["code"], now=request.arrived_at)
        except actions.SignInRefused as problem:
            form.add_error("code", str(problem))
        else:
            return redirect(_begin_session(request, staff, factor.stamp))
    return render(request, template, {"form": form})


def _begin_session(request: Any, staff: Staff, stamp: str) -> str:
    """Let the member of staff in; returns where to go."""
    pending = request.session["pending"]
    let_in(request, staff.user, kind="staff", second_factor=stamp)
    then = go_on(request, to=pending["next"], token=pending["kept"], resume=reverse("staff-resume"))
    return with_next(reverse("staff-password"), then) if staff.user.must_change_password else then


@never_cache
@require_http_methods(["GET", "POST"])
def enrol(request: Any) -> HttpResponse:
    """At the first sign-in: enrol an authenticator app, then show the recovery codes once."""
    staff = _pending(request)
    if staff is None or queries.second_factor_stamp(staff.user):
        return redirect("staff-login")
    form = CodeForm(request.POST if request.method == "POST" else None)
    factor = actions.enrol_totp(staff.user)
    if form.is_valid():
        try:
            codes = actions.confirm_totp(staff, form.cleaned_data["code"], now=request.arrived_at)
        except actions.SignInRefused as problem:
            form.add_error("code", str(problem))
        else:
            then = _begin_session(request, staff, queries.second_factor_stamp(staff.user))
            return render(request, "accounts/recovery_codes.html", {"codes": codes, "then": then})
    shown = qr.enrolment(factor.next_secret, login=staff.user.login, town=request.municipality.name)
    return render(request, "accounts/enrol.html", {"form": form, "enrolment": shown})


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """Sign out."""
    response = let_out(request, reverse("staff-login"))
    messages.success(request, "サインアウトしました。")
    return response


# Interrupted ----------------------------------------------------------------------------------------
@never_cache
@require_safe
@staff_only
def resume(request: Any) -> HttpResponse:
    """After signing in: show that what was typed is still there, and send it on."""
    found = kept.unseal(request, request.session.pop("kept", ""))
    return render(
        request, "accounts/resume.html", {"kept": found, "layout": "ui/staff.html", "home": STAFF_HOME}
    )


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Keep what was typed when the check of the form failed on our own page; refuse a form of another site."""
    if not _from_here(request):
        return render(request, "accounts/csrf_refused.html", {"reason": reason}, status=403)
    is_staff = request.path.startswith(STAFF_HOME)
    context = {
        "kept": kept.of(request),
        "layout": "ui/staff.html" if is_staff else "ui/base.html",
        "home": STAFF_HOME if is_staff else "/",
    }
    return render(request, "accounts/resume.html", context, status=403)


def _from_here(request: HttpRequest) -> bool:
    """Whether the browser says that one of our own pages sent this."""
    source = urlsplit(request.headers.get("Origin") or request.headers.get("Referer") or "")
    return (source.scheme, source.netloc) == (request.scheme, request.get_host())
