"""By which rule the records of an application are kept: its outcome says how long, its end says from when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from yakuba.applications import following
from yakuba.records import actions as records

if TYPE_CHECKING:
    import datetime

    from yakuba.accounts.models import Department
    from yakuba.applications.models import Application
    from yakuba.core.actors import Actor
    from yakuba.core.models import Matter
    from yakuba.procedures.definition import Definition

# Letters that were bundled: the papers themselves are kept with their cases.
BUNDLE_YEARS = 1


def keep(application: Application, *, actor: Actor, now: datetime.datetime) -> None:
    """Set the period of a case that has ended, in the transaction that ends it."""
    definition, outcome = application.definition, application.outcome
    years = definition.outcome(outcome).keep.years if outcome else _longest(definition)
    ended = application.matter.closed_at
    records.keep(
        application.matter,
        basis="outcome" if outcome else "withdrawn",
        years=years,
        version=application.version,
        outcome=outcome,
        department=application.office,
        finished_on=localdate(ended or now),
        actor=actor,
        now=now,
    )


def _longest(definition: Definition) -> int | str:
    """The longest period of its outcomes: what ended without one is kept no shorter than what was decided."""
    found = [outcome.keep.years for outcome in definition.outcomes]
    endless = [years for years in found if isinstance(years, str)]
    return endless[0] if endless else max(years for years in found if isinstance(years, int))


def hold_original(application: Application, *, actor: Actor, now: datetime.datetime) -> None:
    """Keep the records of the case that a 審査請求 is about, until a year after it is decided (施行令9条1項3号)."""
    if application.version.procedure != following.REVIEW:
        return
    original = following.original(application)
    if original is not None and original.matter.disposed_at is None:
        records.hold(original.matter, kind="appeal", cause=application.matter, actor=actor, now=now)


def keep_bundle(matter: Matter, *, department: Department, actor: Actor, now: datetime.datetime) -> None:
    """Set the period of a bundle of letters that was posted or dissolved."""
    records.keep(
        matter,
        basis="bundle",
        years=BUNDLE_YEARS,
        department=department,
        finished_on=localdate(now),
        actor=actor,
        now=now,
    )
