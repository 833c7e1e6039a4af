"""The files that answer a question: sent, looked at, taken off."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import File, Router, Status, UploadedFile

from yakuba.api import shapes
from yakuba.api.problems import Problem, nothing
from yakuba.api.views.door import PROBLEMS, asked, download, filer, fresh, reader, require_applicant
from yakuba.applications import actions as applications
from yakuba.applications import queries
from yakuba.applications.models import EDITABLE, Application
from yakuba.documents import actions as documents
from yakuba.documents import queries as document_queries
from yakuba.procedures import queries as procedures

router = Router()


@router.post(
    "/applications/{reference}/files/{slug:field}",
    response={201: shapes.SentFiles, **PROBLEMS},
    auth=filer,
    tags=["ファイル"],
    description="質問に答えるファイルを送る。届いた後は、あとで出すことにしたファイルだけ。",
)
def send_file(request: HttpRequest, reference: str, field: str, file: File[UploadedFile]) -> Any:
    """Send a file that answers a question, before it is filed or later where that was promised."""
    caller, application = asked(request, reference)
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
        application = fresh(application, caller)
    if problems:
        raise Problem(422, "file", problems[0])
    return Status(201, _files(application, field))


@router.delete(
    "/applications/{reference}/files/{slug:field}/{uuid:file}",
    response={200: shapes.SentFiles, **PROBLEMS},
    auth=filer,
    tags=["ファイル"],
    description="下書きか、補正中の申請から、ファイルを消す。",
)
def remove_file(request: HttpRequest, reference: str, field: str, file: UUID) -> Any:
    """Take a file off a draft or a correction."""
    caller, application = asked(request, reference)
    _require_file_question(application, field)
    held = [entry["id"] for entry in _entries(application, field)]
    if str(file) not in held:
        raise nothing()
    keep = [one for one in held if one != str(file)]
    applications.attach_files(
        application, field=field, keep=keep, uploads=[], actor=caller.actor, now=caller.now
    )
    return _files(fresh(application, caller), field)


@router.get(
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
    caller, application = asked(request, reference)
    require_applicant(caller)
    _require_file_question(application, field)
    found = document_queries.file(application.matter, file)
    if found is None or str(file) not in [entry["id"] for entry in _entries(application, field)]:
        raise nothing()
    content = documents.open_file(found, actor=caller.actor, now=caller.now)
    return download(content, "application/octet-stream", found.name)


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
