"""A letter as a mail of RFC 5322: plain text in UTF-8, marked as written by a machine."""

from __future__ import annotations

from email.utils import format_datetime, formataddr, parseaddr
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.timezone import localtime

from yakuba.messaging.providers import PermanentFailure

if TYPE_CHECKING:
    from yakuba.messaging.providers import Letter


def as_email(letter: Letter) -> EmailMessage:
    """The mail of a letter; raises PermanentFailure where Django refuses to write it."""
    sender = parseaddr(settings.MAIL_FROM)[1]
    mail = EmailMessage(
        subject=letter.subject,
        body=letter.body,
        # The envelope names the message, the header the town.
        from_email=letter.return_path or sender,
        to=[letter.to],
        headers={
            "From": formataddr((letter.sender_name, sender), charset="utf-8"),
            # The moment of writing in the town's time, the same at each try.
            "Date": format_datetime(localtime(letter.at)),
            "Message-ID": letter.message_id,
            # RFC 3834: no out-of-office reply comes back. RFC 2919: people can sort the town's notices.
            "Auto-Submitted": "auto-generated",
            "List-Id": f"<notices.{letter.host}>",
        },
    )
    try:
        mail.message()
    except (ValueError, UnicodeError) as problem:
        # BadHeaderError is a ValueError.
        raise PermanentFailure("header") from problem
    return mail
