"""Who does something: a typed code that events keep, and what this actor may reach."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID

NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Actor:
    """One who acts: `code` ("staff:<id>", "resident:<id>", "guest", "system") and the reach of this moment."""

    code: str
    roles: frozenset[str] = NOBODY
    departments: frozenset[UUID] = frozenset()
    matters: frozenset[UUID] = frozenset()
    resident: UUID | None = None
    staff: UUID | None = None
    name: str = ""

    @property
    def is_staff(self) -> bool:
        """Whether this is a member of the town's staff."""
        return self.staff is not None

    def holding(self, matter: UUID) -> Actor:
        """The same actor, after it was shown that this matter is theirs."""
        return replace(self, matters=self.matters | {matter})

    @property
    def is_resident(self) -> bool:
        """Whether this is a resident who has signed in."""
        return self.resident is not None


MACHINE = Actor(code="system", roles=frozenset({"machine"}))


def guest(matters: frozenset[UUID] = frozenset()) -> Actor:
    """Somebody without an account, who holds the look-up codes of these matters."""
    return Actor(code="guest", roles=frozenset({"guest"}), matters=matters)
