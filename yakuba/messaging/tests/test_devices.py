"""A resident who asks for it is notified on their devices, besides everything else, and without a word about them."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import connection

from yakuba.accounts import actions as accounts
from yakuba.accounts import queries as people
from yakuba.core.actors import MACHINE
from yakuba.core.deliveries import deliver_due
from yakuba.core.models import Event
from yakuba.messaging import actions, queries, tasks
from yakuba.messaging.models import Message, Subscription
from yakuba.messaging.providers import PermanentFailure, TemporaryFailure
from yakuba.messaging.providers.fake import FakeMail, FakePush

MAIL = "hanako@example.jp"


@pytest.fixture(autouse=True)
def fakes(settings):
    settings.MESSAGING_MAIL = "yakuba.messaging.providers.fake.FakeMail"
    settings.MESSAGING_PUSH = "yakuba.messaging.providers.fake.FakePush"
    FakeMail.empty()
    FakePush.empty()


def resident_of(mail, now):
    code, digits = accounts.request_sign_in_code(mail, address="127.0.0.1", now=now)
    return accounts.sign_in_with_code(code.pk, digits, mail=mail, now=now)


@pytest.fixture
def resident(town, now):
    return resident_of(MAIL, now)


def subscribe(resident, now, path="one"):
    return actions.subscribe_device(
        resident,
        place={"endpoint": f"https://push.example.org/{path}", "p256dh": "p", "auth": "a"},
        device="chrome-android",
        actor=people.actor_of_resident(resident),
        now=now,
    )


def tell(matter, resident, now, consequence="receipt"):
    return actions.send(
        matter, consequence=consequence, revision=1, subject="犬の登録が届きました", body="R8-001042-7 花子さま",
        resident=resident, mail=MAIL, actor=MACHINE, now=now,
    )  # fmt: skip


def push_of(matter):
    return Message.objects.get(matter=matter, channel="push")


def test_without_a_device_nothing_changes(matter, resident, now):
    assert [row.channel for row in tell(matter, resident, now)] == ["inbox", "mail"]


def test_a_device_is_notified_besides_inbox_and_mail_and_names_nobody(matter, resident, now):
    row = subscribe(resident, now)
    assert [row.channel for row in tell(matter, resident, now)] == ["inbox", "mail", "push"]
    tasks.sweep(now=now)
    (sent,) = FakePush.sent
    words = json.loads(sent.payload)
    assert words == {
        "title": "軽井沢町", "body": "お知らせが届きました。", "url": "/my/", "tag": push_of(matter).pk.hex,
    }  # fmt: skip
    assert (sent.endpoint, len(sent.topic)) == ("https://push.example.org/one", 32)
    assert len(FakeMail.letters) == 1
    push = push_of(matter)
    assert (push.state, push.attempts) == ("sent", 1)
    row.refresh_from_db()
    assert row.used_at >= now
    tell(matter, resident, now)
    tasks.sweep(now=now)
    assert len(FakePush.sent) == 1


def test_the_words_are_in_the_language_of_the_resident(matter, resident, now):
    subscribe(resident, now)
    resident.language = "en"
    resident.save()
    tell(matter, resident, now)
    tasks.sweep(now=now)
    assert json.loads(FakePush.sent[0].payload)["body"] == "You have a new notice."


def test_a_device_that_is_gone_is_forgotten_and_the_mail_goes_all_the_same(matter, resident, now):
    subscribe(resident, now)
    tell(matter, resident, now)
    FakePush.failures.append(PermanentFailure("gone"))
    tasks.sweep(now=now)
    push = push_of(matter)
    assert (push.state, push.failure) == ("failed", "no-device")
    assert not Subscription.objects.exists()
    assert len(FakeMail.letters) == 1
    assert "device.unsubscribed" in Event.objects.values_list("name", flat=True)


def test_a_service_that_says_later_is_asked_later_and_one_device_of_two_is_enough(matter, resident, now):
    subscribe(resident, now)
    tell(matter, resident, now)
    FakePush.failures.append(TemporaryFailure("push-503"))
    tasks.sweep(now=now)
    assert (push_of(matter).state, push_of(matter).failure) == ("waiting", "push-503")
    assert not queries.is_resting("push", now)
    subscribe(resident, now, "two")
    FakePush.failures.append(TemporaryFailure("push-429"))
    tasks.sweep(now=now + timedelta(minutes=2))
    assert push_of(matter).state == "sent"
    assert [sent.endpoint for sent in FakePush.sent] == ["https://push.example.org/two"]


def test_a_device_is_kept_once_sealed_and_belongs_to_who_asked_last(resident, now):
    first = subscribe(resident, now)
    assert subscribe(resident, now + timedelta(days=1)).pk == first.pk
    with connection.cursor() as cursor:
        cursor.execute("SELECT place FROM messaging_subscription")
        assert b"push.example.org" not in bytes(cursor.fetchone()[0])
    other = resident_of("taro@example.jp", now)
    subscribe(other, now)
    assert (queries.devices(resident.pk), len(queries.devices(other.pk))) == ([], 1)
    assert not actions.unsubscribe_device(
        resident, device_id=queries.devices(other.pk)[0].pk, actor=people.actor_of_resident(resident), now=now
    )


def test_nobody_carries_more_than_ten(resident, now):
    for number in range(10):
        subscribe(resident, now, str(number))
    with pytest.raises(actions.TooManyDevices, match="10"):
        subscribe(resident, now, "eleventh")


def test_whoever_deletes_the_account_is_notified_no_more(matter, resident, now):
    subscribe(resident, now)
    tell(matter, resident, now)
    accounts.close_account(resident, actor=people.actor_of_resident(resident), now=now)
    # Even before anybody heard of it: the key is gone.
    tasks.sweep(now=now)
    assert FakePush.sent == []
    deliver_due(now=now)
    assert not Subscription.objects.exists()
