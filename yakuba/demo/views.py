"""The start page of the demo, and the mails that it would have sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyotp
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from yakuba.accounts.models import Membership, SecondFactor
from yakuba.core.models import Municipality
from yakuba.demo.filling import PASSWORD
from yakuba.messaging import queries as messaging

if TYPE_CHECKING:
    import datetime

    from django.http import HttpResponse

    from yakuba.core.requests import TownRequest

STEP = 30


@require_GET
@never_cache
def start(request: TownRequest) -> HttpResponse:
    """Who can sign in where, and that this is a sample."""
    context = {
        "people": _people(timezone.now()),
        "password": PASSWORD,
        "towns": [(town, _address(request, town)) for town in Municipality.objects.order_by("code")],
    }
    return render(request, "demo/start.html", context)


@require_GET
@never_cache
def mails(request: TownRequest) -> HttpResponse:
    """The newest mails of this town's outbox."""
    if not Municipality.objects.exists():
        raise Http404
    return render(request, "demo/mails.html", {"mails": messaging.outbox(request.municipality, limit=30)})


def _people(now: datetime.datetime) -> list[dict[str, Any]]:
    posts = Membership.objects.on(timezone.localdate(now)).select_related("staff__user", "department")
    factors = {factor.user_id: factor for factor in SecondFactor.objects.filter(confirmed_at__isnull=False)}
    return [
        {
            "name": post.staff.name,
            "post": f"{post.department.name} {post.department.section}",
            "role": post.get_role_display(),
            "login": post.staff.user.login,
            "code": _code(factors.get(post.staff.user_id), now),
        }
        for post in posts.order_by("department__code", "role", "staff__name")
    ]


def _code(factor: SecondFactor | None, now: datetime.datetime) -> str:
    """A code that has not been used yet: the present one, or the next one right after a sign-in."""
    if factor is None or factor.secret is None:
        return ""
    step = max(int(now.timestamp()) // STEP, (factor.last_step or 0) + 1)
    return pyotp.TOTP(factor.secret).at(step * STEP)


def _address(request: TownRequest, town: Municipality) -> str:
    host = town.hosts.order_by("name").filter(name__endswith=".localhost").first()
    port = request.get_port()
    return f"{request.scheme}://{host.name if host else 'localhost'}:{port}/"
