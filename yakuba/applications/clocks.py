"""The two clocks of a case: the standard processing time, which a correction stops, and the limit in the law.

The limit stands still during a correction only where the law says that those days do not count.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.timezone import localdate

from yakuba.core import dates

if TYPE_CHECKING:
    from yakuba.applications.models import Application
    from yakuba.procedures.definition import StatutoryLimit

TOKYO = ZoneInfo("Asia/Tokyo")
# So many days before the limit somebody has to say whether it will be kept.
WARNING = datetime.timedelta(days=7)


@dataclass(frozen=True)
class Clock:
    """One clock as it stands today.

    `words` and `tone` ("", "soon", "late") say what is left, `text` until when and how it is counted, `spent` is the
    part that is over (0 to 100); `then` is what the law lets the applicant do once the limit has passed.
    """

    id: str
    label: str
    due_on: datetime.date
    words: str
    tone: str
    text: str
    spent: int
    law: str = ""
    then: str = ""

    @property
    def is_past(self) -> bool:
        """Whether the last day is over and the town has not come to a result."""
        return self.tone == "late"


def limit(application: Application) -> StatutoryLimit | None:
    """The limit in the law, where the definition names one."""
    target = application.definition.target
    return target.statutory if target else None


def statutory_day(application: Application) -> datetime.date | None:
    """The last day in the law, or the one that the delay notice names."""
    return application.delayed_on or application.statutory_due_on


def stands_still(application: Application) -> bool:
    """Whether the limit in the law waits for a correction: only where an article says so (個人情報保護法83条1項ただし書)."""
    found = limit(application)
    return application.clock_stopped_on is not None and found is not None and found.stops is not None


def after_stop(application: Application, today: datetime.date) -> tuple[datetime.date | None, ...]:
    """The last days in the law and of the delay notice if the clock that stood still goes on today.

    What was over before it stood still stays over.
    """
    days = (application.statutory_due_on, application.delayed_on)
    stopped = application.clock_stopped_on
    if stopped is None or not stands_still(application):
        return days
    return tuple(day + (today - stopped) if day and day >= stopped else day for day in days)


def statutory_due_on(application: Application, arrived_on: datetime.date) -> datetime.date | None:
    """The last day of the limit in the law, counted from the day after arrival."""
    found = limit(application)
    # 民法140条・141条: the first day does not count, and the last one ends at midnight. No closed day prolongs it:
    # 地方自治法4条の2第4項 does that for what people must hand in, not for what the town must do.
    return None if found is None else arrived_on + datetime.timedelta(days=found.days)


def clocks(application: Application, today: datetime.date) -> list[Clock]:
    """Every clock that runs for this application, the standard time first."""
    found = [_standard(application, today), _statutory(application, today)]
    return [clock for clock in found if clock is not None]


def _standard(application: Application, today: datetime.date) -> Clock | None:
    due_on = application.due_on
    if due_on is None or application.submitted_at is None:
        return None
    stopped = application.clock_stopped_on
    day = stopped or application.decided_on or today
    until = f"{dates.full_with_weekday(due_on)}まで"
    return Clock(
        id="standard",
        label="標準処理期間",
        due_on=due_on,
        words=_left(application, due_on, day),
        tone=_tone(application, due_on, day),
        text="補正の間は止まっています。" if stopped else until,
        spent=_spent(application, due_on, day),
    )


def _statutory(application: Application, today: datetime.date) -> Clock | None:
    due_on, found = statutory_day(application), limit(application)
    if due_on is None or found is None:
        return None
    stopped = application.clock_stopped_on if stands_still(application) else None
    day = stopped or application.decided_on or today
    until = f"{dates.full_with_weekday(due_on)}まで"
    delayed = "延期の通知をしました。" if application.delayed_on else ""
    counted = f"補正の日数は数えません（{found.stops}）。" if found.stops else "補正の間も止まりません。"
    running = "補正の間は止まっています。" if stopped else f"{until}（{found.law}）。"
    return Clock(
        id="statutory",
        label="法律の期限",
        due_on=due_on,
        words=_left(application, due_on, day),
        tone=_tone(application, due_on, day),
        text=f"{running}{delayed}{counted}",
        spent=_spent(application, due_on, day),
        law=found.law,
        then=found.then,
    )


def _left(application: Application, due_on: datetime.date, day: datetime.date) -> str:
    left = (due_on - day).days
    if not application.is_open:
        return "終わりました"
    if left < 0:
        return f"{-left}日超過"
    return "今日まで" if left == 0 else f"あと{left}日"


def _tone(application: Application, due_on: datetime.date, day: datetime.date) -> str:
    left = (due_on - day).days
    if not application.is_open:
        return ""
    return "late" if left < 0 else "soon" if left <= 1 else ""


def _spent(application: Application, due_on: datetime.date, day: datetime.date) -> int:
    begun = localdate(application.submitted_at)
    whole = max((due_on - begun).days, 1)
    return min(100, max(0, round(100 * (whole - (due_on - day).days) / whole)))


def end_of_day(day: datetime.date) -> datetime.datetime:
    """The moment after which a day is over in Japan."""
    return datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time(), tzinfo=TOKYO)


def warning_at(application: Application) -> datetime.datetime | None:
    """When the office is told that the limit in the law comes near: as the day begins, a week before."""
    due_on = statutory_day(application)
    return None if due_on is None else end_of_day(due_on - WARNING - datetime.timedelta(days=1))


def delay_refusal(application: Application, *, today: datetime.date) -> str:
    """Why no delay can be notified now; empty while it can."""
    found, due_on = limit(application), application.statutory_due_on
    if found is None or due_on is None:
        return "この申請には、法律の期限がありません。"
    if found.delay is None:
        return f"{found.law}には、期限を延ばす定めがありません。期限までに結果を出してください。"
    if any(step.kind == "result" for step in application.definition.route):
        return f"この申請は{application.definition.authority}が決めるため、町は延期の通知をしません。"
    if not application.is_open:
        return "結果が出た後、または取り下げられた後は、延期の通知をしません。"
    stopped = application.clock_stopped_on if stands_still(application) else None
    if (stopped or today) > due_on:
        return (
            "法律の期限が過ぎたため、延期の通知はもうできません。申請者に連絡し、早く結果を出してください。"
        )
    return ""


def last_delay(application: Application) -> datetime.date | None:
    """Until which day the result may be put off at most, where the law says so."""
    found, due_on = limit(application), application.statutory_due_on
    if found is None or due_on is None or found.longest is None:
        return None
    return due_on + datetime.timedelta(days=found.longest)


def too_long(application: Application, until: datetime.date, *, beyond: bool) -> str:
    """Why the law does not let the result be put off until this day; empty where it does.

    By more than the days that the article names only under another one (個人情報保護法83条2項・84条).
    """
    found, last = limit(application), last_delay(application)
    if found is None or last is None or until <= last or (beyond and found.beyond):
        return ""
    more = f"それより長く延ばせるのは、{found.beyond}によるときだけです。" if found.beyond else ""
    return f"延ばせるのは{found.longest}日以内（{dates.wareki(last)}まで）です（{found.delay}）。{more}"
