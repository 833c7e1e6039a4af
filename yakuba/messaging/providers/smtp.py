"""Carries mail to the town's SMTP server."""

from __future__ import annotations

import contextlib
import re
import smtplib
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend

from yakuba.messaging.providers import Mail, PermanentFailure, TemporaryFailure, Unreachable
from yakuba.messaging.providers.rendering import as_email
from yakuba.messaging.reports import is_bad_address

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yakuba.messaging.providers import Letter, MailFailure

# Seconds for each answer of the server.
TIMEOUT = 15
SUBMISSION_PORT = 587


class SMTPMail(Mail):
    """SMTP (RFC 5321) as YAKUBA_MAIL says: smtp://user:password@host:587 or smtps://….

    With smtp:// a password or port 587 means STARTTLS, so that no password crosses the wire in the clear;
    `?tls=no` is for a server on the same machine.
    """

    def send(self, letter: Letter) -> None:
        """Hand the letter over; 4xx and a silent server are temporary, 5xx about the address is permanent."""
        mail = as_email(letter)
        with _conversation() as connection, _failures(was_handed=True):
            connection.send_messages([mail])

    def check(self) -> None:
        """Connect, sign in, and hang up."""
        with _conversation():
            return


@contextlib.contextmanager
def _conversation() -> Iterator[EmailBackend]:
    connection = _connection()
    with _failures():
        try:
            connection.open()
            yield connection
        finally:
            _hang_up(connection)


def _hang_up(connection: EmailBackend) -> None:
    """Close the socket in any case; a letter that was taken stays taken, however the farewell goes."""
    line = connection.connection
    with contextlib.suppress(smtplib.SMTPException, OSError):
        connection.close()
    if line:
        line.close()


def _connection() -> EmailBackend:
    url = urlsplit(settings.MAIL_URL)
    ssl = url.scheme == "smtps"
    plain = ssl or parse_qs(url.query).get("tls") == ["no"]
    return EmailBackend(
        host=url.hostname or "localhost",
        port=url.port or (465 if ssl else 25),
        username=unquote(url.username or ""),
        password=unquote(url.password or ""),
        use_ssl=ssl,
        use_tls=not plain and (bool(url.username) or url.port == SUBMISSION_PORT),
        fail_silently=False,
        timeout=TIMEOUT,
    )


@contextlib.contextmanager
def _failures(*, was_handed: bool = False) -> Iterator[None]:
    """Say in our words what smtplib and the network raise; the server's text could hold the address."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as refused:
        # One letter has one recipient.
        code, words = max(refused.recipients.values(), default=(0, b""))
        raise _refusal(code, words, is_recipient=True) from refused
    except smtplib.SMTPDataError as refused:
        raise _refusal(refused.smtp_code, refused.smtp_error, is_recipient=False) from refused
    except (smtplib.SMTPAuthenticationError, smtplib.SMTPSenderRefused) as refused:
        # Ours to mend, not the recipient's fault: the letters wait.
        raise Unreachable(f"smtp-{refused.smtp_code}") from refused
    except smtplib.SMTPResponseException as refused:
        raise Unreachable(f"smtp-{refused.smtp_code}", was_handed=was_handed) from refused
    except (smtplib.SMTPException, OSError) as problem:
        raise Unreachable(type(problem).__name__, was_handed=was_handed) from problem
    except ValueError as problem:
        # Django cannot write the address in a form that SMTP carries.
        raise PermanentFailure("address", is_address=True) from problem


# RFC 4954 section 6: the server wants a sign-in, or another one. Whoever the letter is for has no part in it.
_SESSION = frozenset({421, 530, 534, 535, 538})
_ENHANCED = re.compile(rb"([245]\.\d{1,3}\.\d{1,3})\b")


def _refusal(code: int, words: bytes | str, *, is_recipient: bool) -> MailFailure:
    # RFC 5321 section 4.2.1: 5yz is final for this letter, everything else may pass.
    told = _ENHANCED.match(words if isinstance(words, bytes) else words.encode("ascii", "replace"))
    status = told[1].decode() if told else ""
    name = f"smtp-{code}"
    if code in _SESSION:
        return Unreachable(name)
    if not 500 <= code < 600:
        return TemporaryFailure(name)
    if status.startswith("5.7."):
        # RFC 3463 section 3.8: a rule about us (no relaying, a block list), which the systems officer can mend.
        return TemporaryFailure(f"{name}-{status}")
    return PermanentFailure(name, is_address=is_recipient and is_bad_address(status or "5.0.0"))
