"""What stands beside the case on its page: both clocks, the delay, the same person's others, what came along or is owed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yakuba.accounts import queries as accounts
from yakuba.applications import capacities, queries
from yakuba.applications.actions.delays import awaits_post
from yakuba.applications.actions.supplements import SUPPLEMENT
from yakuba.applications.actions.undoing import may_give_up
from yakuba.applications.models import FINISHED
from yakuba.core import access
from yakuba.records import queries as records
from yakuba.work import queries as work

if TYPE_CHECKING:
    import datetime

    from yakuba.applications.models import Application
    from yakuba.core.actors import Actor


def facts(application: Application, actor: Actor, *, today: datetime.date) -> dict[str, Any]:
    """The part of the page's context that this module gives."""
    may_settle = access.may(actor, queries.deciding_verb(application), application)
    others = queries.companions(application)
    drafted = queries.drafted_revocation(application)
    return {
        "is_disclosure": application.version.procedure == "disclosure-request",
        **records.shown(application.matter, today),
        "clocks": queries.clocks(application, today),
        "may_delay": may_settle and not queries.delay_refusal(application, today=today),
        "awaits_delay_post": awaits_post(application),
        "same_person": [other for other in queries.same_person(application) if other.reaches(actor)],
        "companions": [_marked(other, actor) for other in others],
        "left_out": queries.left_out(application),
        "owed": queries.owed_files(application),
        "original": _of_actor(queries.original(application), actor),
        "followers": [one for one in queries.followers(application) if one.submitted_at],
        "review": queries.review_words(application),
        "succession": queries.succession(application),
        "undone": queries.undone(application),
        "drafted_revocation": drafted,
        "may_give_up": drafted is not None and may_give_up(application, drafted, actor),
        "may_revoke": _may_revoke(application, actor),
        "may_reopen": application.state in FINISHED
        and application.dispatched_on is None
        and access.may(actor, "application.reopen", application),
        "dates": _three_days(application),
        "may_reach": application.dispatched_on is not None and application.reached_on is None,
        "calls": queries.calls(application),
        "may_note": access.may(actor, "application.note_call", application),
        "intake": queries.intake(application.matter.number or "", actor) if application.received_on else None,
        "proof": accounts.identity_proof(application.matter),
        "acting": capacities.for_officials(application, today=today),
        "came_later": any(item.step == SUPPLEMENT for item in work.open_items(application.matter)),
    }


def _of_actor(other: Application | None, actor: Actor) -> dict[str, Any] | None:
    return _marked(other, actor) if other else None


def _may_revoke(application: Application, actor: Actor) -> bool:
    is_free = queries.revocation(application) is None and queries.drafted_revocation(application) is None
    return application.state in FINISHED and is_free and access.may(actor, "application.revoke", application)


def _three_days(application: Application) -> list[tuple[str, datetime.date | None, str]]:
    """決裁日, 施行日 and 到達日, each with what is known when the day is not."""
    if application.decided_on is None:
        return []
    return [
        ("決裁日", application.decided_on, ""),
        ("施行日", application.dispatched_on, "まだ発送していません"),
        ("到達日", application.reached_on, "記録がありません" if application.dispatched_on else "－"),
    ]


def _marked(other: Application, actor: Actor) -> dict[str, Any]:
    return {
        "definition": other.definition,
        "matter": other.matter,
        "department": other.department,
        "is_mine": other.reaches(actor),
    }
