"""File, correct, follow and withdraw an application."""

from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Header, Query, Router, Status

from yakuba.accounts import queries as people
from yakuba.api import actions, renditions, shapes
from yakuba.api.callers import HOUR, Caller, limit
from yakuba.api.problems import Problem
from yakuba.api.views.door import (
    PROBLEMS,
    asked,
    caller_of,
    filer,
    new_filer,
    offered,
    reader,
    require_applicant,
    whole,
)
from yakuba.applications import actions as applications
from yakuba.applications import queries
from yakuba.applications.models import Application, State
from yakuba.procedures import queries as procedures
from yakuba.procedures.models import Version

router = Router()
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=16,
        max_length=100,
        pattern="^[!-~]+$",
        description="この申請に1つだけのキー（UUIDなど）。同じキーで送り直しても、1度だけ届く",
    ),
]


@router.post(
    "/applications",
    response={200: shapes.Begun, 201: shapes.Begun, **PROBLEMS},
    auth=new_filer,
    tags=["申請"],
    description="申請する（submitがfalseなら下書きを作る）。同じIdempotency-Keyの2度目は、1度目の結果を200で返す。",
)
def begin_application(
    request: HttpRequest, response: HttpResponse, given: shapes.NewApplication, key: Key
) -> Any:
    """File an application, or begin a draft; the same key again gets the first answer."""
    caller, version = caller_of(request), offered(given.procedure)
    _require_may_file(caller, version, sends=given.submit)
    made, is_new = actions.apply(
        version,
        answers=given.answers,
        sends=given.submit,
        key=key,
        caller=caller.key,
        resident=people.resident(caller.actor.resident) if caller.actor.resident else None,
        actor=caller.actor,
        now=caller.now,
    )
    status = 201 if is_new else 200
    if made is None or version.definition.anonymous:
        return Status(status, shapes.Begun(application=None, lookup_code=None))
    response.headers["Location"] = f"/api/v1/applications/{made.pk}"
    code = made.lookup_code if caller.is_guest else None
    return Status(status, shapes.Begun(application=whole(made, caller), lookup_code=code))


def _require_may_file(caller: Caller, version: Version, *, sends: bool) -> None:
    definition = version.definition
    if caller.is_guest:
        limit(
            "api-filing",
            caller.address,
            most=settings.API_FILINGS_PER_HOUR,
            seconds=HOUR,
            now=caller.now,
        )
    if definition.anonymous and not caller.is_guest:
        raise Problem(400, "anonymous", "名前を聞かないアンケートには、トークンを付けずに送ってください。")
    if definition.anonymous and not sends:
        raise Problem(422, "anonymous", "名前を聞かないアンケートは、下書きにできません。")
    if definition.who.identity == "mail" and caller.is_guest:
        raise Problem(403, "identity", "この手続には、トークンが必要です。")
    program = caller.token.program if caller.token else None
    if program is not None and version.procedure not in program.procedures:
        raise actions.NotAuthorised


@router.get(
    "/applications",
    response={200: shapes.Applications, **PROBLEMS},
    auth=reader,
    tags=["申請"],
    description="トークンの持ち主の申請と下書き。新しい順に50件ずつ。",
)
def list_applications(
    request: HttpRequest,
    after: Annotated[UUID | None, Query(description="前の頁のafter")] = None,
) -> Any:
    """The applications and drafts of whoever has the token, fifty at a time."""
    caller = caller_of(request)
    if caller.is_guest:
        raise Problem(403, "scope", "一覧には、トークンが必要です。")
    rows, more = queries.own_page(caller.actor, after=str(after or ""))
    return {"applications": [renditions.line(row) for row in rows], "after": more or None}


@router.get(
    "/applications/{reference}",
    response={200: shapes.Application, **PROBLEMS},
    auth=reader,
    tags=["申請"],
    description="申請の今。referenceは、申請のIDか受付番号。",
)
def show_application(request: HttpRequest, reference: str) -> Any:
    """Where an application stands."""
    caller, application = asked(request, reference)
    return renditions.whole(application, caller.actor)


@router.get(
    "/applications/{reference}/answers",
    response={200: shapes.Written, **PROBLEMS},
    auth=reader,
    tags=["申請"],
    description="今の答え。",
)
def show_answers(request: HttpRequest, reference: str) -> Any:
    """The answers as they are kept now."""
    caller, application = asked(request, reference)
    require_applicant(caller)
    return _written(application)


@router.patch(
    "/applications/{reference}/answers",
    response={200: shapes.Written, **PROBLEMS},
    auth=filer,
    tags=["申請"],
    description="下書きか、補正を求められた申請の答えを書き換える。書かなかった答えは変わらない。",
)
def write_answers(request: HttpRequest, reference: str, given: shapes.GivenAnswers) -> Any:
    """Change some answers of a draft, or those that are to be corrected."""
    caller, application = asked(request, reference)
    written = actions.write(application, answers=given.answers, actor=caller.actor, now=caller.now)
    if caller.actor.program is not None:
        return shapes.Written(answers=given.answers, revision=written.revision, missing=_missing(written))
    return _written(written)


@router.post(
    "/applications/{reference}/submit",
    response={200: shapes.Application, **PROBLEMS},
    auth=filer,
    tags=["申請"],
    description="下書きか、補正した申請を提出する。見ているrevisionより先に進んでいれば、何もせず今の状態を返す。",
)
def submit_application(request: HttpRequest, reference: str, given: shapes.Filing) -> Any:
    """File a draft or a correction; what has gone on already is only shown."""
    caller, application = asked(request, reference)
    if given.revision > application.revision:
        raise Problem(409, "state", "この申請は、まだそこまで進んでいません。revisionを確かめてください。")
    if given.revision == application.revision:
        actions.send(application, actor=caller.actor, now=caller.now)
    return whole(application, caller)


@router.post(
    "/applications/{reference}/withdraw",
    response={200: shapes.Application, 204: None, **PROBLEMS},
    auth=filer,
    tags=["申請"],
    description="申請を取り下げる（決定まで）。下書きは消える（204）。2度目は何もしない。",
)
def withdraw_application(request: HttpRequest, reference: str) -> Any:
    """Withdraw an application, or throw a draft away."""
    caller, application = asked(request, reference)
    if application.state == State.DRAFT:
        applications.discard(application, actor=caller.actor, now=caller.now)
        return Status(204, None)
    if application.state != State.WITHDRAWN:
        applications.withdraw(application, actor=caller.actor, now=caller.now)
    return Status(200, whole(application, caller))


def _missing(application: Application) -> list[str]:
    return [
        field for _section, field, _words in procedures.missing(application.definition, application.answers)
    ]


def _written(application: Application) -> shapes.Written:
    answers = procedures.shown_answers(application.definition, application.answers)
    return shapes.Written(answers=answers, revision=application.revision, missing=_missing(application))
