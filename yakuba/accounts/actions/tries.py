"""Counts what goes wrong at a staff sign-in and shuts the login for a while when it is too much."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from yakuba.accounts import events
from yakuba.accounts.models import User
from yakuba.core.actions import record
from yakuba.core.actors import guest

if TYPE_CHECKING:
    import datetime
    from uuid import UUID

TRIES = 5
LOCKED = timedelta(minutes=15)


class SignInRefused(Exception):
    """What was typed does not open the door; the message is for the person."""


class LockedOut(SignInRefused):
    """Too many failures: the login stays shut until `until`."""

    def __init__(self, until: datetime.datetime) -> None:
        clock = timezone.localtime(until)
        super().__init__(
            f"失敗が{TRIES}回続いたため、{clock.hour}時{clock.minute:02}分までサインインできません。"
            "お急ぎのときは、情報担当に連絡してください。"
        )
        self.until = until


class TooOften(SignInRefused):
    """Asked for more often than a person would; the message says how long to wait."""


@transaction.atomic
def take_try(user_id: UUID, *, now: datetime.datetime) -> User:
    """Count one try before it is checked, so that many at the same moment count too; raises LockedOut.

    `give_back` undoes it when the try was right, `count_failure` tells of it when it was wrong.
    """
    user = User.objects.select_for_update().get(pk=user_id)
    if user.locked_until is not None:
        if user.is_locked(now):
            raise LockedOut(user.locked_until)
        user.failures, user.locked_until = 0, None
    user.failures += 1
    if user.failures >= TRIES:
        user.locked_until = now + LOCKED
    user.save(update_fields=["failures", "locked_until"])
    return user


@transaction.atomic
def give_back(user: User) -> None:
    """Take back the try that was right; earlier failures stay counted until the whole sign-in is done."""
    fresh = User.objects.select_for_update().get(pk=user.pk)
    fresh.failures, fresh.locked_until = max(0, fresh.failures - 1), None
    fresh.save(update_fields=["failures", "locked_until"])


def forget_failures(user: User) -> None:
    """Start from nought after a whole sign-in."""
    user.failures, user.locked_until = 0, None
    user.save(update_fields=["failures", "locked_until"])


@transaction.atomic
def count_failure(user: User, *, now: datetime.datetime) -> SignInRefused | None:
    """Tell of a wrong try that `take_try` counted; returns LockedOut when it was one too many."""
    record(events.STAFF_SIGN_IN_FAILED, matter=None, actor=guest(), now=now, user=user.pk)
    if user.locked_until is None:
        return None
    record(events.STAFF_LOCKED_OUT, matter=None, actor=guest(), now=now, user=user.pk)
    return LockedOut(user.locked_until)
