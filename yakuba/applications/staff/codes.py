"""Officials give out another look-up code to whoever showed who they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from yakuba.accounts.entrance import staff_only
from yakuba.applications import actions, capacities
from yakuba.applications.channel_forms import CodeForm
from yakuba.applications.staff import desk
from yakuba.core import access

if TYPE_CHECKING:
    from django.http import HttpResponse

    from yakuba.applications.models import Application
    from yakuba.core.requests import TownRequest


@require_http_methods(["GET", "POST"])
@staff_only
def code(request: TownRequest, number: str) -> HttpResponse:
    """Say how it was checked who asks; the new code is shown once, to be handed over."""
    application = desk.application_of(request, number)
    access.require(request.actor, "application.issue_code", application)
    words = _words(application)
    form = CodeForm(*((request.POST,) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        try:
            fresh = actions.issue_code(
                application, **form.cleaned_data, actor=request.actor, now=timezone.now()
            )
        except desk.PROBLEMS as problem:
            form.add_error(None, str(problem))
            return desk.show_form(request, application, form, "followup", more=words, status=409)
        messages.success(
            request,
            f"照会コードを出し直しました。{words['receiver']}に渡す照会コードは {fresh.lookup_code} です。"
            "もう表示されないので、受付番号と一緒に、今、紙に書き写してください。",
        )
        return redirect("staff-application", number)
    return desk.show_form(request, application, form, "followup", more=words)


def _words(application: Application) -> dict[str, str]:
    capacity = capacities.capacity_of(application)
    receiver, more = "申請者本人", ""
    if capacities.standing_mandate(application, on=timezone.localdate()) is not None:
        receiver, more = "代理人", "本人に渡すときは、先に「代理の権限を終わらせる」を押してください。"
    elif capacity is not None and capacity.mandate_id is not None:
        more = "これからは、代理人に代わって本人が自分で続けます。"
    return {
        "receiver": receiver,
        "heading": "照会コードを出し直す",
        "lead": f"{receiver}に渡します。{receiver}であることを、書類で確かめてください。前の照会コードと、"
        f"それで開いていたスマートフォンなどでは、もう開けなくなります。{more}",
        "button": "照会コードを出し直す",
    }
