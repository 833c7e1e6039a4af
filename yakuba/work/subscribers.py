"""What the to-do list does when it hears a fact: a deadline comes near or has passed, a protection needs a second look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from yakuba.accounts.events import (
    COUNTERSIGNATURE_ASKED,
    COUNTERSIGNATURE_GIVEN,
    COUNTERSIGNATURE_REFUSED,
    PROTECTION_ENDED,
    PROTECTION_FLAGGED,
    PROTECTION_RENEWED,
)
from yakuba.accounts.models import Countersignature, Protection, Purpose
from yakuba.core import dates
from yakuba.core.actors import MACHINE
from yakuba.core.events import TIMER_DUE, subscribe
from yakuba.work import actions
from yakuba.work.actions.reminders import TIMER

if TYPE_CHECKING:
    import datetime

    from yakuba.core.models import Event

CONFIRM, RENEW = "protection-confirm", "protection-renew"
_ENDINGS = frozenset({"protection-soon", "protection-over"})


@subscribe(TIMER_DUE)
def tell_of_deadlines(event: Event) -> None:
    """Whoever is in charge, and whoever watches, is told once of each deadline."""
    if event.matter is not None and event.data["name"] == TIMER:
        actions.remind(event.matter, actor=MACHINE, now=event.at)


# 支援措置 -------------------------------------------------------------------------------------------
@subscribe(PROTECTION_FLAGGED)
def ask_to_confirm(event: Event) -> None:
    """A provisional protection holds: a second officer has to look at it."""
    if protection := _of(event):
        _open(protection, CONFIRM, "支援措置：仮の支援措置を決定するか、二人目の確認を頼む", None, event)


@subscribe(COUNTERSIGNATURE_ASKED)
def ask_to_answer(event: Event) -> None:
    """A colleague waits for the second signature: the department in charge of the protection has to see to it."""
    asked = _asked(event)
    about = (
        "支援措置" if asked.matter_id == asked.protection.matter_id else str(asked.matter.number or "案件")
    )
    title = f"支援措置：確認の依頼に答える（{about}：{Purpose(asked.purpose).label}）"
    _open(asked.protection, _step(asked), title, localdate(asked.expires_at), event)


@subscribe(COUNTERSIGNATURE_GIVEN)
def note_consent(event: Event) -> None:
    """It was agreed to: nobody has to answer any more."""
    _close(event)


@subscribe(COUNTERSIGNATURE_REFUSED)
def note_refusal(event: Event) -> None:
    """It was not agreed to: nobody has to answer any more."""
    _close(event)


@subscribe(PROTECTION_RENEWED)
def note_renewal(event: Event) -> None:
    """It goes on: the end is far again."""
    if protection := _of(event):
        actions.close_items(protection.matter, step=RENEW, actor=MACHINE, now=event.at)


@subscribe(PROTECTION_ENDED)
def note_end(event: Event) -> None:
    """It is over: nothing is left to do about it."""
    if protection := _of(event):
        actions.close_items(protection.matter, actor=MACHINE, now=event.at)


@subscribe(TIMER_DUE)
def when_time_is_up(event: Event) -> None:
    """The year comes to its end, or a request was answered by nobody. The protection itself holds on."""
    protection = _of(event)
    if protection is None or not protection.is_holding:
        return
    if event.data["name"] in _ENDINGS:
        title = f"支援措置：{dates.wareki(protection.until_on)}に期間が終わる。延長か終了を決める"
        _open(protection, RENEW, title, protection.until_on, event)
    elif event.data["name"].startswith("cs-"):
        actions.close_items(protection.matter, step=event.data["name"], actor=MACHINE, now=event.at)


def _of(event: Event) -> Protection | None:
    found: Protection | None = (
        Protection.objects.filter(matter=event.matter_id).select_related("matter", "department").first()
    )
    return found


def _asked(event: Event) -> Countersignature:
    rows = Countersignature.objects.select_related("matter", "protection__matter", "protection__department")
    asked: Countersignature = rows.get(pk=event.data["countersignature"])
    return asked


def _step(asked: Countersignature) -> str:
    # The same name as its timer, which takes it off the list when nobody answered.
    return f"cs-{asked.pk.hex}"


def _close(event: Event) -> None:
    asked = _asked(event)
    done = {"confirm": CONFIRM, "renew": RENEW}.get(asked.purpose)
    for step in (_step(asked), *([done] if done and event.name == COUNTERSIGNATURE_GIVEN.name else [])):
        actions.close_items(asked.protection.matter, step=step, actor=MACHINE, now=event.at)


def _open(protection: Protection, step: str, title: str, due_on: datetime.date | None, event: Event) -> None:
    actions.open_item(
        protection.matter,
        step=step,
        title=title,
        department=protection.department,
        role="clerk",
        due_on=due_on,
        actor=MACHINE,
        now=event.at,
    )
