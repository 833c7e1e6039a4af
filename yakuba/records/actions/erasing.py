"""A person's data are erased (消去): asked by one official, agreed to by another, and what must be kept is named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import localdate

from yakuba.accounts import actions as accounts
from yakuba.accounts import queries as people
from yakuba.accounts.models import Resident, Staff
from yakuba.core import access, states
from yakuba.core.actions import close_matter, open_matter, record
from yakuba.core.actors import MACHINE
from yakuba.records import events
from yakuba.records.actions import disposing, keeping
from yakuba.records.models import ERASURE_MOVES, Erasure, ErasureState, Retention
from yakuba.records.queries import kept

if TYPE_CHECKING:
    import datetime

    from yakuba.accounts.models import Department, Person
    from yakuba.core.actors import Actor

KIND = "erasure"
LONGEST_REASON = 500
# The record of an erasure itself: who asked, why, and what was kept.
YEARS = 3


class NotErasable(Exception):
    """The erasure cannot be asked for or agreed to so; the message is for the person."""


@transaction.atomic
def ask_for_erasure(
    person: Person, *, reason: str, department: Department, actor: Actor, now: datetime.datetime
) -> Erasure:
    """Ask a colleague to agree that everything is erased that need not be kept; asked again it is found.

    The caller has shown that the person is the actor's business. Raises Restricted for somebody who is protected, and
    NotErasable without a reason.
    """
    access.require(actor, "erasure.ask")
    if people.is_protected(person):
        raise people.Restricted
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise NotErasable(f"消去の理由を、{LONGEST_REASON}文字以内で書いてください。")
    waiting = Erasure.objects.filter(person=person, state=ErasureState.ASKED).first()
    if waiting is not None:
        found: Erasure = waiting
        return found
    row = Erasure(
        matter=open_matter(KIND, now=now),
        person=person,
        department=department,
        asked_by=Staff.objects.get(pk=actor.staff),
        asked_at=now,
    )
    row.reason = reason.strip()
    row.save(force_insert=True)
    record(events.ERASURE_ASKED, matter=row.matter, actor=actor, now=now, erasure=row.pk)
    return row


@transaction.atomic
def answer_erasure(
    row: Erasure, *, agrees: bool, actor: Actor, now: datetime.datetime, remark: str = ""
) -> Erasure:
    """Agree, and everything is erased at once that need not be kept; or do not, with a remark.

    Raises NotErasable for one's own request or a refusal without a word, NotPossible for one that is answered.
    """
    access.require(actor, "erasure.answer", row)
    if row.asked_by_id == actor.staff:
        raise NotErasable("自分が頼んだ消去は、自分では認められません。ほかの職員に頼んでください。")
    if not agrees and not remark.strip():
        raise NotErasable("認めない理由を書いてください。")
    fresh = states.apply(row, ERASURE_MOVES, "do" if agrees else "refuse")
    fresh.answered_by_id, fresh.answered_at = actor.staff, now
    fresh.remark = remark.strip() or None
    if agrees:
        fresh.result = _erase(fresh, actor=actor, now=now)
    fresh.save(update_fields=["state", "answered_by", "answered_at", "remark", "result"])
    close_matter(fresh.matter, now=now)
    told: dict[str, Any] = {"matter": fresh.matter, "actor": actor, "now": now}
    if agrees:
        record(
            events.ERASURE_DONE,
            erasure=fresh.pk,
            erased=fresh.result["accounts"] + fresh.result["matters"],
            kept=fresh.result["kept"],
            **told,
        )
    else:
        record(events.ERASURE_REFUSED, erasure=fresh.pk, **told)
    keeping.keep(
        fresh.matter,
        basis=KIND,
        years=YEARS,
        department=fresh.department,
        finished_on=localdate(now),
        actor=actor,
        now=now,
    )
    return fresh


def _erase(row: Erasure, *, actor: Actor, now: datetime.datetime) -> dict[str, int]:
    persons = people.same_people(row.person)
    homes = Resident.objects.filter(person__in=persons, closed_at__isnull=True)
    residents = list(homes.select_related("person__key", "user"))
    # Which matters those are must be known before the account, by which some are found, is gone.
    matters = kept.matters_of(persons, [one.pk for one in residents])
    for resident in residents:
        accounts.close_account(resident, actor=MACHINE, now=now)
    due = Retention.objects.due(localdate(now)).filter(matter__in=matters)
    gone = [disposing.carry_out(one, actor=actor, now=now) for one in due.order_by("id")]
    left = kept.kept_of(matters)
    return {"accounts": len(residents), "matters": len(gone), "kept": len(left)}
