"""The facts that the app `messaging` records: ids and codes only, never an address or a word of a message."""

import uuid

from yakuba.core.events import declare

MESSAGE_SENT = declare(
    "message.sent", "お知らせを送りました", message=uuid.UUID, consequence=str, channel=str
)
MESSAGE_FAILED = declare(
    "message.failed", "お知らせを送れませんでした", message=uuid.UUID, consequence=str, channel=str
)
MESSAGE_READ = declare("message.read", "お知らせが読まれました", message=uuid.UUID, consequence=str)
