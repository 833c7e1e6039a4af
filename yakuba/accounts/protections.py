"""Pages of protections (支援措置): officers enter, ask and answer; systems officers say who the officers are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yakuba.accounts import actions, queries
from yakuba.accounts.entrance import needs
from yakuba.accounts.models import Purpose
from yakuba.accounts.protection_forms import AnswerForm, AppointForm, AskForm, FlagForm
from yakuba.core import access, states

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from yakuba.accounts.models import Countersignature, Protection

PROBLEMS = (actions.NotProtectable, actions.NeedsAnother, states.NotPossible, access.NotAllowed)


@require_safe
@needs("protection.see")
def listing(request: Any) -> HttpResponse:
    """Every protection that holds, without a name, and the requests that wait for an answer."""
    context = {
        "protections": queries.protections(),
        "requests": queries.waiting_countersignatures(request.actor, now=request.arrived_at),
        "officers": queries.officers(timezone.localdate(request.arrived_at)),
        "today": timezone.localdate(request.arrived_at),
    }
    return render(request, "accounts/protections.html", context)


@require_http_methods(["GET", "POST"])
@needs("protection.flag")
def flag(request: Any) -> HttpResponse:
    """Protect a person from now on."""
    today = timezone.localdate(request.arrived_at)
    offices = queries.offices_of(request.actor, today)
    form = FlagForm(*([request.POST] if request.method == "POST" else []), departments=offices, today=today)
    if form.is_valid():
        typed = form.cleaned_data
        told = {name: typed[name] for name in ("reason", "department", "until_on", "note")}
        try:
            protection = actions.flag_protection(
                form.facts, actor=request.actor, now=request.arrived_at, **told
            )
        except PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "仮の支援措置を始めました。決定には、二人目の確認が必要です。")
            return redirect("staff-protection", protection.pk)
    return render(request, "accounts/protection_new.html", {"form": form})


@require_http_methods(["GET", "POST"])
@needs("protection.see")
def show(request: Any, pk: UUID) -> HttpResponse:
    """One protection: what holds until when; who it is only after a second officer agreed; what may be asked."""
    protection = queries.protection(pk)
    if protection is None:
        raise Http404
    form = _asking(request, protection)
    if form.is_valid():
        try:
            actions.ask_countersignature(
                protection.matter, actor=request.actor, now=request.arrived_at, **form.cleaned_data
            )
        except PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(
                request, "二人目の確認を頼みました。ほかの支援措置責任者の「支援措置」に出ています。"
            )
            return redirect("staff-protection", pk)
    is_open = (protection.matter_id, Purpose.VIEW.value) in request.actor.cleared
    if is_open and request.method == "GET":
        actions.record_protection_view(protection, actor=request.actor, now=request.arrived_at)
    context = {
        "protection": protection,
        "person": protection.person if is_open else None,
        "requests": queries.countersignatures_of(protection),
        "form": form,
        "now": request.arrived_at,
    }
    return render(request, "accounts/protection.html", context)


def _asking(request: Any, protection: Protection) -> AskForm:
    """What may be asked in the state that it is in."""
    by_state = {
        "provisional": (Purpose.CONFIRM, Purpose.VIEW, Purpose.END),
        "standing": (Purpose.VIEW, Purpose.RENEW, Purpose.END),
    }
    purposes = by_state.get(protection.state, ())
    return AskForm(*([request.POST] if request.method == "POST" else []), purposes=purposes)


@require_http_methods(["GET", "POST"])
@needs("countersignature.answer")
def answer(request: Any, pk: UUID) -> HttpResponse:
    """What a colleague asks: the second officer agrees, or does not."""
    asked = queries.countersignature(pk)
    if asked is None:
        raise Http404
    form = AnswerForm(*([request.POST] if request.method == "POST" else []))
    if form.is_valid():
        agrees = request.POST.get("answer") == "give"
        try:
            actions.answer_countersignature(
                asked,
                agrees=agrees,
                remark=form.cleaned_data["remark"],
                actor=request.actor,
                now=request.arrived_at,
            )
        except PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            done = "認めました。" if agrees else "認めないことを記録しました。"
            messages.success(request, done)
            return redirect("staff-protections")
    status = 409 if form.errors else 200
    return render(request, "accounts/countersign.html", _told(request, asked, form), status=status)


def _told(request: Any, asked: Countersignature, form: AnswerForm) -> dict[str, Any]:
    is_case = asked.matter_id != asked.protection.matter_id
    return {
        "asked": asked,
        "form": form,
        "is_case": is_case,
        "is_sure": not is_case or queries.is_sure(asked.matter, asked.protection),
        "is_own": asked.asked_by_id == request.actor.staff,
        "is_waiting": asked.state == "open" and asked.expires_at > request.arrived_at,
    }


@require_http_methods(["GET", "POST"])
@needs("officer.appoint")
def officers(request: Any) -> HttpResponse:
    """Who sees to protections, and one more."""
    today = timezone.localdate(request.arrived_at)
    staff = [one for one in queries.staff_list(today) if one.is_active and one.pk != request.actor.staff]
    form = AppointForm(*([request.POST] if request.method == "POST" else []), staff=staff, today=today)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            actions.appoint_officer(
                typed["staff"],
                from_on=typed["from_on"],
                until_on=typed["until_on"],
                actor=request.actor,
                now=request.arrived_at,
            )
        except PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{typed['staff'].name}さんを、支援措置責任者にしました。")
            return redirect("staff-protection-officers")
    rows = queries.officers_since(today)
    return render(
        request, "accounts/protection_officers.html", {"form": form, "officers": rows, "today": today}
    )


@require_POST
@needs("officer.appoint")
def dismiss(request: Any, pk: UUID) -> HttpResponse:
    """Today is somebody's last day as an officer."""
    officer = queries.officer(pk)
    if officer is None:
        raise Http404
    today = timezone.localdate(request.arrived_at)
    try:
        actions.dismiss_officer(officer, until_on=today, actor=request.actor, now=request.arrived_at)
    except PROBLEMS as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"{officer.staff.name}さんは、今日までの支援措置責任者です。")
    return redirect("staff-protection-officers")
