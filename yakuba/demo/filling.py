"""Makes the sample towns by the same actions as real ones, step by step with their dates."""

from __future__ import annotations

import datetime
import io
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyotp
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from yakuba.accounts import actions as accounts
from yakuba.accounts import queries as people
from yakuba.accounts.models import Staff
from yakuba.applications import actions
from yakuba.approvals import queries as approvals
from yakuba.core import scope, working
from yakuba.core.actions import create_municipality
from yakuba.core.actors import MACHINE, guest
from yakuba.demo.lives import ENDS, LIVES
from yakuba.procedures import definition as language
from yakuba.procedures import queries as procedures
from yakuba.procedures.actions import publish
from yakuba.procedures.fields import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from yakuba.applications.models import Application
    from yakuba.core.actors import Actor
    from yakuba.core.models import Municipality
    from yakuba.demo.lives import Life

TOWNS = Path(__file__).parent / "towns"
DEFINITIONS = Path(language.__file__).parent.parent / "definitions" / "procedures" / "common"
# The departments are older than the oldest sample application.
OLD = datetime.timedelta(days=400)

# Known to everybody: the demo shows it on its start page.
PASSWORD = "mihon-no-machi-2026"  # noqa: S105  printed on the demo's start page


def steps() -> int:
    """How many pieces `fill` reports to its progress."""
    return len(list(TOWNS.glob("*.yaml"))) * (2 + len(LIVES))


def fill(progress: Callable[[str], None], *, now: datetime.datetime) -> None:
    """Found every sample town and let its applications live."""
    for file in sorted(TOWNS.glob("*.yaml")):
        facts = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        town = _found(facts, now=now)
        progress(f"{town.name}を作りました")
        with scope.within(town):
            _staff(facts, now=now)
            _publish(now=now)
            progress(f"{town.name}の職員と手続を作りました")
            for life in LIVES:
                _live(life, now=now)
                progress(f"{town.name}：{life.family} {life.given}")


def _found(facts: dict[str, Any], *, now: datetime.datetime) -> Municipality:
    columns = ("code", "slug", "name", "kana", "prefecture", "postal_code", "address", "telephone", "mayor")
    return create_municipality(hosts=facts["hosts"], now=now, **{name: facts[name] for name in columns})


def _staff(facts: dict[str, Any], *, now: datetime.datetime) -> None:
    departments = {
        line["code"]: accounts.found_department(
            **line, from_on=timezone.localdate(now) - OLD, actor=MACHINE, now=now
        )
        for line in facts["departments"]
    }
    for line in facts["staff"]:
        staff = accounts.create_staff(
            line["login"], name=line["name"], password=PASSWORD, is_initial=False, actor=MACHINE, now=now
        )
        accounts.add_membership(
            staff,
            department=departments[line["department"]],
            role=line["role"],
            title=line["title"],
            from_on=timezone.localdate(now) - OLD,
            actor=MACHINE,
            now=now,
        )
        _enrol(staff, now=now)


def _enrol(staff: Staff, *, now: datetime.datetime) -> None:
    # An hour ago, so that the code that the start page shows now has not been used.
    hour_ago = now - datetime.timedelta(hours=1)
    code = pyotp.TOTP(accounts.enrol_totp(staff.user).next_secret).at(hour_ago)
    accounts.confirm_totp(staff, code, now=hour_ago)


def _publish(*, now: datetime.datetime) -> None:
    for file in sorted(DEFINITIONS.glob("*.yaml")):
        publish(file.read_text(encoding="utf-8"), source=file.name, actor=MACHINE, now=now)


def _live(life: Life, *, now: datetime.datetime) -> None:
    begun = now - datetime.timedelta(days=life.days_ago, hours=life.days_ago % 7)
    application = _draft(life, now=begun)
    for number, step in enumerate(ENDS[life.end], 1):
        # Each step a day after the one before, but never in the future.
        moment = min(begun + datetime.timedelta(days=number - 1, minutes=7), now)
        application = _STEPS[step](application, moment)
        # The worker's part, at once: papers are made, letters go to the outbox.
        for sweep in working.pieces("sweep").values():
            sweep(now=moment)
        application.refresh_from_db()


def _draft(life: Life, *, now: datetime.datetime) -> Application:
    version = procedures.current(life.procedure)
    if version is None:
        raise LookupError(life.procedure)
    definition = version.definition
    application = actions.start(version, token=uuid.uuid4(), resident=None, actor=guest(), now=now)
    actor = _applicant(application)
    answers = _answers(life, definition, on=timezone.localdate(now))
    for section in definition.sections:
        part = {field.id: answers[field.id] for field in section.fields if field.id in answers}
        application = actions.save_section(
            application,
            section=section.id,
            answers={k: v for k, v in part.items() if definition.fields[k].kind != "file"},
            seen=0,
            actor=actor,
            now=now,
        )
        for field_id, value in part.items():
            if definition.fields[field_id].kind == "file":
                uploads = [_picture(entry["name"]) for entry in value]
                actions.attach_files(
                    application, field=field_id, keep=[], uploads=uploads, actor=actor, now=now
                )
        if life.end == "draft":
            break
    return application


def _answers(life: Life, definition: language.Definition, *, on: datetime.date) -> dict[str, Any]:
    """The first example of the definition, under the sample person's own name and as long ago as the filing."""
    example = definition.examples[0]
    answers = {
        field_id: KINDS[definition.fields[field_id].kind](definition.fields[field_id]).from_example(value)
        for field_id, value in example.answers.items()
    }
    for field in definition.fields.values():
        if field.kind == "date" and field.id in answers:
            then = datetime.date.fromisoformat(answers[field.id])
            answers[field.id] = (then + (on - example.on)).isoformat()
        if field.means == "notice.channel" and life.by_post:
            answers[field.id] = "post"
        if field.means == "person.name":
            answers[field.id] = {"family": life.family, "given": life.given}
        if field.means == "person.kana":
            answers[field.id] = life.kana
        if field.means == "person.postal_code":
            answers[field.id] = "389-0111"
    return answers


def _picture(name: str) -> SimpleUploadedFile:
    """A plain picture that says 見本 by its look: a grey card."""
    from PIL import Image  # noqa: PLC0415  a heavy library that only filling needs

    buffer = io.BytesIO()
    Image.new("RGB", (640, 400), "#d9d9d9").save(buffer, "JPEG")
    return SimpleUploadedFile(name, buffer.getvalue(), "image/jpeg")


# The steps of a life --------------------------------------------------------------------------------
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
    return actions.submit(application, actor=_applicant(application), now=now)


def _withdraw(application: Application, now: datetime.datetime) -> Application:
    return actions.withdraw(application, actor=_applicant(application), now=now)


def _take(application: Application, now: datetime.datetime) -> Application:
    staff, actor = _official(application, "clerk", now)
    actions.record_view(application, actor=actor, now=now)
    actions.take_on(application, staff=staff, actor=actor, now=now)
    return application


def _ask(application: Application, now: datetime.datetime) -> Application:
    _, actor = _official(application, "clerk", now)
    telephone = next(f.id for f in application.definition.fields.values() if f.means == "person.telephone")
    return actions.ask_for_correction(
        application,
        fields=[telephone],
        message="電話番号につながりませんでした。番号を確かめて、もう一度入力してください。",
        due_on=timezone.localdate(now) + datetime.timedelta(days=14),
        actor=actor,
        now=now,
    )


def _resubmit(application: Application, now: datetime.datetime) -> Application:
    actor = _applicant(application)
    telephone = next(f for f in application.definition.fields.values() if f.means == "person.telephone")
    section = application.definition.section_of[telephone.id]
    ids = {field.id for field in section.fields}
    answers = {key: value for key, value in application.answers.items() if key in ids}
    fresh = actions.save_section(
        application,
        section=section.id,
        answers={**answers, telephone.id: "090-0000-0009"},
        seen=application.stamps.get(section.id, 0),
        actor=actor,
        now=now,
    )
    return actions.submit(fresh, actor=actor, now=now)


def _outcome(application: Application, effect: str) -> str:
    return next(o.id for o in application.definition.outcomes if o.effect == effect)


def _propose(application: Application, now: datetime.datetime) -> Application:
    _, actor = _official(application, "clerk", now)
    actions.propose(application, outcome=_outcome(application, "grant"), reasons="", actor=actor, now=now)
    return application


def _propose_refusal(application: Application, now: datetime.datetime) -> Application:
    _, actor = _official(application, "clerk", now)
    reasons = (
        f"{application.definition.law}に定める要件に当てはまらないためです。"
        "申請の内容を確かめたところ、審査基準の1に当たる事実が認められませんでした。"
    )
    actions.propose(
        application, outcome=_outcome(application, "refuse"), reasons=reasons, actor=actor, now=now
    )
    return application


def _remand(application: Application, now: datetime.datetime) -> Application:
    _, actor = _official(application, "chief", now)
    remark = "予防注射の日付を確かめて、もう一度起案してください。"
    return actions.remand(application, remark=remark, actor=actor, now=now)


def _decide(application: Application, now: datetime.datetime) -> Application:
    _, actor = _official(application, "chief", now)
    draft = approvals.open_approval(application.matter)
    return actions.decide(application, outcome=draft.outcome, reasons=draft.reasons, actor=actor, now=now)


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
