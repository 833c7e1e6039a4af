"""What follows an application: its renewal, a change, the next procedure, a 審査請求; each is a child of its matter."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid5

from django.db import transaction

from yakuba.applications import queries
from yakuba.applications.actions import drafts, limits, together
from yakuba.core import access, states

if TYPE_CHECKING:
    import datetime

    from yakuba.applications.models import Application
    from yakuba.core.actors import Actor
    from yakuba.procedures.models import Version


@transaction.atomic
def follow_up(
    application: Application, *, version: Version, actor: Actor, now: datetime.datetime
) -> Application:
    """Begin what follows, filled with the answers that both ask for; pressed twice, the same draft is found.

    Raises Closed and FiledBefore, and NotPossible for what does not follow this one.
    """
    access.require(actor, "application.view", application)
    # Lock order: matter, children. Two presses at the same moment find the same draft.
    states.hold(application.matter_id)
    if version.procedure not in {row.procedure for row in queries.followable(application)}:
        raise states.NotPossible("この申請の次に、この手続は始められません。", application.state)
    earlier = queries.followers(application, version.procedure)
    if earlier and earlier[-1].is_draft:
        return earlier[-1]
    limits.require_open(version, now=now)
    limits.require_room(version.definition, application.resident_id)
    draft = drafts.begin(
        version,
        token=uuid5(application.start_token, f"follow-up:{version.procedure}:{len(earlier)}"),
        resident=application.resident,
        actor=actor,
        now=now,
        after=application,
    )
    held = actor.holding(draft.matter_id)
    asked = draft.definition.fields
    about = {name: value for name, value in queries.about(application).items() if name in asked}
    draft.answers = {**together.shared(application, draft, actor=held, now=now), **about}
    draft.save(update_fields=["answers"])
    return draft
