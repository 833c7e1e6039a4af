"""Pages of what happens besides and after a decision: the applicant dies, the decision is taken away, the case re-opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from yakuba.accounts.entrance import staff_only
from yakuba.applications import actions
from yakuba.applications.channel_forms import DeathForm, HeirForm, ReasonForm, RevokeForm
from yakuba.applications.staff import desk
from yakuba.core import access

if TYPE_CHECKING:
    from django.http import HttpResponse

    from yakuba.applications.models import Application
    from yakuba.core.requests import TownRequest

DEATH = {
    "heading": "申請者が亡くなったことを記録する",
    "lead": "記録すると、申請者あての通知・メール・郵送が止まり、照会コードも使えなくなります。そのあとで承継人を確かめます。",
    "button": "死亡を記録する",
}
HEIR = {
    "heading": "承継人を記録する",
    "lead": "地位を引き継ぐ人を、戸籍などで確かめてから記録します。通知は、これから承継人に届きます。新しい照会コードを渡してください。",
    "button": "承継人を記録する",
}
ENDED = {
    "heading": "当事者死亡により終了する",
    "lead": "本人だけの権利（一身専属の権利）で、だれも引き継げないときに、理由を書いて案件を終わらせます。",
    "button": "終了する",
}
REVOKE = {
    "heading": "決定の取消し・撤回",
    "lead": "起案すると、その決定と同じ決裁に回ります。決裁されると、番号の付いた通知書（理由と教示）を作ります。",
    "button": "起案して決裁へ送る",
}
REOPEN = {
    "heading": "審査に戻す",
    "lead": "まだだれにも知らせていない決定だけ、審査に戻せます。作った通知書は無効になり、番号は欠番になります。",
    "button": "審査に戻す",
}


@require_http_methods(["GET", "POST"])
@staff_only
def death(request: TownRequest, number: str) -> HttpResponse:
    """The applicant has died."""
    application = _of(request, number, "application.note_call")
    form = DeathForm(*_sent(request), now=timezone.now())
    if request.method == "POST" and form.is_valid():
        typed = {"died_on": form.cleaned_data["died_on"], "said": form.said()}
        done = "申請者の死亡を記録しました。通知と郵送を止めました。"
        return _send(request, application, form, DEATH, actions.note_death, done=done, **typed)
    return _show(request, application, form, DEATH)


@require_http_methods(["GET", "POST"])
@staff_only
def heir(request: TownRequest, number: str) -> HttpResponse:
    """An heir goes on; the new code is shown once, to be handed over."""
    application = _of(request, number, "application.note_call")
    form = HeirForm(*_sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            fresh = actions.continue_by_heir(
                application,
                heir=form.facts(),
                relation=form.cleaned_data["relation"],
                proof=form.cleaned_data["scan"],
                actor=request.actor,
                now=timezone.now(),
            )
        except desk.PROBLEMS as problem:
            form.add_error(None, str(problem))
            return _show(request, application, form, HEIR, status=409)
        messages.success(
            request, f"承継人を記録しました。承継人に渡す照会コードは {fresh.lookup_code} です。"
        )
        return redirect("staff-application", number)
    return _show(request, application, form, HEIR)


@require_http_methods(["GET", "POST"])
@staff_only
def ended(request: TownRequest, number: str) -> HttpResponse:
    """Nobody inherits the right: the case ends."""
    application = _of(request, number, "application.note_call")
    form = ReasonForm(*_sent(request))
    if request.method == "POST" and form.is_valid():
        done = "当事者死亡により終了しました。"
        return _send(request, application, form, ENDED, actions.end_by_death, done=done, **form.cleaned_data)
    return _show(request, application, form, ENDED)


@require_http_methods(["GET", "POST"])
@staff_only
def revoke(request: TownRequest, number: str) -> HttpResponse:
    """Draft that a decision is annulled or withdrawn."""
    application = _of(request, number, "application.revoke")
    form = RevokeForm(*_sent(request))
    if request.method == "POST" and form.is_valid():
        done = "起案しました。決裁する人のやることに入りました。"
        return _send(
            request, application, form, REVOKE, actions.propose_revocation, done=done, **form.cleaned_data
        )
    return _show(request, application, form, REVOKE)


@require_POST
@staff_only
def revoke_decide(request: TownRequest, number: str) -> HttpResponse:
    """Decide as drafted."""
    return desk.do(request, number, "決裁しました。通知書を作っています。", actions.decide_revocation)


@require_POST
@staff_only
def revoke_cancel(request: TownRequest, number: str) -> HttpResponse:
    """Give up the draft."""
    return desk.do(request, number, "案を取りやめました。", actions.cancel_revocation)


@require_http_methods(["GET", "POST"])
@staff_only
def reopen(request: TownRequest, number: str) -> HttpResponse:
    """Let a case go back to examination."""
    application = _of(request, number, "application.reopen")
    form = ReasonForm(*_sent(request))
    if request.method == "POST" and form.is_valid():
        return _send(
            request, application, form, REOPEN, actions.reopen, done="審査に戻しました。", **form.cleaned_data
        )
    return _show(request, application, form, REOPEN)


def _of(request: TownRequest, number: str, verb: str) -> Application:
    application = desk.application_of(request, number)
    access.require(request.actor, verb, application)
    return application


def _sent(request: TownRequest) -> tuple[Any, ...]:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _send(
    request: TownRequest,
    application: Application,
    form: Any,
    words: dict[str, str],
    action: Any,
    /,
    *,
    done: str,
    **typed: Any,
) -> HttpResponse:
    return desk.send(
        request, application, form, act="followup", done=done, action=action, more=words, **typed
    )


def _show(
    request: TownRequest, application: Application, form: Any, words: dict[str, str], *, status: int = 200
) -> HttpResponse:
    return desk.show_form(request, application, form, "followup", more=words, status=status)
