"""Buttons inside a page of questions that keep nothing yet: one more item, one less, the address of a postal code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yakuba.core import postal
from yakuba.core import text as texts
from yakuba.procedures.fields.repeated import sent_items, with_one_more, without_one

NOT_FOUND = gettext_lazy("この郵便番号の住所は見つかりません。番号を確かめるか、住所を直接入力してください。")
MANY_NAMED = 8


@dataclass(frozen=True)
class Pressed:
    """What the page holds after the button: what was typed, the control to go on with, and a sentence about it."""

    data: Any
    control: str
    said: str


def pressed(data: Any) -> Pressed | None:
    """What one of these buttons makes of the page; None if another button was pressed."""
    if name := data.get("add"):
        return Pressed(with_one_more(data, name), f"{name}__{sent_items(data, name)}", "")
    if target := data.get("remove"):
        name, _, number = target.partition(":")
        place = int(number) if number.isascii() and number.isdigit() and len(number) < 4 else -1
        return Pressed(without_one(data, name, place), name, "")
    if target := data.get("lookup"):
        code, _, address = target.partition(" ")
        return _look_up(data, code, address)
    return None


def _look_up(data: Any, code: str, address: str) -> Pressed:
    places = postal.lookup(str(data.get(code) or ""))
    if not places:
        return Pressed(data, code, str(NOT_FOUND))
    names = list(dict.fromkeys(place.text for place in places))
    begins = names[0] if len(names) == 1 else _shared(places)
    copy = data.copy()
    copy[address] = _joined(begins, str(data.get(address) or ""))
    return Pressed(copy, address, _said(begins, names))


def _shared(places: list[postal.Place]) -> str:
    """What all places of the code share in whole words: prefecture and municipality, or less."""
    begins = ""
    for parts in ([place.prefecture for place in places], [place.city for place in places]):
        if len(set(parts)) > 1:
            break
        begins += parts[0]
    return begins


def _said(begins: str, names: list[str]) -> str:
    if len(names) == 1:
        return _("「{address}」を入れました。続きの番地などを入力してください。").format(address=begins)
    towns = [name.removeprefix(begins) for name in names if name != begins]
    words = _("この郵便番号には、{towns}があります。町名から続けて入力してください。")
    if len(towns) > MANY_NAMED:
        words = _("この郵便番号には、{towns}などがあります。町名から続けて入力してください。")
    return words.format(towns=_("、").join(towns[:MANY_NAMED]))


def _joined(begins: str, typed: str) -> str:
    """The beginning of the address before what was typed already; nothing typed is lost, nothing stands twice."""
    typed = texts.normalise(typed)
    if typed in begins:
        # Nothing yet, or only a part of what comes in now.
        return begins
    for start in range(len(begins) - 1):
        if typed.startswith(begins[start:]):
            # The person had written the end of it already, e.g. the town without the prefecture.
            return begins[:start] + typed
    return begins + typed
