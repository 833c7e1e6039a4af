"""Mails leave the house once: leased, handed over outside any transaction, retried, and given up at last."""

from __future__ import annotations

import datetime
from datetime import timedelta

import pytest
from django.db import connection

from yakuba.core.actions import destroy_key, open_matter, rewrap_keys
from yakuba.core.actors import MACHINE
from yakuba.core.models import Event, Key
from yakuba.messaging import actions, queries, tasks
from yakuba.messaging.actions import posting
from yakuba.messaging.models import CodeMail, Message
from yakuba.messaging.providers import PermanentFailure, TemporaryFailure, Unreachable
from yakuba.messaging.providers.fake import FakeMail

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def fake(settings):
    settings.MESSAGING_MAIL = "yakuba.messaging.providers.fake.FakeMail"
    FakeMail.empty()
    return FakeMail


def write(now, matter=None, *, mail="hanako@example.jp", subject="申請が届きました", revision=1):
    """One mail that waits."""
    rows = actions.send(
        matter or open_matter("application", now=now),
        consequence="receipt",
        revision=revision,
        subject=subject,
        body="受付番号は R8-001042-7 です。\n",
        mail=mail,
        actor=MACHINE,
        now=now,
    )
    return rows[1]


def names(matter):
    return [(event.name, event.data["channel"]) for event in Event.objects.of(matter)]


def test_a_waiting_mail_is_sent_once(matter, now, fake):
    mail = write(now, matter)
    assert tasks.sweep(now=now) == 1
    assert tasks.sweep(now=now + timedelta(days=2)) == 0
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.due_at, mail.leased_until) == ("sent", 1, None, None)
    (letter,) = fake.letters
    assert (letter.to, letter.subject, letter.message_id, letter.at) == (
        "hanako@example.jp",
        "申請が届きました",
        mail.message_id,
        now,
    )
    assert (letter.town, letter.sender_name) == ("karuizawa", "軽井沢町")
    assert names(matter) == [("message.sent", "inbox"), ("message.sent", "mail")]


def test_the_letter_is_handed_over_outside_any_transaction(matter, now, fake):
    write(now, matter)
    around = len(connection.atomic_blocks)
    tasks.sweep(now=now)
    assert fake.transactions == [around]


def test_each_try_waits_longer_has_the_same_id_and_the_eighth_is_the_last(matter, now, fake):
    mail = write(now, matter)
    waits, moment = [], now
    for _ in range(posting.TRIES):
        fake.failures.append(TemporaryFailure("smtp-451"))
        (leased,) = actions.lease_mails(now=moment)
        assert leased.message_id == mail.message_id
        actions.deliver(leased, now=moment)
        assert actions.lease_mails(now=moment) == []
        mail.refresh_from_db()
        if mail.due_at:
            waits.append(mail.due_at - moment)
            moment = mail.due_at
    assert waits == sorted(set(waits))
    assert len(waits) == 7
    assert (mail.state, mail.attempts, mail.failure) == ("failed", 8, "smtp-451")
    assert tasks.sweep(now=moment + timedelta(days=30)) == 0
    assert names(matter)[-1] == ("message.failed", "mail")
    assert queries.failed() == [mail]


def test_a_mail_that_failed_at_first_arrives_later(matter, now, fake):
    mail = write(now, matter)
    fake.failures.append(TemporaryFailure("smtp-450"))
    tasks.sweep(now=now)
    assert fake.letters == []
    assert tasks.sweep(now=now + 2 * MINUTE) == 1
    assert [letter.message_id for letter in fake.letters] == [mail.message_id]


def test_a_final_refusal_is_not_tried_again(matter, now, fake):
    mail = write(now, matter)
    fake.failures.append(PermanentFailure("smtp-550"))
    tasks.sweep(now=now)
    mail.refresh_from_db()
    assert (mail.state, mail.failure, mail.sent_at) == ("failed", "smtp-550", None)
    assert names(matter)[-1] == ("message.failed", "mail")


def test_one_bad_mail_does_not_stop_the_others(now, town, fake):
    bad, good = write(now), write(now)
    fake.failures.append(KeyError("a fault of ours"))
    assert tasks.sweep(now=now) == 2
    bad.refresh_from_db()
    assert (bad.state, bad.failure) == ("waiting", "KeyError")
    assert [letter.message_id for letter in fake.letters] == [good.message_id]


def test_while_the_server_is_down_one_mail_is_tried_and_the_others_wait(now, town, fake):
    mails = [write(now) for _ in range(3)]
    fake.failures.append(Unreachable("ConnectionRefusedError"))
    assert tasks.sweep(now=now) == 1
    assert [Message.objects.get(pk=mail.pk).attempts for mail in mails] == [1, 0, 0]
    assert tasks.sweep(now=now) == 0
    assert tasks.sweep(now=now + 2 * MINUTE) == 3
    assert {letter.message_id for letter in fake.letters} == {mail.message_id for mail in mails}


def test_a_slow_server_does_not_hold_the_clock(now, town, monkeypatch, fake):
    mails = [write(now) for _ in range(3)]
    monkeypatch.setattr(tasks, "PATIENCE", timedelta(0))
    assert tasks.sweep(now=now) == 0
    monkeypatch.setattr(tasks, "PATIENCE", timedelta(minutes=1))
    assert tasks.sweep(now=now) == len(mails)


def test_what_one_worker_holds_no_other_takes(matter, now):
    write(now, matter)
    assert len(actions.lease_mails(now=now)) == 1
    assert actions.lease_mails(now=now + MINUTE) == []


def test_what_a_killed_worker_held_is_taken_by_the_next(matter, now, fake):
    mail = write(now, matter)
    actions.lease_mails(now=now)
    assert tasks.sweep(now=now + posting.LEASE) == 1
    assert [letter.message_id for letter in fake.letters] == [mail.message_id]


def test_a_worker_that_woke_up_too_late_sends_nothing(matter, now, fake):
    write(now, matter)
    (sleeper,) = actions.lease_mails(now=now)
    later = now + posting.LEASE
    (other,) = actions.lease_mails(now=later)
    actions.deliver(sleeper, now=later)
    assert fake.letters == []
    actions.deliver(other, now=later)
    actions.deliver(other, now=later)
    assert len(fake.letters) == 1


def test_a_mail_that_kills_its_worker_each_time_is_given_up(matter, now, fake):
    mail = write(now, matter)
    moment = now
    for _ in range(posting.TRIES):
        (leased,) = actions.lease_mails(now=moment)
        # The worker dies between here and the answer of the server.
        assert posting._begin(leased, now=moment)
        moment += posting.LEASE
    tasks.sweep(now=moment)
    mail.refresh_from_db()
    assert (mail.state, mail.failure) == ("failed", "worker-lost")
    assert fake.letters == []


def test_at_most_so_many_are_leased_at_once(now, town):
    for _ in range(3):
        write(now)
    assert len(actions.lease_mails(now=now, limit=2)) == 2
    assert len(actions.lease_mails(now=now, limit=2)) == 1


def test_codes_go_first(now, town, fake):
    write(now)
    code = actions.send_code("taro@example.jp", subject="確認コード", body="123456", now=now)
    tasks.sweep(now=now)
    first, _ = fake.letters
    assert first.message_id == code.message_id


def test_a_code_leaves_nothing_behind_once_it_is_sent(now, town, fake):
    actions.send_code("taro@example.jp", subject="確認コード", body="123456", now=now)
    tasks.sweep(now=now)
    (letter,) = fake.letters
    assert (letter.to, letter.subject, letter.body) == ("taro@example.jp", "確認コード", "123456")
    assert not CodeMail.objects.exists()
    (event,) = Event.objects.all()
    assert (event.name, event.matter, event.data["consequence"]) == ("message.sent", None, "sign-in-code")


def test_a_code_that_came_too_late_is_forgotten_unsent(now, town, fake):
    actions.send_code("taro@example.jp", subject="確認コード", body="123456", now=now)
    fake.failures.append(Unreachable("TimeoutError"))
    tasks.sweep(now=now)
    assert CodeMail.objects.exists()
    tasks.sweep(now=now + 11 * MINUTE)
    assert not CodeMail.objects.exists()
    assert fake.letters == []
    assert Event.objects.get().name == "message.failed"


def test_a_code_waits_through_a_rotation_of_the_keys(now, town, hall, fake):
    actions.send_code("taro@example.jp", subject="確認コード", body="123456", now=now)
    mail = write(now)
    rewrap_keys(actor=hall.systems, now=now)
    tasks.sweep(now=now)
    assert [letter.to for letter in fake.letters] == ["taro@example.jp", "hanako@example.jp"]
    assert Message.objects.get(pk=mail.pk).state == "sent"


def test_nothing_is_sent_about_a_matter_that_was_forgotten(matter, now, fake):
    mail = write(now, matter)
    destroy_key(Key.objects.get(pk=matter.key_id), now=now)
    tasks.sweep(now=now)
    mail = Message.objects.get(pk=mail.pk)
    assert (mail.state, mail.failure) == ("failed", "key-destroyed")
    assert fake.letters == []


@pytest.mark.parametrize(
    "address",
    [
        "hanako@example.jp\nBcc: everybody@example.jp",
        "hanako@example.jp, taro@example.jp",
        "花子 <hanako@example.jp>",
        "hanako",
        "@example.jp",
        "hanako@",
        "a@b@example.jp",
        "hana ko@example.jp",
        "花子@example.jp",
        "h" * 250 + "@example.jp",
    ],
)
def test_what_is_no_address_is_never_handed_over(matter, now, fake, address):
    mail = write(now, matter, mail=address)
    tasks.sweep(now=now)
    mail.refresh_from_db()
    assert (mail.state, mail.failure) == ("failed", "address")
    assert fake.letters == []


def test_a_subject_stays_one_line(matter, now, fake):
    write(now, matter, subject="申請\r\nBcc: taro@example.jp\x00\u2028が届きました")
    tasks.sweep(now=now)
    assert fake.letters[0].subject == "申請 Bcc: taro@example.jp が届きました"


def test_delivering_twice_by_hand_marks_once(matter, now, fake):
    mail = write(now, matter)
    actions.deliver(mail, now=now)
    actions.deliver(mail, now=now)
    assert len(fake.letters) == 1
    assert Event.objects.filter(matter=matter, name="message.sent").count() == 2


def test_the_delays_cover_a_night_without_a_mail_server():
    assert sum(posting.DELAYS, datetime.timedelta()) > timedelta(hours=20)
