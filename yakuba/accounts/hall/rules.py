"""The tables of delegated and acting decisions: seen, added to, ended, and tried out."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import make_aware
from django.views.decorators.http import require_http_methods, require_safe

from yakuba.accounts import actions
from yakuba.accounts.entrance import needs
from yakuba.accounts.hall.forms import ActingForm, DelegationForm, EndForm, TryForm
from yakuba.accounts.queries import hall as read
from yakuba.core import access
from yakuba.core.dates import TOKYO
from yakuba.procedures import queries as procedures

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from yakuba.core.requests import TownRequest


@require_safe
@needs("rule.see")
def rules(request: TownRequest) -> HttpResponse:
    """Both tables: what holds today and what is to come."""
    today = timezone.localdate(request.arrived_at)
    return render(
        request,
        "accounts/hall/rules.html",
        {"may_enter": access.may(request.actor, "rule.enter"), **read.rule_rows(today)},
    )


@require_http_methods(["GET", "POST"])
@needs("rule.enter")
def add_delegation(request: TownRequest) -> HttpResponse:
    """Enter a line of the table of delegated decisions."""
    form = DelegationForm(
        request.POST if request.method == "POST" else None,
        departments=read.departments_from(timezone.localdate(request.arrived_at)),
        procedures=[(v.procedure, v.definition.title) for v in procedures.catalogue()],
    )
    if form.is_valid():
        facts = dict(form.cleaned_data)
        code = facts.pop("department")
        if read.same_delegation(code=code, **facts):
            form.add_error(None, "同じ対象の専決が、もう登録されています。それを先に終わらせてください")
        else:
            decider = facts.pop("decider")
            actions.delegate(
                decider, department_code=code, **facts, actor=request.actor, now=request.arrived_at
            )
            messages.success(request, "専決を登録しました。")
            return redirect("staff-rules")
    return render(request, "accounts/hall/rule_form.html", {"form": form, "title": "専決を加える"})


@require_http_methods(["GET", "POST"])
@needs("rule.enter")
def add_acting(request: TownRequest) -> HttpResponse:
    """Enter a line of the order of acting decisions."""
    form = ActingForm(
        request.POST if request.method == "POST" else None,
        departments=read.departments_from(timezone.localdate(request.arrived_at)),
    )
    if form.is_valid():
        facts = dict(form.cleaned_data)
        code = facts.pop("department")
        if read.same_acting(facts["absent"], code, facts["order"], facts["from_on"]):
            form.add_error("order", "この職のこの順番は、もう登録されています。それを先に終わらせてください")
        else:
            acting = facts.pop("acting")
            actions.let_act(
                acting, department_code=code, **facts, actor=request.actor, now=request.arrived_at
            )
            messages.success(request, "代決を登録しました。")
            return redirect("staff-rules")
    return render(request, "accounts/hall/rule_form.html", {"form": form, "title": "代決を加える"})


@require_http_methods(["GET", "POST"])
@needs("rule.enter")
def end_rule(request: TownRequest, rule_id: UUID) -> HttpResponse:
    """Let a line of either table have its last day."""
    rule = read.rule(rule_id)
    if rule is None:
        raise Http404
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            until_on = form.cleaned_data["until_on"]
            actions.end_rule(rule, until_on=until_on, actor=request.actor, now=request.arrived_at)
        except actions.EndsTooEarly as problem:
            form.add_error("until_on", str(problem))
        else:
            messages.success(request, "最後の日を登録しました。")
            return redirect("staff-rules")
    return render(request, "accounts/hall/end_rule.html", {"form": form, "words": read.rule_words(rule)})


@require_safe
@needs("rule.see")
def who_decides(request: TownRequest) -> HttpResponse:
    """Try the rules out: who decides, who holds that post, and who acts at this moment."""
    form = TryForm(request.GET if "outcome" in request.GET else None, outcomes=_outcomes())
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        today = timezone.localdate(request.arrived_at)
        on = form.cleaned_data["on"] or today
        nine = make_aware(datetime.datetime.combine(on, datetime.time(9)), TOKYO)
        procedure, _, outcome = form.cleaned_data["outcome"].partition(" ")
        context["answer"] = read.who_decides(
            procedure,
            outcome,
            amount_yen=form.cleaned_data["amount_yen"],
            on=on,
            at=request.arrived_at if on == today else nine,
        )
        context["on"], context["is_today"] = on, on == today
    return render(request, "accounts/hall/who_decides.html", context)


def _outcomes() -> list[tuple[str, Any]]:
    """Every outcome that somebody decides, under the title of its procedure."""
    return [
        (
            version.definition.title,
            [
                (f"{version.procedure} {outcome.id}", f"{outcome.title}（{version.definition.title}）")
                for outcome in version.definition.outcomes
            ],
        )
        for version in procedures.catalogue()
        if not version.definition.is_survey
    ]
