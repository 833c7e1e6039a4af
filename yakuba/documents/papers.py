"""The papers the town makes: what each template must be told, and how it is put into Japanese for print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, model_validator

from yakuba.core import dates

if TYPE_CHECKING:
    import datetime
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
    addressee: str
    lead: str = "次の内容で届きました。この控えは、町に問い合わせるときや、内容を確かめるときに使えます。"
    next: list[str]
    sections: list[Section]

    def printed(self, *, number: str, dated_on: datetime.date) -> dict[str, Any]:
        """With the arrival in words and the receipt number at the foot."""
        local = self.arrived_at.astimezone(dates.TOKYO)
        year = dates.wareki_year(local.date())
        return {
            **super().printed(number=number, dated_on=dated_on),
            "arrived": f"{year}{dates.moment(self.arrived_at)}",
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


TEMPLATES: dict[str, type[Paper]] = {"receipt": Receipt, "decision": Decision}
