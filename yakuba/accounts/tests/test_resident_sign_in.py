"""Residents sign in by a code, known or not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from yakuba.accounts import actions, queries
from yakuba.accounts.models import Resident, SignInCode, User
from yakuba.core import scope
from yakuba.core.models import Event

MAIL = "hanako@example.jp"


def request_code(now, mail=MAIL, address="192.0.2.1"):
    return actions.request_sign_in_code(mail, address=address, now=now)


def test_the_first_sign_in_makes_a_resident_and_the_next_finds_them(town, now):
    code, digits = request_code(now)
    assert not Resident.objects.exists()
    resident = actions.sign_in_with_code(code.pk, digits, mail=MAIL, now=now)
    assert resident.person.mail == MAIL
    later = now + timedelta(hours=1)
    code, digits = request_code(later, mail="ＨＡＮＡＫＯ@example.jp")
    again = actions.sign_in_with_code(code.pk, digits, mail=MAIL.upper(), now=later)
    assert again == resident
    assert User.objects.count() == 1


def test_one_mail_address_is_another_resident_in_another_town_with_the_same_login(town, other_town, now):
    code, digits = request_code(now)
    here = actions.sign_in_with_code(code.pk, digits, mail=MAIL, now=now)
    with scope.within(other_town):
        there_code, there_digits = request_code(now)
        with pytest.raises(actions.SignInRefused):
            actions.sign_in_with_code(code.pk, digits, mail=MAIL, now=now)
        there = actions.sign_in_with_code(there_code.pk, there_digits, mail=MAIL, now=now)
    assert (here.user_id, here.pk != there.pk) == (there.user_id, True)


def test_a_code_is_good_once(town, now):
    code, digits = request_code(now)
    actions.sign_in_with_code(code.pk, digits, mail=MAIL, now=now)
    with pytest.raises(actions.SignInRefused):
        actions.sign_in_with_code(code.pk, digits, mail=MAIL, now=now)


def test_a_code_is_good_for_ten_minutes(town, now):
    code, digits = request_code(now)
    with pytest.raises(actions.SignInRefused, match="10分を過ぎています"):
        actions.sign_in_with_code(code.pk, digits, mail=MAIL, now=now + timedelta(minutes=10))


def test_a_code_is_good_for_the_address_it_was_sent_to(town, now):
    code, digits = request_code(now)
    with pytest.raises(actions.SignInRefused):
        actions.sign_in_with_code(code.pk, digits, mail="other@example.jp", now=now)


def test_after_five_wrong_tries_even_the_right_code_is_refused(town, now):
    code, digits = request_code(now)
    wrong = f"{(int(digits) + 1) % 1_000_000:06}"
    for said in (*["確認コードが違うか"] * 4, "5回間違えました"):
        with pytest.raises(actions.SignInRefused, match=said):
            actions.sign_in_with_code(code.pk, wrong, mail=MAIL, now=now)
    with pytest.raises(actions.SignInRefused, match="5回間違えました"):
        actions.sign_in_with_code(code.pk, digits, mail=MAIL, now=now)


def test_wide_digits_are_digits(town, now):
    code, digits = request_code(now)
    wide = digits.translate({ord(d): ord(d) + 0xFEE0 for d in "0123456789"})
    assert actions.sign_in_with_code(code.pk, f" {wide[:3]} {wide[3:]}", mail=MAIL, now=now)


def test_codes_are_throttled_for_each_mail_address(town, now):
    for number in range(5):
        request_code(now, address=f"192.0.2.{number}")
    with pytest.raises(actions.TooOften, match="15分ほど"):
        request_code(now, address="192.0.2.99")
    request_code(now, mail="other@example.jp")
    request_code(now + timedelta(minutes=15))


def test_codes_are_throttled_for_each_mail_address_over_a_day(town, now):
    moments = [now + timedelta(minutes=15 * span) for span in range(4)]
    for moment in moments:
        for _ in range(5):
            request_code(moment)
    with pytest.raises(actions.TooOften):
        request_code(now + timedelta(hours=2))


def test_codes_are_throttled_for_each_address_of_a_computer(town, now):
    for number in range(60):
        request_code(now, mail=f"someone{number}@example.jp")
    with pytest.raises(actions.TooOften):
        request_code(now, mail="one-more@example.jp")


def test_neither_mail_nor_code_stands_in_the_database_or_in_events(town, now):
    code, digits = request_code(now)
    actions.sign_in_with_code(code.pk, digits, mail=MAIL, now=now)
    with connection.cursor() as cursor:
        for table in ("accounts_signincode", "accounts_user", "accounts_person", "core_event"):
            cursor.execute(f"SELECT * FROM {table}")
            for row in cursor.fetchall():
                values = [bytes(v) if isinstance(v, (bytes, memoryview)) else str(v).encode() for v in row]
                assert not any(MAIL.encode() in value for value in values)
                assert digits.encode() not in values
    assert SignInCode.objects.get().code_hash != digits
    assert {event.name for event in Event.objects.all()} >= {"sign_in_code.requested", "resident.signed_in"}


def test_look_alike_addresses_are_written_to_in_one_form():
    assert queries.mail_key(" Ｈanako＠Example.JP ") == "hanako@example.jp"


def test_a_shut_user_is_told_to_telephone(town, now):
    code, digits = request_code(now)
    actions.sign_in_with_code(code.pk, digits, mail=MAIL, now=now)
    User.objects.update(is_active=False)
    code, digits = request_code(now)
    with pytest.raises(actions.SignInRefused, match="お電話"):
        actions.sign_in_with_code(code.pk, digits, mail=MAIL, now=now)
