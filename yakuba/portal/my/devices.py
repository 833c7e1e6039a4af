"""Residents let their browser notify them (スマートフォンへの通知); without it, and without scripts, nothing changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.contrib.staticfiles import finders
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yakuba.accounts import entrance, queries
from yakuba.core import renditions
from yakuba.messaging import actions
from yakuba.messaging import queries as messaging

if TYPE_CHECKING:
    from uuid import UUID

    from yakuba.accounts.models import Resident
    from yakuba.messaging.models import Subscription

own = entrance.needs("account.mind")


@never_cache
@require_http_methods(["GET", "POST"])
@own
def devices(request: Any) -> HttpResponse:
    """The devices that are notified, and a button that adds this one."""
    resident = queries.resident(request.actor.resident)
    problem = ""
    if request.method == "POST":
        problem = _add(request, resident)
        if not problem:
            messages.success(request, _("この端末で、通知を受け取ります。"))
            return redirect("my-devices")
    context = {
        "key": messaging.push_key(),
        "devices": [_shown(row) for row in messaging.devices(resident.pk)],
        "problems": [{"id": "", "text": problem}] if problem else [],
    }
    return render(request, "portal/my/devices.html", context, status=409 if problem else 200)


def _add(request: Any, resident: Resident) -> str:
    """What stands in the way, in words; empty once the device is kept."""
    if not settings.MESSAGING_PUSH:
        return _("この町では、まだ、スマートフォンへの通知を使えません。")
    try:
        actions.subscribe_device(
            resident,
            place=messaging.read_place(request.POST.get("answer", "")),
            device=queries.device_of(request.headers.get("User-Agent", "")),
            actor=request.actor,
            now=request.arrived_at,
        )
    except messaging.NoPlace:
        return _("この端末を登録できませんでした。画面を開き直して、もう一度ボタンを押してください。")
    except actions.TooManyDevices as refusal:
        return str(refusal)
    return ""


def _shown(row: Subscription) -> dict[str, Any]:
    return {
        "id": row.pk,
        "device": queries.device_name(row.device) or _("種類の分からない端末"),
        "made": renditions.moment(row.made_at),
    }


@require_POST
@own
def remove(request: Any, pk: UUID) -> HttpResponse:
    """Notify a device no more."""
    resident = queries.resident(request.actor.resident)
    if actions.unsubscribe_device(resident, device_id=pk, actor=request.actor, now=request.arrived_at):
        messages.success(request, _("その端末への通知をやめました。"))
    return redirect("my-devices")


@require_safe
def worker(_request: Any) -> HttpResponse:
    """The script by which a browser shows notifications: always at the same address, so that browsers find it again."""
    found = finders.find("portal/push-worker.js")
    if not isinstance(found, str):
        raise Http404
    with open(found, encoding="utf-8") as script:  # noqa: PTH123  a path that the finder gave
        response = HttpResponse(script.read(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response
