"""What every arrival has in common: nothing is missing, and what arrived is kept for ever."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from yakuba.applications.models import Submission
from yakuba.core import access, dates, numbers
from yakuba.core.actions import next_number
from yakuba.core.transactions import joining
from yakuba.procedures import queries as procedures

if TYPE_CHECKING:
    from yakuba.applications.models import Application
    from yakuba.core.actors import Actor


class Incomplete(Exception):
    """Answers are still missing; `missing` lists (section, field, message)."""

    def __init__(self, missing: list[tuple[str, str, str]]) -> None:
        super().__init__(_("まだ入力していないところがあります。"))
        self.missing = missing


def require_writer(actor: Actor, verb: str, application: Application) -> None:
    """Raise NotAllowed unless the actor writes this application: the applicant, or an official what came on paper."""
    if not (actor.is_staff and application.is_being_typed):
        access.require(actor, verb, application)
    # What is filed in the same sitting may go to another department: that it is theirs, the first one has shown.
    elif application.matter_id not in actor.matters:
        access.require(actor, "application.type", application)


def arrival_moment(application: Application, *, now: datetime.datetime) -> datetime.datetime:
    """When it arrived: by the server's own clock (デジタル手続法6条3項), on paper the day of the stamp, at noon."""
    stamped = application.received_on
    if stamped is None or stamped == localdate(now):
        return now
    noon = datetime.datetime.combine(stamped, datetime.time(12))
    return timezone.make_aware(noon, dates.TOKYO)


def give_number(application: Application, *, now: datetime.datetime) -> None:
    """Give it the next receipt number, unless it has one. Call it last: the counter stays locked."""
    if application.matter.number is not None:
        return
    year = dates.fiscal_year(localdate(now))
    application.matter.number = numbers.receipt_number(year, next_number("receipt", year=year))
    application.matter.save(update_fields=["number"])


def require_complete(application: Application, *, now: datetime.datetime, blanks: bool = False) -> None:
    """Make anew what follows from the answers, as of arrival, and raise Incomplete while any is missing.

    `blanks`: what is left blank on paper arrives blank, and is asked for afterwards (行政手続法7条).
    """
    definition, on = application.definition, application.arrival_day(localdate(now))
    application.answers = procedures.with_computed(definition, application.answers, today=on)
    if blanks:
        return
    if missing := procedures.missing(definition, application.answers):
        raise Incomplete(missing)


@joining
def keep_submission(application: Application, *, now: datetime.datetime, source: str = "online") -> None:
    """Keep the answers of this revision as they arrived."""
    Submission.objects.create(
        application=application,
        matter=application.matter,
        revision=application.revision,
        answers=procedures.shown_answers(application.definition, application.answers),
        source=source,
        arrived_at=now,
    )
