"""Reads of what a draft's way follows from: the case in codes, how much hangs on it, and whom the definition asks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from yakuba.accounts.queries import staff_member
from yakuba.applications import walk
from yakuba.approvals import queries as drafts
from yakuba.approvals.models import Weight
from yakuba.core import access, states
from yakuba.procedures import queries as procedures

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from yakuba.applications.models import Application
    from yakuba.approvals.models import Approval, Stop
    from yakuba.approvals.planning import Basis, Planned
    from yakuba.core.actors import Actor
    from yakuba.procedures.definition import Outcome, Step


@dataclass(frozen=True)
class Sight:
    """A case as those see it who are asked about it, whichever department deals with it."""

    application: Application

    def reaches(self, actor: Actor) -> bool:
        """Whether the case is or was the business of a department of the actor."""
        return actor.is_staff and self.application.reaches(actor)


def require_sight(application: Application, verb: str, actor: Actor) -> None:
    """Raise NotAllowed unless the official is asked about this case; whose turn it is, the draft says."""
    access.require(actor, verb, Sight(application))


def basis_of(
    application: Application,
    outcome: Outcome,
    *,
    weight: str = "",
    amount_yen: int | None = None,
    consult: Sequence[str] = (),
) -> Basis | None:
    """What the way of a draft of this outcome follows from; None where the definition leaves it to whoever examines."""
    if not walk.needs_draft(application):
        return None
    step = walk.deciding_step(application)
    return drafts.Basis(
        department=application.office,
        procedure=application.definition.id,
        outcome=outcome.id,
        effect=outcome.effect,
        title=outcome.title,
        weight=_weight(step, weight),
        amount_yen=amount(application) if amount_yen is None else amount_yen,
        consult=(*step.consult, *consult),
        # Whom the drafter asks besides, must agree too.
        needed=step.enough + len(set(consult) - set(step.consult)) if step.enough else None,
        examine=step.examine or "",
        due_on=application.due_on,
    )


def again(draft: Approval, basis: Basis | None) -> Basis | None:
    """The basis of a draft that takes the place of another: as much hangs on it, and the same departments are asked."""
    if basis is None:
        return None
    asked = {stop.department.code for stop in drafts.standing(draft) if stop.kind == "consult" and stop.rank}
    weight = draft.weight if basis.weight == Weight.ORDINARY else basis.weight
    consult = (*basis.consult, *sorted(asked - set(basis.consult)))
    return replace(basis, weight=weight, amount_yen=draft.amount_yen, consult=consult)


def amount(application: Application) -> int | None:
    """The amount by which the town's table says who decides, where the definition names a question for it."""
    step = walk.deciding_step(application)
    if step.amount is None:
        return None
    field = procedures.shown(application.definition, application.answers).get(step.amount)
    value = application.answers.get(step.amount) if field else None
    return value if isinstance(value, int) and value >= 0 else None


def _weight(step: Step, chosen: str) -> str:
    """What the definition calls important stays so; the drafter may call more important what it does not."""
    if step.weight != "ordinary":
        return step.weight
    return chosen if chosen in Weight.values else Weight.ORDINARY


def plan_of(basis: Basis | None, actor: Actor, on: datetime.date) -> tuple[Planned, ...]:
    """The way that a draft of this actor would go; empty where it cannot be laid."""
    staff = staff_member(actor.staff) if basis else None
    try:
        return drafts.plan(basis, drafter=staff, on=on) if basis and staff else ()
    except states.NotPossible:
        return ()


def open_stop(application: Application, actor: Actor, *, now: datetime.datetime) -> Stop | None:
    """The stop of the waiting draft at which this official may act now, if there is one."""
    draft = drafts.find_open(application.matter)
    return drafts.open_to(draft, actor, now=now) if draft else None


def may_decide(application: Application, actor: Actor, *, now: datetime.datetime) -> bool:
    """Whether this official may settle the outcome now: by the definition, by their stop, or without any draft."""
    if not walk.needs_draft(application):
        return access.may(actor, walk.deciding_verb(application), application)
    if drafts.find_open(application.matter):
        stop = open_stop(application, actor, now=now)
        return stop is not None and stop.kind == "decide"
    return access.may(actor, "application.propose", application) and bool(
        settled_alone(application, actor, now=now)
    )


def whose_turn(application: Application) -> str:
    """Who acts on the case now, for somebody who may not."""
    draft = drafts.find_open(application.matter)
    if draft is None:
        return "決裁を待っている案はありません。決裁が要るときは、起案して回してください。"
    line = drafts.waiting(draft) or [drafts.deciding_stop(draft)]
    return drafts.refusal(line[0])


def may_revise(application: Application, draft: Approval, actor: Actor, *, now: datetime.datetime) -> bool:
    """Whether this official may change the draft on its way: its drafter, and superiors whose turn it is."""
    if not walk.needs_draft(application):
        return False
    stop = drafts.open_to(draft, actor, now=now)
    is_above = stop is not None and stop.kind in {"circulate", "decide"}
    return is_above or draft.proposed_by_id == actor.staff


def settled_alone(application: Application, actor: Actor, *, now: datetime.datetime) -> list[str]:
    """The outcomes on which this official may decide without asking anybody, by id."""
    found = []
    for outcome in application.definition.outcomes:
        basis = basis_of(application, outcome)
        if basis is None:
            continue
        planned = plan_of(basis, actor, localdate(now))
        if len(planned) == 1 and drafts.could_decide(planned[0], actor, weight=basis.weight, now=now):
            found.append(outcome.id)
    return found
