"""Writes the copies of what is kept about one person: as a PDF to read and as JSON for machines, by workers."""

from __future__ import annotations

import base64
import json
import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from yakuba.accounts import queries as people
from yakuba.accounts.models import Person, Purpose, Resident
from yakuba.core import dates, languages, scope
from yakuba.core.actions import advance_run, finish_run, record
from yakuba.core.actors import MACHINE
from yakuba.core.models import Matter, Run
from yakuba.documents import actions as documents
from yakuba.records import events, queries
from yakuba.records.actions.copying import DISCLOSURE, OWN

if TYPE_CHECKING:
    import datetime

    from yakuba.records.queries import Part, Subject

log = logging.getLogger(__name__)

AT_ONCE = 3
TEMPLATE = "personal_copy"
# A typst page of forty thousand lines is no copy that anybody reads.
MOST_LINES = 20_000


class NotAllowed(Exception):
    """Who asked may not have it any more."""


def write(*, now: datetime.datetime) -> int:
    """Write what was asked for; returns how many were tried.

    The rendering happens outside of any transaction: two workers may both render, one of them keeps it.
    """
    waiting = Run.objects.going_on().filter(kind__in=[OWN, DISCLOSURE]).order_by("id")
    ids = list(waiting.values_list("pk", flat=True)[:AT_ONCE])
    with languages.in_japanese():
        for run_id in ids:
            _write_once(run_id, now=now)
    return len(ids)


def _write_once(run_id: UUID, *, now: datetime.datetime) -> None:
    try:
        run = Run.objects.select_related("key__town_key").get(pk=run_id)
        output, counts = _made(run, now=now)
    except NotAllowed:
        _end(run_id, None, {"problem": "not-allowed"}, now=now)
    except Exception:
        log.exception("the copy of run %s could not be written", run_id)
        _end(run_id, None, {"problem": "fault"}, now=now)
    else:
        _end(run_id, output, counts, now=now)


def _made(run: Run, *, now: datetime.datetime) -> tuple[dict[str, str], dict[str, Any]]:
    subject = _subject(run, now=now)
    asked = run.asked
    parts = queries.decided(queries.told(subject), opened=asked.get("opened", ()), shut=asked.get("shut", ()))
    if sum(len(part.lines) for part in parts) > MOST_LINES:
        raise ValueError("too many lines for one copy")
    withheld = sum(line.is_withheld for part in parts for line in part.lines)
    on = localdate(now)
    about = _about(run, subject, on)
    pdf = documents.print_copy(_paper(about, parts, withheld=withheld), template=TEMPLATE, dated_on=on)
    told = {"about": dict(about), "parts": queries.facts(parts)}
    output = {
        "pdf": base64.b64encode(pdf).decode(),
        "json": json.dumps(told, ensure_ascii=False, indent=2),
    }
    return output, {"parts": len(parts), "withheld": withheld}


def _subject(run: Run, *, now: datetime.datetime) -> Subject:
    if run.kind == OWN:
        resident = Resident.objects.select_related("person__key__town_key", "user").get(
            pk=run.asked["resident"]
        )
        if resident.closed_at is not None:
            raise NotAllowed
        return queries.subject_of_resident(resident)
    person = Person.objects.select_related("key__town_key").get(pk=run.asked["person"])
    actor = people.actor_of_code(run.actor, now=now)
    if actor is None or not people.may_open(actor, UUID(run.asked["matter"]), Purpose.PRINT.value):
        raise NotAllowed
    return queries.subject_of_person(person)


def _about(run: Run, subject: Subject, on: datetime.date) -> list[tuple[str, str]]:
    found = [("氏名", subject.person.full_name or "（登録なし）"), ("作った日", dates.wareki(on))]
    if run.kind == DISCLOSURE:
        number = Matter.objects.values_list("number", flat=True).get(pk=run.asked["matter"])
        found.append(("開示請求の受付番号", number or ""))
    return found


def _paper(about: list[tuple[str, str]], parts: list[Part], *, withheld: int) -> dict[str, Any]:
    town = scope.current()
    legend = (
        f"「{queries.WITHHELD}」は、個人情報の保護に関する法律78条によって開示しない部分です（{withheld}か所）。"
        "ほかの人の情報や、町の事務の適正な遂行に支障がある情報などがあたります。"
    )
    return {
        "title": "個人情報の写し",
        "contact": {"department": town.name, "telephone": town.telephone, "hours": town.office_hours},
        "lead": "町がこのシステムで持っている、あなたについての記録です。この日に見つかったものを載せています。書類は、名前を載せています。",
        "legend": legend if withheld else "",
        "facts": [{"label": label, "text": text} for label, text in about],
        "sections": [
            {"title": part.title, "rows": [{"label": one.label, "text": one.text} for one in part.lines]}
            for part in parts
        ],
    }


@transaction.atomic
def _end(
    run_id: UUID, output: dict[str, str] | None, result: dict[str, Any], *, now: datetime.datetime
) -> None:
    rows = Run.objects.select_for_update(of=("self",), skip_locked=True).going_on()
    run = rows.select_related("key__town_key").filter(pk=run_id).first()
    if run is None:
        # Another worker was quicker.
        return
    if output is not None:
        run.output = output
        run.save(update_fields=["output"])
    advance_run(run, done=1, failed=int(output is None))
    finish_run(run, actor=MACHINE, now=now, result=result)
    if run.kind == DISCLOSURE and output is not None:
        record(
            events.DISCLOSURE_MADE,
            matter=Matter.objects.get(pk=run.asked["matter"]),
            actor=replace(MACHINE, code=run.actor),
            now=now,
            run=run.pk,
            parts=result["parts"],
            withheld=result["withheld"],
        )
