"""The facts that the app `messaging` records: ids and codes only, never an address or a word of a message."""

import uuid

from yakuba.core.events import declare, declare_look

MESSAGE_SENT = declare(
    "message.sent", "お知らせを送りました", message=uuid.UUID, consequence=str, channel=str
)
MESSAGE_FAILED = declare(
    "message.failed", "お知らせを送れませんでした", message=uuid.UUID, consequence=str, channel=str
)
MESSAGE_READ = declare_look("message.read", "お知らせが読まれました", message=uuid.UUID, consequence=str)
MESSAGE_RESENT = declare(
    "message.resent", "お知らせをもう一度送ることにしました", message=uuid.UUID, consequence=str, channel=str
)
MESSAGE_STOPPED = declare(
    "message.stopped", "お知らせを止めました", message=uuid.UUID, consequence=str, channel=str
)
# Which address it is, sealed rows and keyed hashes say.
ADDRESS_CLEARED = declare("address.cleared", "届かなかった宛先が、確かめられました", bad_address=uuid.UUID)
DEVICE_SUBSCRIBED = declare(
    "device.subscribed", "住民が端末への通知を始めました", resident=uuid.UUID, device=uuid.UUID
)
DEVICE_UNSUBSCRIBED = declare(
    "device.unsubscribed", "端末への通知をやめました", resident=uuid.UUID, device=uuid.UUID
)
