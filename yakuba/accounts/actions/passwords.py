"""The first half of a staff sign-in, and everything else about passwords."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from yakuba.accounts import events
from yakuba.accounts.actions import tries
from yakuba.accounts.models import Staff
from yakuba.accounts.queries import login_key
from yakuba.core import access, throttle
from yakuba.core.actions import record

if TYPE_CHECKING:
    import datetime

    from yakuba.accounts.models import User
    from yakuba.core.actors import Actor

# Without 0, O, 1, l and I: it is read from paper and typed once.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ"
WRONG = "ログイン名かパスワードが違います。大文字と小文字を確かめて、もう一度入力してください。"


def new_password() -> str:
    """An initial password of 16 characters in groups of four, about 93 bits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))


def check_password(login: str, password: str, *, address: str, now: datetime.datetime) -> Staff:
    """The member of the town's staff whose login and password these are; the second factor is still to come.

    `address` is where the request came from. Raises SignInRefused, LockedOut or TooOften; which of login and
    password was wrong is not told.
    """
    # A whole town hall may sit behind one address.
    if not throttle.hit("staff-sign-in", address, limit=300, seconds=900, now=now):
        raise tries.TooOften("サインインの試みが多すぎます。15分ほど待ってから、もう一度試してください。")
    key = login_key(login)
    staff = Staff.objects.filter(user__login=key, is_active=True, user__is_active=True).first()
    if staff is None:
        _refuse_unknown(key, password, now=now)
    user = tries.take_try(staff.user_id, now=now)
    if not user.check_password(password):
        raise tries.count_failure(user, now=now) or tries.SignInRefused(WRONG)
    tries.give_back(user)
    found: Staff = staff
    return found


def _refuse_unknown(key: str, password: str, *, now: datetime.datetime) -> None:
    """Answer as slowly, and after as many tries, as for a login that exists, so that nobody can tell."""
    make_password(password)
    seconds = int(tries.LOCKED.total_seconds())
    if not throttle.hit("staff-login", key, limit=tries.TRIES - 1, seconds=seconds, now=now):
        raise tries.LockedOut(now + timedelta(seconds=seconds - now.timestamp() % seconds))
    raise tries.SignInRefused(WRONG)


def change_password(user: User, *, old: str, new: str, actor: Actor, now: datetime.datetime) -> User:
    """Set a password that only its owner knows.

    Raises SignInRefused or LockedOut for a wrong old one, and Django's ValidationError for a new one that is too
    easy or the same.
    """
    tried = tries.take_try(user.pk, now=now)
    if not tried.check_password(old):
        raise tries.count_failure(tried, now=now) or tries.SignInRefused(
            "今のパスワードが違います。もう一度入力してください。"
        )
    tries.give_back(tried)
    validate_password(new, user)
    with transaction.atomic():
        tried.set_password(new)
        tried.must_change_password = False
        tried.save(update_fields=["password", "must_change_password"])
        record(events.PASSWORD_CHANGED, matter=None, actor=actor, now=now, user=user.pk)
    return tried


@transaction.atomic
def reset_password(staff: Staff, *, password: str, actor: Actor, now: datetime.datetime) -> Staff:
    """Give a member of staff a new initial password, and open a login that failures had shut."""
    access.require(actor, "password.reset")
    user = staff.user
    validate_password(password, user)
    user.set_password(password)
    user.must_change_password, user.failures, user.locked_until = True, 0, None
    user.save(update_fields=["password", "must_change_password", "failures", "locked_until"])
    record(events.PASSWORD_RESET, matter=None, actor=actor, now=now, user=user.pk)
    return staff
