"""Sessions begin with a sign-in, are seen in use, and end: by signing out, everywhere at once, or by the clock."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from yakuba.accounts import events
from yakuba.accounts.models import SignIn
from yakuba.core import access
from yakuba.core.actions import record

if TYPE_CHECKING:
    import datetime
    from uuid import UUID

    from yakuba.accounts.models import User
    from yakuba.core.actors import Actor

SIGN_INS_KEPT = timedelta(days=365)


@transaction.atomic
def begin_session(user: User, *, kind: str, method: str, device: str, now: datetime.datetime) -> SignIn:
    """Write down that a session begins; the proof itself has recorded its event."""
    row: SignIn = SignIn.objects.create(
        user=user,
        kind=SignIn.Kind(kind),
        method=SignIn.Method(method),
        device=device,
        began_at=now,
        seen_at=now,
    )
    return row


@transaction.atomic
def touch_session(sign_in_id: UUID, *, now: datetime.datetime) -> None:
    """Remember that the session is in use; asked for every ten minutes at most."""
    SignIn.objects.filter(pk=sign_in_id, ended_at__isnull=True).update(seen_at=now)


@transaction.atomic
def end_session(user: User, *, sign_in_id: UUID, actor: Actor, now: datetime.datetime) -> bool:
    """End one session of this user; False if it had ended, or is somebody else's."""
    access.require(actor, "session.end")
    ended = SignIn.objects.filter(pk=sign_in_id, user=user, ended_at__isnull=True).update(ended_at=now)
    if ended:
        record(events.SESSION_ENDED, matter=None, actor=actor, now=now, sign_in=sign_in_id)
    return bool(ended)


@transaction.atomic
def end_sessions(
    user: User, *, kind: str, besides: UUID | None = None, actor: Actor, now: datetime.datetime
) -> int:
    """End all sessions of this user in this town as `kind`, on every device; `besides` stays. Returns how many."""
    access.require(actor, "session.end")
    ended: int = SignIn.objects.open_of(user, kind).exclude(pk=besides).update(ended_at=now)
    if ended:
        record(events.SESSIONS_ENDED, matter=None, actor=actor, now=now, user=user.pk, count=ended)
    return ended


@transaction.atomic
def forget_old_sign_ins(*, now: datetime.datetime, limit: int = 500) -> int:
    """Delete sign-ins that were last used more than a year ago, at most `limit`; returns how many."""
    old = SignIn.objects.filter(seen_at__lt=now - SIGN_INS_KEPT).order_by("pk").values_list("pk", flat=True)
    deleted: int = SignIn.objects.filter(pk__in=list(old[:limit])).delete()[0]
    return deleted
