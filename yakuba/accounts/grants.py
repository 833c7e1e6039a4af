"""What somebody without an account may reach from this browser: the drafts begun and the codes typed here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.core import signing

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

COOKIE = "yakuba_drafts"
AGE = 30 * 24 * 3600  # seconds: as long as a draft is kept
LIMIT = 20  # matters: a cookie holds 4 kB, and a family shares a telephone


def grant(request: HttpRequest, response: HttpResponse, matter_id: UUID) -> HttpResponse:
    """Let this browser reach a matter: in its session now, and by a signed cookie for 30 days."""
    asked: Any = request
    earlier = [key for key in _ids(asked) if key != str(matter_id)]
    if str(matter_id) not in _ids(asked):
        # Whoever knew the session before must not reach what it opens from now on (session fixation).
        asked.session.cycle_key()
    ids = [*earlier, str(matter_id)][-LIMIT:]
    asked.session["town"], asked.session["matters"] = str(asked.municipality.pk), ids
    response.set_cookie(
        COOKIE,
        signing.dumps(ids, salt=_salt(asked), compress=True),
        max_age=AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def granted(request: HttpRequest) -> frozenset[UUID]:
    """The matters that this browser was granted in the town of its request."""
    return frozenset(UUID(key) for key in _ids(request))


def withdraw(response: HttpResponse) -> HttpResponse:
    """Take the cookie back: who signs out at a shared computer leaves nothing open."""
    response.delete_cookie(COOKIE, samesite="Lax")
    return response


def _ids(request: Any) -> list[str]:
    held = [*_from_cookie(request), *request.session.get("matters", [])]
    return list(dict.fromkeys(held))


def _from_cookie(request: Any) -> list[str]:
    try:
        ids: list[str] = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_salt(request), max_age=AGE)
    except signing.BadSignature:
        # Expired, altered, or of another town: the same as none.
        return []
    return ids


def _salt(request: Any) -> str:
    return f"drafts:{request.municipality.code}"
