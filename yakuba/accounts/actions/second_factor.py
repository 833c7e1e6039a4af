"""The second half of a staff sign-in: the authenticator app, and what helps when it is lost."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING

import pyotp
from django.db import transaction

from yakuba.accounts import events, queries
from yakuba.accounts.actions import tries
from yakuba.accounts.models import Passkey, RecoveryCode, SecondFactor
from yakuba.core import access, text
from yakuba.core.actions import record
from yakuba.core.lookup import global_fingerprint

if TYPE_CHECKING:
    import datetime

    from yakuba.accounts.models import Staff, User
    from yakuba.core.actors import Actor

STEP = 30  # RFC 6238 section 5.2: the recommended time step, in seconds
CODES = 10
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
WRONG = "確認コードが違います。認証アプリに今出ている6けたを入力してください。"
WRONG_RECOVERY = "復旧コードが違うか、もう使われています。まだ使っていない復旧コードを入力してください。"


class NeedsAnother(Exception):
    """Nobody takes off their own second factor; the message is for the person."""


@transaction.atomic
def enrol_totp(user: User) -> SecondFactor:
    """The user's second factor with a secret in `next_secret` that waits for its first code.

    Asking again gives the same secret, so that a page loaded twice shows the same QR code.
    """
    factor, _ = SecondFactor.objects.select_for_update().get_or_create(user=user)
    if factor.next_secret is None:
        factor.next_secret = pyotp.random_base32()
        factor.save(update_fields=["next_secret"])
    return factor


def confirm_totp(staff: Staff, code: str, *, now: datetime.datetime) -> list[str]:
    """Take the waiting secret into use after its first right code; returns ten recovery codes, shown once.

    The first enrolment is also a sign-in. Raises SignInRefused or LockedOut.
    """
    user = tries.take_try(staff.user_id, now=now)
    factor = SecondFactor.objects.filter(user=user).first()
    step = _step_of(factor.next_secret if factor else None, code, now=now)
    if factor is None or step is None:
        raise tries.count_failure(user, now=now) or tries.SignInRefused(WRONG)
    with transaction.atomic():
        tries.forget_failures(user)
        if not factor.is_confirmed:
            _record_sign_in(staff, now=now)
        factor.secret, factor.next_secret = factor.next_secret, None
        factor.confirmed_at, factor.last_step = now, step
        factor.save()
        record(events.SECOND_FACTOR_ENROLLED, matter=None, actor=_actor(staff, now), now=now, user=user.pk)
        return _new_recovery_codes(user)


def check_totp(staff: Staff, code: str, *, now: datetime.datetime) -> SecondFactor:
    """Finish a sign-in by the six digits of the authenticator app; a code is good once.

    Raises SignInRefused or LockedOut.
    """
    user = tries.take_try(staff.user_id, now=now)
    with transaction.atomic():
        factor = (
            SecondFactor.objects.select_for_update().filter(user=user, confirmed_at__isnull=False).first()
        )
        step = _step_of(factor.secret if factor else None, code, now=now)
        # RFC 6238 section 5.2: a second use of the same code must be refused.
        if factor is not None and step is not None and step > factor.last_step:
            factor.last_step = step
            factor.save(update_fields=["last_step"])
            tries.forget_failures(user)
            _record_sign_in(staff, now=now)
            return factor
    raise tries.count_failure(user, now=now) or tries.SignInRefused(WRONG)


def use_recovery_code(staff: Staff, code: str, *, now: datetime.datetime) -> SecondFactor:
    """Finish a sign-in by one of the recovery codes, which is then used up. Raises SignInRefused or LockedOut."""
    user = tries.take_try(staff.user_id, now=now)
    with transaction.atomic():
        unused = user.recovery_codes.select_for_update().filter(used_at__isnull=True)
        found = unused.filter(code_hash=_recovery_hash(user, code)).first()
        factor = SecondFactor.objects.filter(user=user, confirmed_at__isnull=False).first()
        if found is not None and factor is not None:
            found.used_at = now
            found.save(update_fields=["used_at"])
            tries.forget_failures(user)
            left = user.recovery_codes.filter(used_at__isnull=True).count()
            actor = _actor(staff, now)
            record(events.RECOVERY_CODE_USED, matter=None, actor=actor, now=now, user=user.pk, left=left)
            _record_sign_in(staff, now=now)
            return factor
    raise tries.count_failure(user, now=now) or tries.SignInRefused(WRONG_RECOVERY)


@transaction.atomic
def reset_second_factor(staff: Staff, *, actor: Actor, now: datetime.datetime) -> Staff:
    """Take off somebody's lost second factor: their sessions end, and they enrol anew at the next sign-in.

    Only another systems officer may (or whoever runs the machine); raises NeedsAnother for one's own.
    """
    access.require(actor, "second_factor.reset")
    if actor.staff == staff.pk:
        raise NeedsAnother("自分の二要素は自分では解除できません。ほかの情報担当に頼んでください。")
    SecondFactor.objects.filter(user=staff.user_id).delete()
    RecoveryCode.objects.filter(user=staff.user_id).delete()
    # Whatever was lost with the device: a passkey is a second factor too.
    Passkey.objects.filter(user=staff.user_id, kind="staff").delete()
    tries.forget_failures(staff.user)
    record(events.SECOND_FACTOR_RESET, matter=None, actor=actor, now=now, user=staff.user_id)
    return staff


def _step_of(secret: str | None, code: str, *, now: datetime.datetime) -> int | None:
    """The time step whose code this is: the present one, or its neighbour when a clock is a little off."""
    digits = text.digits(code)
    if secret is None or len(digits) != 6:
        return None
    totp, present = pyotp.TOTP(secret, interval=STEP), int(now.timestamp()) // STEP
    steps = (present - 1, present, present + 1)
    return next((step for step in steps if secrets.compare_digest(totp.generate_otp(step), digits)), None)


def _new_recovery_codes(user: User) -> list[str]:
    user.recovery_codes.all().delete()
    codes = [
        "-".join("".join(secrets.choice(ALPHABET) for _ in range(5)) for _ in range(2)) for _ in range(CODES)
    ]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, code_hash=_recovery_hash(user, code)) for code in codes
    )
    return codes


def _recovery_hash(user: User, code: str) -> str:
    typed = re.sub("[^0-9A-Z]", "", text.normalise(code).upper())
    return global_fingerprint(f"recovery-code:{user.pk}", typed)


def _record_sign_in(staff: Staff, *, now: datetime.datetime) -> None:
    record(events.STAFF_SIGNED_IN, matter=None, actor=_actor(staff, now), now=now, staff=staff.pk)


def _actor(staff: Staff, now: datetime.datetime) -> Actor:
    return queries.actor_of_staff(staff, now=now)
