"""Japanese text as people type it: one width, one kind of kana, and what cannot be accepted."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext, gettext_noop

# Unicode's own NFKC and NFC are never applied to what people write: they would put another kanji in the place of
# U+FA19 and (株) in the place of ㈱. Only width, kana marks, spaces, line ends and hyphens are made alike.
KANJI = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
# Everything that a keyboard, a word processor or a scan may give for the hyphen of an address or a telephone number.
HYPHENS = "-\u02d7\u2010-\u2015\u2043\u207b\u208b\u2212\u2500\u2501\u30fc\ufe63\uff0d\uff70"
_SPACES = (0x09, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)


def _width() -> dict[int, str]:
    """Map every character with a second width to its usual one: ASCII narrow, kana and 、。「」・ wide."""
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table |= dict(zip(range(0xFFE0, 0xFFE7), "¢£¬\uffe3¦¥₩", strict=True))
    # JIS X 0208 1-33 is the wave dash; the full-width tilde is how Windows writes the same sign.
    table[0xFF5E] = "\u301c"
    return table | dict.fromkeys(_SPACES, " ")


_WIDTH = _width()
_NARROW_KANA = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFF61, 0xFF9E)} | {
    0xFF9E: "\u309b",
    0xFF9F: "\u309c",
}
_MARKS = {"\u3099": "\u3099", "\u309b": "\u3099", "\u309a": "\u309a", "\u309c": "\u309a"}
_MARKED = {
    chr(code) + mark: composed
    for code in range(0x3041, 0x30FF)
    for mark, combining in _MARKS.items()
    if len(composed := unicodedata.normalize("NFC", chr(code) + combining)) == 1
}
_TO_KATAKANA = {code: code + 0x60 for code in (*range(0x3041, 0x3097), 0x309D, 0x309E)}

_LINE_END = re.compile("\r\n|[\r\x85\u2028\u2029]")
_MARK = re.compile("[\u3041-\u30fe][\u3099-\u309c]")
_HYPHEN = re.compile(f"(?<=[0-9])[{HYPHENS}](?=[0-9])")
_KANA = re.compile("(?=[ヽヾ・ー ]*[ァ-ヺㇰ-ㇿ])[ァ-ヺㇰ-ㇿヽヾ・ー ]+")


def normalise(text: str) -> str:
    """Make width, kana marks, spaces, line ends and hyphens between digits alike; no kanji is ever changed.

    Applying it twice gives the same as once. Runs of spaces inside a line are kept.
    """
    text = fold_kana(_LINE_END.sub("\n", text).translate(_WIDTH))
    text = "\n".join(line.rstrip(" ") for line in text.split("\n"))
    return _HYPHEN.sub("-", text).strip(" \n")


def fold_kana(text: str) -> str:
    """Turn half-width kana into full width and join each kana with the voiced mark after it: ｶﾞ and か゛ to ガ and が."""
    return _MARK.sub(lambda found: _MARKED.get(found[0], found[0]), text.translate(_NARROW_KANA))


def to_katakana(text: str) -> str:
    """Turn hiragana and half-width kana into full-width katakana and leave everything else."""
    return fold_kana(text).translate(_TO_KATAKANA)


def is_kana(text: str) -> bool:
    """Say whether a reading is written in kana of any kind only (ー, ・ and spaces may stand between)."""
    return _KANA.fullmatch(to_katakana(normalise(text))) is not None


def digits(text: str) -> str:
    """Keep only the digits 0 to 9, of either width: the telephone number ０２６７（００）０１０４ as 0267000104."""
    return re.sub("[^0-9]", "", normalise(text))


# Small kana, and kana that sound alike and are often confused in a reading (standards l-4: 突合キー).
_ALIKE_KANA = str.maketrans(
    "ァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿヂヅヲ",
    "アイウエオツヤユヨワカケクシストヌハヒフヘホムラリルレロジズオ",
)
# Variants that one family writes in different ways; only for finding a person, never for showing or storing a name.
_ALIKE_KANJI = str.maketrans(
    "髙﨑嵜邊邉齋齊斎濵濱澤嶋嶌廣國櫻眞瀨德冨惠𠮷",
    "高崎崎辺辺斉斉斉浜浜沢島島広国桜真瀬徳富恵吉",
)
_DROPPED = re.compile("[\\s\u3099-\u309c\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_KANA_HYPHENS = re.compile(f"(?<=[ァ-ヺー])[{HYPHENS}]+")


def match_key(name: str) -> str:
    """Give the form under which a name or its reading is compared and searched; it is never shown to anybody.

    Width, hiragana, small kana, ヂヅヲ, spaces, letter case, variation selectors and the variants of the
    table above make no difference (standards l-4).
    """
    compatible = unicodedata.normalize("NFKC", normalise(name))
    joined = unicodedata.normalize("NFKC", _DROPPED.sub("", to_katakana(compatible)).upper())
    key = _KANA_HYPHENS.sub(lambda found: "ー" * len(found[0]), normalise(joined))
    return key.translate(_ALIKE_KANA).translate(_ALIKE_KANJI)


# Characters drawn as pictures by default (Unicode emoji-data.txt, Emoji_Presentation) and the red heart; signs of
# JIS X 0213 such as ☎ ♨ ㊙ stay usable as long as no variation selector makes them pictures.
_PICTURE = (
    "[\u231a\u231b\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2614\u2615\u2648-\u2653\u267f\u2693\u26a1\u26aa\u26ab"
    "\u26bd\u26be\u26c4\u26c5\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705\u270a\u270b\u2728\u274c\u274e"
    "\u2753-\u2755\u2757\u2764\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55\U0001f000-\U0001faff]"
)
_PICTURES = (
    "[\U0001f1e6-\U0001f1ff]{2}"
    f"|{_PICTURE}[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]*(?:\u200d{_PICTURE}[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]*)*"
    "|.[\ufe0e\ufe0f]?\u20e3|.?[\ufe0e\ufe0f]"
)
_NOT_CHARACTERS = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_INVISIBLE = (
    "[\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
)
_FORBIDDEN = {
    "control": (
        "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]",
        gettext_noop("画面に出ない制御文字（{code}）が入っています。消してから入力し直してください"),
    ),
    "direction": (
        "[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]",
        gettext_noop(
            "文字の向きを変える見えない文字（{code}）が入っています。消してから入力し直してください"
        ),
    ),
    "broken": (
        f"[\ud800-\udfff\ufdd0-\ufdef\ufffc\ufffd{_NOT_CHARACTERS}]",
        gettext_noop("壊れた文字（{code}）が入っています。その文字を入力し直してください"),
    ),
    "private": (
        "[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]",
        gettext_noop("外字（{code}）は使えません。近い漢字か、かなで入力してください"),
    ),
    "picture": (_PICTURES, gettext_noop("絵文字（{shown}）は使えません。文字で入力してください")),
    "selector": (
        f"(?<![{KANJI}])[\ufe00-\ufe0d\U000e0100-\U000e01ef]",
        gettext_noop("字の形を選ぶ見えない符号（{code}）だけが入っています。消してから入力し直してください"),
    ),
    "invisible": (
        _INVISIBLE,
        gettext_noop("目に見えない文字（{code}）が入っています。消してから入力し直してください"),
    ),
}
_ANY_FORBIDDEN = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, (pattern, _) in _FORBIDDEN.items()))


def forbidden(text: str) -> str | None:
    """Say which character cannot be accepted and what to do, or None when all is well.

    Refused: control, direction, broken and private-use characters, emoji, stray variation selectors and
    invisible ones. Rare kanji outside the BMP and a kanji with its variation selector (IVS) are welcome.
    """
    found = _ANY_FORBIDDEN.search(text)
    if found is None:
        return None
    _, sentence = _FORBIDDEN[str(found.lastgroup)]
    return gettext(sentence).format(shown=found[0], code=f"U+{ord(found[0][0]):04X}")
