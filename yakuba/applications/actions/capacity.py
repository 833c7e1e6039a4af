"""Who acts at an application is written down: a proxy with a mandate, a scribe who only types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from yakuba.accounts import actions as accounts
from yakuba.accounts import queries as people
from yakuba.applications import events, queries
from yakuba.applications.capacities import MandateRefused, capacity_of, is_shut_out
from yakuba.applications.models import Capacity, State
from yakuba.core import access, dates, states
from yakuba.core.actions import record, set_timer
from yakuba.core.actors import MACHINE
from yakuba.documents import actions as documents
from yakuba.work import actions as work

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from yakuba.accounts.models import Mandate, Person, Staff
    from yakuba.applications.models import Application
    from yakuba.core.actors import Actor

ENDS = "mandate-ends"
CHECK = "mandate"
LOST = "mandate-lost"
SECOND = "second-proxy"


@transaction.atomic
def state_capacity(
    application: Application,
    *,
    facts: Mapping[str, Any],
    document: documents.Admitted | None,
    actor: Actor,
    now: datetime.datetime,
) -> Capacity:
    """Keep what was said about proxy and scribe with the draft; a new document takes the place of the one before."""
    access.require(actor, "application.save", application)
    fresh = states.lock(application)
    if fresh.state != State.DRAFT:
        raise states.NotPossible(_("この申請は、もう町に届いています。"), fresh.state)
    capacity, _new = Capacity.objects.get_or_create(application=fresh, defaults={"matter": fresh.matter})
    capacity.facts = dict(facts)
    before = capacity.document
    if document is not None:
        capacity.document = documents.receive(document, matter=fresh.matter, actor=actor, now=now)
    elif not capacity.is_proxy:
        capacity.document = None
    capacity.save()
    if before is not None and capacity.document_id != before.pk:
        documents.discard(before, actor=actor, now=now)
    kept: Capacity = capacity
    return kept


def enter(application: Application, person: Person, *, actor: Actor, now: datetime.datetime) -> None:
    """On arrival: the proxy's mandate is looked at or entered, and the scribe is recorded. Part of filing."""
    capacity = capacity_of(application)
    if capacity is None:
        return
    if capacity.is_proxy:
        _enter_proxy(application, capacity, person, actor=actor, now=now)
    if capacity.has_scribe:
        _enter_scribe(application, capacity, actor=actor, now=now)


def _enter_proxy(
    application: Application, capacity: Capacity, person: Person, *, actor: Actor, now: datetime.datetime
) -> None:
    if application.definition.who.proxy == "none":
        raise MandateRefused(_("この手続は、代理人は申請できません。"))
    if capacity.facts.get("mandate"):
        mandate = _chosen(application, capacity, person, actor=actor, now=now)
    else:
        mandate = _new(application, capacity, person, actor=actor, now=now)
    capacity.mandate = mandate
    capacity.save(update_fields=["mandate"])
    accounts.add_party(application.matter, mandate.proxy, role="proxy", actor=actor, now=now)
    if mandate.until_on:
        set_timer(application.matter, ENDS, due_at=queries.end_of_day(mandate.until_on))
    if mandate.confirmed_at is None:
        _open_check(application, actor=actor, now=now)
    if is_shut_out(application):
        _ask_for_second(application, now=now)
    record(events.PROXY_FILED, matter=application.matter, actor=actor, now=now, mandate=mandate.pk)


def _chosen(
    application: Application, capacity: Capacity, person: Person, *, actor: Actor, now: datetime.datetime
) -> Mandate:
    """A mandate that this resident holds already, for the very person whose name stands in the form."""
    own = people.resident(actor.resident) if actor.resident else None
    standing = people.mandates_for(own, application.version.procedure, localdate(now)) if own else []
    chosen = next((one for one in standing if str(one.pk) == capacity.facts["mandate"]), None)
    if chosen is None:
        raise MandateRefused(_("選んだ代理の権限は、今は使えません。「申請する方」から選び直してください。"))
    named = chosen.principal.name_hash if chosen.principal else ""
    if named and named != person.name_hash:
        raise MandateRefused(
            _("申請する本人の氏名が、代理を頼んだ方の氏名と違います。氏名か、代理の選び方を直してください。")
        )
    return chosen


def _new(
    application: Application, capacity: Capacity, person: Person, *, actor: Actor, now: datetime.datetime
) -> Mandate:
    facts, today = capacity.facts, localdate(now)
    until_on = dates.parse_date(facts["until_on"]) if facts.get("until_on") else None
    if until_on and until_on < today:
        raise MandateRefused(_("代理の期限が過ぎています。「申請する方」から直してください。"))
    who: dict[str, Any] = {"actor": actor, "now": now}
    principal: Any = person
    if facts["kind"] == "company":
        principal = accounts.register_organisation(facts["company"], **who)
    return accounts.give_mandate(
        principal,
        proxy=accounts.register_person(_of_proxy(facts), **who),
        kind=facts["kind"],
        from_on=today,
        until_on=until_on,
        procedures=[application.version.procedure],
        resident=application.resident,
        matter=application.matter,
        **who,
    )


def _of_proxy(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "person.name": _parts(facts["proxy_name"]),
        "person.address": facts.get("proxy_address"),
        "person.telephone": facts.get("proxy_telephone"),
    }


def _parts(name: str) -> dict[str, str]:
    family, _space, given = name.partition(" ")
    return {"family": family, "given": given.strip()}


def _open_check(application: Application, *, actor: Actor, now: datetime.datetime) -> None:
    work.open_item(
        application.matter,
        step=CHECK,
        title="代理の権限を確かめる",
        department=application.office,
        role="clerk",
        due_on=application.due_on,
        actor=actor,
        now=now,
    )


def _ask_for_second(application: Application, *, now: datetime.datetime) -> None:
    work.open_item(
        application.matter,
        step=SECOND,
        title="支援措置：代理人に扱わせる前に、二人目の確認を頼む",
        department=application.office,
        role="clerk",
        due_on=localdate(now),
        actor=MACHINE,
        now=now,
    )


def _enter_scribe(
    application: Application, capacity: Capacity, *, actor: Actor, now: datetime.datetime
) -> None:
    facts = capacity.facts
    scribe = accounts.register_person({"person.name": _parts(facts["scribe_name"])}, actor=actor, now=now)
    accounts.add_party(
        application.matter, scribe, role="scribe", relation=facts["relation"], actor=actor, now=now
    )
    if facts.get("scribe_signed_in"):
        # The account is the scribe's: whoever only types gets no access to what is another's.
        application.resident = None
        application.save(update_fields=["resident"])
    record(
        events.SCRIBE_RECORDED,
        matter=application.matter,
        actor=actor,
        now=now,
        relation=facts["relation"],
    )


# The office -----------------------------------------------------------------------------------------
@transaction.atomic
def confirm_proxy(
    application: Application, *, by: Staff, actor: Actor, now: datetime.datetime
) -> Application:
    """An official has seen the proof that the proxy may act (代理の権限の確認)."""
    access.require(actor, "application.examine", application)
    capacity = capacity_of(application)
    if capacity is None or capacity.mandate is None:
        raise states.NotPossible("代理人の申請ではありません。", application.state)
    if capacity.mandate.ended_at is not None:
        raise states.NotPossible("代理の権限は、もうなくなっています。", application.state)
    accounts.confirm_mandate(capacity.mandate, matter=application.matter, by=by, actor=actor, now=now)
    work.close_items(application.matter, step=CHECK, actor=actor, now=now)
    return application


@transaction.atomic
def end_proxy(application: Application, *, actor: Actor, now: datetime.datetime) -> Application:
    """The office ends a mandate: the principal revoked it on paper or by telephone, or the proof was wrong."""
    access.require(actor, "application.examine", application)
    capacity = capacity_of(application)
    if capacity is None or capacity.mandate is None:
        raise states.NotPossible("代理人の申請ではありません。", application.state)
    accounts.end_mandate(capacity.mandate, ending="office", actor=actor, now=now)
    work.close_items(application.matter, step=CHECK, actor=actor, now=now)
    return application


@transaction.atomic
def see_to_lost_mandate(application: Application, *, actor: Actor, now: datetime.datetime) -> None:
    """A mandate ended while the town still works on the case: somebody has to turn to the applicant."""
    access.require(actor, "application.turn", application)
    if not application.is_open and application.state != State.DECIDED:
        return
    work.open_item(
        application.matter,
        step=LOST,
        title="代理の権限がなくなった：本人に連絡する（通知は本人に郵送）",
        department=application.office,
        role="clerk",
        due_on=localdate(now),
        actor=actor,
        now=now,
    )
