"""Absences are noted, and the rules of delegated and acting decisions entered and ended, each with its dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from yakuba.accounts import events
from yakuba.accounts.actions.organisation import EndsTooEarly
from yakuba.accounts.models import Absence, ActingRule, DelegationRule, Rank
from yakuba.accounts.queries.hall import may_note_for
from yakuba.core import access
from yakuba.core.actions import record
from yakuba.core.dates import wareki

if TYPE_CHECKING:
    import datetime

    from yakuba.accounts.models import Staff
    from yakuba.core.actors import Actor


@transaction.atomic
def note_absence(
    staff: Staff,
    *,
    kind: str,
    from_at: datetime.datetime,
    until_at: datetime.datetime,
    actor: Actor,
    now: datetime.datetime,
) -> Absence:
    """Note that somebody is away from one moment to another: their own, or that of a colleague. Raises EndsTooEarly."""
    access.require(actor, "absence.note")
    _require_reach(staff, actor=actor, now=now)
    if until_at <= from_at:
        raise EndsTooEarly("不在の終わりは、始まりより後にしてください。")
    known: Absence | None = Absence.objects.filter(
        staff=staff, kind=kind, from_at=from_at, until_at=until_at, cancelled_at__isnull=True
    ).first()
    if known is not None:
        # A button that was pressed twice.
        return known
    absence: Absence = Absence.objects.create(
        staff=staff,
        kind=Absence.Kind(kind),
        from_at=from_at,
        until_at=until_at,
        noted_by_id=actor.staff,
    )
    record(events.ABSENCE_NOTED, matter=None, actor=actor, now=now, absence=absence.pk, staff=staff.pk)
    return absence


@transaction.atomic
def cancel_absence(absence: Absence, *, actor: Actor, now: datetime.datetime) -> Absence:
    """Take an absence back; what was decided in the meantime stays as it was."""
    access.require(actor, "absence.note")
    fresh: Absence = Absence.objects.select_for_update(of=("self",)).get(pk=absence.pk)
    _require_reach(fresh.staff, actor=actor, now=now)
    if fresh.cancelled_at is None:
        fresh.cancelled_at = now
        fresh.save(update_fields=["cancelled_at"])
        record(
            events.ABSENCE_CANCELLED,
            matter=None,
            actor=actor,
            now=now,
            absence=fresh.pk,
            staff=fresh.staff_id,
        )
    return fresh


def _require_reach(staff: Staff, *, actor: Actor, now: datetime.datetime) -> None:
    if not may_note_for(actor, staff, localdate(now)):
        raise access.NotAllowed(
            "ほかの人の不在は、その人の部署の決裁者か情報担当が登録します。自分の不在だけを登録できます。"
        )


@transaction.atomic
def delegate(
    decider: str,
    *,
    procedure: str = "",
    outcome: str = "",
    effect: str = "",
    department_code: str = "",
    up_to_yen: int | None = None,
    source: str = "",
    from_on: datetime.date,
    until_on: datetime.date | None = None,
    actor: Actor,
    now: datetime.datetime,
) -> DelegationRule:
    """Enter a line of the table of delegated decisions (専決). Raises EndsTooEarly."""
    access.require(actor, "rule.enter")
    _refuse_days(from_on, until_on)
    rule: DelegationRule = DelegationRule.objects.create(
        decider=Rank(decider),
        procedure=procedure,
        outcome=outcome,
        effect=effect,
        department_code=department_code,
        up_to_yen=up_to_yen,
        source=source,
        from_on=from_on,
        until_on=until_on,
    )
    record(events.RULE_ENTERED, matter=None, actor=actor, now=now, rule=rule.pk, kind="delegation")
    return rule


@transaction.atomic
def let_act(
    acting: str,
    *,
    absent: str,
    order: int = 1,
    department_code: str = "",
    from_on: datetime.date,
    until_on: datetime.date | None = None,
    actor: Actor,
    now: datetime.datetime,
) -> ActingRule:
    """Enter who decides in whose absence, and in which place of the order (代決). Raises EndsTooEarly."""
    access.require(actor, "rule.enter")
    _refuse_days(from_on, until_on)
    rule: ActingRule = ActingRule.objects.create(
        acting=Rank(acting),
        absent=Rank(absent),
        order=order,
        department_code=department_code,
        from_on=from_on,
        until_on=until_on,
    )
    record(events.RULE_ENTERED, matter=None, actor=actor, now=now, rule=rule.pk, kind="acting")
    return rule


@transaction.atomic
def end_rule(
    rule: DelegationRule | ActingRule, *, until_on: datetime.date, actor: Actor, now: datetime.datetime
) -> DelegationRule | ActingRule:
    """Let a rule hold to `until_on`, included; what was decided by it stays. Raises EndsTooEarly."""
    access.require(actor, "rule.enter")
    _refuse_days(rule.from_on, until_on)
    rule.until_on = until_on
    rule.save(update_fields=["until_on"])
    record(events.RULE_ENDED, matter=None, actor=actor, now=now, rule=rule.pk, until_on=until_on)
    return rule


def _refuse_days(from_on: datetime.date, until_on: datetime.date | None) -> None:
    if until_on is not None and until_on < from_on:
        raise EndsTooEarly(f"{wareki(from_on)}に始まるので、{wareki(until_on)}には終われません。")
