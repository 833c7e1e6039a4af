"""A small town with cases in every state, made by actions, and a browser for each visitor of the access table."""

from __future__ import annotations

import datetime
import io
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from tests.rules.access_table import Visitor
from yakuba.accounts import actions as accounts
from yakuba.accounts import queries as people
from yakuba.accounts.tests import visitors
from yakuba.applications import actions
from yakuba.applications.models import Application
from yakuba.core import scope
from yakuba.core.actors import MACHINE
from yakuba.documents import tasks as documents
from yakuba.documents.actions import make
from yakuba.documents.models import Document, File
from yakuba.documents.providers.fake import FakeRenderer
from yakuba.procedures import examples, loader
from yakuba.procedures.actions import publish
from yakuba.procedures.forms import example_data

if TYPE_CHECKING:
    from yakuba.accounts.models import Department, Staff
    from yakuba.core.models import Municipality
    from yakuba.procedures.models import Version

PROCEDURE = "dog-registration"
STATES = ("draft", "arrived", "returned", "proposed", "decided")
LONG_AGO = datetime.date(2020, 4, 1)
OWNER, NEIGHBOUR = "owner@example.jp", "neighbour@example.jp"


@dataclass
class SmallTown:
    """The cases by the word for their state, and a browser for each visitor."""

    version: Version
    cases: dict[str, Application]
    staff: dict[str, Staff]
    browsers: dict[Visitor, Client]


def fill(town: Municipality, other_town: Municipality) -> SmallTown:
    """Staff, residents and five cases of one resident; the notice goes by post, and one receipt could not be made."""
    staff = _staff()
    path = next(path for path in loader.shipped() if path.stem == PROCEDURE)
    version = publish(path.read_text(encoding="utf-8"), actor=MACHINE, now=timezone.now())
    owner = visitors.resident(OWNER)
    cases = {state: _case(version, owner, state, staff) for state in STATES}
    _spoil(_receipt(cases["returned"]))
    documents.make_due(now=timezone.now())
    return SmallTown(version, cases, staff, _browsers(staff, cases, town, other_town))


def _staff() -> dict[str, Staff]:
    here = {code: _department(code) for code in ("environment", "children")}
    return {
        "clerk": _member("clerk", here["environment"], "clerk"),
        "chief": _member("chief", here["environment"], "chief"),
        "other-clerk": _member("other-clerk", here["children"], "clerk"),
        "systems": _member("systems", here["environment"], "systems"),
    }


def _department(code: str) -> Department:
    return accounts.found_department(
        code, name=f"{code}課", symbol="軽環" if code == "environment" else "軽こ", telephone="0267-00-0104",
        from_on=LONG_AGO, actor=MACHINE, now=timezone.now(),
    )  # fmt: skip


def _member(login: str, department: Department, role: str) -> Staff:
    who: dict[str, Any] = {"actor": MACHINE, "now": timezone.now()}
    login = f"{scope.current().slug}/{login}"
    staff = accounts.create_staff(
        login, name=f"見本 {role}", password="asama-yama-2568", is_initial=False, **who
    )
    accounts.add_membership(staff, department=department, role=role, from_on=LONG_AGO, **who)
    return staff


def _case(version: Version, owner: Any, state: str, staff: dict[str, Staff]) -> Application:
    now = timezone.now()
    actor = people.actor_of_resident(owner)
    application = actions.start(version, token=uuid.uuid4(), resident=owner, actor=actor, now=now)
    actor = actor.holding(application.matter_id)
    answers = answers_of(version)
    for section in version.definition.sections:
        part = {field.id: answers[field.id] for field in section.fields if field.id in answers}
        files = {name for name in part if version.definition.fields[name].kind == "file"}
        for name in files:
            actions.attach_files(application, field=name, keep=[], uploads=[_photo()], actor=actor, now=now)
        application = Application.objects.with_everything().get(pk=application.pk)
        words = {name: value for name, value in part.items() if name not in files}
        kept = {name: application.answers[name] for name in files}
        application = actions.save_section(
            application, section=section.id, answers=words | kept, seen=0, actor=actor, now=now
        )
    if state == "draft":
        return application
    return _further(actions.submit(application, actor=actor, now=now), state, staff, now=now)


def _further(
    application: Application, state: str, staff: dict[str, Staff], *, now: datetime.datetime
) -> Application:
    clerk, chief = (people.actor_of_staff(staff[role], now=now) for role in ("clerk", "chief"))
    granted = next(outcome.id for outcome in application.definition.outcomes if outcome.effect == "grant")
    if state == "returned":
        today = timezone.localdate(now)
        why = {"fields": ["telephone"], "message": "番号を確かめてください。", "due_on": today}
        actions.ask_for_correction(application, **why, actor=clerk, now=now)
    if state in {"proposed", "decided"}:
        actions.propose(application, outcome=granted, reasons="", actor=clerk, now=now)
    if state == "decided":
        actions.decide(application, outcome=granted, reasons="", actor=chief, now=now)
    return Application.objects.with_everything().get(pk=application.pk)


def _receipt(application: Application) -> Document:
    receipt: Document = Document.objects.get(matter=application.matter, consequence="receipt")
    return receipt


def _spoil(paper: Document) -> None:
    """Let every try to make this paper fail."""
    FakeRenderer.trouble = "the printer is on fire"
    now = timezone.now()
    for later in range(10):
        make(paper.pk, now=now + datetime.timedelta(days=later))
    FakeRenderer.trouble = ""
    paper.refresh_from_db()
    assert paper.state == "failed"


def answers_of(version: Version) -> dict[str, Any]:
    """An example in which every kind of question stands and the notice goes by post."""
    return examples.answers_of(version.definition, version.definition.examples[1])


def _photo() -> SimpleUploadedFile:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 20), "white").save(buffer, "JPEG")
    return SimpleUploadedFile("写真.jpg", buffer.getvalue(), "image/jpeg")


# Browsers ---------------------------------------------------------------------------------------
def _browsers(
    staff: dict[str, Staff], cases: dict[str, Application], town: Municipality, other_town: Municipality
) -> dict[Visitor, Client]:
    holder = visitors.browser(town)
    holder.session  # noqa: B018  begins one
    session = holder.session
    session["town"], session["matters"] = str(town.pk), [str(case.matter_id) for case in cases.values()]
    session.save()
    holder.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return {
        Visitor.GUEST: visitors.browser(town),
        Visitor.HOLDER: holder,
        Visitor.RESIDENT: visitors.resident_browser(OWNER),
        Visitor.NEIGHBOUR: visitors.resident_browser(NEIGHBOUR),
        Visitor.CLERK: visitors.staff_browser(staff["clerk"]),
        Visitor.CHIEF: visitors.staff_browser(staff["chief"]),
        Visitor.OTHER_CLERK: visitors.staff_browser(staff["other-clerk"]),
        Visitor.STRANGER: _stranger(town, other_town),
        Visitor.SYSTEMS: visitors.staff_browser(staff["systems"]),
    }


def _stranger(town: Municipality, other_town: Municipality) -> Client:
    with scope.within(other_town):
        browser = visitors.staff_browser(_member("clerk", _department("environment"), "clerk"))
    browser.defaults["SERVER_NAME"] = f"{town.slug}.localhost"
    return browser


# What is asked for ------------------------------------------------------------------------------
def arguments(town: SmallTown, name: str) -> dict[str, Any]:
    """The parts of an address: a case in the state that the act needs."""
    draft, arrived, returned, proposed, decided = (town.cases[state] for state in STATES)
    apply = {"procedure": PROCEDURE, "pk": draft.pk}
    receipt = _receipt(arrived)
    upload = File.objects.filter(matter=arrived.matter, origin="upload").first()
    draft_upload = File.objects.filter(matter=draft.matter, origin="upload").first()
    numbers = {
        "staff-remand": proposed,
        "staff-decide": proposed,
        "staff-close": decided,
        "staff-resume-examination": returned,
        "staff-remake": returned,
    }
    number = {"number": numbers.get(name, arrived).matter.number}
    known: dict[str, dict[str, Any]] = {
        "procedure": {"procedure": PROCEDURE},
        "apply": {"procedure": PROCEDURE},
        "apply-section": {**apply, "section": draft.definition.sections[0].id},
        "apply-file": {**apply, "file": draft_upload.pk},
        "apply-done": {"procedure": PROCEDURE, "pk": arrived.pk},
        "application-document": {**number, "pk": receipt.pk},
        "staff-document": {**number, "pk": receipt.pk},
        "staff-remake": {**number, "pk": _receipt(returned).pk},
        "staff-file": {**number, "pk": upload.pk},
        "staff-second-factor-reset": {"staff_id": town.staff["clerk"].pk},
        "ui:error-page": {"name": "404"},
    }
    if name in known:
        return known[name]
    if name.startswith("apply-"):
        return apply
    is_case = name.startswith("application") or name in CASES
    return number if is_case else {}


CASES = {
    "staff-application", "staff-take", "staff-return", "staff-resume-examination", "staff-propose", "staff-remand",
    "staff-decide", "staff-close",
}  # fmt: skip


def typed(town: SmallTown, name: str) -> dict[str, Any]:
    """What is typed into the form of an address."""
    draft, arrived = town.cases["draft"], town.cases["arrived"]
    section = draft.definition.sections[0].id
    granted = next(outcome.id for outcome in arrived.definition.outcomes if outcome.effect == "grant")
    forms: dict[str, dict[str, Any]] = {
        "sign-in": {"mail": "somebody@example.jp"},
        "apply": {"token": str(uuid.uuid4())},
        "apply-section": example_data(draft.definition, section, draft.answers) | {"seen": "1"},
        "apply-check": {"sure": "on"},
        "find": {"number": arrived.matter.number, "code": arrived.lookup_code},
        "staff-return": {
            "fields_to_correct": ["telephone"],
            "message": "番号を確かめてください。",
            "due_on": (timezone.localdate() + datetime.timedelta(days=14)).isoformat(),
        },
        "staff-propose": {"outcome": granted},
        "staff-remand": {"remark": "日付を確かめてください。"},
        "staff-decide": {"outcome": granted},
    }
    return forms.get(name, {})
