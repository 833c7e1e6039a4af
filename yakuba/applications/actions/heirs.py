"""The applicant has died: nothing is sent to the dead, and an heir goes on or the matter ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import localdate

from yakuba.accounts import actions as accounts
from yakuba.accounts.models import Staff
from yakuba.accounts.queries import applicant
from yakuba.applications import events, queries
from yakuba.applications.actions import bundles, calls, filing, letters
from yakuba.applications.actions.codes import give_code
from yakuba.applications.actions.route import Refused
from yakuba.applications.models import Call, Posting, State, Succession
from yakuba.core import access, states
from yakuba.core.actions import record
from yakuba.documents import actions as documents
from yakuba.work import actions as work

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from yakuba.applications.actions.calls import Said
    from yakuba.applications.models import Application
    from yakuba.core.actors import Actor
    from yakuba.documents.actions import Admitted

HEIRS = "find-heirs"


@transaction.atomic
def note_death(
    application: Application,
    *,
    died_on: datetime.date,
    said: Said,
    actor: Actor,
    now: datetime.datetime,
) -> Application:
    """Remember that the applicant has died: mails, letters and the look-up code of the dead stop at once.

    A letter that lies in a bundle leaves it; whoever folded it already is told to take it out.
    """
    access.require(actor, "application.note_call", application)
    was_bundled = bundles.take_out(application, actor=actor, now=now)
    fresh = states.lock(application)
    person = applicant(fresh.matter)
    if fresh.state in {State.DRAFT, State.WITHDRAWN} or person is None:
        raise states.NotPossible("この案件には、死亡を記録できません。", fresh.state)
    if Succession.objects.filter(application=fresh).exists():
        raise states.NotPossible("申請者の死亡は、もう記録してあります。", fresh.state)
    letters.require_past(died_on, first=None, label="亡くなった日", now=now)
    accounts.add_party(fresh.matter, person, role="deceased", actor=actor, now=now)
    Succession.objects.create(
        application=fresh,
        matter=fresh.matter,
        died_on=died_on.isoformat(),
        noted_by=Staff.objects.get(pk=actor.staff),
        noted_at=now,
    )
    calls.keep(fresh, said, Call.About.DEATH, actor=actor, now=now)
    give_code(fresh, now=now)
    Posting.objects.filter(application=fresh, posted_on=None, dropped_at=None, bundle=None).update(
        dropped_at=now
    )
    about = "作った束から手紙を抜き、相続人を確かめる" if was_bundled else "相続人を確かめる"
    work.open_item(
        fresh.matter,
        step=HEIRS,
        title=f"申請者が亡くなった：{about}",
        department=fresh.office,
        role="clerk",
        due_on=localdate(now),
        actor=actor,
        now=now,
    )
    record(events.DEATH_NOTED, matter=fresh.matter, actor=actor, now=now)
    return fresh


@transaction.atomic
def continue_by_heir(
    application: Application,
    *,
    heir: Mapping[str, Any],
    relation: str,
    actor: Actor,
    now: datetime.datetime,
    proof: Admitted | None = None,
) -> Application:
    """Let an heir take the place of the dead (承継): from now on the heir is written to, corrects, withdraws, receives.

    `heir` are facts by meaning ("person.name", …). The heir gets a look-up code of their own; what the dead had said
    stays as it arrived.
    """
    access.require(actor, "application.note_call", application)
    fresh, row = _open(application)
    if not heir.get("person.name") or not relation.strip():
        raise Refused("相続人の氏名と、亡くなった方との続柄を入力してください。")
    person = accounts.register_person(heir, actor=actor, now=now)
    accounts.let_heir_follow(fresh.matter, heir=person, actor=actor, now=now)
    row.heir, row.relation, row.settled_at = person, relation, now
    if proof is not None:
        row.proof = documents.receive(proof, matter=fresh.matter, actor=actor, now=now)
    row.save(update_fields=["heir", "relation", "settled_at", "proof"])
    give_code(fresh, now=now)
    work.close_items(fresh.matter, step=HEIRS, actor=actor, now=now)
    _post_what_waits(fresh, actor=actor, now=now)
    record(events.HEIR_CONTINUES, matter=fresh.matter, actor=actor, now=now, person=person.pk)
    return fresh


@transaction.atomic
def end_by_death(
    application: Application, *, reason: str, actor: Actor, now: datetime.datetime
) -> Application:
    """End an undecided case whose right nobody inherits (一身専属の権利): 当事者死亡により終了."""
    access.require(actor, "application.note_call", application)
    _, row = _open(application)
    if not reason.strip():
        raise Refused("だれも引き継げない理由（根拠となる条文など）を書いてください。")
    ended = filing.end_undecided(application, actor=actor, now=now)
    row.end_reason, row.settled_at = reason, now
    row.save(update_fields=["end_reason", "settled_at"])
    record(events.ENDED_BY_DEATH, matter=ended.matter, actor=actor, now=now)
    return ended


def _open(application: Application) -> tuple[Application, Succession]:
    fresh = states.lock(application)
    row = queries.succession(fresh)
    if row is None or not row.is_open:
        raise states.NotPossible(
            "引き継ぐ人を決める案件ではありません。画面を開き直して確かめてください。", fresh.state
        )
    return fresh, row


def _post_what_waits(application: Application, *, actor: Actor, now: datetime.datetime) -> None:
    """What was taken off the posting list because of the death goes to the heir."""
    dropped = Posting.objects.filter(
        application=application, drop_reason__isnull=True, posted_on=None
    ).exclude(dropped_at=None)
    for row in list(dropped):
        letters.want_posting(
            application,
            what=row.what,
            revision=row.revision,
            document=row.document,
            message=row.message,
            actor=actor,
            now=now,
        )
