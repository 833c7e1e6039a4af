"""Authorised systems (連携システム): entered, given tokens, looked after and ended by systems officers."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yakuba.accounts import actions, queries
from yakuba.accounts.entrance import needs
from yakuba.accounts.program_forms import ProgramForm, ProgramTokenForm
from yakuba.procedures import queries as procedures

if TYPE_CHECKING:
    import datetime

    from django.http import HttpResponse

    from yakuba.accounts.models import Program, Staff, Token
    from yakuba.core.requests import TownRequest

minds = needs("program.mind")


@require_safe
@minds
def listing(request: TownRequest) -> HttpResponse:
    """Every system that was entered, those that stand first."""
    return render(request, "accounts/programs/listing.html", {"programs": queries.programs()})


@require_http_methods(["GET", "POST"])
@minds
def enter(request: TownRequest) -> HttpResponse:
    """Enter a system."""
    form = ProgramForm(request.POST if request.method == "POST" else None, procedures=_offered())
    if form.is_valid():
        program = actions.enter_program(
            form.cleaned_data["name"],
            purpose=form.cleaned_data["purpose"],
            procedures=form.cleaned_data["procedures"],
            made_with=_made_with(request),
            by=_officer(request),
            actor=request.actor,
            now=request.arrived_at,
        )
        messages.success(request, "連携システムを登録しました。次に、トークンを作って渡してください。")
        return redirect("staff-program", program.pk)
    return render(request, "accounts/programs/enter.html", {"form": form, "made_with": uuid.uuid4()})


@require_http_methods(["GET", "POST"])
@minds
def show(request: TownRequest, pk: uuid.UUID) -> HttpResponse:
    """One system with its tokens; makes a new one, whose secret this one answer shows."""
    program = _program(pk)
    form = ProgramTokenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = actions.make_program_token(
                program,
                label=form.cleaned_data["label"],
                lasting=timedelta(days=int(form.cleaned_data["days"])),
                made_with=_made_with(request),
                actor=request.actor,
                now=request.arrived_at,
            )
        except (actions.MadeBefore, actions.TooManyTokens) as problem:
            form.add_error(None, str(problem))
        else:
            context = {"program": program, "token": made.token, "secret": made.secret}
            return render(request, "accounts/programs/token_made.html", context)
    titles = dict(_offered())
    context = {
        "program": program,
        "titles": [titles.get(code, code) for code in program.procedures],
        "tokens": [_shown(row, request.arrived_at) for row in queries.program_tokens(program)],
        "form": form,
        "made_with": uuid.uuid4(),
    }
    return render(request, "accounts/programs/show.html", context)


@require_POST
@minds
def revoke(request: TownRequest, pk: uuid.UUID, token: uuid.UUID) -> HttpResponse:
    """Take one token of a system back."""
    found = next((row for row in queries.program_tokens(_program(pk)) if row.pk == token), None)
    if found is None:
        raise Http404
    actions.revoke_token(found, actor=request.actor, now=request.arrived_at)
    messages.success(request, "トークンを取り消しました。")
    return redirect("staff-program", pk)


@require_POST
@minds
def end(request: TownRequest, pk: uuid.UUID) -> HttpResponse:
    """End the authorisation of a system with all its tokens."""
    actions.end_program(_program(pk), actor=request.actor, now=request.arrived_at)
    messages.success(request, "連携システムの登録を終わらせ、トークンをすべて取り消しました。")
    return redirect("staff-program", pk)


def _program(pk: uuid.UUID) -> Program:
    found = queries.program(pk)
    if found is None:
        raise Http404
    return found


def _officer(request: TownRequest) -> Staff:
    found = queries.staff_member(request.actor.staff)
    if found is None:
        raise Http404
    return found


def _made_with(request: TownRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("made_with", ""))
    except ValueError:
        return uuid.uuid4()


def _offered() -> list[tuple[str, str]]:
    return [
        (version.procedure, version.definition.title)
        for version in procedures.catalogue()
        if "online" in version.definition.channels and not version.definition.anonymous
    ]


def _shown(token: Token, now: datetime.datetime) -> dict[str, Any]:
    return {
        "row": token,
        "stands": token.stands(now),
        "is_revoked": token.ended_at is not None,
        "uses": sum(use.count for use in getattr(token, "days", [])),
    }
