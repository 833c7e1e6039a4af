"""Lets one sample application live: each step by the action of whoever takes it, at its own day."""

from __future__ import annotations

import datetime
import io
import uuid
from functools import cache
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from yakuba.accounts import queries as people
from yakuba.accounts.models import Staff
from yakuba.applications import actions
from yakuba.applications.models import State
from yakuba.approvals import queries as approvals
from yakuba.core import working
from yakuba.core.actors import guest
from yakuba.demo.lives import ENDS
from yakuba.documents import actions as documents
from yakuba.procedures import queries as procedures
from yakuba.procedures.fields import kind_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from yakuba.applications.models import Application
    from yakuba.approvals.models import Stop
    from yakuba.core.actors import Actor
    from yakuba.core.models import Municipality
    from yakuba.demo.lives import Life
    from yakuba.procedures.definition import Definition, Field, Outcome, Step

WEEK = 7


def live(life: Life, *, town: Municipality, now: datetime.datetime) -> None:
    """Make one application and let it come as far as its life goes."""
    begun = now - datetime.timedelta(days=life.days_ago, hours=life.days_ago % 7)
    application = _draft(life, town, now=begun)
    moment = begun
    for number, step in enumerate(_steps(life, application)):
        # Each step a day after the one before, but never in the future.
        moment = min(begun + datetime.timedelta(days=number, minutes=7), now)
        application = step(application, moment)
    if application.state == State.DECIDED:
        # Its paper ends the case on its own day; what is still open leaves its papers to the worker of today.
        _work_off(application, moment)


def _work_off(application: Application, now: datetime.datetime) -> Application:
    """The worker's part, at once: papers are made, letters go to the outbox."""
    for sweep in working.pieces("sweep").values():
        sweep(now=now)
    application.refresh_from_db()
    return application


def _steps(
    life: Life, application: Application
) -> Iterator[Callable[[Application, datetime.datetime], Application]]:
    if life.end in ENDS:
        yield from (_STEPS[name] for name in ENDS[life.end])
        return
    yield _submit
    if application.definition.is_survey:
        return
    yield _take
    word, _, target = life.end.partition(":")
    wanted = target if word == "outcome" else application.definition.outcomes[0].id
    for step in application.definition.route:
        if word == "at" and step.id == target:
            return
        yield from _of_step(step, application.definition.outcome(wanted))


def _of_step(
    step: Step, outcome: Outcome
) -> Iterator[Callable[[Application, datetime.datetime], Application]]:
    """What is done at one step, in order."""

    def settle(application: Application, now: datetime.datetime) -> Application:
        return _SETTLING[step.kind](application, step, outcome, now)

    def send(application: Application, now: datetime.datetime) -> Application:
        _, actor = _official(application, step.role, now)
        day = timezone.localdate(now)
        return actions.send_out(
            application, step=step.id, sent_on=day, reference="見本第1号", actor=actor, now=now
        )

    def answer(application: Application, now: datetime.datetime) -> Application:
        _, actor = _official(application, step.role, now)
        day = timezone.localdate(now)
        return actions.take_answer(
            application, step=step.id, answered_on=day, answer="consented", actor=actor, now=now
        )

    def finish(application: Application, now: datetime.datetime) -> Application:
        _, actor = _official(application, step.role, now)
        return actions.finish(application, step=step.id, actor=actor, now=now)

    def hand_over(application: Application, now: datetime.datetime) -> Application:
        _, actor = _official(application, step.role, now)
        day = timezone.localdate(now)
        return actions.deliver(
            application, step=step.id, method="post", delivered_on=day, actor=actor, now=now
        )

    if step.kind == "review":
        yield finish
    elif step.kind == "consult":
        yield from (send, answer)
    elif step.kind == "forward":
        yield send
    elif step.kind == "delivery":
        # Nothing is handed over before it is printed.
        yield from (_work_off, hand_over)
    else:
        yield settle


# Writing and sending --------------------------------------------------------------------------------
def _draft(life: Life, town: Municipality, *, now: datetime.datetime) -> Application:
    version = procedures.current(life.procedure)
    if version is None:
        raise LookupError(life.procedure)
    definition = version.definition
    application = actions.start(version, token=uuid.uuid4(), resident=None, actor=guest(), now=now)
    actor = _applicant(application)
    answers = _answers(life, definition, town, on=timezone.localdate(now))
    for section in definition.sections:
        part = {field.id: answers[field.id] for field in section.fields if field.id in answers}
        files = {name for name in part if procedures.files_in(definition, part, name)}
        application = actions.save_section(
            application,
            section=section.id,
            answers={name: value for name, value in part.items() if name not in files},
            seen=0,
            actor=actor,
            now=now,
        )
        for name in sorted(files):
            uploads = [_picture(entry["name"]) for entry in part[name]]
            actions.attach_files(application, field=name, keep=[], uploads=uploads, actor=actor, now=now)
        if life.end == "draft":
            break
    return application


def _answers(life: Life, definition: Definition, town: Municipality, *, on: datetime.date) -> dict[str, Any]:
    """An example of the definition, under the sample person's own name and as long ago as the filing."""
    example = definition.examples[life.example]
    # Whole weeks: a day on which the town hall is open stays one, but for holidays.
    weeks = datetime.timedelta(days=(on - example.on).days // WEEK * WEEK)
    own = {
        "person.name": {"family": life.family, "given": life.given},
        "person.kana": life.kana,
        "person.postal_code": town.postal_code,
        "person.address": f"{town.name}見本町{life.days_ago + 1}番地",
        "notice.channel": "post" if life.by_post else "online",
    }
    answers: dict[str, Any] = {}
    asked = procedures.asked(definition)
    for name, value in procedures.example_answers(definition, example).items():
        field = definition.fields[name]
        if name in asked and (field.required or field.required_if or field.kind != "file"):
            answers[name] = own.get(field.means or "", _later(field, value, weeks))
    return answers


def _later(field: Field, value: Any, weeks: datetime.timedelta) -> Any:
    """The same answer some weeks later; one file is enough, and none where it may follow."""
    if field.kind == "date":
        return (datetime.date.fromisoformat(value) + weeks).isoformat()
    if field.fields:
        return [
            {name: _later(field.inner[name], part, weeks) for name, part in item.items()} for item in value
        ]
    if field.kind == "file" and kind_of(field).entries(value):
        return {"instead": "later"} if field.later else value[: field.min or 1]
    return value


@cache
def _image() -> bytes:
    """A plain picture that says 見本 by its look: a grey card."""
    from PIL import Image  # noqa: PLC0415  a heavy library that only filling needs

    buffer = io.BytesIO()
    Image.new("RGB", (640, 400), "#d9d9d9").save(buffer, "JPEG")
    return buffer.getvalue()


def _picture(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, _image(), "image/jpeg")


# The steps of a life --------------------------------------------------------------------------------
# What the played card reader takes (yakuba.accounts.providers.local).
PINS = {"card-authenticated": "1234", "card-signed": "MIHON1"}


def _applicant(application: Application) -> Actor:
    return guest(frozenset({application.matter_id}))


def _official(application: Application, role: str, now: datetime.datetime) -> tuple[Staff, Actor]:
    staff = Staff.objects.filter(
        memberships__department=application.department, memberships__role=role
    ).first()
    if staff is None:
        raise LookupError(role)
    return staff, people.actor_of_staff(staff, now=now)


def _submit(application: Application, now: datetime.datetime) -> Application:
    level = application.definition.who.identity
    if level in PINS:
        actions.prove_by_card(application, answer=PINS[level], actor=_applicant(application), now=now)
    return actions.submit(application, actor=_applicant(application), now=now)


def _withdraw(application: Application, now: datetime.datetime) -> Application:
    return actions.withdraw(application, actor=_applicant(application), now=now)


def _take(application: Application, now: datetime.datetime) -> Application:
    staff, actor = _official(application, "clerk", now)
    actions.record_view(application, actor=actor, now=now)
    actions.take_on(application, staff=staff, actor=actor, now=now)
    return application


def _telephone(application: Application) -> Field:
    """The question about the applicant's telephone, or else their name: what a clerk asks to look at again."""
    fields = {field.means: field for field in application.definition.fields.values() if field.means}
    return fields.get("person.telephone") or fields["person.name"]


def _ask(application: Application, now: datetime.datetime) -> Application:
    _, actor = _official(application, "clerk", now)
    return actions.ask_for_correction(
        application,
        fields=[_telephone(application).id],
        message="電話番号につながりませんでした。番号を確かめて、もう一度入力してください。",
        due_on=timezone.localdate(now) + datetime.timedelta(days=14),
        actor=actor,
        now=now,
    )


def _resubmit(application: Application, now: datetime.datetime) -> Application:
    actor, field = _applicant(application), _telephone(application)
    section = application.definition.section_of[field.id]
    ids = {one.id for one in section.fields}
    answers = {key: value for key, value in application.answers.items() if key in ids}
    if field.means == "person.telephone":
        answers[field.id] = "090-0000-0009"
    fresh = actions.save_section(
        application,
        section=section.id,
        answers=answers,
        seen=application.stamps.get(section.id, 0),
        actor=actor,
        now=now,
    )
    return actions.submit(fresh, actor=actor, now=now)


def _outcome(application: Application, effect: str) -> Outcome:
    return next(outcome for outcome in application.definition.outcomes if outcome.effect == effect)


def _reasons(application: Application, outcome: Outcome) -> str:
    if not outcome.reasons:
        return ""
    return (
        f"{application.definition.law}に定める要件に当てはまらないためです。"
        "申請の内容を確かめたところ、審査基準の1に当たる事実が認められませんでした。"
    )


def _draft_decision(application: Application, outcome: Outcome, now: datetime.datetime) -> Application:
    _, actor = _official(application, "clerk", now)
    reasons = _reasons(application, outcome)
    actions.propose(application, outcome=outcome.id, reasons=reasons, actor=actor, now=now)
    return application


def _propose(application: Application, now: datetime.datetime) -> Application:
    return _draft_decision(application, _outcome(application, "grant"), now)


def _propose_refusal(application: Application, now: datetime.datetime) -> Application:
    return _draft_decision(application, _outcome(application, "refuse"), now)


def _remand(application: Application, now: datetime.datetime) -> Application:
    _, actor = _official(application, "chief", now)
    remark = "予防注射の日付を確かめて、もう一度起案してください。"
    return actions.remand(application, remark=remark, actor=actor, now=now)


def _decide(application: Application, now: datetime.datetime) -> Application:
    draft = approvals.open_approval(application.matter)
    while (stop := approvals.waiting(draft)[0]).kind != "decide":
        actions.agree(application, stop=str(stop.pk), actor=_seated(stop, now), now=now)
    actor = _seated(stop, now)
    return actions.decide(application, outcome=draft.outcome, reasons=draft.reasons, actor=actor, now=now)


def _seated(stop: Stop, now: datetime.datetime) -> Actor:
    """Whoever holds the post of a stop on that day."""
    held = people.holders(stop.rank, department=stop.department, on=timezone.localdate(now))
    return people.actor_of_staff(stop.staff or held[0], now=now)


_STEPS: dict[str, Callable[[Application, datetime.datetime], Application]] = {
    "submit": _submit,
    "withdraw": _withdraw,
    "take": _take,
    "ask": _ask,
    "resubmit": _resubmit,
    "propose": _propose,
    "propose_refusal": _propose_refusal,
    "remand": _remand,
    "decide": _decide,
}


# How a step comes to the outcome ----------------------------------------------------------------------
def _by_decision(
    application: Application, _step: Step, outcome: Outcome, now: datetime.datetime
) -> Application:
    return _decide(_draft_decision(application, outcome, now), now)


def _by_acceptance(
    application: Application, step: Step, outcome: Outcome, now: datetime.datetime
) -> Application:
    _, actor = _official(application, step.role, now)
    return actions.accept(
        application,
        step=step.id,
        outcome=outcome.id,
        entered_on=timezone.localdate(now),
        reference="見本-1",
        reasons=_reasons(application, outcome),
        actor=actor,
        now=now,
    )


def _by_confirmation(
    application: Application, step: Step, outcome: Outcome, now: datetime.datetime
) -> Application:
    _, actor = _official(application, step.role, now)
    reasons = _reasons(application, outcome)
    return actions.confirm(
        application, step=step.id, outcome=outcome.id, reasons=reasons, actor=actor, now=now
    )


def _by_result(application: Application, step: Step, outcome: Outcome, now: datetime.datetime) -> Application:
    _, actor = _official(application, step.role, now)
    return actions.receive_result(
        application,
        step=step.id,
        outcome=outcome.id,
        decided_on=timezone.localdate(now),
        reference="見本広域第1号",
        scan=documents.admit(_picture("結果.jpg")) if outcome.document == "received" else None,
        actor=actor,
        now=now,
    )


_SETTLING: dict[str, Callable[[Application, Step, Outcome, datetime.datetime], Application]] = {
    "decision": _by_decision,
    "accept": _by_acceptance,
    "confirm": _by_confirmation,
    "result": _by_result,
}
