"""What programs ask: procedures with the shape of their answers; file, correct, follow, fetch papers, withdraw."""

from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from ninja import File, Header, Query, Status, UploadedFile

from yakuba.accounts import queries as people
from yakuba.api import actions, openapi, renditions, shapes, sorts
from yakuba.api.callers import HOUR, Bearer, Caller, limit, with_code
from yakuba.api.problems import Problem, nothing
from yakuba.applications import actions as applications
from yakuba.applications import queries
from yakuba.applications.models import EDITABLE, Application, State
from yakuba.documents import actions as documents
from yakuba.documents import queries as document_queries
from yakuba.messaging import actions as messaging
from yakuba.messaging import queries as messages_of
from yakuba.procedures import queries as procedures
from yakuba.procedures.models import Version

api = openapi.made()
sorts.register(api)

PROBLEMS = {frozenset({400, 401, 403, 404, 409, 413, 422, 429}): shapes.ProblemShape}
anybody = Bearer(open_=True)
reader = Bearer()
filer = Bearer("file")
new_filer = Bearer("file", open_=True)
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


# Procedures -------------------------------------------------------------------------------------
@api.get(
    "/procedures",
    response={200: shapes.Procedures, **PROBLEMS},
    auth=anybody,
    tags=["手続"],
    description="手続の一覧。qがあれば、その言葉で探す。",
)
def list_procedures(request: HttpRequest, q: Annotated[str, Query(max_length=200)] = "") -> Any:
    """The procedures that can be filed here; `q` searches."""
    found = procedures.search(q) if q.strip() else procedures.catalogue()
    today = timezone.localdate(caller_of(request).now)
    return {
        "procedures": [
            renditions.procedure_line(version, today=today) for version in found if _is_offered(version)
        ]
    }


@api.get(
    "/procedures/{slug:procedure}",
    response={200: shapes.Procedure, **PROBLEMS},
    auth=anybody,
    tags=["手続"],
    description="1つの手続。質問と、答えのJSON Schema。",
)
def show_procedure(request: HttpRequest, procedure: str) -> Any:
    """One procedure with its questions and the schema of its answers."""
    return renditions.procedure(_offered(procedure), today=timezone.localdate(caller_of(request).now))


# Filing -----------------------------------------------------------------------------------------
@api.post(
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
    caller, version = caller_of(request), _offered(given.procedure)
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
    return Status(status, shapes.Begun(application=_whole(made, caller), lookup_code=code))


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


@api.get(
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


@api.get(
    "/applications/{reference}",
    response={200: shapes.Application, **PROBLEMS},
    auth=reader,
    tags=["申請"],
    description="申請の今。referenceは、申請のIDか受付番号。",
)
def show_application(request: HttpRequest, reference: str) -> Any:
    """Where an application stands."""
    caller, application = _asked(request, reference)
    return renditions.whole(application, caller.actor)


@api.get(
    "/applications/{reference}/answers",
    response={200: shapes.Written, **PROBLEMS},
    auth=reader,
    tags=["申請"],
    description="今の答え。",
)
def show_answers(request: HttpRequest, reference: str) -> Any:
    """The answers as they are kept now."""
    caller, application = _asked(request, reference)
    _require_applicant(caller)
    return _written(application)


@api.patch(
    "/applications/{reference}/answers",
    response={200: shapes.Written, **PROBLEMS},
    auth=filer,
    tags=["申請"],
    description="下書きか、補正を求められた申請の答えを書き換える。書かなかった答えは変わらない。",
)
def write_answers(request: HttpRequest, reference: str, given: shapes.GivenAnswers) -> Any:
    """Change some answers of a draft, or those that are to be corrected."""
    caller, application = _asked(request, reference)
    written = actions.write(application, answers=given.answers, actor=caller.actor, now=caller.now)
    if caller.actor.program is not None:
        return shapes.Written(answers=given.answers, revision=written.revision, missing=_missing(written))
    return _written(written)


@api.post(
    "/applications/{reference}/submit",
    response={200: shapes.Application, **PROBLEMS},
    auth=filer,
    tags=["申請"],
    description="下書きか、補正した申請を提出する。見ているrevisionより先に進んでいれば、何もせず今の状態を返す。",
)
def submit_application(request: HttpRequest, reference: str, given: shapes.Filing) -> Any:
    """File a draft or a correction; what has gone on already is only shown."""
    caller, application = _asked(request, reference)
    if given.revision > application.revision:
        raise Problem(409, "state", "この申請は、まだそこまで進んでいません。revisionを確かめてください。")
    if given.revision == application.revision:
        actions.send(application, actor=caller.actor, now=caller.now)
    return _whole(application, caller)


@api.post(
    "/applications/{reference}/withdraw",
    response={200: shapes.Application, 204: None, **PROBLEMS},
    auth=filer,
    tags=["申請"],
    description="申請を取り下げる（決定まで）。下書きは消える（204）。2度目は何もしない。",
)
def withdraw_application(request: HttpRequest, reference: str) -> Any:
    """Withdraw an application, or throw a draft away."""
    caller, application = _asked(request, reference)
    if application.state == State.DRAFT:
        applications.discard(application, actor=caller.actor, now=caller.now)
        return Status(204, None)
    if application.state != State.WITHDRAWN:
        applications.withdraw(application, actor=caller.actor, now=caller.now)
    return Status(200, _whole(application, caller))


# Files ------------------------------------------------------------------------------------------
@api.post(
    "/applications/{reference}/files/{slug:field}",
    response={201: shapes.SentFiles, **PROBLEMS},
    auth=filer,
    tags=["ファイル"],
    description="質問に答えるファイルを送る。届いた後は、あとで出すことにしたファイルだけ。",
)
def send_file(request: HttpRequest, reference: str, field: str, file: File[UploadedFile]) -> Any:
    """Send a file that answers a question, before it is filed or later where that was promised."""
    caller, application = _asked(request, reference)
    _require_file_question(application, field)
    who: dict[str, Any] = {"actor": caller.actor, "now": caller.now}
    if application.state not in EDITABLE:
        done = applications.supplement(application, files={field: [file]}, **who)
        problems = [words for said in done.problems.values() for words in said]
        application = done.application
    else:
        _require_room(application, field)
        problems = applications.attach_files(
            application, field=field, keep=None, uploads=[file], **who
        ).problems
        application = _fresh(application, caller)
    if problems:
        raise Problem(422, "file", problems[0])
    return Status(201, _files(application, field))


@api.delete(
    "/applications/{reference}/files/{slug:field}/{uuid:file}",
    response={200: shapes.SentFiles, **PROBLEMS},
    auth=filer,
    tags=["ファイル"],
    description="下書きか、補正中の申請から、ファイルを消す。",
)
def remove_file(request: HttpRequest, reference: str, field: str, file: UUID) -> Any:
    """Take a file off a draft or a correction."""
    caller, application = _asked(request, reference)
    _require_file_question(application, field)
    held = [entry["id"] for entry in _entries(application, field)]
    if str(file) not in held:
        raise nothing()
    keep = [one for one in held if one != str(file)]
    applications.attach_files(
        application, field=field, keep=keep, uploads=[], actor=caller.actor, now=caller.now
    )
    return _files(_fresh(application, caller), field)


@api.get(
    "/applications/{reference}/files/{slug:field}/{uuid:file}",
    response=PROBLEMS,
    auth=reader,
    tags=["ファイル"],
    openapi_extra={
        "responses": {"200": {"description": "ファイル", "content": {"application/octet-stream": {}}}}
    },
    description="送ったファイルを受け取る。",
)
def fetch_file(request: HttpRequest, reference: str, field: str, file: UUID) -> HttpResponse:
    """A file that was sent."""
    caller, application = _asked(request, reference)
    _require_applicant(caller)
    _require_file_question(application, field)
    found = document_queries.file(application.matter, file)
    if found is None or str(file) not in [entry["id"] for entry in _entries(application, field)]:
        raise nothing()
    content = documents.open_file(found, actor=caller.actor, now=caller.now)
    return _download(content, "application/octet-stream", found.name)


# What the town says -----------------------------------------------------------------------------
@api.get(
    "/applications/{reference}/messages",
    response={200: shapes.Messages, **PROBLEMS},
    auth=reader,
    tags=["町から"],
    description="町からのお知らせ。見たことが記録される。",
)
def list_messages(request: HttpRequest, reference: str) -> Any:
    """What the town wrote; that it was read is remembered."""
    caller, application = _asked(request, reference)
    _require_applicant(caller)
    letters = list(messages_of.inbox(matters=[application.matter_id]))
    for letter in letters:
        if letter.read_at is None:
            messaging.read(letter, actor=caller.actor, now=caller.now)
    return {
        "messages": [
            {"id": letter.pk, "at": letter.written_at, "subject": letter.subject, "body": letter.body}
            for letter in letters
        ]
    }


@api.get(
    "/applications/{reference}/papers/{uuid:paper}",
    response=PROBLEMS,
    auth=reader,
    tags=["町から"],
    openapi_extra={"responses": {"200": {"description": "文書", "content": {"application/pdf": {}}}}},
    description="控えや通知書を受け取る。通知書を受け取ったことが記録される。",
)
def fetch_paper(request: HttpRequest, reference: str, paper: UUID) -> HttpResponse:
    """A receipt or a notice; that the notice was fetched is remembered."""
    caller, application = _asked(request, reference)
    _require_applicant(caller)
    if paper not in {one.pk for one in queries.offered_papers(application)}:
        raise nothing()
    found = applications.open_paper(application, paper=paper, actor=caller.actor, now=caller.now)
    if found is None:
        raise nothing()
    media = found.paper.file.type if found.paper.file else "application/pdf"
    return _download(found.content, media, found.paper.file_name)


# What they share --------------------------------------------------------------------------------
def caller_of(request: Any) -> Caller:
    """Who asks, as the door found out."""
    found: Caller = request.auth
    return found


def _is_offered(version: Version) -> bool:
    return "online" in version.definition.channels


def _offered(procedure: str) -> Version:
    version = procedures.current(procedure)
    if version is None or not _is_offered(version):
        raise nothing()
    return version


def _asked(request: HttpRequest, reference: str) -> tuple[Caller, Application]:
    """The caller, who from now on holds it, and the application; 404 for what one may not see."""
    caller = caller_of(request)
    if caller.is_guest:
        found = with_code(caller, reference)
    else:
        found = queries.of_applicant(reference, caller.actor, now=caller.now)
    if found is None:
        raise nothing()
    return caller.holding(found.matter_id), found


def _require_applicant(caller: Caller) -> None:
    if caller.actor.program is not None:
        raise Problem(403, "applicant-only", "申請者だけが見られます。連携システムには見せません。")


def _fresh(application: Application, caller: Caller) -> Application:
    """The application as it is now, read again as far as the caller sees it."""
    caller = caller.holding(application.matter_id)
    found = queries.of_applicant(str(application.pk), caller.actor, now=caller.now)
    if found is None:
        raise nothing()
    return found


def _whole(application: Application, caller: Caller) -> shapes.Application:
    return renditions.whole(_fresh(application, caller), caller.actor)


def _missing(application: Application) -> list[str]:
    return [
        field for _section, field, _words in procedures.missing(application.definition, application.answers)
    ]


def _written(application: Application) -> shapes.Written:
    answers = procedures.shown_answers(application.definition, application.answers)
    return shapes.Written(answers=answers, revision=application.revision, missing=_missing(application))


def _require_file_question(application: Application, field: str) -> None:
    asked = application.definition.fields.get(field)
    if asked is None or not procedures.most_files(application.definition, field):
        raise nothing()
    open_ones = queries.correctable(application)
    if open_ones is not None and field not in open_ones:
        raise Problem(409, "state", "このファイルは、補正の対象ではありません。")


def _require_room(application: Application, field: str) -> None:
    most = procedures.most_files(application.definition, field)
    if len(_entries(application, field)) >= most:
        raise Problem(
            422, "file", f"この質問のファイルは{most}個までです。先に、いらないものを消してください。"
        )


def _entries(application: Application, field: str) -> list[dict[str, Any]]:
    return procedures.files_in(application.definition, application.answers, field)


def _files(application: Application, field: str) -> dict[str, Any]:
    return {"field": field, "files": _entries(application, field)}


def _download(content: bytes, media: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"  # noqa: FBT003
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
