"""Which role may do which verb: one table per app, asked by actions and by templates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from yakuba.core.actors import Actor

ROLES = frozenset({"guest", "resident", "program", "clerk", "chief", "systems", "protector", "machine"})

TABLE: dict[str, frozenset[str]] = {}


class NotAllowed(Exception):
    """The actor's role or reach does not include this; the message is for the person."""


class Reachable(Protocol):
    """A row that knows whose business it is."""

    def reaches(self, actor: Actor) -> bool:
        """Whether this row is the actor's business at all."""


def declare(table: Mapping[str, Iterable[str]]) -> None:
    """Add one app's verbs ("application.decide") with the roles that may do them."""
    for verb, roles in table.items():
        if set(roles) - ROLES:
            raise ValueError(f"unknown role in {verb}: {set(roles) - ROLES}")
        if TABLE.setdefault(verb, frozenset(roles)) != frozenset(roles):
            raise ValueError(f"{verb} is declared twice")


def may(actor: Actor, verb: str, row: Reachable | None = None) -> bool:
    """Whether the actor may do the verb (to this row); what staff may do to a department's row, their posts there say."""
    place = getattr(row, "department_id", None)
    roles = actor.roles_in(place) if actor.is_staff and place else actor.roles
    return bool(roles & TABLE[verb]) and (row is None or row.reaches(actor))


def require(actor: Actor, verb: str, row: Reachable | None = None) -> None:
    """Raise NotAllowed unless the actor may do the verb (to this row)."""
    if not may(actor, verb, row):
        raise NotAllowed("この操作をする権限がありません。必要なときは、係長か情報担当に相談してください。")
