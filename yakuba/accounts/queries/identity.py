"""Reads of how sure the town is of who filed something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yakuba.accounts.models import IdentityProof
from yakuba.accounts.providers import identity

if TYPE_CHECKING:
    from yakuba.accounts.providers import Asked
    from yakuba.core.models import Matter

# From the least to the most that is known of who somebody is.
LEVELS = ("none", "mail", "card-authenticated", "card-signed")
CARD = frozenset({"card-authenticated", "card-signed"})


def covers(proved: str, wanted: str) -> bool:
    """Whether a level is at least the one that is wanted."""
    return LEVELS.index(proved) >= LEVELS.index(wanted)


def identity_proof(matter: Matter) -> IdentityProof | None:
    """The newest proof about a matter."""
    found: IdentityProof | None = (
        IdentityProof.objects.filter(matter=matter).order_by("-proved_at", "-id").first()
    )
    return found


def identity_asked(level: str, digest: str) -> Asked | None:
    """What the visitor is asked for, or None where this installation knows no card."""
    provider = identity()
    return provider.begin(level, digest) if provider else None
