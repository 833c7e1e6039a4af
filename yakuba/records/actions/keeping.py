"""The period of keeping is set once when a matter ends, and anew when it ends again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from yakuba.core import access, states, terms
from yakuba.core.actions import record
from yakuba.records import events
from yakuba.records.models import Hold, Retention, State, Term

if TYPE_CHECKING:
    import datetime

    from yakuba.accounts.models import Department
    from yakuba.core.actors import Actor
    from yakuba.core.models import Matter
    from yakuba.procedures.models import Version

TERMS = {"永年": Term.PERMANENT, "常用": Term.CURRENT}


@transaction.atomic
def keep(
    matter: Matter,
    *,
    basis: str,
    years: int | str,
    department: Department,
    finished_on: datetime.date,
    actor: Actor,
    now: datetime.datetime,
    version: Version | None = None,
    outcome: str = "",
) -> Retention:
    """Set how long the records of a matter that has ended are kept; of one that ends again the last end counts.

    `years` is a number, 永年 or 常用, as in a definition. What was held back because of this matter is held for a year
    from the day after (公文書管理法施行令9条1項3号・4号). What is disposed of stays as it is.
    """
    access.require(actor, "retention.keep")
    # Lock order: matter, children.
    states.hold(matter.pk)
    row: Retention = Retention.objects.filter(matter=matter).first() or Retention(matter=matter)
    if row.is_disposed:
        return row
    row.version, row.department, row.basis, row.outcome = version, department, basis, outcome
    row.term = Term.YEARS if isinstance(years, int) else TERMS[years]
    row.years = years if isinstance(years, int) else None
    row.finished_on = finished_on
    row.until_on = terms.ends_on(finished_on, years) if isinstance(years, int) else None
    row.state, row.listed_on = State.KEPT, None
    row.save()
    ends = Hold.objects.filter(cause=matter, lifted_at__isnull=True)
    ends.update(until_on=terms.a_year_after(finished_on))
    record(
        events.RETENTION_SET,
        matter=matter,
        actor=actor,
        now=now,
        finished_on=finished_on,
        until=row.until_on.isoformat() if row.until_on else row.term.value,
        basis=basis,
    )
    return row


@transaction.atomic
def reopen(matter: Matter, *, actor: Actor, now: datetime.datetime) -> Retention | None:
    """Stop counting: the matter goes on. None where nothing was counted yet."""
    access.require(actor, "retention.keep")
    states.hold(matter.pk)
    row: Retention | None = Retention.objects.filter(matter=matter, state=State.KEPT).first()
    if row is None:
        return None
    row.state, row.listed_on = State.OPEN, None
    row.save(update_fields=["state", "listed_on"])
    Hold.objects.filter(cause=matter, lifted_at__isnull=True).update(until_on=None)
    record(events.RETENTION_REOPENED, matter=matter, actor=actor, now=now)
    return row
