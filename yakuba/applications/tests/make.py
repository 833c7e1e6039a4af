"""Applications in every state, made by the actions that lead there, and the worker that follows them up."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.utils.timezone import localdate

from yakuba.applications import actions
from yakuba.core.actors import MACHINE, guest
from yakuba.core.models import Delivery
from yakuba.core.working import Worker
from yakuba.procedures import queries as procedures
from yakuba.procedures.actions import publish
from yakuba.procedures.fields import KINDS
from yakuba.procedures.loader import COMMON

if TYPE_CHECKING:
    from yakuba.applications.models import Application
    from yakuba.core.actors import Actor
    from yakuba.procedures.definition import Definition
    from yakuba.procedures.models import Version

TOKYO = ZoneInfo("Asia/Tokyo")

# What the demo's card reader takes (yakuba.accounts.providers.local).
PINS = {"card-authenticated": "1234", "card-signed": "MIHON1"}


def version(name: str, *, now: datetime.datetime) -> Version:
    """Publish a definition that comes with the program."""
    text = (COMMON / f"{name}.yaml").read_text(encoding="utf-8")
    return publish(text, source=name, actor=MACHINE, now=now)


def work_off(now: datetime.datetime) -> None:
    """Let the worker do all that is due at this moment: facts are delivered, papers made, mails carried out."""
    worker = Worker(lambda: now, dailies={})
    # A paper that is made is a fact again, and closing a case is another one.
    assert [worker.round() for _ in range(3)] == [0, 0, 0]
    assert not Delivery.objects.filter(attempts__gt=0).exists()
    assert not Delivery.objects.filter(done_at=None, due_at__lte=now).exists()


def example(definition: Definition, number: int = 0, **changes: Any) -> dict[str, Any]:
    """The stored answers of an example of the definition, some of them changed; None leaves one out."""
    told = {
        name: KINDS[definition.fields[name].kind](definition.fields[name]).from_example(value)
        for name, value in definition.examples[number].answers.items()
    }
    return {name: value for name, value in {**told, **changes}.items() if value is not None}


def holder(application: Application) -> Actor:
    """The guest who holds the code of this application."""
    return guest(frozenset({application.matter_id}))


def started(
    procedure: str, *, now: datetime.datetime, actor: Actor | None = None, resident: Any = None
) -> Application:
    """A draft in which nothing is written yet."""
    current = procedures.current(procedure)
    assert current is not None
    return actions.start(current, token=uuid4(), resident=resident, actor=actor or guest(), now=now)


def draft(procedure: str, *, now: datetime.datetime, resident: Any = None, **changes: Any) -> Application:
    """A draft that is filled in."""
    application = started(procedure, now=now, resident=resident)
    answers = example(application.definition, **changes)
    for section in application.definition.sections:
        part = {field.id: answers[field.id] for field in section.fields if field.id in answers}
        application = save(application, section.id, part, now=now)
    return application


def save(
    application: Application, section: str, answers: dict[str, Any], *, now: datetime.datetime
) -> Application:
    """Save one section as the applicant, on top of what was there."""
    return actions.save_section(
        application,
        section=section,
        answers=answers,
        seen=application.stamps.get(section, 0),
        actor=holder(application),
        now=now,
    )


def proved(application: Application, *, actor: Actor, now: datetime.datetime) -> None:
    """Hold the demo's card against its reader, where the procedure asks for a card."""
    level = application.definition.who.identity
    if level in PINS:
        actions.prove_by_card(application, answer=PINS[level], actor=actor, now=now)


def submitted(procedure: str, *, now: datetime.datetime, resident: Any = None, **changes: Any) -> Application:
    """An application that has arrived."""
    application = draft(procedure, now=now, resident=resident, **changes)
    proved(application, actor=holder(application), now=now)
    return actions.submit(application, actor=holder(application), now=now)


def returned(
    application: Application,
    clerk: Actor,
    *,
    now: datetime.datetime,
    fields: tuple[str, ...] = ("telephone",),
) -> Application:
    """Sent back by the clerk, to be corrected within two weeks."""
    return actions.ask_for_correction(
        application,
        fields=fields,
        message="確かめてください。",
        due_on=localdate(now) + datetime.timedelta(days=14),
        actor=clerk,
        now=now,
    )


def resubmitted(application: Application, *, now: datetime.datetime, **changes: Any) -> Application:
    """Corrected by the applicant and sent again."""
    for name, value in changes.items():
        section = application.definition.section_of[name]
        ids = {field.id for field in section.fields}
        part = {key: old for key, old in application.answers.items() if key in ids}
        application = save(application, section.id, {**part, name: value}, now=now)
    return actions.submit(application, actor=holder(application), now=now)


def proposed(
    application: Application, clerk: Actor, *, now: datetime.datetime, outcome: str = "", reasons: str = ""
) -> Application:
    """With a draft that waits for the chief."""
    chosen = outcome or application.definition.outcomes[0].id
    actions.propose(application, outcome=chosen, reasons=reasons, actor=clerk, now=now)
    return application


def decided(
    application: Application, chief: Actor, *, now: datetime.datetime, outcome: str = "", reasons: str = ""
) -> Application:
    """Decided, with the notice still to be made."""
    chosen = outcome or application.definition.outcomes[0].id
    return actions.decide(application, outcome=chosen, reasons=reasons, actor=chief, now=now)


def closed(application: Application, chief: Actor, *, now: datetime.datetime) -> Application:
    """Decided and brought home."""
    return actions.close(decided(application, chief, now=now), actor=chief, now=now)


def withdrawn(application: Application, *, now: datetime.datetime) -> Application:
    """Taken back by the applicant."""
    return actions.withdraw(application, actor=holder(application), now=now)
