"""Rows as the shapes of the API: what the applicant sees, and the less that an authorised system does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yakuba.api import shapes
from yakuba.applications import queries
from yakuba.applications.models import EDITABLE, State
from yakuba.documents import queries as documents
from yakuba.procedures import queries as procedures

if TYPE_CHECKING:
    import datetime

    from yakuba.applications.models import Application
    from yakuba.core.actors import Actor
    from yakuba.procedures.models import Version


def procedure_line(version: Version, *, today: datetime.date) -> dict[str, object]:
    """A procedure in a list."""
    definition = version.definition
    return {
        "id": definition.id,
        "title": definition.title,
        "summary": definition.summary,
        "kind": definition.kind,
        "version": version.number,
        "is_open": not queries.closed_words(version, today),
    }


def procedure(version: Version, *, today: datetime.date) -> dict[str, object]:
    """One procedure with its questions and the schema of its answers."""
    definition = version.definition
    schema = procedures.answers_schema(definition)
    return {
        **procedure_line(version, today=today),
        "closed_words": queries.closed_words(version, today),
        "identity": definition.who.identity,
        "anonymous": definition.anonymous,
        "target_days": definition.target.days if definition.target else None,
        "sections": [
            {
                "id": section.id,
                "title": section.title,
                "questions": [
                    {
                        "id": field.id,
                        "kind": field.kind,
                        "label": field.label,
                        "hint": field.hint or "",
                        "required": field.id in schema["required"],
                    }
                    for field in section.fields
                ],
            }
            for section in definition.sections
        ],
        "answers_schema": schema,
    }


def line(application: Application) -> dict[str, object]:
    """An application in a list."""
    return {
        "id": application.pk,
        "procedure": application.version.procedure,
        "version": application.version.number,
        "title": application.definition.title,
        "state": application.state,
        "number": application.matter.number,
        "revision": application.revision,
        "submitted_at": application.submitted_at,
    }


def whole(application: Application, actor: Actor) -> shapes.Application:
    """Where it stands. A system (連携システム) hears how far it is, and nothing that is written to the applicant."""
    is_own = actor.program is None
    made = documents.for_applicant(application.matter) if is_own and application.submitted_at else []
    return shapes.Application.model_validate(
        {
            **line(application),
            "channel": application.channel,
            "step": application.step,
            "due_on": application.due_on,
            "correction": _correction(application, is_own=is_own),
            "outcome": _outcome(application, is_own=is_own),
            "stages": [vars(stage) for stage in queries.way(application)],
            "papers": [
                {"id": paper.pk, "title": paper.title, "number": paper.number or None}
                for paper in (queries.offered_papers(application) if made else [])
            ],
            "papers_waiting": any(paper.state in {"held", "waiting"} for paper in made),
            "files_owed": [field.id for field in queries.owed_files(application)],
            "may": _may(application),
        }
    )


def _correction(application: Application, *, is_own: bool) -> dict[str, object] | None:
    asked = queries.open_correction(application)
    if asked is None:
        return None
    return {
        "fields": list(asked.fields),
        "message": asked.message if is_own else None,
        "due_on": asked.due_on,
    }


def _outcome(application: Application, *, is_own: bool) -> dict[str, object] | None:
    if not application.outcome or application.definition.is_survey:
        return None
    found = application.definition.outcome(application.outcome)
    said = queries.result(application)
    return {
        "id": found.id,
        "title": found.title,
        "effect": found.effect,
        "decided_on": application.decided_on,
        "reasons": (said["reasons"] or None) if is_own else None,
    }


def _may(application: Application) -> list[str]:
    if application.state in EDITABLE:
        return ["write", "submit", "withdraw"]
    return ["withdraw"] if application.state == State.SUBMITTED else []
