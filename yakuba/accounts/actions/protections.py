"""Protections (支援措置) begin by one officer, and everything that takes something away from them needs a second one."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import localdate

from yakuba.accounts import events
from yakuba.accounts.actions.people import known_of, register_person
from yakuba.accounts.actions.second_factor import NeedsAnother
from yakuba.accounts.models import Countersignature, Person, Protection, ProtectionOfficer, Purpose, Staff
from yakuba.accounts.models.protections import (
    ABOUT_CASES,
    ABOUT_PROTECTIONS,
    COUNTERSIGNATURE_MOVES,
    PROTECTION_MOVES,
    CountersignatureState,
    ProtectionState,
)
from yakuba.accounts.queries import guards, hashes_of
from yakuba.core import access, states
from yakuba.core.actions import cancel_timer, close_matter, open_matter, record, set_timer
from yakuba.core.dates import TOKYO, wareki

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yakuba.accounts.models import Department
    from yakuba.core.actors import Actor
    from yakuba.core.events import EventType
    from yakuba.core.models import Matter

KIND = "protection"
# As 総務省 and towns publish it: a year at most, then again and again; the renewal may be asked for from a month before.
LONGEST = datetime.timedelta(days=366)
MONTH_BEFORE = datetime.timedelta(days=31)
SOON, OVER = "protection-soon", "protection-over"
# How long a request waits for its answer, and how long what was agreed to holds: a weekend, and a working day.
ANSWER_WITHIN = datetime.timedelta(days=4)
HOLDS = datetime.timedelta(hours=8)
LONGEST_REASON = 500
TOO_LATE = "この依頼は、期限が過ぎています。必要なときは、もう一度頼んでもらってください。"


class NotProtectable(Exception):
    """What was given cannot make a protection or a request for a second signature; the message is for the person."""


# Officers -------------------------------------------------------------------------------------------
@transaction.atomic
def appoint_officer(
    staff: Staff,
    *,
    from_on: datetime.date,
    until_on: datetime.date | None = None,
    actor: Actor,
    now: datetime.datetime,
) -> ProtectionOfficer:
    """Let a member of staff see to protections from `from_on` to `until_on`, both included; the same twice stands once.

    Nobody appoints themselves (NeedsAnother). Raises NotProtectable for days in the wrong order.
    """
    access.require(actor, "officer.appoint")
    if actor.staff == staff.pk:
        raise NeedsAnother("自分を支援措置責任者にはできません。ほかの情報担当に頼んでください。")
    if until_on is not None and until_on < from_on:
        raise NotProtectable("終わりの日は、始まりの日か、その後の日にしてください。")
    officer, is_new = ProtectionOfficer.objects.get_or_create(
        staff=staff, from_on=from_on, defaults={"until_on": until_on}
    )
    if is_new:
        record(events.OFFICER_APPOINTED, matter=None, actor=actor, now=now, staff=staff.pk, from_on=from_on)
    appointed: ProtectionOfficer = officer
    return appointed


@transaction.atomic
def dismiss_officer(
    officer: ProtectionOfficer, *, until_on: datetime.date, actor: Actor, now: datetime.datetime
) -> ProtectionOfficer:
    """Let somebody see to protections to `until_on`, included."""
    access.require(actor, "officer.appoint")
    if until_on < officer.from_on:
        raise NotProtectable("終わりの日は、始まりの日か、その後の日にしてください。")
    officer.until_on = until_on
    officer.save(update_fields=["until_on"])
    record(
        events.OFFICER_DISMISSED, matter=None, actor=actor, now=now, staff=officer.staff_id, until_on=until_on
    )
    return officer


# Protections ----------------------------------------------------------------------------------------
@transaction.atomic
def flag_protection(
    facts: Mapping[str, Any],
    *,
    reason: str,
    department: Department,
    until_on: datetime.date,
    note: str = "",
    actor: Actor,
    now: datetime.datetime,
) -> Protection:
    """Protect a person from this moment on (仮の支援措置); a second officer makes it a 支援措置.

    `facts` as in register_person: a name, and a birth date, telephone or mail by which the person is known again.
    What the same officer entered on the same day for the same person stands once. Raises NotProtectable. Whether
    somebody else protects the person already is not told: nobody learns who is protected by trying names.
    """
    access.require(actor, "protection.flag")
    today = localdate(now)
    _require_period(today, until_on)
    _require_facts(facts)
    flagged_by = Staff.objects.select_for_update(of=("self",)).get(pk=actor.staff)
    mine = Protection.objects.holding().filter(flagged_by=flagged_by, from_on=today)
    if earlier := mine.like(Person(**hashes_of(known_of(facts)))).first():
        found: Protection = earlier
        return found
    protection = Protection(
        matter=open_matter(KIND, now=now),
        person=register_person(facts, actor=actor, now=now),
        department=department,
        reason=Protection.Reason(reason),
        from_on=today,
        until_on=until_on,
        flagged_by=flagged_by,
        flagged_at=now,
    )
    protection.note = note
    protection.save(force_insert=True)
    _set_timers(protection)
    record(
        events.PROTECTION_FLAGGED,
        matter=protection.matter,
        actor=actor,
        now=now,
        protection=protection.pk,
        until_on=until_on,
    )
    return protection


@transaction.atomic
def record_protection_view(protection: Protection, *, actor: Actor, now: datetime.datetime) -> None:
    """Remember that an officer looked at who it is."""
    access.require(actor, "protection.see")
    if (protection.matter_id, Purpose.VIEW.value) not in actor.cleared:
        raise guards.Restricted
    record(events.PROTECTION_VIEWED, matter=protection.matter, actor=actor, now=now, protection=protection.pk)


def _require_period(from_on: datetime.date, until_on: datetime.date) -> None:
    if not from_on < until_on <= from_on + LONGEST:
        raise NotProtectable(
            f"期間の終わりは、明日から1年以内（{wareki(from_on + LONGEST)}まで）の日にしてください。続けて必要なときは、延長します。"
        )


def _require_facts(facts: Mapping[str, Any]) -> None:
    known = {name for name, value in facts.items() if value}
    if "person.name" not in known or not known & {"person.birth_date", "person.telephone", "person.mail"}:
        raise NotProtectable(
            "氏名と、生年月日・電話番号・メールアドレスのどれかを入力してください。本人の申請を見分けるのに使います。"
        )


def _set_timers(protection: Protection) -> None:
    over = datetime.datetime.combine(
        protection.until_on + datetime.timedelta(days=1), datetime.time(), tzinfo=TOKYO
    )
    set_timer(protection.matter, SOON, due_at=over - MONTH_BEFORE)
    set_timer(protection.matter, OVER, due_at=over)


# The second signature -------------------------------------------------------------------------------
@transaction.atomic
def ask_countersignature(
    matter: Matter,
    *,
    purpose: str,
    reason: str,
    until_on: datetime.date | None = None,
    actor: Actor,
    now: datetime.datetime,
) -> Countersignature:
    """Ask a second person to agree to one purpose about one matter; asked again while it waits, it is found.

    About a case the app above has shown that it is the actor's. Raises NotPossible where nothing is kept back, or it
    is agreed to already, and NotProtectable for a purpose or a reason that will not do.
    """
    states.hold(matter.pk)
    protection = _protection_of(matter)
    access.require(actor, "protection.see" if protection.matter_id == matter.pk else "countersignature.ask")
    _require_sense(protection, matter, purpose, reason, until_on)
    mine = Countersignature.objects.filter(matter=matter, purpose=purpose, asked_by=actor.staff)
    if waiting := mine.waiting(now).first():
        found: Countersignature = waiting
        return found
    if mine.valid(now).exists():
        raise states.NotPossible("すでに認められています。画面を開き直してください。", "")
    asked = Countersignature(
        matter=matter,
        protection=protection,
        purpose=purpose,
        until_on=until_on,
        asked_by=Staff.objects.get(pk=actor.staff),
        asked_at=now,
        expires_at=now + ANSWER_WITHIN,
    )
    asked.reason = reason.strip()
    asked.save(force_insert=True)
    set_timer(protection.matter, timer_of(asked), due_at=asked.expires_at)
    _record(events.COUNTERSIGNATURE_ASKED, asked, actor=actor, now=now)
    return asked


@transaction.atomic
def answer_countersignature(
    countersignature: Countersignature,
    *,
    agrees: bool,
    remark: str = "",
    actor: Actor,
    now: datetime.datetime,
) -> Countersignature:
    """Agree or not to what a colleague asked. What it is about is carried out at once; a view holds for HOLDS.

    Raises NeedsAnother for one's own request, NotPossible for one that was answered, is too old, or whose protection
    has ended meanwhile.
    """
    access.require(actor, "countersignature.answer")
    if countersignature.asked_by_id == actor.staff:
        raise NeedsAnother(
            "自分が頼んだことは、自分では認められません。ほかの支援措置責任者に頼んでください。"
        )
    fresh = states.apply(countersignature, COUNTERSIGNATURE_MOVES, "give" if agrees else "refuse")
    if fresh.expires_at <= now:
        raise states.NotPossible(TOO_LATE, CountersignatureState.OPEN)
    if agrees:
        _carry_out(fresh, actor=actor, now=now)
    fresh.answered_by_id, fresh.answered_at, fresh.expires_at = actor.staff, now, now + HOLDS
    fresh.remark = remark.strip()
    fresh.save(update_fields=["state", "answered_by", "answered_at", "expires_at", "remark"])
    cancel_timer(fresh.protection.matter, timer_of(fresh), now=now)
    _record(
        events.COUNTERSIGNATURE_GIVEN if agrees else events.COUNTERSIGNATURE_REFUSED,
        fresh,
        actor=actor,
        now=now,
    )
    return fresh


@transaction.atomic
def use_countersignature(
    matter: Matter, *, purpose: str, actor: Actor, now: datetime.datetime
) -> Countersignature | None:
    """Take up, once, what was agreed to for this actor; None where nothing is kept back. Raises Restricted.

    Who carries something out for others (the machine) takes up what was agreed to for anybody.
    """
    access.require(actor, "countersignature.use")
    states.hold(matter.pk)
    given = Countersignature.objects.filter(matter=matter, purpose=purpose, state=CountersignatureState.GIVEN)
    if actor.is_staff:
        if not guards.is_restricted(matter.pk):
            return None
        given = given.valid(now).filter(asked_by=actor.staff)
    first = given.order_by("id").first()
    if first is None:
        if actor.is_staff:
            raise guards.Restricted(matter.number or "", purpose)
        return None
    used = states.apply(first, COUNTERSIGNATURE_MOVES, "use")
    used.save(update_fields=["state"])
    _record(events.COUNTERSIGNATURE_USED, used, actor=actor, now=now)
    taken: Countersignature = used
    return taken


def timer_of(countersignature: Countersignature) -> str:
    """The name of a request's timer and of its work; a matter may have several."""
    return f"cs-{countersignature.pk.hex}"


def _protection_of(matter: Matter) -> Protection:
    own: Protection | None = Protection.objects.filter(matter=matter).select_related("department").first()
    found = own or guards.protection_over(matter)
    if found is None or not found.is_holding:
        raise states.NotPossible("この案件には、今は閲覧の制限がありません。画面を開き直してください。", "")
    return found


def _require_sense(
    protection: Protection, matter: Matter, purpose: str, reason: str, until_on: datetime.date | None
) -> None:
    allowed = ABOUT_PROTECTIONS if protection.matter_id == matter.pk else ABOUT_CASES
    if purpose not in allowed:
        raise NotProtectable("何について確認を頼むのかを選んでください。")
    if not reason.strip():
        raise NotProtectable("理由を入力してください。二人目は、これを読んで決めます。")
    if len(reason.strip()) > LONGEST_REASON:
        raise NotProtectable(f"理由は{LONGEST_REASON}文字以内で入力してください。")
    if purpose == Purpose.RENEW:
        _require_later(protection, until_on)


def _require_later(protection: Protection, until_on: datetime.date | None) -> None:
    latest = protection.until_on + LONGEST
    if until_on is None or not protection.until_on < until_on <= latest:
        raise NotProtectable(
            f"新しい期間の終わりは、{wareki(protection.until_on)}より後、{wareki(latest)}までの日にしてください。"
        )


def _carry_out(given: Countersignature, *, actor: Actor, now: datetime.datetime) -> None:
    """What the consent itself does to the protection; what it does to cases is heard by the apps above."""
    protection = states.lock(given.protection)
    if not protection.is_holding:
        raise states.NotPossible("この支援措置は、すでに終了しています。", protection.state)
    if given.purpose in PROTECTION_MOVES:
        _move(protection, given, actor=actor, now=now)


def _move(protection: Protection, given: Countersignature, *, actor: Actor, now: datetime.datetime) -> None:
    fresh = states.apply(protection, PROTECTION_MOVES, given.purpose)
    if given.purpose == Purpose.RENEW and given.until_on is not None:
        fresh.until_on = given.until_on
    fresh.ended_at = now if fresh.state == ProtectionState.ENDED else None
    fresh.save(update_fields=["state", "until_on", "ended_at"])
    told: dict[str, Any] = {"matter": fresh.matter, "actor": actor, "now": now, "protection": fresh.pk}
    if given.purpose == Purpose.END:
        close_matter(fresh.matter, now=now)
        record(events.PROTECTION_ENDED, **told)
    elif given.purpose == Purpose.RENEW:
        _set_timers(fresh)
        record(events.PROTECTION_RENEWED, until_on=fresh.until_on, **told)
    else:
        record(events.PROTECTION_CONFIRMED, **told)


def _record(event: EventType, row: Countersignature, *, actor: Actor, now: datetime.datetime) -> None:
    record(event, matter=row.matter, actor=actor, now=now, countersignature=row.pk, purpose=str(row.purpose))
