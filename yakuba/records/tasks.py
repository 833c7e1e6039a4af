"""What the clock does for records, in the scope of one town: the night, disposals that were agreed to, and copies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yakuba.accounts import queries as people
from yakuba.core import access, runs, states
from yakuba.records import actions, copies, night
from yakuba.records.actions.disposing import KIND
from yakuba.records.queries import of_matter

if TYPE_CHECKING:
    import datetime

    from yakuba.core.models import RunItem

REFUSALS = (states.NotPossible, access.NotAllowed)


def sweep(*, now: datetime.datetime) -> int:
    """Go on with the night, dispose of what was agreed to, write copies; returns how many pieces were tried."""
    done = night.go_on(now=now)
    done += runs.work_off({KIND: dispose_of}, refusals=REFUSALS, now=now)
    return done + copies.write(now=now)


def dispose_of(item: RunItem, now: datetime.datetime) -> None:
    """Dispose of one matter's records as the chief who agreed, with the posts of this moment."""
    actor = people.actor_of_code(item.run.actor, now=now)
    row = of_matter(item.matter)
    if actor is None or row is None:
        raise access.NotAllowed("決裁した職員が、もう在籍していません。")
    # Two lists that were agreed to at the same time may both name it: it counts for the one that came first.
    actions.dispose(row, actor=actor, now=now)
