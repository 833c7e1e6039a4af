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

from django.utils.translation import gettext as _

from yakuba.core import dates, days, renditions
from yakuba.procedures.fields import Wrong, WrongItems, quoted
from yakuba.procedures.fields.bank import read_number
from yakuba.procedures.fields.contact import narrow, read_mail, read_postal_code, read_telephone
from yakuba.procedures.fields.repeated import ReadItems

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
    """The stored answer after the field's rule, and of a group after the rules of its items; raises Wrong."""
    if stored is None:
        return stored
    if field.fields:
        return _apply_to_items(field, stored, today=today)
    if field.rule not in RULES:
        # A computed value names a computation, which has been done.
        return stored
    return RULES[field.rule].check(quoted(field.label), stored, today)


def _apply_to_items(field: Field, stored: Any, *, today: datetime.date) -> list[dict[str, Any]]:
    items, errors = [], {}
    # An item left empty is no answer, but it stays on the page: a message belongs to the item that people see.
    places = stored.places if isinstance(stored, ReadItems) else range(len(stored))
    for number, item in zip(places, stored, strict=True):
        done = dict(item)
        for name, value in item.items():
            try:
                done[name] = apply(field.inner[name], value, today=today)
            except Wrong as wrong:
                errors[number, name] = str(wrong)
        items.append(done)
    if errors:
        raise WrongItems(errors, item=field.item or field.label)
    return items


def rule(*kinds: str, sentence: str) -> Callable[[Check], Check]:
    """Register a function under its own name."""

    def keep(function: Check) -> Check:
        RULES[function.__name__] = Rule(function, frozenset(kinds), sentence)
        return function

    return keep


@rule("text", sentence="電話番号の形であること")
def telephone(label: str, stored: str, _today: datetime.date) -> str:
    """A Japanese telephone number: it begins with 0 and has 10 or 11 digits (電気通信番号規則, 電気通信番号計画)."""
    return read_telephone(label, stored)


@rule("text", sentence="メールアドレスの形であること")
def mail_address(label: str, stored: str, _today: datetime.date) -> str:
    """A mail address to which a message can be sent (RFC 5321: at most 254 octets)."""
    return read_mail(label, stored)


@rule("text", sentence="郵便番号（7けた）であること")
def postal_code(label: str, stored: str, _today: datetime.date) -> str:
    """A Japanese postal code of seven digits, stored as 389-0111."""
    return read_postal_code(label, stored)


@rule("date", sentence="申請する日より後でないこと")
def not_in_future(label: str, stored: str, today: datetime.date) -> str:
    """A day that has come already."""
    if datetime.date.fromisoformat(stored) > today:
        words = _("{label}が、今日（{today}）より後です。元号を確かめてください")
        raise Wrong(words.format(label=label, today=renditions.day(today)))
    return stored


@rule("date", sentence="申請する日より前でないこと")
def not_in_past(label: str, stored: str, today: datetime.date) -> str:
    """Today or a day to come."""
    if datetime.date.fromisoformat(stored) < today:
        words = _("{label}が、今日（{today}）より前です。今日かそれより後の日を入力してください")
        raise Wrong(words.format(label=label, today=renditions.day(today)))
    return stored


@rule("date", sentence="申請する日に18歳以上であること（民法4条）")
def adult(label: str, stored: str, today: datetime.date) -> str:
    """A birth date of somebody of full age: eighteen years (民法4条)."""
    birth = datetime.date.fromisoformat(not_in_future(label, stored, today))
    # 年齢計算ニ関する法律: an age is reached at the end of the day before the birthday.
    if dates.age_on(birth, today + datetime.timedelta(days=1)) < 18:
        words = _(
            "{label}では、今日（{today}）の時点で18歳になっていません。保護者の方のお名前で申請してください"
        )
        raise Wrong(words.format(label=label, today=renditions.day(today)))
    return stored


@rule("text", sentence="マイクロチップの番号（15けた）であること")
def microchip(label: str, stored: str, _today: datetime.date) -> str:
    """The identification code of an animal's microchip: fifteen digits (ISO 11784, 動物愛護管理法39条の2)."""
    digits = narrow(stored).replace("-", "")
    if not re.fullmatch(r"[0-9]{15}", digits):
        words = _(
            "{label}は、数字15けたで入力してください（登録証明書に書いてあります）。例：392140000000000"
        )
        raise Wrong(words.format(label=label))
    return digits


@rule("text", sentence="口座番号（4けたから7けた）であること")
def account_number(label: str, stored: str, _today: datetime.date) -> str:
    """A bank account number as transfers carry it: seven digits, shorter ones filled with 0 on the left."""
    return read_number(label, stored)


@rule("date", sentence="役場が開いている日（土日・祝日・年末年始でない日）であること")
def office_day(label: str, stored: str, today: datetime.date) -> str:
    """A day to come on which the town hall is open by law (地方自治法4条の2; a town's own closed days come on top)."""
    day = datetime.date.fromisoformat(not_in_past(label, stored, today))
    if not days.is_open(day, frozenset()):
        words = _("{label}（{day}）は、役場が閉まっています。平日の日を入力してください")
        raise Wrong(words.format(label=label, day=renditions.full_day(day)))
    return stored
