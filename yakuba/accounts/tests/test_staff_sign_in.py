"""The steps of a staff sign-in: password, authenticator app, recovery codes, lock-out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from yakuba.accounts import actions, queries
from yakuba.accounts.actions import tries
from yakuba.accounts.models import RecoveryCode, SecondFactor, User
from yakuba.accounts.tests.conftest import PASSWORD
from yakuba.accounts.tests.visitors import enrol, totp_code
from yakuba.core.access import NotAllowed
from yakuba.core.actors import MACHINE
from yakuba.core.models import Event

MINUTE = timedelta(minutes=1)


def sign_in(now, password=PASSWORD, login="karuizawa/clerk"):
    return actions.check_password(login, password, address="192.0.2.1", now=now)


def names():
    return list(Event.objects.order_by("at", "id").values_list("name", flat=True))


def test_the_right_password_opens_the_first_door_whatever_the_width_of_the_login(clerk, now):
    assert sign_in(now) == clerk
    assert sign_in(now, login="ＫＡＲＵＩＺＡＷＡ／ｃｌｅｒｋ") == clerk


def test_nobody_learns_whether_a_login_exists(clerk, now):
    said = {}
    for login in ("karuizawa/clerk", "nobody"):
        said[login] = []
        for _ in range(6):
            with pytest.raises(actions.SignInRefused) as refusal:
                sign_in(now, password="wrong-wrong", login=login)
            said[login].append(type(refusal.value))
    assert said["karuizawa/clerk"] == said["nobody"]


def test_five_failures_shut_the_login_for_fifteen_minutes(clerk, now):
    for _ in range(4):
        with pytest.raises(actions.SignInRefused, match="ログイン名かパスワードが違います"):
            sign_in(now, password="wrong-wrong")
    with pytest.raises(actions.LockedOut, match="9時15分まで"):
        sign_in(now, password="wrong-wrong")
    with pytest.raises(actions.LockedOut):
        sign_in(now + 14 * MINUTE)
    assert sign_in(now + 15 * MINUTE) == clerk
    assert names().count("staff.sign_in_failed") == 5
    assert names().count("staff.locked_out") == 1
    assert Event.objects.filter(name="staff.locked_out").get().data == {"user": str(clerk.user_id)}


def test_a_right_password_does_not_forget_failures_before_the_second_factor(clerk, now):
    enrol(clerk, now)
    for _ in range(4):
        sign_in(now)
        with pytest.raises(actions.SignInRefused, match="確認コードが違います"):
            actions.check_totp(clerk, "000000", now=now)
    sign_in(now)
    with pytest.raises(actions.LockedOut):
        actions.check_totp(clerk, "000000", now=now)
    with pytest.raises(actions.LockedOut):
        sign_in(now)


def test_tries_that_are_still_being_checked_count_too(clerk, now):
    for _ in range(5):
        tries.take_try(clerk.user_id, now=now)
    with pytest.raises(actions.LockedOut):
        sign_in(now)
    assert sign_in(now + 15 * MINUTE) == clerk


def test_a_whole_sign_in_forgets_failures(clerk, now):
    enrol(clerk, now)
    secret = SecondFactor.objects.get(user=clerk.user).secret
    with pytest.raises(actions.SignInRefused):
        sign_in(now, password="wrong-wrong")
    sign_in(now)
    actions.check_totp(clerk, totp_code(secret, now), now=now)
    assert User.objects.get(pk=clerk.user_id).failures == 0
    assert names()[-1] == "staff.signed_in"


def test_a_code_counts_once(clerk, now):
    enrol(clerk, now)
    secret = SecondFactor.objects.get(user=clerk.user).secret
    code = totp_code(secret, now)
    actions.check_totp(clerk, code, now=now)
    with pytest.raises(actions.SignInRefused):
        actions.check_totp(clerk, code, now=now + timedelta(seconds=20))
    actions.check_totp(clerk, totp_code(secret, now, steps=1), now=now + timedelta(seconds=30))


def test_an_older_code_is_refused_after_a_newer_one(clerk, now):
    enrol(clerk, now)
    secret = SecondFactor.objects.get(user=clerk.user).secret
    actions.check_totp(clerk, totp_code(secret, now, steps=1), now=now)
    with pytest.raises(actions.SignInRefused):
        actions.check_totp(clerk, totp_code(secret, now), now=now)


def test_a_clock_may_be_off_by_one_step_and_digits_may_be_wide(clerk, now):
    enrol(clerk, now)
    secret = SecondFactor.objects.get(user=clerk.user).secret
    wide = totp_code(secret, now).translate({ord(d): ord(d) + 0xFEE0 for d in "0123456789"})
    actions.check_totp(clerk, f"{wide[:3]} {wide[3:]}", now=now)
    with pytest.raises(actions.SignInRefused):
        actions.check_totp(clerk, totp_code(secret, now, steps=3), now=now + MINUTE / 2)


def test_an_unconfirmed_app_opens_nothing(clerk, now):
    secret = actions.enrol_totp(clerk.user).next_secret
    assert actions.enrol_totp(clerk.user).next_secret == secret
    assert queries.second_factor_stamp(clerk.user) == ""
    with pytest.raises(actions.SignInRefused):
        actions.check_totp(clerk, totp_code(secret, now), now=now)


def test_the_old_app_stays_good_until_the_new_one_gave_a_code(clerk, now):
    enrol(clerk, now)
    old = SecondFactor.objects.get(user=clerk.user).secret
    stamp = queries.second_factor_stamp(clerk.user)
    new = actions.enrol_totp(clerk.user).next_secret
    actions.check_totp(clerk, totp_code(old, now), now=now)
    assert queries.second_factor_stamp(clerk.user) == stamp
    later = now + MINUTE
    actions.confirm_totp(clerk, totp_code(new, later), now=later)
    assert queries.second_factor_stamp(clerk.user) != stamp
    with pytest.raises(actions.SignInRefused):
        actions.check_totp(clerk, totp_code(old, later, steps=1), now=later)


def test_a_recovery_code_opens_once(clerk, now):
    codes = enrol(clerk, now)
    assert len(set(codes)) == 10
    actions.use_recovery_code(clerk, codes[0].lower().replace("-", " "), now=now)
    assert Event.objects.get(name="recovery_code.used").data["left"] == 9
    with pytest.raises(actions.SignInRefused, match="復旧コードが違うか"):
        actions.use_recovery_code(clerk, codes[0], now=now)
    assert queries.recovery_codes_left(clerk.user) == 9


def test_recovery_codes_of_one_are_nothing_for_another(clerk, systems, now):
    codes = enrol(clerk, now)
    enrol(systems, now)
    with pytest.raises(actions.SignInRefused):
        actions.use_recovery_code(systems, codes[0], now=now)


def test_wrong_recovery_codes_shut_the_login(clerk, now):
    enrol(clerk, now)
    for _ in range(4):
        with pytest.raises(actions.SignInRefused):
            actions.use_recovery_code(clerk, "AAAAA-AAAAA", now=now)
    with pytest.raises(actions.LockedOut):
        actions.use_recovery_code(clerk, "AAAAA-AAAAA", now=now)


def test_secrets_and_recovery_codes_are_sealed_at_rest(clerk, now):
    codes = enrol(clerk, now)
    secret = SecondFactor.objects.get(user=clerk.user).secret
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM accounts_secondfactor")
        assert secret.encode() not in bytes(cursor.fetchone()[0])
        cursor.execute("SELECT code_hash FROM accounts_recoverycode")
        assert not {code.replace("-", "") for code in codes} & {row[0] for row in cursor.fetchall()}


def test_a_lost_app_is_taken_off_by_another_systems_officer_only(clerk, systems, make_staff, now):
    enrol(systems, now)
    officer = queries.actor_of_staff(systems, now=now)
    with pytest.raises(actions.NeedsAnother, match="ほかの情報担当"):
        actions.reset_second_factor(systems, actor=officer, now=now)
    with pytest.raises(NotAllowed):
        actions.reset_second_factor(systems, actor=queries.actor_of_staff(clerk, now=now), now=now)
    second = queries.actor_of_staff(make_staff("second", role="systems"), now=now)
    actions.reset_second_factor(systems, actor=second, now=now)
    assert queries.second_factor_stamp(systems.user) == ""
    assert not RecoveryCode.objects.exists()
    event = Event.objects.get(name="second_factor.reset")
    assert (event.actor, event.data) == (second.code, {"user": str(systems.user_id)})


def test_a_password_is_changed_by_its_owner(clerk, now):
    actor = queries.actor_of_staff(clerk, now=now)
    with pytest.raises(actions.SignInRefused, match="今のパスワード"):
        actions.change_password(clerk.user, old="wrong-wrong", new="kita-asama-1987", actor=actor, now=now)
    with pytest.raises(ValidationError):
        actions.change_password(clerk.user, old=PASSWORD, new="1234567890", actor=actor, now=now)
    actions.change_password(clerk.user, old=PASSWORD, new="kita-asama-1987", actor=actor, now=now)
    assert sign_in(now, password="kita-asama-1987") == clerk


def test_a_reset_password_is_initial_and_opens_a_shut_login(clerk, now):
    for _ in range(5):
        with pytest.raises(actions.SignInRefused):
            sign_in(now, password="wrong-wrong")
    fresh = actions.new_password()
    actions.reset_password(clerk, password=fresh, actor=MACHINE, now=now)
    assert sign_in(now, password=fresh).user.must_change_password


def test_inactive_staff_and_users_do_not_sign_in(clerk, now):
    clerk.is_active = False
    clerk.save()
    with pytest.raises(actions.SignInRefused):
        sign_in(now)


def test_one_address_cannot_try_for_ever(town, now):
    for number in range(300):
        with pytest.raises(actions.SignInRefused):
            actions.check_password(f"nobody{number}", "x", address="198.51.100.7", now=now)
    with pytest.raises(actions.TooOften, match="15分ほど"):
        actions.check_password("one more", "x", address="198.51.100.7", now=now)
