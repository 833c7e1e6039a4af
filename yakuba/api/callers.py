"""Who asks: by a resident's or a system's token, by a look-up code, or nobody; and how often they may."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.conf import settings
from ninja.security import HttpBearer

from yakuba.accounts import actions as accounts
from yakuba.accounts import queries as people
from yakuba.accounts.entrance import client_address
from yakuba.api.problems import Problem
from yakuba.applications import queries
from yakuba.core import actors, numbers, throttle

if TYPE_CHECKING:
    import datetime
    from uuid import UUID

    from django.http import HttpRequest

    from yakuba.accounts.models import Token
    from yakuba.applications.models import Application

CODE_HEADER = "Yakuba-Lookup-Code"
MINUTE, QUARTER, HOUR = 60, 900, 3600
TRIES = 20  # wrong tokens or codes from one address within a quarter of an hour


@dataclass(frozen=True)
class Caller:
    """Who asks, with what, and when."""

    actor: actors.Actor
    address: str
    now: datetime.datetime
    token: Token | None = None
    code: str = ""

    @property
    def is_guest(self) -> bool:
        """Whether no token came along."""
        return self.token is None

    def holding(self, matter: UUID) -> Caller:
        """The same caller, after it was shown that this matter is theirs."""
        return replace(self, actor=self.actor.holding(matter))

    @property
    def key(self) -> str:
        """What stands for this caller where a key is remembered."""
        return f"token:{self.token.pk}" if self.token else "guest"


class Bearer(HttpBearer):
    """Finds out who asks before an address answers; `scope` is what a token must open, `open_` lets nobody in too."""

    def __init__(self, scope: str = "read", *, open_: bool = False) -> None:
        super().__init__()
        self.scope, self.open_ = scope, open_

    def __call__(self, request: HttpRequest) -> Caller:
        """The caller; raises Problem. A cookie says nothing here."""
        asked: Any = request
        address, now = client_address(request), asked.arrived_at
        given = request.headers.get("Authorization", "")
        if not given:
            return self._without(request, address, now)
        sort, _space, secret = given.partition(" ")
        token = people.token_of(secret.strip(), now=now) if sort.lower() == "bearer" else None
        if token is None:
            limit("api-wrong", address, most=TRIES, seconds=QUARTER, now=now)
            raise _unknown("トークンが正しくないか、期限が切れたか、取り消されています。")
        limit("api-token", str(token.pk), most=settings.API_PER_MINUTE, seconds=MINUTE, now=now)
        if self.scope == "file" and token.scope != token.Scope.FILE:
            raise Problem(403, "scope", "このトークンでは、見ることだけができます。")
        accounts.touch_token(token, now=now)
        asked.actor = people.actor_of_token(token)
        return Caller(asked.actor, address, now, token=token)

    def _without(self, request: HttpRequest, address: str, now: datetime.datetime) -> Caller:
        code = request.headers.get(CODE_HEADER, "")
        if not self.open_ and not code:
            raise _unknown("トークンか照会コードが必要です。")
        limit("api-address", address, most=settings.API_PER_MINUTE, seconds=MINUTE, now=now)
        return Caller(actors.guest(), address, now, code=code)

    def authenticate(self, request: HttpRequest, token: str) -> Caller:  # pragma: no cover
        """Never asked: `__call__` does it all."""
        raise NotImplementedError


def _unknown(words: str) -> Problem:
    return Problem(401, "unauthenticated", words, headers={"WWW-Authenticate": 'Bearer realm="yakuba"'})


def limit(name: str, key: str, *, most: int, seconds: int, now: datetime.datetime) -> None:
    """Count one try; raises Problem (429, with Retry-After) when it is one too many."""
    if not throttle.hit(name, key, limit=most, seconds=seconds, now=now):
        raise _too_many(seconds, now)


def _too_many(seconds: int, now: datetime.datetime) -> Problem:
    left = str(throttle.seconds_left(seconds, now=now))
    return Problem(429, "too-many-requests", headers={"Retry-After": left})


def with_code(caller: Caller, reference: str) -> Application | None:
    """The application that the guest's look-up code opens, a filed one together with its receipt number or id."""
    # The same door as on the pages: who tries codes is stopped there and here alike. Here each request brings the
    # code along, so only wrong ones count; once there were too many, right ones are not let in either.
    within: dict[str, Any] = {"limit": TRIES, "seconds": QUARTER, "now": caller.now}
    if throttle.is_over("find", caller.address, **within):
        raise _too_many(QUARTER, caller.now)
    code = numbers.parse_lookup_code(caller.code)
    found = queries.by_code(code, reference, caller.actor, now=caller.now) if code else None
    if found is None:
        throttle.hit("find", caller.address, **within)
    return found
