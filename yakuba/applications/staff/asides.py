"""What runs beside the route: the delay notice with its posting, and what the applicant sent later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from yakuba.accounts.entrance import staff_only
from yakuba.applications import actions, queries
from yakuba.applications.forms import DelayForm
from yakuba.applications.staff import desk
from yakuba.core import access

if TYPE_CHECKING:
    from django.http import HttpResponse

    from yakuba.applications.models import Application
    from yakuba.core.requests import TownRequest


@require_http_methods(["GET", "POST"])
@staff_only
def delay(request: TownRequest, number: str) -> HttpResponse:
    """Say until when the result is put off, and why; where the law offers none, say that."""
    application = desk.application_of(request, number)
    access.require(request.actor, queries.deciding_verb(application), application)
    limit = queries.limit(application)
    form = DelayForm(request.POST or None, beyond=(limit.beyond or "") if limit else "")
    if request.method == "POST" and form.is_valid():
        return desk.send(
            request,
            application,
            form,
            act="delay",
            done="期限を延ばすことを通知しました。通知書を作っています。",
            action=actions.notify_delay,
            more=_told(application),
            **form.cleaned_data,
        )
    return desk.show_form(request, application, form, "delay", more=_told(application))


def _told(application: Application) -> dict[str, object]:
    today = timezone.localdate()
    running = queries.clocks(application, today)
    return {
        "refusal": queries.delay_refusal(application, today=today),
        "last": queries.last_delay(application),
        "clock": next((clock for clock in running if clock.id == "statutory"), None),
    }


@require_POST
@staff_only
def posted(request: TownRequest, number: str) -> HttpResponse:
    """The delay notice went out by post."""
    return desk.do(request, number, "延期の通知書の郵送を記録しました。", actions.record_delay_posting)


@require_POST
@staff_only
def supplement_checked(request: TownRequest, number: str) -> HttpResponse:
    """What came later was looked at."""
    return desk.do(request, number, "追加の書類を確かめたことを記録しました。", actions.check_supplement)
