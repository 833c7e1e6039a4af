"""Documents that the applicant wanted to send later (あとで出す) arrive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext, gettext_noop

from yakuba.applications import events, papers, queries
from yakuba.applications.actions.arrivals import keep_submission
from yakuba.applications.capacities import require_mandate
from yakuba.applications.models import ELECTRONIC, Channel, State
from yakuba.core import access, states
from yakuba.core.actions import record
from yakuba.documents import actions as documents
from yakuba.work import actions as work

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping, Sequence

    from django.core.files.uploadedfile import UploadedFile

    from yakuba.applications.models import Application
    from yakuba.core.actors import Actor

SUPPLEMENT = "supplement"
TOO_LATE = gettext_noop(
    "この書類は、今は出せません。町の処理が進んだか、もう届いています。申請の状況を確かめてください。"
)


@dataclass(frozen=True)
class Supplemented:
    """The application as it is now, the questions whose files arrived, and why others did not (by question)."""

    application: Application
    arrived: list[str]
    problems: dict[str, list[str]]


def supplement(
    application: Application,
    *,
    files: Mapping[str, Sequence[UploadedFile[bytes]]],
    actor: Actor,
    now: datetime.datetime,
) -> Supplemented:
    """Take in files for the questions that were put off; a question with a file that is refused stays owed."""
    access.require(actor, "application.supplement", application)
    require_mandate(application, actor=actor, now=now)
    # The gate decodes each file outside the transaction: nothing may be locked meanwhile.
    admitted, problems = _admitted(application, files)
    if not admitted:
        return Supplemented(application, [], problems)
    fresh = _arrive(application, admitted, actor=actor, now=now)
    return Supplemented(fresh, list(admitted), problems)


@transaction.atomic
def check_supplement(application: Application, *, actor: Actor, now: datetime.datetime) -> Application:
    """Remember that an official has looked at what came later."""
    access.require(actor, "application.examine", application)
    fresh = states.lock(application)
    if not work.close_items(fresh.matter, step=SUPPLEMENT, actor=actor, now=now):
        raise states.NotPossible("追加の書類は、もう確かめてあります。", fresh.state)
    record(events.SUPPLEMENT_CHECKED, matter=fresh.matter, actor=actor, now=now, revision=fresh.revision)
    return fresh


def _admitted(
    application: Application, files: Mapping[str, Sequence[UploadedFile[bytes]]]
) -> tuple[dict[str, list[documents.Admitted]], dict[str, list[str]]]:
    admitted: dict[str, list[documents.Admitted]] = {}
    problems: dict[str, list[str]] = {}
    for field, uploads in files.items():
        accept = application.definition.fields[field].accept
        try:
            passed = [documents.admit(upload, accept=accept) for upload in uploads]
        except documents.Refused as problem:
            problems[field] = [str(problem)]
        else:
            admitted |= {field: passed} if passed else {}
    return admitted, problems


@transaction.atomic
def _arrive(
    application: Application,
    admitted: Mapping[str, Sequence[documents.Admitted]],
    *,
    actor: Actor,
    now: datetime.datetime,
) -> Application:
    fresh = states.lock(application)
    owed = {field.id for field in queries.owed_files(fresh)}
    if fresh.state != State.SUBMITTED or not set(admitted) <= owed:
        raise states.NotPossible(gettext(TOO_LATE), fresh.state)
    entries = {
        field: [_entry(fresh, one, actor=actor, now=now) for one in files]
        for field, files in admitted.items()
    }
    fresh.answers = {**fresh.answers, **entries}
    # A filing of its own; the standard time goes on: nobody had asked for it, so nothing stood still.
    fresh.revision += 1
    fresh.save(update_fields=["answers", "revision"])
    source = fresh.channel if fresh.channel in ELECTRONIC else Channel.ONLINE.value
    keep_submission(fresh, now=now, source=source)
    _open_check(fresh, actor=actor, now=now)
    papers.request_receipt(fresh, title="追加の書類の控え", actor=actor, now=now)
    record(
        events.SUPPLEMENTED,
        matter=fresh.matter,
        actor=actor,
        now=now,
        revision=fresh.revision,
        fields=list(admitted),
    )
    return fresh


def _entry(
    application: Application, one: documents.Admitted, *, actor: Actor, now: datetime.datetime
) -> dict[str, Any]:
    file = documents.receive(one, matter=application.matter, actor=actor, now=now)
    return {"id": str(file.pk), "name": file.name, "size": file.size, "type": file.type}


def _open_check(application: Application, *, actor: Actor, now: datetime.datetime) -> None:
    work.open_item(
        application.matter,
        step=SUPPLEMENT,
        title="追加の書類を確かめる",
        department=application.office,
        role="clerk",
        due_on=application.due_on,
        actor=actor,
        now=now,
    )
