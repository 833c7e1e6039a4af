"""The facts that the app `documents` records: ids, template names and document numbers only."""

import datetime
import uuid

from yakuba.core.events import declare, declare_look

FILE_RECEIVED = declare("file.received", "ファイルを受け取りました", file=uuid.UUID)
FILE_VIEWED = declare_look("file.viewed", "職員がファイルを開きました", file=uuid.UUID)
FILE_DISCARDED = declare("file.discarded", "送る前のファイルを外しました", file=uuid.UUID)
DOCUMENT_REQUESTED = declare(
    "document.requested", "文書の作成を始めました", document=uuid.UUID, consequence=str, number=str
)
DOCUMENT_MADE = declare(
    "document.made", "文書ができました", document=uuid.UUID, file=uuid.UUID, consequence=str, number=str
)
DOCUMENT_RECEIVED = declare(
    "document.received",
    "ほかの機関の文書を受け取りました",
    document=uuid.UUID,
    file=uuid.UUID,
    consequence=str,
    number=str,
)
DOCUMENT_FAILED = declare(
    "document.failed", "文書を作れませんでした", document=uuid.UUID, consequence=str, number=str
)
DOCUMENT_VOIDED = declare(
    "document.voided",
    "文書を無効にしました（番号は欠番になります）",
    document=uuid.UUID,
    consequence=str,
    number=str,
)
DOCUMENT_REISSUED = declare(
    "document.reissued",
    "文書を再発行または差し替えました",
    document=uuid.UUID,
    replaces=uuid.UUID,
    consequence=str,
    number=str,
    kind=str,
)
DOCUMENT_SUPERSEDED = declare(
    "document.superseded",
    "前の文書は、差し替え済みになりました",
    document=uuid.UUID,
    consequence=str,
    number=str,
)
DOCUMENT_REVOKED = declare(
    "document.revoked",
    "文書を取り消しました",
    document=uuid.UUID,
    consequence=str,
    number=str,
    ended_on=datetime.date,
)
