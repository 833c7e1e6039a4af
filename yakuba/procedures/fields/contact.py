"""Kinds by which people are reached: mail, telephone, postal code and address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _

from yakuba.core import text as texts
from yakuba.procedures.fields.kind import Wrong, quoted
from yakuba.procedures.fields.widgets import PostalBox, TextBox
from yakuba.procedures.fields.words import Words

if TYPE_CHECKING:
    from django.forms import Widget


def narrow(typed: str) -> str:
    """Whatever stands for a hyphen on somebody's keyboard as a hyphen, and no spaces that are only for the eye."""
    return re.sub(f"[{texts.HYPHENS}]", "-", texts.normalise(typed)).replace(" ", "")


def read_telephone(label: str, typed: str) -> str:
    """A Japanese telephone number: it begins with 0 and has 10 or 11 digits (電気通信番号規則, 電気通信番号計画)."""
    typed = re.sub(r"^\+81-?\(?0?\)?-?", "0", narrow(typed))
    typed = re.sub(r"-{2,}", "-", re.sub(r"[().]", "-", typed)).strip("-")
    if not re.fullmatch(r"[0-9-]+", typed):
        raise Wrong(_("{label}は、数字と「-」で入力してください。例：0267-00-0000").format(label=label))
    digits = typed.replace("-", "")
    if not digits.startswith("0"):
        raise Wrong(_("{label}は、市外局番から入力してください。例：0267-00-0000").format(label=label))
    if len(digits) not in {10, 11}:
        words = _("{label}は、10けたか11けたです（今は{count}けたです）。けた数を確かめてください")
        raise Wrong(words.format(label=label, count=len(digits)))
    # Nobody parts a number more often than into an international prefix and four groups.
    return typed if typed.count("-") <= 4 else digits


def read_mail(label: str, typed: str) -> str:
    """A mail address to which a message can be sent (RFC 5321: at most 254 octets)."""
    # Width only: a hyphen, a long mark or a dot is part of somebody's address.
    typed = texts.normalise(typed).replace(" ", "").replace("。", ".")
    try:
        # No machine of its own: what has no dot after the @ reaches nobody.
        EmailValidator(allowlist=[])(typed)
    except ValidationError as wrong:
        words = _("{label}の形を確かめてください。「@」と「.」を入れて入力します。例：hanako@example.jp")
        raise Wrong(words.format(label=label)) from wrong
    if len(typed.encode()) > 254:
        raise Wrong(_("{label}が長すぎます。254文字までのアドレスを入力してください").format(label=label))
    return typed


def read_postal_code(label: str, typed: str) -> str:
    """A Japanese postal code of seven digits, stored as 389-0111."""
    digits = narrow(typed).removeprefix("〒").replace("-", "")
    if not re.fullmatch(r"[0-9]{7}", digits):
        raise Wrong(_("{label}は、数字7けたで入力してください。例：389-0111").format(label=label))
    return f"{digits[:3]}-{digits[3:]}"


class Contact(Words):
    """One line of a fixed shape; `reader` says which."""

    keys: ClassVar[frozenset[str]] = frozenset()
    tests: ClassVar[frozenset[str]] = frozenset({"answered"})
    usual: ClassVar[int] = 300
    reader: ClassVar[staticmethod[[str, str], str]]
    attributes: ClassVar[dict[str, str]]
    # How the browser may fill in what the applicant is asked about themselves.
    autocomplete: ClassVar[str]

    def widget(self) -> Widget:
        return TextBox({"class": "input", **self.filled_by_browser(), **self.attributes})

    def filled_by_browser(self) -> dict[str, str]:
        """The browser's own knowledge is about the applicant only."""
        return {"autocomplete": self.autocomplete if self.field.means else "off"}

    def read(self, raw: Any, kept: Any = None) -> str | None:
        typed = super().read(raw, kept)
        return None if typed is None else type(self).reader(quoted(self.field.label), typed)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "title": self.field.label}


class Mail(Contact):
    """A mail address."""

    name: ClassVar[str] = "mail"
    reader = staticmethod(read_mail)
    attributes: ClassVar[dict[str, str]] = {
        "inputmode": "email",
        "autocapitalize": "none",
        "spellcheck": "false",
    }
    autocomplete: ClassVar[str] = "email"

    def schema(self) -> dict[str, Any]:
        return super().schema() | {"format": "email", "maxLength": 254}


class Telephone(Contact):
    """A telephone number; hyphens stay where people wrote them."""

    name: ClassVar[str] = "telephone"
    reader = staticmethod(read_telephone)
    attributes: ClassVar[dict[str, str]] = {"inputmode": "tel"}
    autocomplete: ClassVar[str] = "tel"

    def schema(self) -> dict[str, Any]:
        return super().schema() | {"pattern": "^0[0-9-]{9,16}$"}


class PostalCode(Contact):
    """A postal code; where an address follows on the page, a button fills in its beginning."""

    name: ClassVar[str] = "postal_code"
    tests: ClassVar[frozenset[str]] = frozenset({"answered", "is", "not"})
    reader = staticmethod(read_postal_code)
    attributes: ClassVar[dict[str, str]] = {"inputmode": "numeric"}
    autocomplete: ClassVar[str] = "postal-code"

    def widget(self) -> Widget:
        return PostalBox({"class": "input w-post", **self.filled_by_browser(), **self.attributes})

    def schema(self) -> dict[str, Any]:
        return super().schema() | {"pattern": "^[0-9]{3}-[0-9]{4}$"}


class Address(Words):
    """An address in one line, as people write it: 軽井沢町大字長倉2381番地1 見本荘101号室."""

    name: ClassVar[str] = "address"
    tests: ClassVar[frozenset[str]] = frozenset({"answered"})

    def widget(self) -> Widget:
        autocomplete = "street-address" if self.field.means else "off"
        return TextBox({"class": "input", "autocomplete": autocomplete})
