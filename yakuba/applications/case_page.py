"""What the case page shows a member of staff: answers, evidence, clocks, the way to a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone

from yakuba.accounts import queries as accounts
from yakuba.applications import papers, queries
from yakuba.applications.models import FINISHED, State
from yakuba.approvals import queries as approvals
from yakuba.core import access, dates
from yakuba.documents import queries as documents
from yakuba.work import queries as work

if TYPE_CHECKING:
    import datetime

    from yakuba.applications.models import Application
    from yakuba.approvals.models import Approval
    from yakuba.core.actors import Actor
    from yakuba.procedures.queries import Section


def facts(application: Application, actor: Actor, *, today: datetime.date) -> dict[str, Any]:
    """The whole context of the page."""
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
        "failed": [paper for paper in documents.of_matter(application.matter) if paper.state == "failed"],
        "clock": _clock(application, today),
        "story": told,
        "looks": looks,
        "today": today,
        **_decision(application, actor, today),
    }


def _decision(application: Application, actor: Actor, today: datetime.date) -> dict[str, Any]:
    approval = approvals.find_open(application.matter)
    history = approvals.history(application.matter)
    items = work.open_items(application.matter)
    step = queries.deciding_step(application)
    definition = application.definition
    return {
        "approval": approval,
        "approvals": [_draft(application, draft) for draft in history],
        "decide_label": f"「{definition.outcome(approval.outcome).title}」で決裁する" if approval else "",
        "deciding_role": step.role,
        "route": _route(application, history),
        "items": items,
        "assignee": work.who_did(
            application.matter,
            department=application.office,
            role=definition.route[0].role,
            on=today,
        ),
        "may_take": any(item.assignee_id != actor.staff and item.reaches(actor) for item in items),
        "may_decide": access.may(actor, queries.deciding_verb(application), application),
        "needs_posting": application.state == State.DECIDED
        and not papers.wants_electronic_notice(application),
    }


def _draft(application: Application, draft: Approval) -> dict[str, Any]:
    return {
        "title": application.definition.outcome(draft.outcome).title,
        "state_word": draft.get_state_display(),
        "proposed_by": draft.proposed_by.name,
        "proposed_at": draft.proposed_at,
        "reasons": draft.reasons,
        "remark": draft.remark,
    }


def _route(application: Application, history: list[Approval]) -> list[dict[str, Any]]:
    """The steps of the definition with who has done what."""
    latest = history[0] if history else None
    lines = []
    for step in application.definition.route:
        is_decision = step.id == queries.deciding_step(application).id
        person = (latest.decided_by if is_decision else latest.proposed_by) if latest else None
        at = (latest.decided_at if is_decision else latest.proposed_at) if latest else None
        lines.append(
            {
                "title": "決裁" if step.kind == "decision" else "審査",
                "who": person.name if person else "課長" if step.role == "chief" else "担当",
                "note": step.title,
                "state": _step_state(application, step.id),
                "on": timezone.localdate(at) if at else None,
            }
        )
    return lines


def _step_state(application: Application, step: str) -> str:
    ids = [one.id for one in application.definition.route]
    if application.state in FINISHED or ids.index(step) < ids.index(application.step):
        return "done"
    return "now" if step == application.step and application.is_open else "todo"


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
    papers_made = [
        {
            "name": f"{paper.title}.pdf",
            "url": reverse("staff-document", args=[number, paper.pk]),
            "note": paper.number or "作成済み",
            "image": False,
        }
        for paper in documents.of_matter(application.matter)
        if paper.is_made
    ]
    return files + papers_made


def _clock(application: Application, today: datetime.date) -> dict[str, Any] | None:
    """The standard period as a bar: what is spent, what is left; it stands while the applicant corrects."""
    if application.due_on is None or application.submitted_at is None:
        return None
    begun = timezone.localdate(application.submitted_at)
    day = application.clock_stopped_on or application.decided_on or today
    whole = max((application.due_on - begun).days, 1)
    left = (application.due_on - day).days
    until = f"{dates.full_with_weekday(application.due_on)}まで"
    return {
        "words": _left_words(application, left),
        "tone": "late" if left < 0 else "soon" if left <= 1 else "",
        "text": "補正の間は止まっています。" if application.clock_stopped_on else until,
        "spent": min(100, max(0, round(100 * (whole - left) / whole))),
    }


def _left_words(application: Application, left: int) -> str:
    if not application.is_open:
        return "終わりました"
    if left < 0:
        return f"{-left}日超過"
    return "今日まで" if left == 0 else f"あと{left}日"


def _changed_words(sections: list[Section]) -> str:
    count = sum(row.changed for section in sections for row in section.rows)
    return f"再提出あり（{count}か所変更）"
