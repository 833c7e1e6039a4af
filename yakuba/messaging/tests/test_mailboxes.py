"""The mailboxes for mails that came back: a real conversation by IMAP on this machine, and a Maildir."""

from __future__ import annotations

import contextlib
import re
import socketserver
import threading

import pytest

from yakuba.messaging import providers
from yakuba.messaging.providers import LARGEST, Returned, Unreachable
from yakuba.messaging.providers.imap import IMAPBounces
from yakuba.messaging.providers.maildir import MaildirBounces


class Mailbox:
    """A small mail server's mind: mails by UID, their flags, and what it was asked."""

    def __init__(self):
        self.mails = {4: b"Subject: first\r\n\r\none", 7: b"Subject: second\r\n\r\n" + b"x" * (LARGEST + 50)}
        self.flags = {4: set(), 7: set()}
        self.password, self.asked, self.silent = "pa ss\\word", [], False

    def answer(self, line):
        tag, verb, rest = (*line.split(" ", 2), "")[:3]
        self.asked.append(f"{verb} {rest}".strip())
        told = "" if self._agrees(verb, rest) else "no"
        if self.silent:
            return b""
        if told:
            return f"{tag} NO [AUTHENTICATIONFAILED] hanako@example.jp\r\n".encode()
        fixed = {
            "SELECT": b"* 2 EXISTS\r\n* OK [UIDVALIDITY 1] ok\r\n",
            "CAPABILITY": b"* CAPABILITY IMAP4rev1\r\n",
            "LOGOUT": b"* BYE\r\n",
        }
        if verb == "EXPUNGE":
            for uid in [uid for uid, flags in self.flags.items() if "\\Deleted" in flags]:
                del self.mails[uid], self.flags[uid]
        first = self._uid(rest) if verb == "UID" else fixed.get(verb, b"")
        return first + f"{tag} OK done\r\n".encode()

    def _agrees(self, verb, rest):
        if verb == "LOGIN":
            user, password = re.fullmatch(r'(\S+) "(.*)"', rest).groups()
            return (user, password.replace("\\\\", "\\")) == ("bounce", self.password)
        return verb not in {"SELECT", "EXAMINE"} or rest == '"INBOX/back"'

    def _uid(self, rest):
        verb, more = rest.split(" ", 1)
        if verb == "SEARCH":
            new = [str(uid) for uid, flags in self.flags.items() if not flags]
            return f"* SEARCH {' '.join(new)}\r\n".encode()
        uids = [int(uid) for uid in more.split(" ", 1)[0].split(",")]
        uid = uids[0]
        if verb == "FETCH":
            part = self.mails[uid][:LARGEST]
            return b"* 1 FETCH (UID %d BODY[]<0> {%d}\r\n%s)\r\n" % (uid, len(part), part)
        for uid in uids:
            self.flags[uid] |= set(re.findall(r"\\\w+", more))
        return b""


@pytest.fixture
def mailbox(settings):
    box = Mailbox()

    class Conversation(socketserver.StreamRequestHandler):
        def handle(self):
            self.wfile.write(b"* OK [CAPABILITY IMAP4rev1] ready\r\n")
            with contextlib.suppress(OSError):
                for line in self.rfile:
                    answer = box.answer(line.decode().strip())
                    if not answer:
                        return
                    self.wfile.write(answer)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        box.port = server.server_address[1]
        settings.BOUNCES_URL = f"imap://bounce:pa%20ss%5Cword@127.0.0.1:{box.port}/INBOX/back?tls=no"
        yield box
        server.shutdown()
        thread.join()


def test_new_mails_are_fetched_from_their_beginning_and_not_changed(mailbox):
    first, second = IMAPBounces().fetch(10)
    assert first == Returned("4", b"Subject: first\r\n\r\none")
    assert (second.token, len(second.content)) == ("7", LARGEST)
    assert mailbox.flags == {4: set(), 7: set()}
    assert [mail.token for mail in IMAPBounces().fetch(1)] == ["4"]


def test_what_is_done_is_deleted_and_what_is_for_people_is_kept_but_not_fetched_again(mailbox):
    mailbox.mails[5], mailbox.flags[5] = b"", set()
    IMAPBounces().done(["4", "5"], keep=False)
    IMAPBounces().done([], keep=True)
    IMAPBounces().done(["7"], keep=True)
    assert mailbox.flags == {7: {"\\Seen"}}
    assert IMAPBounces().fetch(10) == []


def test_no_command_is_smuggled_in_by_a_token_or_a_mailbox(mailbox, settings):
    with pytest.raises(ValueError, match="1 EXPUNGE"):
        IMAPBounces().done(["1 EXPUNGE"], keep=True)
    settings.BOUNCES_URL = f"imap://bounce:x@127.0.0.1:{mailbox.port}/a%22%0d%0aDELETE?tls=no"
    with pytest.raises(Unreachable):
        IMAPBounces().check()
    assert not any("DELETE" in asked for asked in mailbox.asked)


def test_the_mailbox_can_be_checked_without_changing_it(mailbox):
    IMAPBounces().check()
    assert 'EXAMINE "INBOX/back"' in mailbox.asked
    assert mailbox.flags == {4: set(), 7: set()}


def test_what_goes_wrong_is_said_in_our_words(mailbox, settings):
    right = settings.BOUNCES_URL
    wrong = {
        right.replace("pa%20", "pb%20"): "imap-refused",
        right.replace("/back", "/gone"): "imap-no",
        # Without `tls=no` nobody signs in before STARTTLS, which this server has not.
        right.replace("?tls=no", ""): "imap-",
        right.replace(f":{mailbox.port}", ":1"): "ConnectionRefusedError",
    }
    for url, code in wrong.items():
        settings.BOUNCES_URL = url
        with pytest.raises(Unreachable, match=code) as failure:
            IMAPBounces().fetch(10)
        assert "hanako" not in failure.value.code
    settings.BOUNCES_URL, mailbox.silent = right, True
    with pytest.raises(Unreachable, match="imap-abort"):
        IMAPBounces().check()
    assert not [asked for asked in mailbox.asked if asked.startswith("LOGIN") and "STARTTLS" in asked]


def test_a_server_whose_certificate_nobody_vouches_for_is_not_spoken_to(mailbox, settings):
    settings.BOUNCES_URL = f"imaps://bounce:secret@127.0.0.1:{mailbox.port}/INBOX"
    with pytest.raises(Unreachable, match=r"SSL|TLS|Error"):
        IMAPBounces().check()
    assert mailbox.asked == [] or not any("secret" in asked for asked in mailbox.asked)


def test_a_maildir_is_read_deleted_from_and_kept(tmp_path, settings):
    for name in ("new", "cur", "tmp"):
        (tmp_path / name).mkdir()
    settings.BOUNCES_URL = f"maildir://{tmp_path}"
    settings.MESSAGING_BOUNCES = "yakuba.messaging.providers.maildir.MaildirBounces"
    (tmp_path / "new" / "2.host").write_bytes(b"b" * (LARGEST + 1))
    (tmp_path / "new" / "1.host").write_bytes(b"a")
    box = providers.returned_mails()
    box.check()
    first, second = box.fetch(10)
    assert (first, len(second.content)) == (Returned("1.host", b"a"), LARGEST)
    box.done(["1.host"], keep=False)
    box.done(["1.host"], keep=False)
    box.done(["2.host"], keep=True)
    assert box.fetch(10) == []
    assert [file.name for file in (tmp_path / "cur").iterdir()] == ["2.host:2,S"]
    with pytest.raises(ValueError, match="passwd"):
        box.done(["../../etc/passwd"], keep=False)


def test_a_maildir_that_is_not_there_is_said_so(tmp_path, settings):
    settings.BOUNCES_URL = f"maildir://{tmp_path}/gone"
    for ask in (MaildirBounces().check, lambda: MaildirBounces().fetch(1)):
        with pytest.raises(Unreachable):
            ask()
