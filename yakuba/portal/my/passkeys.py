"""Residents sign in by a passkey, make one and throw it away; without scripts the code by mail stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yakuba.accounts import actions, entrance, kept, queries
from yakuba.ui import words

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

own = entrance.needs("account.mind")


@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: Any) -> HttpResponse:
    """Ask the device for a passkey."""
    if request.method == "GET" and request.actor.is_resident:
        return redirect(entrance.RESIDENT_HOME)
    then = entrance.local_path(request.POST.get("next", ""), entrance.RESIDENT_HOME)
    carried, problem = kept.carried(request), ""
    if answer := request.POST.get("answer", ""):
        try:
            passkey = actions.sign_in_with_passkey(
                answer,
                kind="resident",
                address=entrance.client_address(request),
                now=request.arrived_at,
                **entrance.passkey_answer(request),
            )
        except actions.SignInRefused as refusal:
            problem = str(refusal)
        else:
            entrance.let_in(request, passkey.user, kind="resident", method="passkey")
            resume = reverse("sign-in-resume")
            return redirect(entrance.go_on(request, to=then, token=carried, resume=resume))
    challenge, host = entrance.passkey_challenge(request)
    context = {
        "options": queries.request_options(challenge=challenge, host=host),
        "next": then,
        "kept": carried,
        "problems": [{"id": "", "text": problem}] if problem else [],
    }
    return render(request, "portal/my/passkey.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@own
def new(request: Any) -> HttpResponse:
    """Make a passkey on this device."""
    problem = ""
    if request.method == "POST":
        try:
            actions.add_passkey(
                request.user,
                answer=request.POST.get("answer", ""),
                kind="resident",
                device=queries.device_of(request.headers.get("User-Agent", "")),
                actor=request.actor,
                now=request.arrived_at,
                **entrance.passkey_answer(request),
            )
        except actions.SignInRefused as refusal:
            problem = str(refusal)
        else:
            messages.success(request, _("パスキーを登録しました。"))
            return redirect("my-security")
    challenge, host = entrance.passkey_challenge(request)
    town = request.municipality
    options = queries.creation_options(
        request.user,
        kind="resident",
        challenge=challenge,
        host=host,
        town=words.town(town.name, town.slug),
        shown=queries.resident(request.actor.resident).person.mail or "",
    )
    context = {"options": options, "problems": [{"id": "", "text": problem}] if problem else []}
    return render(request, "portal/my/passkey_new.html", context)


@require_POST
@own
def remove(request: Any, pk: UUID) -> HttpResponse:
    """Throw a passkey away."""
    if actions.remove_passkey(
        request.user, passkey_id=pk, kind="resident", actor=request.actor, now=request.arrived_at
    ):
        messages.success(request, _("パスキーを消しました。"))
    return redirect("my-security")
