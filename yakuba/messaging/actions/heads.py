"""The seal of each day goes out by mail, to whoever keeps it where nobody of this house can change it."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from yakuba.core import access, dates, scope
from yakuba.core.actions import current_town_key
from yakuba.messaging.actions.writing import host_of_town
from yakuba.messaging.models import HEAD, CodeMail

if TYPE_CHECKING:
    import datetime

    from yakuba.core.actors import Actor

# A mail server that is away over a long weekend loses nothing; every later seal covers this one too.
OF_USE = timedelta(days=4)
BODY = """{town}の Yakuba は、{day}までの出来事を封印しました。

次の1行を、Yakuba を管理する人が書き換えられない所に、このまま保管してください（日付、封印した件数、最後の封印）。

{line}

個人についての内容は含みません。確かめるときは、この行だけのファイル {name}.txt を YAKUBA_HEADS の町のフォルダーに置き、
audit verify を実行します。記録がこの日より前に戻されていれば、見つかります。
"""


@transaction.atomic
def send_head(line: str, *, on: datetime.date, actor: Actor, now: datetime.datetime) -> list[CodeMail]:
    """Write one mail with the published line per address of YAKUBA_HEADS_MAIL; returns those written now.

    One town and day has one Message-ID per address, and a mail of this id that still waits is not written twice.
    """
    access.require(actor, "head.send")
    town = scope.current()
    words = {
        "subject": f"【{town.name}】封印の公表 {dates.wareki(on)}",
        "body": BODY.format(town=town.name, day=dates.wareki(on), line=line, name=on.isoformat()),
    }
    written = []
    for address in dict.fromkeys(settings.HEADS_MAIL):
        identity = _message_id(on, address)
        if not CodeMail.objects.filter(message_id=identity).exists():
            letter = CodeMail(key=current_town_key(), address=address, **words, message_id=identity)
            letter.written_at = letter.due_at = now
            letter.expires_at = now + OF_USE
            letter.save()
            written.append(letter)
    return written


def _message_id(on: datetime.date, address: str) -> str:
    # Of the address only enough to tell two of one town apart.
    mark = hashlib.sha256(address.encode()).hexdigest()[:8]
    return f"<{HEAD}-{on.isoformat()}-{mark}@{host_of_town()}>"
