"""Reads the mailbox for mails that came back by IMAP."""

from __future__ import annotations

import contextlib
import imaplib
import re
import ssl
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings

from yakuba.messaging.providers import LARGEST, Bounces, Returned, Unreachable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Seconds for each answer of the server.
TIMEOUT = 15
_NUMBER = re.compile(r"\d{1,10}")
_NAME = re.compile(r"[^\x00-\x1f\x7f\"\\]{1,200}")


class IMAPBounces(Bounces):
    """IMAP (RFC 9051) as YAKUBA_BOUNCES says: imaps://user:password@host/INBOX.

    With imap:// TLS begins by STARTTLS before anybody signs in; `?tls=no` is for a server on the same machine. The
    token of a mail is its UID: it stays the same from one conversation to the next.
    """

    def fetch(self, limit: int) -> list[Returned]:
        """The oldest mails that are not marked as seen, each from its beginning up to `LARGEST`."""
        with _conversation() as line:
            found = _answer(line.uid("SEARCH", "UNSEEN UNDELETED"))
            uids = _NUMBER.findall(
                b" ".join(part for part in found if isinstance(part, bytes)).decode("ascii")
            )
            mails = []
            for uid in uids[:limit]:
                answer = _answer(line.uid("FETCH", uid, f"(BODY.PEEK[]<0.{LARGEST}>)"))
                content = next((part[1] for part in answer if isinstance(part, tuple)), b"")
                mails.append(Returned(token=uid, content=content[:LARGEST]))
            return mails

    def done(self, tokens: Sequence[str], *, keep: bool) -> None:
        """Mark them as seen, and unless they are kept, as deleted."""
        if strange := [token for token in tokens if not _NUMBER.fullmatch(token)]:
            raise ValueError(strange)
        if not tokens:
            return
        with _conversation() as line:
            uids = ",".join(tokens)
            _answer(line.uid("STORE", uids, "+FLAGS.SILENT", r"(\Seen)" if keep else r"(\Seen \Deleted)"))
            if not keep:
                _answer(line.expunge())

    def check(self) -> None:
        """Sign in, open the mailbox without changing it, and hang up."""
        with _conversation(is_readonly=True):
            return


@contextlib.contextmanager
def _conversation(*, is_readonly: bool = False) -> Iterator[imaplib.IMAP4]:
    url = urlsplit(settings.BOUNCES_URL)
    with _failures():
        line = _connection()
        try:
            line.login(unquote(url.username or ""), unquote(url.password or ""))
            _answer(line.select(_mailbox(unquote(url.path)), readonly=is_readonly))
            yield line
        finally:
            _hang_up(line)


def _connection() -> imaplib.IMAP4:
    url = urlsplit(settings.BOUNCES_URL)
    host, context = url.hostname or "localhost", ssl.create_default_context()
    if url.scheme == "imaps":
        return imaplib.IMAP4_SSL(host, url.port or 993, ssl_context=context, timeout=TIMEOUT)
    line = imaplib.IMAP4(host, url.port or 143, timeout=TIMEOUT)
    if parse_qs(url.query).get("tls") != ["no"]:
        try:
            line.starttls(ssl_context=context)
        except BaseException:
            _hang_up(line)
            raise
    return line


def _mailbox(path: str) -> str:
    name = path.strip("/") or "INBOX"
    if not _NAME.fullmatch(name):
        raise Unreachable("mailbox-name")
    return f'"{name}"'


def _answer(answer: tuple[str, Any]) -> list[Any]:
    status, found = answer
    if status != "OK":
        raise Unreachable(f"imap-{status.lower()[:20]}")
    return list(found)


def _hang_up(line: imaplib.IMAP4) -> None:
    """Say goodbye where that is possible, and close the socket in any case."""
    with contextlib.suppress(imaplib.IMAP4.error, OSError, AttributeError):
        line.logout()
    with contextlib.suppress(OSError):
        line.shutdown()


@contextlib.contextmanager
def _failures() -> Iterator[None]:
    """Say in our words what imaplib and the network raise; the server's text could hold anything."""
    try:
        yield
    except imaplib.IMAP4.abort as problem:
        raise Unreachable("imap-abort") from problem
    except imaplib.IMAP4.error as problem:
        # A wrong password is one of these.
        raise Unreachable("imap-refused") from problem
    except OSError as problem:
        raise Unreachable(type(problem).__name__) from problem
