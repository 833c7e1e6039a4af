"""The kind of bank accounts to which money is transferred."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from yakuba.core import text as texts
from yakuba.core.tables import safe_text
from yakuba.procedures.fields.contact import narrow
from yakuba.procedures.fields.kind import Kind, Wrong, part_of, quoted
from yakuba.procedures.fields.widgets import AccountBoxes
from yakuba.procedures.fields.words import too_long

if TYPE_CHECKING:
    from django.forms import Widget

PARTS = {
    "bank": gettext_noop("金融機関の名前"),
    "branch": gettext_noop("支店の名前"),
    "type": gettext_noop("預金の種類"),
    "number": gettext_noop("口座番号"),
    "holder": gettext_noop("口座の名義（カナ）"),
}
TYPES = (gettext_noop("普通"), gettext_noop("当座"), gettext_noop("貯蓄"))
_LONGEST = 60
_POST_BANK = re.compile("ゆうちょ|郵貯|ゆうちよ")
_KANJI = str.maketrans("0123456789", "〇一二三四五六七八九")


def read_number(label: str, typed: str) -> str:
    """A bank account number as transfers carry it: seven digits, shorter ones filled with 0 on the left."""
    digits = narrow(typed).replace("-", "")
    if not re.fullmatch(r"[0-9]{4,7}", digits):
        raise Wrong(_("{label}は、数字4けたから7けたで入力してください。例：0000000").format(label=label))
    return digits.zfill(7)


class BankAccount(Kind):
    """Bank, branch, sort, number and holder; a 記号 and 番号 of the Post Bank become what transfers need."""

    name: ClassVar[str] = "bank_account"
    controls: ClassVar[tuple[str, ...]] = tuple(f"_{part}" for part in PARTS)
    is_publishable: ClassVar[bool] = False
    has_parts: ClassVar[bool] = True

    def widget(self) -> Widget:
        return AccountBoxes(PARTS, TYPES)

    def read(self, raw: Any, _kept: Any = None) -> dict[str, str] | None:
        typed = raw if isinstance(raw, dict) else {}
        parts = {part: self.part(typed, part) for part in PARTS}
        if not any(value for part, value in parts.items() if part != "type"):
            return None
        if missing := [_(PARTS[part]) for part, value in parts.items() if not value]:
            words = _("{label}を入力してください")
            raise Wrong(words.format(label=part_of(quoted(self.field.label), _("、").join(missing))))
        return self.checked(parts)

    def part(self, typed: dict[str, Any], part: str) -> str:
        """One box, tidied."""
        value = re.sub("[ \n]+", " ", texts.normalise(str(typed.get(part) or "")[: _LONGEST * 20]))
        label = part_of(quoted(self.field.label), _(PARTS[part]))
        if said := texts.forbidden(value):
            raise Wrong(_("{label}に、{said}").format(label=label, said=said))
        if len(value) > _LONGEST:
            raise Wrong(too_long(label, _LONGEST, len(value)))
        return value

    def checked(self, parts: dict[str, str]) -> dict[str, str]:
        """The account with its number and holder as transfers carry them."""
        label = quoted(self.field.label)
        parts = _of_post_bank(parts) if _POST_BANK.search(parts["bank"]) else parts
        if parts["type"] not in TYPES:
            words = _("{label}を、画面にあるものから選んでください")
            raise Wrong(words.format(label=part_of(label, _(PARTS["type"]))))
        holder = texts.to_katakana(parts["holder"]).upper()
        if not re.fullmatch(r"[ァ-ヺー・ A-Z0-9().,/-]+", holder):
            words = _("{label}は、通帳のとおりカナで入力してください。例：ミホン ハナコ")
            raise Wrong(words.format(label=part_of(label, _(PARTS["holder"]))))
        number = read_number(part_of(label, _(PARTS["number"])), parts["number"])
        return {**parts, "number": number, "holder": holder}

    def first_id(self, html_id: str) -> str:
        return f"{html_id}_bank"

    def initial(self, stored: Any) -> dict[str, str]:
        return dict(stored) if stored else {}

    def posted(self, stored: Any) -> dict[str, Any]:
        return {f"{self.field.id}_{part}": (stored or {}).get(part, "") for part in PARTS}

    def from_example(self, value: Any) -> dict[str, str] | None:
        if not isinstance(value, dict) or set(value) - set(PARTS):
            raise Wrong(f"「{self.field.id}」は {{bank, branch, type, number, holder}} で書きます")
        return self.read(value)

    def text(self, stored: Any) -> str:
        return " ".join(stored[part] for part in PARTS)

    def cell(self, stored: Any) -> str:
        return safe_text(self.text(stored))

    def schema(self) -> dict[str, Any]:
        text = {"type": "string", "minLength": 1, "maxLength": _LONGEST}
        more = {"type": {"enum": list(TYPES)}, "number": {"type": "string", "pattern": "^[0-9]{7}$"}}
        return {
            "type": "object",
            "title": self.field.label,
            "properties": dict.fromkeys(PARTS, text) | more,
            "required": list(PARTS),
            "additionalProperties": False,
        }


def _of_post_bank(parts: dict[str, str]) -> dict[str, str]:
    # 記号 1AB?0 with 番号 NNNNNNN1 is branch AB8 and number NNNNNNN (ゆうちょ銀行, 記号・番号から振込用の店名・口座番号).
    sign, number = narrow(parts["branch"]), narrow(parts["number"])
    if re.fullmatch("1[0-9]{3}0", sign) and re.fullmatch("[0-9]{2,8}", number):
        branch = f"{sign[1:3]}8".translate(_KANJI)
        return {**parts, "branch": branch, "number": number[:-1].zfill(7)}
    if re.fullmatch("[0-9]{3}", sign):
        return {**parts, "branch": sign.translate(_KANJI)}
    return parts
