"""What is over is forgotten by rule."""

from __future__ import annotations

from datetime import timedelta

from yakuba.accounts import actions
from yakuba.accounts.models import SecondFactor, SignInCode
from yakuba.core import retention
from yakuba.core.actors import MACHINE


def test_codes_that_are_of_no_use_for_a_day_are_forgotten_a_batch_at_a_time(town, now):
    for number in range(3):
        actions.request_sign_in_code(f"hanako{number}@example.jp", address="192.0.2.1", now=now)
    forget = retention.RULES["sign-in-codes"].forget
    assert forget(now=now, limit=2) == 0
    later = now + timedelta(days=2)
    assert [forget(now=later, limit=2) for _ in range(3)] == [2, 1, 0]
    assert not SignInCode.objects.exists()


def test_the_second_factor_of_who_left_is_forgotten(town, now):
    forget = retention.RULES["staff-factors"].forget
    told = {
        "name": "見本 歩",
        "password": "asama-yama-2568",
        "is_initial": False,
        "actor": MACHINE,
        "now": now,
    }
    kept, left = (actions.create_staff(f"karuizawa/{login}", **told) for login in ("kept", "left"))
    for one in (kept, left):
        actions.enrol_totp(one.user)
    actions.close_staff(left, actor=MACHINE, now=now)
    assert (forget(now=now, limit=9), forget(now=now, limit=9)) == (1, 0)
    assert list(SecondFactor.objects.values_list("user", flat=True)) == [kept.user_id]
