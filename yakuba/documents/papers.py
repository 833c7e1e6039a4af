"""The papers the town makes: what each template must be told, and how it is put into Japanese for print."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, model_validator

from yakuba.core import dates

if TYPE_CHECKING:
    from typing import Self


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Row(_Part):
    """One answer: its label and its readable text."""

    label: str
    text: str


class Section(_Part):
    """One section of answers."""

    title: str
    rows: list[Row]


class Contact(_Part):
    """Whom to ask (問い合わせ先)."""

    department: str
    telephone: str
    hours: str = ""
    place: str = ""


class Paper(_Part):
    """What every paper says."""

    title: str
    contact: Contact
    # 再発行 or 差し替え, and the sentence that says of what.
    mark: Literal["", "再発行", "差し替え"] = ""
    again: str = ""

    def printed(self, *, number: str, dated_on: datetime.date) -> dict[str, Any]:
        """The template's data: texts ready for print, and what the foot of each page says."""
        return {
            **self.model_dump(mode="json"),
            "number": number,
            "dated": dates.wareki(dated_on),
            "footer": "　".join(filter(None, (number, self.title))),
        }


class Receipt(Paper):
    """申請の控え: proof of what arrived when (情報通信技術を活用した行政の推進等に関する法律6条3項)."""

    procedure: str
    receipt_number: str
    arrived_at: AwareDatetime
    # The day of the stamp (収受印) of what came on paper: then the hour is not known.
    received_on: datetime.date | None = None
    addressee: str
    lead: str = "次の内容で届きました。この控えは、町に問い合わせるときや、内容を確かめるときに使えます。"
    next: list[str]
    sections: list[Section]

    def printed(self, *, number: str, dated_on: datetime.date) -> dict[str, Any]:
        """With the arrival in words and the receipt number at the foot."""
        local = self.arrived_at.astimezone(dates.TOKYO)
        year = dates.wareki_year(local.date())
        stamped = f"{dates.wareki(self.received_on)}（町の受付印の日）" if self.received_on else ""
        return {
            **super().printed(number=number, dated_on=dated_on),
            "arrived": stamped or f"{year}{dates.moment(self.arrived_at)}",
            "footer": f"{self.title}　受付番号 {self.receipt_number}",
        }


class Decision(Paper):
    """決定通知書: the letter that brings a decision to its addressee."""

    addressee: str
    address: list[str] = []
    # Both as they are printed: 軽井沢町長 and the mayor's name.
    authority: str
    authority_name: str
    seal: Literal["公印省略"] = "公印省略"
    lead: str
    facts: list[Row] = []
    effect: Literal["grant", "refuse"]
    ruling: str
    reasons: str = ""
    law: str = ""
    appeal: list[str] = []

    @model_validator(mode="after")
    def _gives_reasons(self) -> Self:
        # 行政手続法8条: a refusal in writing gives its reasons in writing, at the same time.
        if self.effect == "refuse" and not self.reasons.strip():
            raise ValueError(
                "申請を認めない通知には、理由が要ります（行政手続法8条）。理由を書いてください。"
            )
        return self


class Certificate(Paper):
    """証明書: states facts that the town knows; `certifies` is the sentence for which somebody asks for it."""

    addressee: str
    authority: str
    authority_name: str
    seal: Literal["公印省略"] = "公印省略"
    facts: list[Row] = []
    ruling: str = ""
    certifies: str


class Delay(Paper):
    """期限延長通知書: until when the result is put off, and why (介護保険法27条11項 and its like)."""

    addressee: str
    address: list[str] = []
    authority: str
    authority_name: str
    seal: Literal["公印省略"] = "公印省略"
    lead: str
    # The limit in the law and the day that takes its place, both in words.
    limit: str
    until: str
    reasons: str
    law: str

    @model_validator(mode="after")
    def _gives_reasons(self) -> Self:
        if not self.reasons.strip():
            raise ValueError("期限を延ばす通知には、理由が要ります。理由を書いてください。")
        return self


class Sheet(_Part):
    """One address sheet: where the letter goes, and what lies in it."""

    postal_code: str
    address: str
    name: str
    number: str
    enclosed: list[str]


class Envelopes(Paper):
    """宛名: address sheets for window envelopes, one page for each letter of a bundle."""

    sheets: list[Sheet]


class Station(_Part):
    """One line of the way of a draft: what was done there, by whom by name and post of that day, when, and marks."""

    kind: str
    who: str
    when: str = ""
    marks: str = ""
    comment: str = ""


class DecisionRecord(Paper):
    """決裁文書: how a decision came about, for the files of the town hall; never for the applicant."""

    lead: str
    # 起案日・起案者・件名・決裁の区分 and so on, and the three days of a decision.
    facts: list[Row]
    ruling: str
    reasons: str = ""
    stations: list[Station]
    partners: list[Row] = []
    earlier: list[Row] = []
    days: list[Row]


class PersonalCopy(Paper):
    """個人情報の写し: what is kept about one person, for who asked for it (個人情報の保護に関する法律76条, 87条)."""

    lead: str
    # Whose data, when, by which request.
    facts: list[Row]
    # What the marks of withheld parts mean; empty where nothing is withheld.
    legend: str = ""
    sections: list[Section]


# What never leaves the town hall: no page of a resident lists it, and nobody but staff opens it.
INTERNAL = frozenset({"decision_record"})

# What goes out and may be shown to others: these carry a code by which anybody can confirm them (文書確認コード).
CONFIRMED = {"decision": "通知書", "certificate": "証明書", "delay": "期限延長通知書"}

TEMPLATES: dict[str, type[Paper]] = {
    "receipt": Receipt,
    "decision": Decision,
    "certificate": Certificate,
    "delay": Delay,
    "envelopes": Envelopes,
    "decision_record": DecisionRecord,
    "personal_copy": PersonalCopy,
}
