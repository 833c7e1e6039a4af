"""The door of the API: who may ask, what they ask about, and how refusals and downloads look everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from yakuba.api import renditions, shapes
from yakuba.api.callers import Bearer, with_code
from yakuba.api.problems import Problem, nothing
from yakuba.applications import queries
from yakuba.procedures import queries as procedures

if TYPE_CHECKING:
    from django.http import HttpRequest

    from yakuba.api.callers import Caller
    from yakuba.applications.models import Application
    from yakuba.procedures.models import Version

PROBLEMS = {frozenset({400, 401, 403, 404, 409, 413, 422, 429}): shapes.ProblemShape}
anybody = Bearer(open_=True)
reader = Bearer()
filer = Bearer("file")
new_filer = Bearer("file", open_=True)


def caller_of(request: Any) -> Caller:
    """Who asks, as the door found out."""
    found: Caller = request.auth
    return found


def is_offered(version: Version) -> bool:
    """Whether it can be filed without paper."""
    return "online" in version.definition.channels


def offered(procedure: str) -> Version:
    """The version of today of what can be filed here; 404 for anything else."""
    version = procedures.current(procedure)
    if version is None or not is_offered(version):
        raise nothing()
    return version


def asked(request: HttpRequest, reference: str) -> tuple[Caller, Application]:
    """The caller, who from now on holds it, and the application; 404 for what one may not see."""
    caller = caller_of(request)
    if caller.is_guest:
        found = with_code(caller, reference)
    else:
        found = queries.of_applicant(reference, caller.actor, now=caller.now)
    if found is None:
        raise nothing()
    return caller.holding(found.matter_id), found


def require_applicant(caller: Caller) -> None:
    """What only the applicant sees, no system that filed for them."""
    if caller.actor.program is not None:
        raise Problem(403, "applicant-only", "申請者だけが見られます。連携システムには見せません。")


def fresh(application: Application, caller: Caller) -> Application:
    """The application as it is now, read again as far as the caller sees it."""
    caller = caller.holding(application.matter_id)
    found = queries.of_applicant(str(application.pk), caller.actor, now=caller.now)
    if found is None:
        raise nothing()
    return found


def whole(application: Application, caller: Caller) -> shapes.Application:
    """Where the application stands now, as the caller may know it."""
    return renditions.whole(fresh(application, caller), caller.actor)


def download(content: bytes, media: str, name: str) -> HttpResponse:
    """What is saved, never shown: a download of this name."""
    response = HttpResponse(content, content_type=media)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"  # noqa: FBT003
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
