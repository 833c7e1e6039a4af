"""What the town says: its messages and its papers."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from yakuba.api import shapes
from yakuba.api.problems import nothing
from yakuba.api.views.door import PROBLEMS, asked, download, reader, require_applicant
from yakuba.applications import actions as applications
from yakuba.applications import queries
from yakuba.messaging import actions as messaging
from yakuba.messaging import queries as messages_of

router = Router()


@router.get(
    "/applications/{reference}/messages",
    response={200: shapes.Messages, **PROBLEMS},
    auth=reader,
    tags=["町から"],
    description="町からのお知らせ。見たことが記録される。",
)
def list_messages(request: HttpRequest, reference: str) -> Any:
    """What the town wrote; that it was read is remembered."""
    caller, application = asked(request, reference)
    require_applicant(caller)
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


@router.get(
    "/applications/{reference}/papers/{uuid:paper}",
    response=PROBLEMS,
    auth=reader,
    tags=["町から"],
    openapi_extra={"responses": {"200": {"description": "文書", "content": {"application/pdf": {}}}}},
    description="控えや通知書を受け取る。通知書を受け取ったことが記録される。",
)
def fetch_paper(request: HttpRequest, reference: str, paper: UUID) -> HttpResponse:
    """A receipt or a notice; that the notice was fetched is remembered."""
    caller, application = asked(request, reference)
    require_applicant(caller)
    if paper not in {one.pk for one in queries.offered_papers(application)}:
        raise nothing()
    found = applications.open_paper(application, paper=paper, actor=caller.actor, now=caller.now)
    if found is None:
        raise nothing()
    media = found.paper.file.type if found.paper.file else "application/pdf"
    return download(found.content, media, found.paper.file_name)
