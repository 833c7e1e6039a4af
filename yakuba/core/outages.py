"""The page for a fault of ours: what is out of reach for a moment is told apart from what is broken."""

from __future__ import annotations

import errno
import sys
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import server_error

from yakuba.core import languages

if TYPE_CHECKING:
    from django.http import HttpRequest

# The disk is full, over its quota, cannot be written or is breaking; a file would grow too large.
_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO})
WAIT = 30  # seconds after which it is worth trying again
# What people typed; a password is typed again.
_NEVER = "password"


def failed(request: HttpRequest) -> HttpResponse:
    """Django's handler500: 503 with what was typed when database or disk are out of reach, else 500.

    The page needs neither: it is made from the request alone. A town's row that was read before is shown.
    """
    if not passes(sys.exc_info()[1]):
        return server_error(request)
    context = {
        "municipality": getattr(request, "municipality", None),
        "demo": settings.DEMO,
        **_typed(request),
    }
    response = HttpResponse(render_to_string("503.html", context), status=503)
    response.headers["Retry-After"] = str(WAIT)
    response.headers["Cache-Control"] = "no-store"
    return response


def passes(problem: BaseException | None) -> bool:
    """Whether this is no fault of the program: database lost, locked or full, disk full."""
    if isinstance(problem, OSError):
        return problem.errno in _DISK
    return isinstance(problem, OperationalError | InterfaceError)


def _typed(request: HttpRequest) -> dict[str, Any]:
    """The fields of a form that was sent, to be sent again by one press; none where they cannot be read."""
    if request.method != "POST":
        return {}
    try:
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
        had_files = bool(request.FILES)
    except Exception:  # noqa: BLE001  whatever is wrong with the request, the page must come
        return {}
    kept = [(name, value) for name, value in fields if _NEVER not in name]
    if had_files and not any(name == languages.PARAMETER for name, _ in kept):
        # A page cannot carry files: it is shown again as it was typed, to choose them once more.
        kept.append((languages.PARAMETER, languages.current()))
    return {
        "path": request.get_full_path(),
        "fields": kept,
        "had_files": had_files,
        "had_password": len(kept) < len(fields),
    }
