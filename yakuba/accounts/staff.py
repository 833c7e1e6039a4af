"""Staff mind their own password and authenticator app; systems officers see to those who lost theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from yakuba.accounts import actions, qr, queries
from yakuba.accounts.entrance import (
    STAFF_HOME,
    client_address,
    half_signed_in,
    local_path,
    needs,
    staff_only,
    with_next,
)
from yakuba.accounts.forms import ChangePasswordForm, CodeForm, OwnPasswordForm

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

ENROL_WITHIN = 600  # seconds from the password to the first code of a new app


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request: Any) -> HttpResponse:
    """Change one's own password; who came by an initial one must do so before anything else."""
    if not (request.actor.is_staff or half_signed_in(request)):
        return redirect(with_next(reverse("staff-login"), request.get_full_path()))
    form = ChangePasswordForm(request.POST if request.method == "POST" else None)
    then = local_path(request.POST.get("next") or request.GET.get("next", ""), STAFF_HOME)
    if form.is_valid() and _change_password(request, form):
        messages.success(request, "パスワードを変えました。")
        return redirect(then)
    context = {"form": form, "next": then, "is_initial": request.user.must_change_password}
    return render(request, "accounts/password.html", context)


def _change_password(request: Any, form: ChangePasswordForm) -> bool:
    """Change it, or put what is wrong on the form."""
    staff = queries.staff_of(request.user)
    assert staff is not None
    try:
        user = actions.change_password(
            request.user,
            old=form.cleaned_data["password"],
            new=form.cleaned_data["new_password"],
            actor=queries.actor_of_staff(staff, now=request.arrived_at),
            now=request.arrived_at,
        )
    except actions.SignInRefused as problem:
        form.add_error("password", str(problem))
        return False
    except ValidationError as problem:
        form.add_error("new_password", problem)
        return False
    update_session_auth_hash(request, user)
    return True


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@staff_only
def second_factor(request: Any) -> HttpResponse:
    """Show one's own second factor, and after the password begin to enrol another app."""
    form = OwnPasswordForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.check_password(
                request.user.login,
                form.cleaned_data["password"],
                address=client_address(request),
                now=request.arrived_at,
            )
        except actions.SignInRefused as problem:
            form.add_error("password", str(problem))
        else:
            request.session["may_enrol_at"] = int(request.arrived_at.timestamp())
            return redirect("staff-second-factor-new")
    left = queries.recovery_codes_left(request.user)
    return render(request, "accounts/second_factor.html", {"form": form, "left": left})


@never_cache
@require_http_methods(["GET", "POST"])
@staff_only
def enrol_again(request: Any) -> HttpResponse:
    """Enrol another app in place of the old one, which stays good until the new one gave its first code."""
    if request.arrived_at.timestamp() - request.session.get("may_enrol_at", 0) > ENROL_WITHIN:
        return redirect("staff-second-factor")
    form = CodeForm(request.POST if request.method == "POST" else None)
    factor = actions.enrol_totp(request.user)
    if form.is_valid():
        staff = queries.staff_member(request.actor.staff)
        assert staff is not None
        try:
            codes = actions.confirm_totp(staff, form.cleaned_data["code"], now=request.arrived_at)
        except actions.SignInRefused as problem:
            form.add_error("code", str(problem))
        else:
            request.session.pop("may_enrol_at")
            request.session["second_factor"] = queries.second_factor_stamp(request.user)
            return render(request, "accounts/recovery_codes.html", {"codes": codes, "then": STAFF_HOME})
    shown = qr.enrolment(factor.next_secret, login=request.user.login, town=request.municipality.name)
    return render(request, "accounts/enrol.html", {"form": form, "enrolment": shown, "again": True})


@require_safe
@needs("people.see")
def people(request: Any) -> HttpResponse:
    """List the staff with their posts of today and how they can sign in."""
    rows = queries.staff_list(timezone.localdate(request.arrived_at))
    return render(request, "accounts/people.html", {"people": rows, "now": request.arrived_at})


@require_http_methods(["GET", "POST"])
@needs("second_factor.reset")
def reset_second_factor(request: Any, staff_id: UUID) -> HttpResponse:
    """Take off the second factor that a colleague lost."""
    staff = queries.staff_member(staff_id)
    if staff is None:
        return redirect("staff-people")
    problem = ""
    if request.method == "POST":
        try:
            actions.reset_second_factor(staff, actor=request.actor, now=request.arrived_at)
        except actions.NeedsAnother as refusal:
            problem = str(refusal)
        else:
            messages.success(
                request, f"{staff.name}さんの二要素を解除しました。次のサインインで登録し直します。"
            )
            return redirect("staff-people")
    is_self = request.actor.staff == staff.pk
    context = {
        "member": staff,
        "problems": [{"id": "", "text": problem}] if problem else [],
        "is_self": is_self,
    }
    return render(request, "accounts/reset_second_factor.html", context)
