"""The facts that the app `documents` records: ids, template names and document numbers only."""

import uuid

from yakuba.core.events import declare

FILE_RECEIVED = declare("file.received", "ファイルを受け取りました", file=uuid.UUID)
FILE_VIEWED = declare("file.viewed", "職員がファイルを開きました", file=uuid.UUID)
FILE_DISCARDED = declare("file.discarded", "送る前のファイルを外しました", file=uuid.UUID)
DOCUMENT_REQUESTED = declare(
    "document.requested", "文書の作成を始めました", document=uuid.UUID, consequence=str, number=str
)
DOCUMENT_MADE = declare(
    "document.made", "文書ができました", document=uuid.UUID, file=uuid.UUID, consequence=str, number=str
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
