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
    """One who acts: `code` ("staff:<id>", "resident:<id>", "program:<id>", "guest", "system") and the reach of this moment.

    `posts` are pairs of a department's id and a role: a chief of one department may be a clerk of another.
    `roles` are all roles together, for what belongs to no department.
    """

    code: str
    roles: frozenset[str] = NOBODY
    posts: frozenset[tuple[UUID, str]] = frozenset()
    matters: frozenset[UUID] = frozenset()
    resident: UUID | None = None
    staff: UUID | None = None
    # An authorised system (連携システム) that files for others.
    program: UUID | None = None
    name: str = ""
    # What a second person agreed to for this actor at this moment: pairs of a matter's id and a purpose (支援措置).
    cleared: frozenset[tuple[UUID, str]] = frozenset()

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
# What the memory keeps of somebody who answers without a name: nothing that leads back to anybody.
UNNAMED = "anonymous"


def unnamed(actor: Actor) -> Actor:
    """The same reach under a code that names nobody: events of anonymous procedures are recorded by it."""
    return actor if "machine" in actor.roles else replace(actor, code=UNNAMED, name="")


def guest(matters: frozenset[UUID] = frozenset()) -> Actor:
    """Somebody without an account, who holds the look-up codes of these matters."""
    return Actor(code="guest", roles=frozenset({"guest"}), matters=matters)
