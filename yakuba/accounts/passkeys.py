"""Staff sign in by a passkey, make one and throw it away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yakuba.accounts import actions, kept, queries
from yakuba.accounts.entrance import (
    STAFF_HOME,
    client_address,
    go_on,
    let_in,
    local_path,
    passkey_answer,
    passkey_challenge,
    staff_only,
    with_next,
)

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from yakuba.accounts.models import Passkey


@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: Any) -> HttpResponse:
    """Ask the device for a passkey; it stands for password and second factor together."""
    if request.method == "GET" and request.actor.is_staff:
        return redirect(STAFF_HOME)
    then = local_path(request.POST.get("next", ""), STAFF_HOME)
    carried, problem = kept.carried(request), ""
    if answer := request.POST.get("answer", ""):
        try:
            passkey = actions.sign_in_with_passkey(
                answer,
                kind="staff",
                address=client_address(request),
                now=request.arrived_at,
                **passkey_answer(request),
            )
        except actions.SignInRefused as refusal:
            problem = str(refusal)
        else:
            return redirect(_begin_session(request, passkey, then, carried))
    challenge, host = passkey_challenge(request)
    context = {
        "options": queries.request_options(challenge=challenge, host=host),
        "next": then,
        "kept": carried,
        "problems": [{"id": "", "text": problem}] if problem else [],
    }
    return render(request, "accounts/passkey.html", context)


def _begin_session(request: Any, passkey: Passkey, then: str, carried: str) -> str:
    user = passkey.user
    let_in(request, user, kind="staff", second_factor=queries.second_factor_stamp(user), method="passkey")
    then = go_on(request, to=then, token=carried, resume=reverse("staff-resume"))
    return with_next(reverse("staff-password"), then) if user.must_change_password else then


@never_cache
@require_http_methods(["GET", "POST"])
@staff_only
def new(request: Any) -> HttpResponse:
    """Make a passkey on this device."""
    problem = ""
    if request.method == "POST":
        try:
            actions.add_passkey(
                request.user,
                answer=request.POST.get("answer", ""),
                kind="staff",
                device=queries.device_of(request.headers.get("User-Agent", "")),
                actor=request.actor,
                now=request.arrived_at,
                **passkey_answer(request),
            )
        except actions.SignInRefused as refusal:
            problem = str(refusal)
        else:
            messages.success(request, "パスキーを登録しました。")
            return redirect("staff-sessions")
    challenge, host = passkey_challenge(request)
    options = queries.creation_options(
        request.user,
        kind="staff",
        challenge=challenge,
        host=host,
        town=request.municipality.name,
        shown=request.user.login,
    )
    context = {"options": options, "problems": [{"id": "", "text": problem}] if problem else []}
    return render(request, "accounts/passkey_new.html", context)


@require_POST
@staff_only
def remove(request: Any, pk: UUID) -> HttpResponse:
    """Throw a passkey away."""
    if actions.remove_passkey(
        request.user, passkey_id=pk, kind="staff", actor=request.actor, now=request.arrived_at
    ):
        messages.success(request, "パスキーを消しました。")
    return redirect("staff-sessions")
