"""The one gate through which every upload passes: size, real type, viruses, and then drawn or read anew."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from yakuba.documents import isolation, providers, signatures
from yakuba.documents.decoding import verdicts

if TYPE_CHECKING:
    from collections.abc import Collection

LIMIT_BYTES = 10_000_000
FILES = 20
NAME_LENGTH = 80

# What a definition's `accept` may name.
ACCEPTABLE = {"image": (signatures.JPEG, signatures.PNG), "pdf": (signatures.PDF,)}
_DECODERS = {signatures.JPEG: "image", signatures.PNG: "image", signatures.PDF: "pdf"}
_EXTENSIONS = {signatures.JPEG: ".jpg", signatures.PNG: ".png", signatures.PDF: ".pdf"}
_WORDS = {"image": gettext_noop("写真（JPEG・PNG）"), "pdf": "PDF"}

_NOT_TAKEN = {
    signatures.HEIC: gettext_noop(
        "「{name}」はHEIC形式の写真で、町では開けません。iPhoneの「設定」→「カメラ」→「フォーマット」で「互換性優先」を選んで"
        "撮り直すか、その写真を画面に出してスクリーンショットを送ってください。"
    ),
    signatures.IMAGE: gettext_noop(
        "「{name}」は、受け付けていない形式の画像です。JPEGかPNGで保存し直して送ってください。"
    ),
    signatures.OFFICE: gettext_noop(
        "「{name}」はWordやExcelなどのファイルです。「名前を付けて保存」や「エクスポート」でPDFにして送ってください。"
    ),
    signatures.ARCHIVE: gettext_noop(
        "「{name}」は圧縮ファイルです。圧縮を解いて、中の写真かPDFを1つずつ送ってください。"
    ),
    signatures.MEDIA: gettext_noop(
        "「{name}」は動画か音声です。必要なところを写真に撮るか、PDFにして送ってください。"
    ),
    signatures.PROGRAM: gettext_noop(
        "「{name}」はプログラムです。送れるのは写真（JPEG・PNG）かPDFだけです。別のファイルを選んでください。"
    ),
    signatures.UNKNOWN: gettext_noop(
        "「{name}」は、写真（JPEG・PNG）でもPDFでもありません。書類を写真に撮るか、PDFで保存し直して送ってください。"
    ),
}
_FAULTS = {
    (verdicts.BROKEN, "image"): gettext_noop(
        "「{name}」は写真として開けません。壊れているかもしれません。撮り直すか、別の写真を選んでください。"
    ),
    (verdicts.HEAVY, "image"): gettext_noop(
        "「{name}」は画素が多すぎて開けません。小さいサイズで撮り直すか、スクリーンショットを送ってください。"
    ),
    (verdicts.BROKEN, "pdf"): gettext_noop(
        "「{name}」はPDFとして正しく開けません。開いて「印刷」→「PDFに保存」でもう一度作るか、写真に撮って送ってください。"
    ),
    (verdicts.HEAVY, "pdf"): gettext_noop(
        "「{name}」は作りが複雑すぎて確かめられません。ページを分けてPDFを作り直すか、写真に撮って送ってください。"
    ),
    (verdicts.ENCRYPTED, "pdf"): gettext_noop(
        "「{name}」にはパスワードか制限がかかっています。外して保存し直すか、「印刷」→「PDFに保存」で作り直して送ってください。"
    ),
    (verdicts.ACTIVE, "pdf"): gettext_noop(
        "「{name}」には、開くと動く仕掛け（スクリプトなど）が入っています。「印刷」→「PDFに保存」で作り直して送ってください。"
    ),
    (verdicts.ATTACHMENTS, "pdf"): gettext_noop(
        "「{name}」には別のファイルが埋め込まれています。「印刷」→「PDFに保存」で作り直し、中のファイルは別に送ってください。"
    ),
    (verdicts.FORM, "pdf"): gettext_noop(
        "「{name}」は、ほかの人が開くと中身が変わる入力フォームです。記入してから「印刷」→「PDFに保存」で作り直して送ってください。"
    ),
}


class Refused(Exception):
    """The gate stays shut; the message names the file, the fault and the way out."""


@dataclass(frozen=True)
class Admitted:
    """What may be kept: a safe name, the real media type and the bytes."""

    name: str
    type: str
    data: bytes


def admit(name: str, data: bytes, *, accept: Collection[str] = tuple(ACCEPTABLE)) -> Admitted:
    """Let one upload in, cleaned; `accept` holds keys of ACCEPTABLE. Raises Refused."""
    shown = _shown(name)
    kind = _kind(shown, data, accept)
    _scan(shown, data)
    try:
        kept = isolation.decode(_DECODERS[kind], data)
    except verdicts.Bad as bad:
        raise Refused(_(_FAULTS[bad.fault, _DECODERS[kind]]).format(name=shown)) from bad
    return Admitted(safe_name(name, kind), kind, kept)


def require_size(name: str, size: int) -> None:
    """Refuse before reading; `size` in bytes."""
    if size > LIMIT_BYTES:
        raise Refused(
            _(
                "「{name}」は{size}MBあります。1つ{limit}MBまでです。"
                "写真は画質を下げて撮り直し、PDFはページを分けて送ってください。"
            ).format(name=_shown(name), size=f"{size / 1_000_000:.1f}", limit=LIMIT_BYTES // 1_000_000)
        )


def require_room(kept: int, name: str) -> None:
    """Refuse one more file than a matter may have."""
    if kept >= FILES:
        raise Refused(
            _(
                "「{name}」は送れません。ファイルは{count}個までです。いらないものを外すか、"
                "何枚かを1つのPDFにまとめて送ってください。"
            ).format(name=_shown(name), count=FILES)
        )


def safe_name(name: str, kind: str) -> str:
    """The file's name without path, control characters or length, ending as its real type does."""
    return _stem(name)[: NAME_LENGTH - 4].rstrip() + _EXTENSIONS[kind]


def _kind(shown: str, data: bytes, accept: Collection[str]) -> str:
    if not data:
        empty = _("「{name}」は中身が空です。元のファイルが開けるか確かめて、選び直してください。")
        raise Refused(empty.format(name=shown))
    require_size(shown, len(data))
    kind = signatures.kind(data)
    if kind not in _DECODERS:
        raise Refused(_(_NOT_TAKEN[kind]).format(name=shown))
    if not any(kind in ACCEPTABLE[word] for word in accept):
        wanted = _("か").join(_(_WORDS[word]) for word in accept)
        other = _("「{name}」は、ここでは受け付けていない種類です。{wanted}を選んでください。")
        raise Refused(other.format(name=shown, wanted=wanted))
    return kind


def _scan(shown: str, data: bytes) -> None:
    try:
        verdict = providers.scanner().scan(data)
    except providers.CannotScan as problem:
        raise Refused(
            _("「{name}」の安全を、いま確かめられません。しばらくしてから、もう一度送ってください。").format(
                name=shown
            )
        ) from problem
    if not verdict.is_clean:
        raise Refused(
            _(
                "「{name}」からウイルスが見つかったので、受け取りませんでした（{found}）。お使いの機器を検査し、"
                "別の機器で作り直して送るか、窓口へお持ちください。"
            ).format(name=shown, found=verdict.found)
        )


def _shown(name: str) -> str:
    extension = re.search(r"\.[A-Za-z0-9]{1,5}$", name.strip())
    return _stem(name)[:NAME_LENGTH] + (extension.group().lower() if extension else "")


def _stem(name: str) -> str:
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    # Control and format characters could turn the name around; the others mean something to file systems.
    plain = "".join(character for character in last if unicodedata.category(character)[0] != "C")
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", re.sub(r'[<>:"|?*]', "", plain).strip())
    return re.sub(r"\s+", " ", stem).strip(" .") or "ファイル"
