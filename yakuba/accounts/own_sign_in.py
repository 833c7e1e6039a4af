"""Staff look after their own sign-in: the sessions that are open, the ones before, and tries that failed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from yakuba.accounts import actions, queries
from yakuba.accounts.entrance import sign_in_of, staff_only

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

FAILED_DAYS = 90


@require_safe
@staff_only
def sessions(request: Any) -> HttpResponse:
    """List one's own open sessions, earlier sign-ins, and when somebody failed to sign in under this login."""
    since = request.arrived_at - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    failed_since = request.arrived_at - timedelta(days=FAILED_DAYS)
    context = {
        "passkeys": _shown(queries.passkeys_of(request.user, "staff")),
        "here": sign_in_of(request),
        "open": _shown(queries.open_sign_ins(request.user, kind="staff", since=since)),
        "history": _shown(queries.sign_in_history(request.user, kind="staff")),
        "failed": queries.failed_sign_ins(request.user, since=failed_since),
        "failed_days": FAILED_DAYS,
    }
    return render(request, "accounts/sessions.html", context)


def _shown(rows: list[Any]) -> list[dict[str, Any]]:
    return [{"row": row, "device": queries.device_name(row.device) or "種類の分からない端末"} for row in rows]


@require_POST
@staff_only
def end_session(request: Any, pk: UUID) -> HttpResponse:
    """End one of one's own sessions."""
    actions.end_session(request.user, sign_in_id=pk, actor=request.actor, now=request.arrived_at)
    messages.success(request, "その端末のサインインを終わらせました。")
    return redirect("staff-sessions")


@require_POST
@staff_only
def end_sessions(request: Any) -> HttpResponse:
    """Sign out on every other device."""
    ended = actions.end_sessions(
        request.user, kind="staff", besides=sign_in_of(request), actor=request.actor, now=request.arrived_at
    )
    done = (
        "ほかの端末のサインインを、すべて終わらせました。"
        if ended
        else "ほかに、サインインしている端末はありません。"
    )
    messages.success(request, done)
    return redirect("staff-sessions")
