"""What people say about a case by telephone, letter or at the counter is written down, and what comes of it is done."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import localdate

from yakuba.accounts.models import Staff
from yakuba.applications import events, papers
from yakuba.applications.actions import filing, route
from yakuba.applications.actions.route import Refused
from yakuba.applications.models import MOVES, OPEN, Call, State
from yakuba.approvals import actions as approvals
from yakuba.core import access, states
from yakuba.core.actions import record
from yakuba.documents import actions as documents
from yakuba.procedures import queries as procedures

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yakuba.applications.models import Application
    from yakuba.core.actors import Actor
    from yakuba.documents.actions import Admitted

# What was written anew is read anew; what another party answered stays.
_READ_ANEW = frozenset({"review", "decision", "forward"})
_OLDEST = datetime.timedelta(days=366)


@dataclass(frozen=True)
class Said:
    """Who said what, when and how; `scan` is a letter or form that came with it."""

    channel: str
    speaker: str
    speaker_name: str
    words: str
    heard_at: datetime.datetime
    scan: Admitted | None = None


@transaction.atomic
def note_call(application: Application, *, said: Said, actor: Actor, now: datetime.datetime) -> Call:
    """Keep what was said; nothing else changes."""
    access.require(actor, "application.note_call", application)
    return keep(application, said, Call.About.NOTE, actor=actor, now=now)


@transaction.atomic
def correct_as_told(
    application: Application,
    *,
    answers: Mapping[str, Any],
    said: Said,
    actor: Actor,
    now: datetime.datetime,
    revision: int | None = None,
) -> Application:
    """Correct answers as the applicant told: a filing of its own, and the case is examined anew.

    `answers` are the new stored values by field id, None for one that is emptied. The applicant is told what was
    changed. Raises Refused when nothing changes, NotPossible once it is decided.
    """
    access.require(actor, "application.note_call", application)
    fresh = states.lock(application)
    if fresh.state not in OPEN or revision not in {None, fresh.revision}:
        raise states.NotPossible(
            "今は訂正できません。申請の状態か内容が変わっています。画面を開き直して確かめてください。",
            fresh.state,
        )
    before = fresh.submissions.select_related("matter__key__town_key").get(revision=fresh.revision).answers
    wanted = {name: value for name, value in {**before, **answers}.items() if value is not None}
    on = fresh.arrival_day(localdate(fresh.submitted_at))
    fresh.answers = procedures.with_computed(fresh.definition, wanted, today=on)
    if not filing.changed_fields(fresh, before):
        raise Refused(
            "変わったところがありません。聞き取ったことだけを残すときは、「電話などの記録」を使ってください。"
        )
    if fresh.state == State.RETURNED:
        fresh.state = MOVES["resubmit"].target
    approvals.cancel_open(fresh.matter, actor=actor, now=now)
    again = {step.id for step in fresh.definition.route if step.kind in _READ_ANEW}
    route.take_back(fresh, again, now=now)
    changed = filing.arrive_again(fresh, actor=actor, now=now, source=said.channel)
    keep(fresh, said, Call.About.CORRECTION, actor=actor, now=now, revision=fresh.revision)
    papers.request_receipt(fresh, title="訂正の控え", actor=actor, now=now)
    record(
        events.CORRECTED_BY_OFFICIAL,
        matter=fresh.matter,
        actor=actor,
        now=now,
        revision=fresh.revision,
        changed=changed,
        channel=said.channel,
    )
    return fresh


@transaction.atomic
def withdraw_as_told(
    application: Application, *, said: Said, actor: Actor, now: datetime.datetime
) -> Application:
    """Take the application back for the applicant, who said so on paper or by telephone."""
    access.require(actor, "application.note_call", application)
    fresh = filing.end_undecided(application, actor=actor, now=now)
    keep(fresh, said, Call.About.WITHDRAWAL, actor=actor, now=now)
    record(events.WITHDRAWN, matter=fresh.matter, actor=actor, now=now)
    return fresh


@transaction.atomic
def keep(
    application: Application,
    said: Said,
    about: str,
    *,
    actor: Actor,
    now: datetime.datetime,
    revision: int | None = None,
) -> Call:
    """Write down what was said about a locked case; whoever calls it has asked whether it may."""
    if not said.words.strip() or not said.speaker_name.strip():
        raise Refused("だれが、何を話したかを書いてください。")
    if not now - _OLDEST <= said.heard_at <= now:
        raise Refused("聞いた日時は、今より前の、1年以内の日時にしてください。")
    file = (
        documents.receive(said.scan, matter=application.matter, actor=actor, now=now) if said.scan else None
    )
    call: Call = Call.objects.create(
        application=application,
        matter=application.matter,
        about=about,
        channel=said.channel,
        speaker=said.speaker,
        speaker_name=said.speaker_name,
        words=said.words,
        heard_at=said.heard_at,
        heard_by=Staff.objects.get(pk=actor.staff),
        scan=file,
        revision=revision,
    )
    record(events.CALL_NOTED, matter=application.matter, actor=actor, now=now, channel=said.channel)
    return call
