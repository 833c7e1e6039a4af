"""What the case page shows a member of staff: answers, evidence, clocks, the way to a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.timezone import localdate

from yakuba.accounts import queries as accounts
from yakuba.applications import (
    case_beside,
    case_restricted,
    case_route,
    case_way,
    case_work,
    history,
    queries,
    walk,
)
from yakuba.applications.basis import may_decide
from yakuba.applications.decision_record import RECORD
from yakuba.approvals import queries as approvals
from yakuba.core import dates
from yakuba.documents import queries as documents
from yakuba.work import queries as work

if TYPE_CHECKING:
    import datetime

    from yakuba.applications.models import Application
    from yakuba.core.actors import Actor
    from yakuba.documents.models import Document
    from yakuba.procedures.queries import Section


def facts(application: Application, actor: Actor, *, now: datetime.datetime) -> dict[str, Any]:
    """The whole context of the page."""
    today = localdate(now)
    sections = queries.arrived_rows(application)
    correction = queries.open_correction(application)
    fields = application.definition.fields
    told, looks = queries.event_rows(application)
    return {
        "application": application,
        "definition": application.definition,
        "applicant": accounts.applicant(application.matter),
        "sections": sections,
        "changed_words": _changed_words(sections),
        "correction": correction,
        "correction_labels": [fields[name].label for name in correction.fields] if correction else [],
        "evidence": _evidence(application),
        "issued": documents.confirmed(application.matter),
        "failed": [paper for paper in documents.of_matter(application.matter) if paper.state == "failed"],
        **case_beside.facts(application, actor, today=today),
        **case_restricted.facts(application, actor),
        **case_work.facts(application, actor, now=now),
        "story": told,
        "looks": looks,
        "may_see_history": history.may_see(actor, application),
        "today": today,
        **_decision(application, actor, now),
    }


def _decision(application: Application, actor: Actor, now: datetime.datetime) -> dict[str, Any]:
    approval = approvals.find_open(application.matter)
    history = approvals.history(application.matter)
    items = work.open_items(application.matter)
    definition = application.definition
    return {
        "approval": approval,
        "approvals": case_way.history(application, history, now),
        "decide_label": f"「{definition.outcome(approval.outcome).title}」で決裁する" if approval else "",
        "needs_draft": walk.needs_draft(application),
        "may_draft": case_route.may_draft(application, actor),
        "route": case_route.lines(application, history),
        "records": case_route.records(application),
        **case_route.acts(application, actor, is_drafted=approval is not None),
        **case_route.posting(application),
        **case_way.facts(application, actor, now=now),
        "items": items,
        "assignee": work.who_did(
            work.all_items(application.matter),
            department=application.office,
            role=definition.route[0].role,
            on=localdate(now),
        ),
        "may_take": any(item.assignee_id != actor.staff and item.reaches(actor) for item in items),
        "may_decide": may_decide(application, actor, now=now),
        "tell_elsewhere": walk.is_withdrawn_elsewhere(application),
    }


def _evidence(application: Application) -> list[dict[str, Any]]:
    number, filed = application.matter.number, queries.filed_files(application)
    files = [
        {
            "name": file.name,
            "url": reverse("staff-file", args=[number, file.pk]),
            "note": dates.moment(file.uploaded_at),
            "image": file.type.startswith("image/"),
        }
        for file in documents.received_files(application.matter)
        if str(file.pk) in filed
    ]
    # Of the 決裁文書 the newest counts; the others stay in the books.
    newest = documents.newest(application.matter, RECORD)
    made = documents.of_matter(application.matter)
    outdated = {paper.pk for paper in made if paper.consequence == RECORD and paper != newest}
    papers_made = [
        {
            "name": paper.file_name,
            "url": reverse("staff-document", args=[number, paper.pk]),
            "note": _note(paper),
            "image": False,
        }
        for paper in made
        if paper.is_there and paper.pk not in outdated
    ]
    return files + papers_made


def _note(paper: Document) -> str:
    said = paper.number or ("受領" if paper.is_received else "作成済み")
    return said if paper.is_made else f"{said}　{paper.get_state_display()}"


def _changed_words(sections: list[Section]) -> str:
    count = sum(row.changed for section in sections for row in section.rows)
    return f"再提出あり（{count}か所変更）"
