"""Reads of tokens: whose a secret is, which a resident or a system has, and when they were used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q

from yakuba.accounts.models import Program, Token, TokenUse
from yakuba.accounts.queries.people import actor_of_resident
from yakuba.core import actors
from yakuba.core.lookup import fingerprint

if TYPE_CHECKING:
    import datetime
    from uuid import UUID

LONGEST_SECRET = 200
DAYS_SHOWN = 14


def digest_of(secret: str) -> str:
    """The keyed hash under which a token is kept; the same secret is another in another town."""
    return fingerprint("api-token", secret)


def token_of(secret: str, *, now: datetime.datetime) -> Token | None:
    """The token of this secret that stands, of an account and a system that stand too."""
    if not 0 < len(secret) <= LONGEST_SECRET:
        return None
    rows = Token.objects.standing(now).select_related("resident__person__key__town_key", "program")
    owner = Q(resident__isnull=False, resident__closed_at__isnull=True, resident__user__is_active=True)
    owner |= Q(program__isnull=False, program__ended_at__isnull=True)
    found: Token | None = rows.filter(owner, digest=digest_of(secret)).first()
    return found


def actor_of_token(token: Token) -> actors.Actor:
    """Who acts by a token: the resident, or the system that was authorised."""
    if token.resident is not None:
        return actor_of_resident(token.resident)
    return actors.Actor(
        code=f"program:{token.program_id}",
        roles=frozenset({"program"}),
        program=token.program_id,
        name=token.program.name if token.program else "",
    )


def _with_uses() -> Prefetch[str]:
    return Prefetch("uses", TokenUse.objects.order_by("-on"), to_attr="days")


def tokens_of(resident_id: UUID) -> list[Token]:
    """A resident's tokens, the newest first, each with its `days` of use."""
    rows = Token.objects.filter(resident=resident_id).select_related("key__town_key")
    return list(rows.prefetch_related(_with_uses()).order_by("-made_at", "-id")[:50])


def programs() -> list[Program]:
    """Every authorised system, those that stand first, by name."""
    return list(Program.objects.select_related("key__town_key").order_by("ended_at", "name", "id"))


def program(pk: UUID) -> Program | None:
    """One authorised system."""
    found: Program | None = Program.objects.select_related("key__town_key", "made_by").filter(pk=pk).first()
    return found


def program_tokens(of: Program) -> list[Token]:
    """The tokens of a system, the newest first, each with its `days` of use."""
    rows = Token.objects.filter(program=of).select_related("key__town_key")
    return list(rows.prefetch_related(_with_uses()).order_by("-made_at", "-id")[:50])
