"""The carriers of mail: a real conversation by SMTP on this machine, the local outbox, and the fake."""

from __future__ import annotations

import asyncio
import datetime
import socket
import stat
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from yakuba.core.actions import open_matter
from yakuba.core.actors import MACHINE
from yakuba.messaging import actions, providers, queries, reports, tasks
from yakuba.messaging.models import Message
from yakuba.messaging.providers import Letter, PermanentFailure, TemporaryFailure, Unreachable
from yakuba.messaging.providers.fake import FakeMail
from yakuba.messaging.providers.outbox import OutboxMail
from yakuba.messaging.providers.smtp import SMTPMail

SUBJECT = "【軽井沢町】犬の登録申請が届きました（受付番号 R8-001042-7）、髙橋さま 𠮷田さま"
BODY = "軽井沢町です。\n申請が町に届きました。\n.\nひとつの点だけの行も、" + "長い行も届きます。" * 300 + "\n"


class Postbox:
    """A mail server's mind: keeps what it is given, or answers what it is told to."""

    def __init__(self):
        self.mails, self.answers = [], {}

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802  aiosmtpd's name
        envelope.mail_from = address
        return self.answers.get("MAIL", "250 OK")

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        envelope.rcpt_tos.append(address)
        return self.answers.get("RCPT", "250 OK")

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.answers.get("DATA") == "hang up":
            self.mails.append(envelope)
            server.transport.close()
            return "250 OK"
        if "DATA" not in self.answers:
            self.mails.append(envelope)
        return self.answers.get("DATA", "250 OK")


class OnAFreePort(Controller):
    """A controller on whichever port the machine gives."""

    def _create_server(self):
        listening = socket.create_server(("127.0.0.1", 0))
        self.port = listening.getsockname()[1]
        return self.loop.create_server(self._factory_invoker, sock=listening)


@pytest.fixture
def postbox():
    return Postbox()


@pytest.fixture
def server(postbox, settings):
    """A mail server on this machine that the settings name."""
    loop = asyncio.new_event_loop()
    controller = OnAFreePort(postbox, hostname="127.0.0.1", loop=loop)
    controller.start()
    settings.MESSAGING_MAIL = "yakuba.messaging.providers.smtp.SMTPMail"
    settings.MAIL_URL = f"smtp://127.0.0.1:{controller.port}"
    yield controller
    controller.stop()


@pytest.fixture
def outbox(settings, tmp_path):
    settings.MESSAGING_MAIL = "yakuba.messaging.providers.outbox.OutboxMail"
    settings.OUTBOX = tmp_path / "outbox"
    return settings.OUTBOX


def letter(now, **changed):
    facts = {
        "message_id": "<0195-abc@karuizawa.localhost>",
        "town": "karuizawa",
        "sender_name": "軽井沢町",
        "to": "hanako@example.jp",
        "subject": SUBJECT,
        "body": BODY,
        "at": now,
    }
    return Letter(**{**facts, **changed})


def write(now):
    return actions.send(
        open_matter("application", now=now),
        consequence="receipt",
        revision=1,
        subject=SUBJECT,
        body=BODY,
        mail="hanako@example.jp",
        actor=MACHINE,
        now=now,
    )[1]


def parsed(content):
    return message_from_bytes(content, policy=policy.default)


def test_a_japanese_letter_arrives_by_smtp(town, now, server, postbox):
    mail = write(now)
    tasks.sweep(now=now)
    mail.refresh_from_db()
    assert mail.state == "sent"
    (envelope,) = postbox.mails
    assert (envelope.mail_from, envelope.rcpt_tos) == ("yakuba@localhost", ["hanako@example.jp"])
    received = parsed(envelope.content)
    assert received["Subject"].strip() == SUBJECT
    assert received.get_content().replace("\r\n", "\n").rstrip("\n") == BODY.rstrip("\n")
    assert received.get_content_type() == "text/plain"
    assert received["From"].addresses[0].display_name == "軽井沢町"
    assert received["Message-ID"] == mail.message_id
    assert received["Date"].datetime == now
    assert received["Auto-Submitted"] == "auto-generated"
    assert received["List-Id"] == "<notices.karuizawa.localhost>"
    assert max(map(len, envelope.content.splitlines())) <= 998


def test_a_server_that_is_down_gets_the_same_letter_once_it_is_up(town, now, server, postbox, settings):
    mail = write(now)
    up, settings.MAIL_URL = settings.MAIL_URL, f"smtp://127.0.0.1:{closed_port()}"
    tasks.sweep(now=now)
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.failure) == ("waiting", 1, "ConnectionRefusedError")
    settings.MAIL_URL = up
    tasks.sweep(now=mail.due_at)
    mail.refresh_from_db()
    assert mail.state == "sent"
    assert parsed(postbox.mails[0].content)["Message-ID"] == mail.message_id


def closed_port():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


@pytest.mark.parametrize("where", ["RCPT", "DATA"])
def test_a_final_refusal_fails_the_message(town, now, server, postbox, where):
    mail = write(now)
    postbox.answers[where] = "550 5.1.1 no such user hanako@example.jp"
    tasks.sweep(now=now)
    mail.refresh_from_db()
    # The server's words hold the address: only their number is kept.
    assert (mail.state, mail.failure) == ("failed", "smtp-550")


@pytest.mark.parametrize("where", ["RCPT", "DATA"])
def test_a_server_that_says_later_is_asked_later(town, now, server, postbox, where):
    mail = write(now)
    postbox.answers[where] = "451 4.7.1 greylisted, come back"
    tasks.sweep(now=now)
    assert Message.objects.get(pk=mail.pk).failure == "smtp-451"
    postbox.answers.clear()
    assert tasks.sweep(now=now + datetime.timedelta(minutes=2)) == 1
    assert len(postbox.mails) == 1


def test_a_server_that_refuses_the_sender_is_ours_to_mend(now, server, postbox):
    postbox.answers["MAIL"] = "553 sender not allowed"
    with pytest.raises(Unreachable, match="smtp-553"):
        SMTPMail().send(letter(now))


@pytest.mark.parametrize("code", ["530", "535", "421"])
@pytest.mark.parametrize("where", ["MAIL", "RCPT", "DATA"])
def test_a_server_that_wants_another_sign_in_makes_no_letter_undeliverable(now, server, postbox, where, code):
    postbox.answers[where] = f"{code} 5.7.0 sign in first"
    with pytest.raises(Unreachable) as failure:
        SMTPMail().send(letter(now))
    assert (failure.value.code, failure.value.was_handed) == (f"smtp-{code}", False)


def test_a_rule_against_us_is_tried_again_and_is_not_the_addresss_fault(now, server, postbox):
    postbox.answers["RCPT"] = "554 5.7.1 <hanako@example.jp>: Relay access denied"
    with pytest.raises(TemporaryFailure, match=r"smtp-554-5\.7\.1"):
        SMTPMail().send(letter(now))


@pytest.mark.parametrize(
    ("said", "is_address"),
    [
        ({"RCPT": "550 5.1.1 no such user"}, True),
        ({"RCPT": "550 no such user"}, True),
        ({"RCPT": "552 5.3.4 too big"}, False),
        ({"DATA": "550 5.6.0 what is this"}, False),
    ],
)
def test_it_is_told_whether_the_address_is_at_fault(now, server, postbox, said, is_address):
    postbox.answers |= said
    with pytest.raises(PermanentFailure) as failure:
        SMTPMail().send(letter(now))
    assert failure.value.is_address is is_address


def test_a_server_that_hangs_up_behind_data_may_have_the_letter(now, server, postbox):
    postbox.answers["DATA"] = "hang up"
    with pytest.raises(Unreachable) as failure:
        SMTPMail().send(letter(now))
    assert failure.value.was_handed


def test_the_envelope_names_the_message_and_the_header_the_town(town, now, server, postbox, settings):
    settings.BOUNCE_TO = "bounce@town.example.jp"
    mail = write(now)
    tasks.sweep(now=now)
    (envelope,) = postbox.mails
    assert envelope.mail_from == reports.return_address(mail.pk)
    sender = parsed(envelope.content)["From"].addresses[0]
    assert (sender.display_name, sender.addr_spec) == ("軽井沢町", "yakuba@localhost")


def test_a_password_never_crosses_the_wire_in_the_clear(now, server, postbox, settings):
    settings.MAIL_URL = f"smtp://yakuba:secret@127.0.0.1:{server.port}"
    with pytest.raises(Unreachable, match="SMTPNotSupportedError"):
        SMTPMail().send(letter(now))
    assert postbox.mails == []


def test_a_wrong_password_keeps_the_letters_waiting(now, postbox, settings):
    def refuse(server, session, envelope, mechanism, data):
        return AuthResult(success=False, handled=False)

    controller = OnAFreePort(postbox, hostname="127.0.0.1", authenticator=refuse, auth_require_tls=False)
    controller.start()
    settings.MAIL_URL = f"smtp://yakuba:wrong@127.0.0.1:{controller.port}?tls=no"
    try:
        with pytest.raises(Unreachable, match="smtp-535"):
            SMTPMail().send(letter(now))
    finally:
        controller.stop()


def test_the_server_can_be_checked_without_a_letter(server, postbox, settings):
    SMTPMail().check()
    assert postbox.mails == []
    settings.MAIL_URL = f"smtp://127.0.0.1:{closed_port()}"
    with pytest.raises(Unreachable):
        SMTPMail().check()


def test_old_addresses_with_dots_in_a_row_are_written_to(now, server, postbox):
    SMTPMail().send(letter(now, to="hana..ko.@example.jp"))
    assert postbox.mails[0].rcpt_tos[0].replace('"', "") == "hana..ko.@example.jp"


def test_a_domain_in_japanese_is_written_to(now, server, postbox):
    SMTPMail().send(letter(now, to="hanako@軽井沢.jp"))
    assert postbox.mails[0].rcpt_tos == ["hanako@" + "軽井沢.jp".encode("idna").decode()]


@pytest.mark.parametrize("part", ["message_id", "subject", "sender_name", "town", "to"])
@pytest.mark.parametrize("line", ["\n", "\r", "\r\n", "\u2028", "\x0b", "\x00"])
def test_no_header_can_begin_another(now, part, line):
    with pytest.raises(PermanentFailure):
        letter(now, **{part: f"a@b{line}Bcc: taro@example.jp"})


def test_the_outbox_keeps_one_file_per_letter(town, now, outbox):
    mail = write(now)
    tasks.sweep(now=now)
    (file,) = [path for path in outbox.rglob("*") if path.is_file()]
    assert file == outbox / "karuizawa" / f"{mail.pk}.eml"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == stat.S_IMODE(outbox.stat().st_mode) == 0o700
    received = parsed(file.read_bytes())
    assert (received["Subject"].strip(), received["To"]) == (SUBJECT, "hanako@example.jp")


def test_the_same_letter_again_is_the_same_file(now, outbox):
    for body in ("はじめ", "おわり"):
        OutboxMail().send(letter(now, body=body))
    (file,) = (outbox / "karuizawa").iterdir()
    assert parsed(file.read_bytes()).get_content().strip() == "おわり"


@pytest.mark.parametrize(
    "odd", [{"message_id": "<../../evil@a>"}, {"town": ".."}, {"town": "a/b"}, {"message_id": "<>"}]
)
def test_no_letter_leaves_the_outbox_folder(now, outbox, odd):
    with pytest.raises(PermanentFailure):
        OutboxMail().send(letter(now, **odd))
    assert not outbox.exists()


def test_a_full_or_forbidden_disk_is_a_passing_fault(now, outbox):
    outbox.write_text("no folder")
    with pytest.raises(Unreachable):
        OutboxMail().send(letter(now))
    with pytest.raises(Unreachable):
        OutboxMail().check()


def test_the_outbox_is_listed_newest_first(town, now, outbox):
    assert queries.outbox(town) == []
    first, second = write(now), write(now + datetime.timedelta(hours=1))
    tasks.sweep(now=now + datetime.timedelta(hours=2))
    listed = queries.outbox(town)
    assert [mail.message_id for mail in listed] == [second.message_id, first.message_id]
    assert (listed[1].to, listed[1].subject, listed[1].at) == ("hanako@example.jp", SUBJECT, now)
    assert listed[1].body.rstrip("\n") == BODY.rstrip("\n")
    assert queries.outbox(town, limit=1) == listed[:1]


def test_the_outbox_can_be_checked(outbox):
    OutboxMail().check()
    assert outbox.is_dir()


def test_the_fake_can_be_told_to_fail(now, settings):
    settings.MESSAGING_MAIL = "yakuba.messaging.providers.fake.FakeMail"
    FakeMail.empty()
    FakeMail.failures.append(TemporaryFailure("smtp-451"))
    with pytest.raises(TemporaryFailure):
        providers.carrier().check()
    with pytest.raises(TemporaryFailure):
        providers.carrier().send(letter(now))
    providers.carrier().check()
    providers.carrier().send(letter(now))
    assert len(FakeMail.letters) == 1
    FakeMail.empty()
