"""What comes on paper or by telephone is registered (収受) and typed by officials with the one form."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from yakuba.accounts.models import Staff
from yakuba.accounts.queries import require_department
from yakuba.applications import events, keeping
from yakuba.applications.actions.arrivals import give_number
from yakuba.applications.actions.route import Refused
from yakuba.applications.models import ELECTRONIC, MOVES, Application, Channel, Intake
from yakuba.core import access, dates, lookup, numbers, states
from yakuba.core.actions import close_matter, open_matter, record
from yakuba.core.transactions import joining
from yakuba.documents import actions as documents
from yakuba.work import actions as work

if TYPE_CHECKING:
    from uuid import UUID

    from yakuba.accounts.models import Department
    from yakuba.core.actors import Actor
    from yakuba.documents.actions import Admitted
    from yakuba.procedures.models import Version

TYPING = "type-in"
# A stamp that is older was typed wrongly: a wrong era is a wrong year.
OLDEST = datetime.timedelta(days=366)


@transaction.atomic
def register(
    version: Version,
    *,
    token: UUID,
    channel: str,
    received_on: datetime.date,
    actor: Actor,
    now: datetime.datetime,
    scan: Admitted | None = None,
    note: str = "",
) -> Application:
    """Take in what came on paper or by telephone: it has its number at once, its answers are typed afterwards.

    Paper arrives when it reaches the office (民法97条1項), so `received_on` is the day of the stamp. The same `token`
    (the button pressed twice) finds the same one. Raises Refused for a day that cannot be and for surveys.
    """
    department = require_department(
        version.definition.department, localdate(now), procedure=version.procedure
    )
    access.require(actor, "application.register", Application(department=department))
    _require_possible(version, channel, received_on, today=localdate(now))
    try:
        with transaction.atomic():
            application = _begin(version, department, token, channel, received_on, now=now)
    except IntegrityError:
        found: Application = Application.objects.with_everything().get(start_token=token)
        access.require(actor, "application.type", found)
        return found
    file = documents.receive(scan, matter=application.matter, actor=actor, now=now) if scan else None
    Intake.objects.create(
        application=application,
        matter=application.matter,
        scan=file,
        note=note,
        registered_by=Staff.objects.get(pk=actor.staff),
        registered_at=now,
    )
    _open_typing(application, department, actor=actor, now=now)
    give_number(application, now=now)
    record(
        events.RECEIVED,
        matter=application.matter,
        actor=actor,
        now=now,
        number=application.matter.number,
        procedure=version.procedure,
        channel=channel,
        received_on=received_on,
    )
    return application


@transaction.atomic
def cancel_intake(
    application: Application, *, reason: str, actor: Actor, now: datetime.datetime
) -> Application:
    """Take back what was registered by mistake (twice, for another office); its number is never given again."""
    access.require(actor, "application.register", application)
    if not reason.strip():
        raise Refused("取り消す理由を書いてください。")
    if not application.is_being_typed:
        raise states.NotPossible("入力が終わった申請の収受は、取り消せません。", application.state)
    fresh = states.apply(application, MOVES, "discard")
    fresh.save(update_fields=["state"])
    Intake.objects.filter(application=fresh).update(cancelled_at=now)
    row = Intake.objects.select_related("matter__key__town_key").get(application=fresh)
    row.cancel_reason = reason
    row.save(update_fields=["cancel_reason"])
    work.close_items(fresh.matter, actor=actor, now=now)
    close_matter(fresh.matter, now=now)
    keeping.keep(fresh, actor=actor, now=now)
    record(events.INTAKE_CANCELLED, matter=fresh.matter, actor=actor, now=now)
    return fresh


@joining
def close_typing(application: Application, *, actor: Actor, now: datetime.datetime) -> None:
    """Write down who typed what came on paper; nothing where the applicant wrote."""
    if application.received_on is None:
        return
    Intake.objects.filter(application=application).update(scribe=actor.staff, typed_at=now)
    work.close_items(application.matter, step=TYPING, actor=actor, now=now)


def _require_possible(
    version: Version, channel: str, received_on: datetime.date, *, today: datetime.date
) -> None:
    if version.definition.is_survey:
        raise Refused("アンケートは、紙で登録できません。")
    if channel not in set(Channel.values) - ELECTRONIC:
        raise Refused("届いた方法を選んでください。")
    if not today - OLDEST <= received_on <= today:
        raise Refused(f"収受した日は、{dates.wareki(today - OLDEST)}から今日までの日にしてください。")


def _begin(
    version: Version,
    department: Department,
    token: UUID,
    channel: str,
    received_on: datetime.date,
    *,
    now: datetime.datetime,
) -> Application:
    code = numbers.lookup_code()
    application = Application(
        matter=open_matter("application", now=now),
        version=version,
        department=department,
        channel=channel,
        received_on=received_on,
        start_token=token,
        answers={},
        lookup_code=code,
        lookup_hash=lookup.fingerprint("lookup-code", code),
        started_at=now,
        saved_at=now,
    )
    application.save(force_insert=True)
    return application


def _open_typing(
    application: Application, department: Department, *, actor: Actor, now: datetime.datetime
) -> None:
    work.open_item(
        application.matter,
        step=TYPING,
        title="届いた申請の内容を入力する",
        department=department,
        role="clerk",
        due_on=localdate(now),
        actor=actor,
        now=now,
    )
