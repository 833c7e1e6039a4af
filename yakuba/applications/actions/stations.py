"""What officials do with a draft on its way: agree, change it, look at it afterwards, send it to somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from yakuba.accounts import queries as accounts
from yakuba.applications.actions import route
from yakuba.applications.actions.settling import outcome_of, require_revision
from yakuba.applications.basis import again, basis_of, require_sight
from yakuba.applications.decision_record import request_record
from yakuba.applications.models import FINISHED, MOVES
from yakuba.approvals import actions as approvals
from yakuba.approvals import queries as drafts
from yakuba.core import access, states

if TYPE_CHECKING:
    import datetime

    from yakuba.accounts.models import Department, Staff
    from yakuba.applications.models import Application
    from yakuba.approvals.models import Approval, Stop
    from yakuba.core.actors import Actor

_GONE = "この案は、もう次に進んだか、差し戻されています。画面を開き直して確かめてください。"


@transaction.atomic
def agree(
    application: Application,
    *,
    actor: Actor,
    now: datetime.datetime,
    comment: str = "",
    stop: str | None = None,
    revision: int | None = None,
) -> Stop:
    """Let the draft go on as far as the actor is asked (回議・合議・審査); `stop` is the one that the page showed."""
    require_sight(application, "application.consider", actor)
    # A draft of a revocation (取消し・撤回) goes its way after the decision: that a draft waits is enough.
    fresh = states.lock(application)
    require_revision(fresh, revision)
    draft = drafts.open_approval(fresh.matter)
    chosen = drafts.stop_of(draft, stop) or drafts.open_to(draft, actor, now=now)
    if chosen is None:
        raise states.NotPossible(_GONE, fresh.state)
    return approvals.agree(chosen, comment=comment, actor=actor, now=now)


@transaction.atomic
def revise(
    application: Application,
    *,
    outcome: str,
    reasons: str,
    actor: Actor,
    now: datetime.datetime,
    draft: str | None = None,
    revision: int | None = None,
) -> Approval:
    """Change the draft on its way; those who were consulted are asked again about what it says now."""
    require_sight(application, "application.consider", actor)
    fresh = _undecided(application, revision)
    standing = drafts.open_approval(fresh.matter)
    if draft is not None and str(standing.pk) != draft:
        raise states.NotPossible(_GONE, fresh.state)
    chosen = outcome_of(fresh, outcome, reasons)
    basis = again(standing, basis_of(fresh, chosen))
    return approvals.revise(standing, outcome=chosen.id, reasons=reasons, basis=basis, actor=actor, now=now)


@transaction.atomic
def view_after(application: Application, *, stop: str, actor: Actor, now: datetime.datetime) -> Stop:
    """Remember that somebody looked at what was decided in their place, or went past them (後閲)."""
    require_sight(application, "application.consider", actor)
    fresh = states.lock(application)
    found = next((one for one in drafts.to_view(fresh.matter) if str(one.pk) == stop), None)
    if found is None:
        raise states.NotPossible("後閲を待っている案はありません。画面を開き直して確かめてください。", "")
    seen = approvals.view_after(found, actor=actor, now=now)
    if fresh.state in FINISHED:
        # The paper says who has looked afterwards.
        request_record(fresh, actor=actor, now=now)
    return seen


@transaction.atomic
def make_record(application: Application, *, actor: Actor, now: datetime.datetime) -> None:
    """Make the 決裁文書 anew as it stands now, with the days that came since."""
    access.require(actor, "application.examine", application)
    fresh = states.lock(application)
    if fresh.state not in FINISHED or request_record(fresh, actor=actor, now=now) is None:
        raise states.NotPossible("決裁文書は、起案して決裁した案件で、決定の後に作れます。", fresh.state)


@transaction.atomic
def reroute(
    application: Application,
    *,
    stop: str,
    reason: str,
    department: Department,
    actor: Actor,
    now: datetime.datetime,
    rank: str = "",
    staff: Staff | None = None,
) -> Stop:
    """Let another post or person act at an open stop of the draft; the old one stays in the history."""
    access.require(actor, "application.reroute", application)
    fresh = states.lock(application)
    chosen = drafts.stop_of(drafts.open_approval(fresh.matter), stop)
    if chosen is None:
        raise states.NotPossible(_GONE, fresh.state)
    if staff is not None and staff not in accounts.colleagues(department.pk, on=localdate(now)):
        raise route.Refused(f"{staff.name}さんは、今日の時点で{department}の職員ではありません。")
    return approvals.reroute(
        chosen, department=department, rank=rank, staff=staff, reason=reason, actor=actor, now=now
    )


def _undecided(application: Application, revision: int | None = None) -> Application:
    fresh = route.undecided(application, otherwise=MOVES["decide"].otherwise)
    require_revision(fresh, revision)
    return fresh
