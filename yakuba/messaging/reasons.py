"""Why a message has not arrived, in words that an official understands; the codes are ours or of SMTP."""

from __future__ import annotations

import re

# The first that fits the whole code says it.
_WORDS = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"bad-address", "この宛先にはメールが届かないと分かっているので、送りませんでした。"),
        (r"bounce-5\.(1\.\d+|0\.0|4\.4)", "宛先が見つからないと、相手のサーバーから戻りました。"),
        (r"bounce-[45]\.2\.2", "相手の受信箱がいっぱいで、戻りました。"),
        (r"bounce-5\.2\.\d+", "相手の受信箱が使えないと、戻りました。"),
        (r"bounce-5\.7\.\d+", "相手のサーバーの決まりで断られて、戻りました。"),
        (r"bounce-.*", "相手に届かずに、戻りました。"),
        (r"delayed-.*", "相手のサーバーの前で止まっています。今も送り直されています。"),
        (r"smtp-55[013]", "宛先がないと、メールサーバーに断られました。"),
        (r"smtp-53[0458]", "メールサーバーがサインインを断りました。情報担当が設定を直すと、送られます。"),
        (r"smtp-5\d\d-5\.7.*", "メールサーバーの決まりで断られました。情報担当に伝えてください。"),
        (r"smtp-5.*", "メールサーバーに断られました。"),
        (r"smtp-4.*", "メールサーバーが「あとで」と答えました。自動で送り直します。"),
        (r"push-4.*", "通知を受け付けるところが、断りました。"),
        (r"push-.*", "通知を受け付けるところが、今は使えません。"),
        (r"imap-.*", "不達メールの受信箱を、開けません。"),
        (r"address", "宛先が、メールアドレスの形ではありません。"),
        (r"key-destroyed", "この方の情報は消されたので、送りませんでした。"),
        (r"worker-lost", "送る途中で、何度も止まりました。"),
        (r"no-device", "通知を受け取る端末が、ありません。"),
        (r"\w*(Timeout|Connection|Disconnected|Connect|gaierror|OSError)\w*", "相手のサーバーが答えません。"),
        (r".+", "送れませんでした。"),
    )
)


def words_of(code: str) -> str:
    """The reason behind a code, as a sentence; nothing for no code."""
    return next((words for pattern, words in _WORDS if pattern.fullmatch(code)), "")
