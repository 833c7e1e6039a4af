"""Who does something: a typed code that events keep, and what this actor may reach."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Actor:
    """One who acts: `code` ("staff:<id>", "resident:<id>", "guest", "system") and the reach of this moment.

    `posts` are pairs of a department's id and a role: a chief of one department may be a clerk of another.
    `roles` are all roles together, for what belongs to no department.
    """

    code: str
    roles: frozenset[str] = NOBODY
    posts: frozenset[tuple[UUID, str]] = frozenset()
    matters: frozenset[UUID] = frozenset()
    resident: UUID | None = None
    staff: UUID | None = None
    name: str = ""

    @property
    def is_staff(self) -> bool:
        """Whether this is a member of the town's staff."""
        return self.staff is not None

    @property
    def departments(self) -> frozenset[UUID]:
        """The departments in which the actor has any post."""
        return frozenset(department for department, _ in self.posts)

    def departments_as(self, roles: Iterable[str]) -> frozenset[UUID]:
        """The departments in which the actor has a post of one of these roles."""
        wanted = frozenset(roles)
        return frozenset(department for department, role in self.posts if role in wanted)

    def roles_in(self, department_id: UUID) -> frozenset[str]:
        """The roles of the actor's posts in this one department."""
        return frozenset(role for department, role in self.posts if department == department_id)

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
