"""Letters go to the post in bundles: one PDF of address sheets for window envelopes, one day of posting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import localdate

from yakuba.accounts import queries as accounts
from yakuba.accounts.models import Purpose, Staff
from yakuba.applications import events, keeping, papers, queries
from yakuba.applications.actions import closing, delays, letters
from yakuba.applications.actions.route import Refused
from yakuba.applications.models import Bundle, Posting
from yakuba.core import access, states
from yakuba.core.actions import close_matter, open_matter, record
from yakuba.documents import actions as documents
from yakuba.documents import queries as document_queries

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence
    from uuid import UUID

    from yakuba.accounts.models import Department, Person
    from yakuba.applications.models import Application
    from yakuba.core.actors import Actor

# As many as one person can fold in a morning, and one transaction can carry.
MOST = 100
ENVELOPES = "envelopes"


@transaction.atomic
def bundle(chosen: Sequence[UUID], *, actor: Actor, now: datetime.datetime) -> Bundle:
    """Bundle papers of one department and ask for their address sheets (宛名).

    Raises Refused when nothing, too much, something of two departments or somebody without an address is chosen.
    """
    access.require(actor, "posting.bundle")
    rows = _free(chosen, actor=actor)
    people = accounts.applicants([row.matter_id for row in rows])
    department = rows[0].application.office
    # The bundle holds names and addresses of many: it has a key of its own and can be forgotten alone.
    made: Bundle = Bundle.objects.create(
        matter=open_matter("posting", now=now),
        department=department,
        made_by=Staff.objects.get(pk=actor.staff),
        made_at=now,
    )
    for row in rows:
        row.bundle, row.to = made, _to(row, people.get(row.matter_id))
        row.save(update_fields=["bundle", "to"])
    record(events.BUNDLE_MADE, matter=made.matter, actor=actor, now=now, count=len(rows))
    _request_sheets(made, rows, actor=actor, now=now)
    return made


@transaction.atomic
def post_bundle(bundle: Bundle, *, posted_on: datetime.date, actor: Actor, now: datetime.datetime) -> Bundle:
    """The bundle was brought to the post: every notice in it counts as dispatched on that day (施行日)."""
    access.require(actor, "posting.bundle", bundle)
    fresh: Bundle = states.lock(bundle)
    if fresh.posted_on is not None:
        raise states.NotPossible("この束の郵送は、もう記録してあります。", "")
    letters.require_past(posted_on, first=localdate(fresh.made_at), label="郵送した日", now=now)
    rows = _in(fresh)
    if any(queries.is_voiceless(row.application) for row in rows):
        raise Refused(
            "亡くなった方あての物が入っています。束をほどいて、その物を抜いてから作り直してください。"
        )
    fresh.posted_on = posted_on
    fresh.save(update_fields=["posted_on"])
    for row in rows:
        _post(row, posted_on, actor=actor, now=now)
    close_matter(fresh.matter, now=now)
    keeping.keep_bundle(fresh.matter, department=fresh.department, actor=actor, now=now)
    record(events.BUNDLE_POSTED, matter=fresh.matter, actor=actor, now=now, posted_on=posted_on)
    return fresh


@transaction.atomic
def dissolve(bundle: Bundle, *, actor: Actor, now: datetime.datetime) -> Bundle:
    """Let go of a bundle that was not posted: its papers stand on the list again."""
    access.require(actor, "posting.bundle", bundle)
    fresh: Bundle = states.lock(bundle)
    if fresh.posted_on is not None:
        raise states.NotPossible("郵送した束は、ほどけません。", "")
    Posting.objects.filter(bundle=fresh).update(bundle=None)
    close_matter(fresh.matter, now=now)
    keeping.keep_bundle(fresh.matter, department=fresh.department, actor=actor, now=now)
    record(events.BUNDLE_DISSOLVED, matter=fresh.matter, actor=actor, now=now)
    return fresh


@transaction.atomic
def take_out(application: Application, *, actor: Actor, now: datetime.datetime) -> bool:
    """Let the letters of a case leave every bundle that was not posted; the sheets of the others are made anew.

    Returns whether there was one. To be called before the case itself is locked: a bundle that is being posted holds
    its own matter first.
    """
    access.require(actor, "posting.bundle", application)
    inside = Posting.objects.filter(application=application, bundle__posted_on=None, bundle__isnull=False)
    bundles = [
        states.lock(one) for one in Bundle.objects.filter(pk__in=inside.values("bundle")).order_by("pk")
    ]
    unsent = [one for one in bundles if one.posted_on is None]
    for one in unsent:
        Posting.objects.filter(bundle=one, application=application).update(bundle=None)
        if left := _in(one):
            _request_sheets(one, left, actor=actor, now=now)
        else:
            close_matter(one.matter, now=now)
            record(events.BUNDLE_DISSOLVED, matter=one.matter, actor=actor, now=now)
    return bool(unsent)


def _request_sheets(made: Bundle, rows: Sequence[Posting], *, actor: Actor, now: datetime.datetime) -> None:
    newest = document_queries.newest(made.matter, ENVELOPES)
    documents.request(
        made.matter,
        consequence=ENVELOPES,
        revision=newest.revision + 1 if newest else 1,
        template=ENVELOPES,
        data=_sheets(made.department, rows),
        number_symbol=None,
        dated_on=localdate(now),
        actor=actor,
        now=now,
    )


def _free(chosen: Sequence[UUID], *, actor: Actor) -> list[Posting]:
    rows = Posting.objects.filter(pk__in=list(chosen)[: MOST + 1]).select_for_update(of=("self",))
    found = list(
        rows.select_related(
            "application__department", "application__version", "matter__key__town_key"
        ).order_by("id")
    )
    if not found:
        raise Refused("郵送する物を1つ以上選んでください。")
    if len(chosen) > MOST:
        raise Refused(f"1つの束に入るのは、{MOST}通までです。")
    for row in found:
        access.require(actor, "posting.bundle", row)
        accounts.require_open(actor, row.matter, Purpose.PRINT.value)
    if any(queries.is_voiceless(row.application) for row in found):
        raise Refused("亡くなった方あての物が入っています。承継人が決まるまで、郵送できません。")
    if any(not row.is_waiting or row.bundle_id for row in found):
        raise states.NotPossible("選んだ物の中に、もう束に入った物があります。画面を開き直してください。", "")
    if len({row.application.department_id for row in found}) > 1:
        raise Refused("別の課の物は、別の束にしてください。")
    return found


def _to(row: Posting, person: Person | None) -> dict[str, str]:
    if person is None or not person.full_name or not person.address:
        raise Refused(
            f"受付番号 {row.matter.number} は、氏名か住所が分かりません。宛先を確かめて、案件の内容を訂正してください。"
        )
    return {
        "name": person.full_name,
        "postal_code": person.postal_code or "",
        "address": person.address or "",
    }


def _sheets(department: Department, rows: Sequence[Posting]) -> dict[str, Any]:
    """One sheet for each case: what is about the same one lies in one envelope."""
    by_matter: dict[UUID, list[Posting]] = {}
    for row in rows:
        by_matter.setdefault(row.matter_id, []).append(row)
    return {
        "title": "宛名",
        "contact": {
            "department": f"{department.name} {department.section}".strip(),
            "telephone": department.telephone,
        },
        "sheets": [
            {
                **together[0].to,
                "number": together[0].matter.number or "",
                "enclosed": [
                    f"{row.application.definition.title}　{row.get_what_display()}" for row in together
                ],
            }
            for together in by_matter.values()
        ],
    }


def _in(bundle: Bundle) -> list[Posting]:
    rows = Posting.objects.filter(bundle=bundle, posted_on=None, dropped_at=None)
    return list(
        rows.select_related(
            "application__matter__key__town_key", "application__version", "application__department"
        )
    )


def _post(row: Posting, posted_on: datetime.date, *, actor: Actor, now: datetime.datetime) -> None:
    application = row.application
    row.posted_on = posted_on
    row.save(update_fields=["posted_on"])
    if row.what == Posting.What.DELAY and delays.awaits_post(application):
        delays.record_delay_posting(application, actor=actor, now=now)
    elif (
        row.what == Posting.What.NOTICE and papers.needs_posting(application) and papers.is_ready(application)
    ):
        closing.record_posting(application, posted_on=posted_on, actor=actor, now=now)
    record(events.PAPER_POSTED, matter=row.matter, actor=actor, now=now, what=row.what, posted_on=posted_on)
