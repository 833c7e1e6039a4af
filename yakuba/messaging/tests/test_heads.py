"""The seal of each day is mailed once to every address of the setting, and the line in it is the published one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from yakuba.core import sealing, tasks
from yakuba.core.actions import open_matter, record
from yakuba.core.actors import MACHINE
from yakuba.core.events import RUN_STARTED
from yakuba.core.identifiers import uuid7
from yakuba.core.models import Event
from yakuba.messaging import tasks as messaging
from yakuba.messaging.models import CodeMail
from yakuba.messaging.providers import PermanentFailure, Unreachable
from yakuba.messaging.providers.fake import FakeMail

AUDITOR, ARCHIVE = "auditor@example.jp", "archive@example.jp"


@pytest.fixture(autouse=True)
def fake(settings, tmp_path):
    settings.MESSAGING_MAIL = "yakuba.messaging.providers.fake.FakeMail"
    settings.HEADS = tmp_path / "heads"
    settings.HEADS_MAIL = [AUDITOR, ARCHIVE]
    FakeMail.empty()
    return FakeMail


@pytest.fixture
def sealed(town, now):
    """A memory with one sealed event."""
    record(RUN_STARTED, matter=None, actor=MACHINE, now=now, run=uuid7(), kind="sample")
    sealing.seal()
    return town


def day(now):
    """What the worker does in one night."""
    tasks.daily(now=now)
    tasks.sweep(now=now)
    messaging.sweep(now=now)


def test_the_published_line_goes_to_every_address(sealed, now, fake):
    day(now)
    file = sealing.publish_head(now=now)
    assert {letter.to for letter in fake.letters} == {AUDITOR, ARCHIVE}
    for letter in fake.letters:
        assert file.read_text() in letter.body
        assert letter.subject == "【軽井沢町】封印の公表 令和8年11月20日"
        assert letter.message_id.startswith("<head-2026-11-20-")
        assert letter.message_id.endswith("@karuizawa.localhost>")
    assert len({letter.message_id for letter in fake.letters}) == 2
    assert not CodeMail.objects.exists()


def test_the_same_night_again_sends_nothing_and_the_next_day_another_line(sealed, now, fake):
    day(now)
    day(now + timedelta(hours=1))
    assert len(fake.letters) == 2
    day(now + timedelta(days=1))
    assert len(fake.letters) == 4
    assert len({letter.message_id for letter in fake.letters}) == 4


def test_a_line_whose_file_was_lost_is_written_again_as_it_was(sealed, now):
    file = sealing.publish_head(now=now)
    line = file.read_text()
    file.unlink()
    open_matter("sample", now=now)
    sealing.seal()
    assert sealing.publish_head(now=now + timedelta(hours=2)).read_text() == line


def test_a_mail_server_that_is_away_gets_the_same_mail_later(sealed, now, fake):
    fake.failures[:] = [Unreachable("ConnectionRefusedError")]
    day(now)
    assert fake.letters == []
    messaging.sweep(now=now + timedelta(hours=1))
    messaging.sweep(now=now + timedelta(hours=3))
    assert {letter.to for letter in fake.letters} == {AUDITOR, ARCHIVE}


def test_what_became_of_the_mail_is_remembered_without_its_address(sealed, now, fake):
    fake.failures[:] = [PermanentFailure("smtp-550")]
    day(now)
    told = Event.objects.filter(name__startswith="message.").order_by("id")
    assert sorted((event.name, event.data["consequence"]) for event in told) == [
        ("message.failed", "head"),
        ("message.sent", "head"),
    ]


def test_without_an_address_nothing_is_mailed(sealed, now, fake, settings):
    settings.HEADS_MAIL = []
    day(now)
    assert fake.letters == []
    assert len(list(settings.HEADS.rglob("*.txt"))) == 1
