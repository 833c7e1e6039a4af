"""How a resident signs in: the sessions that are open, and when somebody signed in before."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yakuba.accounts import actions, entrance, queries
from yakuba.core import renditions

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from yakuba.accounts.models import Passkey, SignIn

own = entrance.needs("account.mind")


@require_safe
@own
def security(request: Any) -> HttpResponse:
    """Show open sessions and earlier sign-ins."""
    since = request.arrived_at - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    here = entrance.sign_in_of(request)
    rows = queries.open_sign_ins(request.user, kind="resident", since=since)
    context = {
        "passkeys": [_passkey(row) for row in queries.passkeys_of(request.user, "resident")],
        "here": next((_shown(row) for row in rows if row.pk == here), None),
        "others": [_shown(row) for row in rows if row.pk != here],
        "tokens": [
            {
                "label": row.label,
                "sign": row.sign,
                "used": renditions.moment(row.last_used_at) if row.last_used_at else "",
            }
            for row in queries.tokens_of(request.actor.resident)
            if row.stands(request.arrived_at)
        ],
        "history": [_shown(row) for row in queries.sign_in_history(request.user, kind="resident")],
    }
    return render(request, "portal/my/security.html", context)


def _shown(row: SignIn) -> dict[str, Any]:
    methods = {"mail": _("メールの確認コード"), "passkey": _("パスキー")}
    return {
        "id": row.pk,
        "device": queries.device_name(row.device) or _("種類の分からない端末"),
        "began": renditions.moment(row.began_at),
        "seen": renditions.moment(row.seen_at),
        "method": methods.get(row.method, ""),
    }


def _passkey(row: Passkey) -> dict[str, Any]:
    return {
        "id": row.pk,
        "device": queries.device_name(row.device) or _("種類の分からない端末"),
        "made": renditions.moment(row.made_at),
        "used": renditions.moment(row.last_used_at) if row.last_used_at else "",
    }


@require_POST
@own
def end_session(request: Any, pk: UUID) -> HttpResponse:
    """End one session on another device."""
    actions.end_session(request.user, sign_in_id=pk, actor=request.actor, now=request.arrived_at)
    messages.success(request, _("その端末のサインインを終わらせました。"))
    return redirect("my-security")


@require_POST
@own
def end_sessions(request: Any) -> HttpResponse:
    """Sign out on every other device."""
    ended = actions.end_sessions(
        request.user,
        kind="resident",
        besides=entrance.sign_in_of(request),
        actor=request.actor,
        now=request.arrived_at,
    )
    done = (
        _("ほかの端末のサインインを、すべて終わらせました。")
        if ended
        else _("ほかに、サインインしている端末はありません。")
    )
    messages.success(request, done)
    return redirect("my-security")
