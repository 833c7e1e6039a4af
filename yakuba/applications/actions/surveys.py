"""Answers to a survey are counted the moment they arrive, looked through as a whole, and taken out as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from yakuba.accounts.queries import require_department
from yakuba.applications import events, keeping, queries
from yakuba.applications.actions import limits
from yakuba.applications.actions.arrivals import keep_submission, require_complete
from yakuba.applications.models import MOVES
from yakuba.core import access, states, tables
from yakuba.core.actions import close_matter, record
from yakuba.core.actors import unnamed

if TYPE_CHECKING:
    import datetime

    from yakuba.applications.models import Application
    from yakuba.applications.surveys import Survey
    from yakuba.core.actors import Actor


@transaction.atomic
def count(application: Application, *, actor: Actor, now: datetime.datetime) -> Application:
    """Take one answer in: no number, no receipt, no work, no party and no clock; nobody decides about it."""
    access.require(actor, "application.submit", application)
    fresh = states.apply(application, MOVES, "count")
    definition, today = fresh.definition, localdate(now)
    limits.require_open(fresh.version, now=now)
    limits.require_room(definition, fresh.resident_id, besides=fresh.pk)
    require_complete(fresh, now=now)
    fresh.revision, fresh.submitted_at = 1, now
    fresh.department = require_department(definition.department, today, procedure=definition.id)
    fresh.outcome, fresh.decided_on = definition.outcomes[0].id, today
    fresh.save()
    keep_submission(fresh, now=now)
    close_matter(fresh.matter, now=now)
    keeping.keep(fresh, actor=unnamed(actor) if definition.anonymous else actor, now=now)
    record(
        events.COUNTED,
        matter=fresh.matter,
        actor=unnamed(actor) if definition.anonymous else actor,
        now=now,
        procedure=fresh.version.procedure,
        channel=fresh.channel,
    )
    return fresh


@transaction.atomic
def record_results_view(survey: Survey, *, actor: Actor, now: datetime.datetime) -> None:
    """Remember that a member of staff looked through the answers."""
    access.require(actor, "survey.see", survey)
    record(events.RESULTS_VIEWED, matter=None, actor=actor, now=now, procedure=survey.procedure)


@transaction.atomic
def export_answers(survey: Survey, *, actor: Actor, now: datetime.datetime) -> bytes:
    """The answers as a table (CSV, UTF-8 with BOM, one row each); taking them out is a fact."""
    access.require(actor, "survey.export", survey)
    table = queries.survey_table(survey)
    record(
        events.EXPORTED,
        matter=None,
        actor=actor,
        now=now,
        procedure=survey.procedure,
        count=len(table) - 1,
    )
    return tables.as_csv(table)
