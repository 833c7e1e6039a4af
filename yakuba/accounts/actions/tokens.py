"""Tokens of the API are made, counted in use and revoked; authorised systems are entered and ended."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from yakuba.accounts import events
from yakuba.accounts.models import Program, Token, TokenUse
from yakuba.accounts.queries.tokens import digest_of
from yakuba.core import access
from yakuba.core.actions import new_key, record

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence
    from uuid import UUID

    from yakuba.accounts.models import Resident, Staff
    from yakuba.core.actors import Actor

LONGEST = timedelta(days=366)
MOST_TOKENS = 10  # of one resident or one system that stand at the same time
USES_KEPT = timedelta(days=366)
PREFIX = "yk_"


class MadeBefore(Exception):
    """The same button made it already; its secret was shown then, and nobody can show it again."""


class TooManyTokens(Exception):
    """As many tokens stand as one may have."""


@dataclass(frozen=True)
class MadeToken:
    """A new token and its secret, which exists only here."""

    token: Token
    secret: str


@transaction.atomic
def make_own_token(
    resident: Resident,
    *,
    label: str,
    scope: str,
    lasting: timedelta,
    made_with: UUID,
    actor: Actor,
    now: datetime.datetime,
) -> MadeToken:
    """A resident lets a program of theirs read, or also file. Raises MadeBefore and TooManyTokens."""
    access.require(actor, "account.mind")
    type(resident).objects.select_for_update(of=("self",)).get(pk=resident.pk)
    made = Token(resident=resident, label=label, scope=Token.Scope(scope))
    return _make(made, lasting=lasting, made_with=made_with, actor=actor, now=now)


@transaction.atomic
def enter_program(
    name: str,
    *,
    purpose: str,
    procedures: Sequence[str],
    made_with: UUID,
    by: Staff,
    actor: Actor,
    now: datetime.datetime,
) -> Program:
    """Enter a system (連携システム) that may file in these procedures; entered twice by one button, it is one."""
    access.require(actor, "program.mind")
    if found := Program.objects.filter(made_with=made_with).first():
        before: Program = found
        return before
    row = Program(key=new_key(), name=name, procedures=list(procedures), made_with=made_with, made_by=by)
    row.purpose, row.made_at = purpose, now
    row.save(force_insert=True)
    record(events.PROGRAM_ENTERED, matter=None, actor=actor, now=now, program=row.pk)
    return row


@transaction.atomic
def make_program_token(
    program: Program,
    *,
    label: str,
    lasting: timedelta,
    made_with: UUID,
    actor: Actor,
    now: datetime.datetime,
) -> MadeToken:
    """A systems officer gives a system its token. Raises MadeBefore and TooManyTokens."""
    access.require(actor, "program.mind")
    fresh = Program.objects.select_for_update(of=("self",)).get(pk=program.pk)
    if fresh.ended_at is not None:
        raise TooManyTokens(_("この連携システムは終わっているため、トークンを作れません。"))
    made = Token(program=fresh, label=label, scope=Token.Scope.FILE)
    return _make(made, lasting=lasting, made_with=made_with, actor=actor, now=now)


@transaction.atomic
def _make(
    token: Token, *, lasting: timedelta, made_with: UUID, actor: Actor, now: datetime.datetime
) -> MadeToken:
    if Token.objects.filter(made_with=made_with).exists():
        raise MadeBefore(_("このトークンは、もう作りました。値は作ったときに1度だけ表示されます。"))
    others = Token.objects.standing(now).filter(resident=token.resident, program=token.program)
    if others.count() >= MOST_TOKENS:
        words = _("トークンは{most}個まで作れます。使わないものを取り消してから作ってください。")
        raise TooManyTokens(words.format(most=MOST_TOKENS))
    secret = PREFIX + secrets.token_urlsafe(32)
    token.key, token.digest, token.sign = new_key(), digest_of(secret), secret[:10]
    token.made_with, token.made_at, token.expires_at = made_with, now, now + min(lasting, LONGEST)
    token.save(force_insert=True)
    record(events.TOKEN_MADE, matter=None, actor=actor, now=now, token=token.pk, scope=str(token.scope))
    return MadeToken(token, secret)


@transaction.atomic
def touch_token(token: Token, *, now: datetime.datetime) -> None:
    """Count one use of a token, by the day."""
    Token.objects.filter(pk=token.pk).update(last_used_at=now)
    today = TokenUse.objects.filter(token=token, on=localdate(now))
    if not today.update(count=F("count") + 1):
        try:
            with transaction.atomic():
                TokenUse.objects.create(token=token, on=localdate(now), count=1)
        except IntegrityError:
            # Two first uses of a day at the same moment.
            today.update(count=F("count") + 1)


@transaction.atomic
def revoke_token(token: Token, *, actor: Actor, now: datetime.datetime) -> bool:
    """The token opens nothing from this moment on; False if it had ended."""
    access.require(actor, "token.revoke")
    ended = Token.objects.filter(pk=token.pk, ended_at__isnull=True).update(ended_at=now)
    if ended:
        record(events.TOKEN_REVOKED, matter=None, actor=actor, now=now, token=token.pk)
    return bool(ended)


@transaction.atomic
def end_program(program: Program, *, actor: Actor, now: datetime.datetime) -> bool:
    """The system's authorisation is over, and every token of it; False if it was already."""
    access.require(actor, "program.mind")
    for token in Token.objects.filter(program=program, ended_at__isnull=True):
        revoke_token(token, actor=actor, now=now)
    ended = Program.objects.filter(pk=program.pk, ended_at__isnull=True).update(ended_at=now)
    if ended:
        record(events.PROGRAM_ENDED, matter=None, actor=actor, now=now, program=program.pk)
    return bool(ended)


@transaction.atomic
def forget_old_uses(*, now: datetime.datetime, limit: int = 500) -> int:
    """Delete the counts of days more than a year ago, at most `limit`; returns how many."""
    old = (
        TokenUse.objects.filter(on__lt=localdate(now - USES_KEPT)).order_by("pk").values_list("pk", flat=True)
    )
    deleted: int = TokenUse.objects.filter(pk__in=list(old[:limit])).delete()[0]
    return deleted


@transaction.atomic
def forget_old_tokens(*, now: datetime.datetime, limit: int = 500) -> int:
    """Delete tokens that ended more than a year ago, with the counts of their use, at most `limit`; returns how many."""
    over = Q(ended_at__lt=now - USES_KEPT) | Q(expires_at__lt=now - USES_KEPT)
    found = list(Token.objects.filter(over).order_by("pk").values_list("pk", flat=True)[:limit])
    Token.objects.filter(pk__in=found).delete()
    return len(found)
