"""Mails that come back are understood by the standard and by the sealed address, and nothing that is sent there harms."""

from __future__ import annotations

import uuid

import pytest

from yakuba.core.identifiers import uuid7
from yakuba.messaging import reports
from yakuba.messaging.providers import LARGEST
from yakuba.messaging.tests.letters import report, words

MESSAGE = uuid.UUID("0195e0f3-7d5c-7a31-9c1c-2f7b8c1d2e3f")
ID = f"<{MESSAGE}@karuizawa.example.jp>"


@pytest.fixture(autouse=True)
def bounce_to(settings):
    settings.BOUNCE_TO = "bounce@example.jp"


def test_the_return_address_names_the_message_and_is_short_enough():
    address = reports.return_address(MESSAGE)
    local, domain = address.split("@")
    assert domain == "example.jp"
    assert local.startswith("bounce+")
    # RFC 5321 section 4.5.3.1.1
    assert len(local) <= 64
    assert str(MESSAGE) not in address
    assert reports.return_address(uuid7()) != address


def test_without_a_mailbox_mails_come_back_to_the_sender(settings):
    settings.BOUNCE_TO = ""
    assert reports.return_address(MESSAGE) == ""


@pytest.mark.parametrize("part", ["rfc822", "headers"])
@pytest.mark.parametrize(
    ("action", "read"),
    [("failed", "failed"), ("Delayed", "delayed"), ("delivered", "delivered"), ("relayed", "delivered")],
)
def test_a_report_of_the_standard_is_read_by_the_message_id(part, action, read):
    found = reports.read_report(report(message_id=ID, action=action, status="5.2.1", part=part))
    assert found == reports.Report(MESSAGE, read, "5.2.1", "hanako@example.jp")


def test_a_report_without_the_original_is_read_by_the_return_address():
    sealed = reports.return_address(MESSAGE)
    for to in (sealed, sealed.upper().replace("BOUNCE", "bounce"), f"<{sealed}>"):
        found = reports.read_report(report(to=to))
        assert (found.message, found.action, found.status) == (MESSAGE, "failed", "5.1.1")


def test_a_server_that_only_writes_words_is_understood():
    sealed = reports.return_address(MESSAGE)
    assert reports.read_report(words(to=sealed)) == reports.Report(MESSAGE, "failed", "5.1.1")
    assert reports.read_report(words(to=sealed, text="4.2.2 over quota, will retry")).action == "delayed"
    assert reports.read_report(words(to=sealed, text="sorry")) == reports.Report(MESSAGE, "failed", "")


@pytest.mark.parametrize(
    "mail",
    [
        b"",
        b"\x00\xff" * 1000,
        b"Subject: hello\r\n\r\nI am a person.\r\n",
        words(to="bounce@example.jp"),
        words(to="bounce+@example.jp"),
        report(message_id="<not-ours@example.com>"),
        report(message_id=""),
        report(message_id=ID, action="exploded"),
        report(message_id=ID).replace(b"message/delivery-status", b"application/octet-stream"),
        report(message_id=ID).replace(b"Action: failed", b"Action: "),
    ],
)
def test_what_is_no_report_about_ours_is_nothing(mail):
    assert reports.read_report(mail) is None


def test_a_forged_seal_is_nothing_even_beside_a_message_id():
    local, domain = reports.return_address(MESSAGE).split("@")
    forged = f"{local[:-1]}{'a' if local[-1] != 'a' else 'b'}@{domain}"
    assert reports.read_report(report(to=forged, message_id=ID)) is None
    assert reports.read_report(words(to=forged)) is None


@pytest.mark.parametrize(
    "more",
    [
        "From: hanako@example.jp\r\nReturn-Path: <hanako@example.jp>\r\n",
        "Return-Path: <>\r\nAuto-Submitted: auto-replied (vacation)\r\n",
        "Return-Path: <>\r\nX-Autoreply: yes\r\n",
    ],
)
def test_an_answer_by_a_person_or_by_a_machine_on_holiday_is_no_report(more):
    assert reports.read_report(words(to=reports.return_address(MESSAGE), more=more)) is None


def nested(depth):
    mail = b"Return-Path: <>\r\n"
    for level in range(depth):
        mail += b'Content-Type: multipart/report; boundary="%d"\r\n\r\n--%d\r\n' % (level, level)
    return mail + b"\r\nend"


def test_hostile_mails_are_read_within_bounds_and_are_nothing():
    huge = report(message_id=ID).replace(b"\r\n--b\r\n", b"\r\n" + b"a" * (LARGEST + 10) + b"\r\n--b\r\n", 1)
    many = b"Content-Type: multipart/report; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 20_000
    charset = report(message_id=ID).replace(b"iso-2022-jp", b"no-such-charset-\xff")
    headers = b"X: y\r\n" * 60_000 + report(message_id=ID)
    folded = b"To: " + b"a@b.jp,\r\n " * 20_000 + b"\r\n" + words(to="x@example.jp")
    for mail in (huge, many, headers, folded, nested(50), nested(3_000)):
        assert reports.read_report(mail) is None
    # A strange charset in the part for people does not hide the part for machines.
    assert reports.read_report(charset).message == MESSAGE
    # Neither does a mail that came back whole with everything that hung on it.
    whole = report(message_id=ID).replace(b"words", b"words\r\n" * LARGEST)
    assert reports.read_report(whole).message == MESSAGE


def test_which_statuses_are_the_addresss_fault():
    bad = ("5.0.0", "5.1.1", "5.1.10", "5.2.1", "5.4.4")
    others = ("5.7.1", "5.3.4", "5.6.0", "4.1.1", "4.2.2", "")
    assert all(reports.is_bad_address(status) for status in bad)
    assert not any(reports.is_bad_address(status) for status in others)
