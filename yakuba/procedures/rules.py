"""Named rules: what a definition cannot say in data, as tested functions that cite their source.

A rule takes the stored answer and gives it back, perhaps tidied; what cannot be taken raises Wrong with a sentence
that names the field, the fault and the way out.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from yakuba.core import dates
from yakuba.core import text as texts
from yakuba.procedures.fields import Wrong, quoted

if TYPE_CHECKING:
    from yakuba.procedures.definition import Field

Check = Callable[[str, Any, datetime.date], Any]


@dataclass(frozen=True)
class Rule:
    """One rule: its function, the kinds that it works on, and what it asks for in plain words."""

    check: Check
    kinds: frozenset[str]
    sentence: str


RULES: dict[str, Rule] = {}


def apply(field: Field, stored: Any, *, today: datetime.date) -> Any:
    """The stored answer after the field's rule, if it has one; raises Wrong."""
    if field.rule is None or stored is None:
        return stored
    return RULES[field.rule].check(quoted(field.label), stored, today)


def rule(*kinds: str, sentence: str) -> Callable[[Check], Check]:
    """Register a function under its own name."""

    def keep(function: Check) -> Check:
        RULES[function.__name__] = Rule(function, frozenset(kinds), sentence)
        return function

    return keep


def _narrow(typed: str) -> str:
    # Whatever stands for a hyphen on somebody's keyboard, and what is only there for the eye.
    return re.sub(f"[{texts.HYPHENS}]", "-", texts.normalise(typed)).replace(" ", "")


@rule("text", sentence="電話番号の形であること")
def telephone(label: str, stored: str, _today: datetime.date) -> str:
    """A Japanese telephone number: it begins with 0 and has 10 or 11 digits (電気通信番号規則, 電気通信番号計画)."""
    typed = re.sub(r"^\+81-?\(?0?\)?-?", "0", _narrow(stored))
    typed = re.sub(r"-{2,}", "-", re.sub(r"[().]", "-", typed)).strip("-")
    if not re.fullmatch(r"[0-9-]+", typed):
        raise Wrong(f"{label}は、数字と「-」で入力してください。例：0267-00-0000")
    digits = typed.replace("-", "")
    if not digits.startswith("0"):
        raise Wrong(f"{label}は、市外局番から入力してください。例：0267-00-0000")
    if len(digits) not in {10, 11}:
        raise Wrong(f"{label}は、10けたか11けたです（今は{len(digits)}けたです）。けた数を確かめてください")
    return typed


@rule("text", sentence="メールアドレスの形であること")
def mail_address(label: str, stored: str, _today: datetime.date) -> str:
    """A mail address to which a message can be sent (RFC 5321: at most 254 octets)."""
    # Width only: a hyphen, a long mark or a dot is part of somebody's address.
    typed = texts.normalise(stored).replace(" ", "").replace("。", ".")
    try:
        EmailValidator()(typed)
    except ValidationError as wrong:
        raise Wrong(
            f"{label}の形を確かめてください。「@」と「.」を入れて入力します。例：hanako@example.jp"
        ) from wrong
    if len(typed.encode()) > 254:
        raise Wrong(f"{label}が長すぎます。254文字までのアドレスを入力してください")
    return typed


@rule("text", sentence="郵便番号（7けた）であること")
def postal_code(label: str, stored: str, _today: datetime.date) -> str:
    """A Japanese postal code of seven digits, stored as 389-0111."""
    typed = _narrow(stored).removeprefix("〒")
    digits = typed.replace("-", "")
    if not re.fullmatch(r"[0-9]{7}", digits):
        raise Wrong(f"{label}は、数字7けたで入力してください。例：389-0111")
    return f"{digits[:3]}-{digits[3:]}"


@rule("date", sentence="申請する日より後でないこと")
def not_in_future(label: str, stored: str, today: datetime.date) -> str:
    """A day that has come already."""
    if datetime.date.fromisoformat(stored) > today:
        raise Wrong(f"{label}が、今日（{dates.wareki(today)}）より後です。元号を確かめてください")
    return stored


@rule("date", sentence="申請する日より前でないこと")
def not_in_past(label: str, stored: str, today: datetime.date) -> str:
    """Today or a day to come."""
    if datetime.date.fromisoformat(stored) < today:
        raise Wrong(
            f"{label}が、今日（{dates.wareki(today)}）より前です。今日かそれより後の日を入力してください"
        )
    return stored


@rule("date", sentence="申請する日に18歳以上であること（民法4条）")
def adult(label: str, stored: str, today: datetime.date) -> str:
    """A birth date of somebody of full age: eighteen years (民法4条)."""
    birth = datetime.date.fromisoformat(not_in_future(label, stored, today))
    # 年齢計算ニ関する法律: an age is reached at the end of the day before the birthday.
    if dates.age_on(birth, today + datetime.timedelta(days=1)) < 18:
        raise Wrong(
            f"{label}では、今日（{dates.wareki(today)}）の時点で18歳になっていません。"
            "保護者の方のお名前で申請してください"
        )
    return stored


@rule("text", sentence="マイクロチップの番号（15けた）であること")
def microchip(label: str, stored: str, _today: datetime.date) -> str:
    """The identification code of an animal's microchip: fifteen digits (ISO 11784, 動物愛護管理法39条の2)."""
    digits = _narrow(stored).replace("-", "")
    if not re.fullmatch(r"[0-9]{15}", digits):
        raise Wrong(
            f"{label}は、数字15けたで入力してください（登録証明書に書いてあります）。例：392140000000000"
        )
    return digits


@rule("text", sentence="口座番号（7けたまで）であること")
def account_number(label: str, stored: str, _today: datetime.date) -> str:
    """A bank account number as transfers carry it: seven digits, shorter ones filled with 0 on the left."""
    digits = _narrow(stored).replace("-", "")
    if not re.fullmatch(r"[0-9]{4,7}", digits):
        raise Wrong(f"{label}は、数字7けたまでで入力してください。例：0000000")
    return digits.zfill(7)
