"""What somebody without an account may reach from this browser: the drafts begun and the codes typed here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.core import signing

from yakuba.core.queries import code_issues

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

COOKIE = "yakuba_drafts"
# Drafts without a name: only the visitor's own browser knows of them, no session that could belong to somebody.
UNNAMED_COOKIE = "yakuba_unnamed"
AGE = 30 * 24 * 3600  # seconds: as long as a draft is kept
LIMIT = 20  # matters: a cookie holds 4 kB, and a family shares a telephone


def grant(request: HttpRequest, response: HttpResponse, matter_id: UUID, *, issue: int = 1) -> HttpResponse:
    """Let this browser reach a matter: by a signed cookie for 30 days, which no row of a session has to back.

    `issue` says which of the matter's look-up codes lets it in (`Matter.code_issue`): until the next one is given out.
    """
    held = [entry for entry in _entries(request) if _matter_of(entry) != str(matter_id)]
    entry = str(matter_id) if issue == 1 else f"{matter_id}.{issue}"
    return _set_cookie(request, response, COOKIE, [*held, entry][-LIMIT:])


def lend(request: HttpRequest, response: HttpResponse, matter_id: UUID) -> HttpResponse:
    """Let this browser reach a matter of nobody: by a signed cookie alone, the session must not know of it."""
    ids = [key for key in _from_cookie(request, UNNAMED_COOKIE) if key != str(matter_id)]
    return _set_cookie(request, response, UNNAMED_COOKIE, [*ids, str(matter_id)][-LIMIT:])


def take_back(request: HttpRequest, response: HttpResponse, matter_id: UUID) -> HttpResponse:
    """Let go of what was lent: from now on nobody's browser leads to that matter."""
    ids = [key for key in _from_cookie(request, UNNAMED_COOKIE) if key != str(matter_id)]
    if ids:
        return _set_cookie(request, response, UNNAMED_COOKIE, ids)
    response.delete_cookie(UNNAMED_COOKIE, samesite="Lax")
    return response


def let_go(request: HttpRequest, response: HttpResponse, matter_id: UUID) -> HttpResponse:
    """Let this browser reach a matter no more: it is another's, and was only typed here."""
    asked: Any = request
    ids = [entry for entry in _entries(asked) if _matter_of(entry) != str(matter_id)]
    if "matters" in asked.session:
        # Sessions that began before there was only the cookie.
        asked.session["matters"] = ids
    return _set_cookie(asked, response, COOKIE, ids)


def granted(request: HttpRequest) -> frozenset[UUID]:
    """The matters that this browser was granted in the town of its request."""
    held = {UUID(_matter_of(entry)): _issue_of(entry) for entry in _entries(request)}
    lent = frozenset(UUID(key) for key in _from_cookie(request, UNNAMED_COOKIE))
    return lent | _standing(held)


def _standing(held: dict[UUID, int]) -> frozenset[UUID]:
    """Those that no later look-up code has shut out."""
    anew = code_issues(held)
    return frozenset(pk for pk, issue in held.items() if issue == anew.get(pk, 1))


def _matter_of(entry: str) -> str:
    return entry.partition(".")[0]


def _issue_of(entry: str) -> int:
    # What was granted before codes were counted was granted by the first.
    return int(entry.partition(".")[2] or 1)


def withdraw(response: HttpResponse) -> HttpResponse:
    """Take the cookie back: who signs out at a shared computer leaves nothing open."""
    for name in (COOKIE, UNNAMED_COOKIE):
        response.delete_cookie(name, samesite="Lax")
    return response


def _set_cookie(request: Any, response: HttpResponse, name: str, ids: list[str]) -> HttpResponse:
    value = signing.dumps(ids, salt=_salt(request, name), compress=True)
    # What else this answer grants stands beside it.
    request.COOKIES[name] = value
    response.set_cookie(
        name,
        value,
        max_age=AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _entries(request: Any) -> list[str]:
    held = [*_from_cookie(request, COOKIE), *request.session.get("matters", [])]
    return list(dict.fromkeys(held))


def _from_cookie(request: Any, name: str) -> list[str]:
    try:
        ids: list[str] = signing.loads(request.COOKIES.get(name, ""), salt=_salt(request, name), max_age=AGE)
    except signing.BadSignature:
        # Expired, altered, or of another town: the same as none.
        return []
    return ids


def _salt(request: Any, name: str) -> str:
    # What was granted before there were two sorts of cookie keeps its salt.
    sort = "unnamed" if name == UNNAMED_COOKIE else "drafts"
    return f"{sort}:{request.municipality.code}"
