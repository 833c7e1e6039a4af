"""Reads of what follows an application, and of the case that a follow-up is about."""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass
from typing import Any

from yakuba.applications import beside
from yakuba.applications.models import Application, State
from yakuba.core import dates, numbers
from yakuba.documents import queries as documents
from yakuba.procedures import queries as procedures

REVIEW = "review-request"
FOLLOWING = "follow-up"
# 行政不服審査法18条1項: within three months from the day after one learned of it.
MONTHS = 3


@dataclass(frozen=True)
class Followable:
    """A procedure that may be begun from this application; `is_same` for its renewal or change."""

    procedure: str
    title: str
    is_same: bool
    is_review: bool


def followable(application: Application) -> list[Followable]:
    """What may be begun from here: the same again, what its definition names, and a 審査請求 against a 処分."""
    if application.submitted_at is None or application.definition.is_survey:
        return []
    named = [follow.procedure for follow in beside.follow_ups(application) if follow.title]
    settled = application.state in {State.DECIDED, State.CLOSED}
    same = [application.version.procedure] if settled else []
    review = [REVIEW] if settled and is_reviewable(application) else []
    found = []
    for procedure in dict.fromkeys([*same, *named, *review]):
        version = procedures.current(procedure)
        if version is not None and "online" in version.definition.channels:
            title = procedures.spoken(version.definition).title
            found.append(Followable(procedure, title, procedure in same, is_review=procedure == REVIEW))
    return found


def is_reviewable(application: Application) -> bool:
    """Whether the town's own review is the way against it: a 処分 of the town that no law sends elsewhere."""
    definition = application.definition
    special = definition.appeal
    elsewhere = special is not None and (special.kind in {"なし", "裁決"} or special.reviewer is not None)
    return definition.is_application and not elsewhere and definition.affair == "自治事務"


def followers(application: Application, procedure: str = "") -> list[Application]:
    """What was begun from here, oldest first."""
    rows = Application.objects.with_everything().filter(
        matter__parent=application.matter_id, matter__kind=FOLLOWING
    )
    rows = rows.exclude(state=State.WITHDRAWN, submitted_at=None)
    return list((rows.filter(version__procedure=procedure) if procedure else rows).order_by("pk"))


def original(application: Application) -> Application | None:
    """The case that this one follows: whose child it is, or whose receipt number was typed from paper."""
    rows = Application.objects.with_everything()
    if application.matter.kind == FOLLOWING:
        found: Application | None = rows.filter(matter=application.matter.parent_id).first()
        return found
    typed = application.answers.get("original_number") if application.version.procedure == REVIEW else None
    number = numbers.parse_receipt_number(str(typed)) if typed else None
    if number is None:
        return None
    named: Application | None = rows.filter(matter__number=number).exclude(pk=application.pk).first()
    return named


def about(application: Application) -> dict[str, Any]:
    """What a 審査請求 says of the case that it is about."""
    notice = documents.newest(application.matter, "decision")
    known = {
        "about": "decision" if application.outcome else "silence",
        "original_number": application.matter.number,
        "original": f"{application.definition.title}　{notice.number if notice else ''}".strip(),
    }
    return known | ({"known_on": application.reached_on.isoformat()} if application.reached_on else {})


def review_words(application: Application) -> tuple[str, bool]:
    """By which day a 審査請求 had to be filed, and whether it came later; nothing is ever refused by the machine.

    From the day on which the person learned of it, else from the one on which the notice arrived.
    """
    if application.version.procedure != REVIEW or application.submitted_at is None:
        return "", False
    if application.answers.get("about") == "silence":
        return "不作為についての審査請求には、期間がありません（行政不服審査法3条）。", False
    case = original(application)
    known = _day(application.answers.get("known_on")) or (case.reached_on if case else None)
    if known is None:
        return "決定を知った日が分からないので、期間を確かめられません。", False
    last = three_months_after(known)
    day = application.received_on or dates.local(application.submitted_at).date()
    words = f"審査請求の期間：{dates.wareki(last)}まで（行政不服審査法18条1項）"
    return words, day > last


def three_months_after(known: datetime.date) -> datetime.date:
    """The last day of three months that begin the day after (民法140条・143条2項): the day of the same number."""
    month = known.month - 1 + MONTHS
    year, month = known.year + month // 12, month % 12 + 1
    return known.replace(year=year, month=month, day=min(known.day, calendar.monthrange(year, month)[1]))


def _day(typed: object) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(str(typed))
    except ValueError:
        return None
