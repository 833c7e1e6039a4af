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

from tests.rules import small_hall
from tests.rules.access_lines import Visitor
from yakuba.accounts import actions as accounts
from yakuba.accounts import queries as people
from yakuba.accounts.tests import protecting, visitors
from yakuba.applications import actions, lists
from yakuba.applications.models import Application
from yakuba.applications.tests import small
from yakuba.core import runs, scope
from yakuba.core.actions import ask_for_list, ask_for_run
from yakuba.core.actors import MACHINE
from yakuba.core.models import Run
from yakuba.documents import tasks as documents
from yakuba.documents.actions import admit, make
from yakuba.documents.models import Document
from yakuba.documents.providers.fake import FakeRenderer
from yakuba.messaging import actions as messaging
from yakuba.procedures import loader, queries
from yakuba.procedures.actions import publish
from yakuba.records import actions as records
from yakuba.records import night

if TYPE_CHECKING:
    from yakuba.accounts.models import Countersignature, Department, Program, Protection, Staff
    from yakuba.core.models import Municipality
    from yakuba.procedures.models import Version

PROCEDURE, SURVEY = "dog-registration", "opinions"
STATES = ("draft", "arrived", "returned", "proposed", "decided")
LONG_AGO = datetime.date(2020, 4, 1)
SOMEBODY = {"person.name": {"family": "別野", "given": "静"}, "person.birth_date": "1988-08-08"}
OWNER, NEIGHBOUR = "owner@example.jp", "neighbour@example.jp"


@dataclass
class SmallTown:
    """The cases by the word for their state, and a browser for each visitor."""

    version: Version
    cases: dict[str, Application]
    staff: dict[str, Staff]
    browsers: dict[Visitor, Client]
    run: Run
    protection: Protection
    asked: Countersignature
    program: Program


def fill(town: Municipality, other_town: Municipality, **answers: Any) -> SmallTown:
    """Staff, residents and five cases of one resident; the notice goes by post, and one receipt could not be made.

    `answers` are told in every case instead of those of the example.
    """
    staff = _staff()
    small_hall.make(staff)
    path = next(path for path in loader.shipped() if path.stem == PROCEDURE)
    version = publish(path.read_text(encoding="utf-8"), actor=MACHINE, now=timezone.now())
    publish(small.SURVEY, actor=MACHINE, now=timezone.now())
    owner = visitors.resident(OWNER)
    cases = {state: _case(version, owner, state, staff, answers) for state in STATES}
    cases["paper"] = _paper(version, staff["clerk"])
    _spoil(receipt(cases["returned"]))
    _post(cases["decided"], staff["clerk"])
    _tell(cases["arrived"])
    documents.make_due(now=timezone.now())
    night.go_on(now=timezone.now())
    _ask_for_erasure(cases["arrived"], staff["clerk"])
    browsers = _browsers(staff, cases, town, other_town)
    # A list that was written before a protection began is not handed out any more: first the one, then the other.
    protection, asked = _protect(staff)
    run = _run(staff["chief"], cases["arrived"])
    return SmallTown(version, cases, staff, browsers, run, protection, asked, _program(staff["systems"]))


def _program(systems: Staff) -> Program:
    """A system that may file for dogs, with one token."""
    who: dict[str, Any] = {"actor": people.actor_of_staff(systems, now=timezone.now()), "now": timezone.now()}
    program = accounts.enter_program(
        "見本記録システム",
        purpose="代わりに送る",
        procedures=[PROCEDURE],
        made_with=uuid.uuid4(),
        by=systems,
        **who,
    )
    accounts.make_program_token(
        program, label="本番", lasting=datetime.timedelta(days=90), made_with=uuid.uuid4(), **who
    )
    return program


def _ask_for_erasure(case: Application, clerk: Staff) -> None:
    """The clerk has asked that the applicant's data be erased."""
    person, now = people.applicant(case.matter), timezone.now()
    assert person is not None
    told = {"department": case.office, "actor": people.actor_of_staff(clerk, now=now), "now": now}
    records.ask_for_erasure(person, reason="本人の請求。", **told)


def _run(chief: Staff, case: Application) -> Run:
    """Something that the chief asked to be done to many cases."""
    actor, now = people.actor_of_staff(chief, now=timezone.now()), timezone.now()
    pieces = {case.matter: {"revision": 1, "draft": "-"}}
    ask_for_list("cases", query="", form="csv", token=uuid.uuid4(), actor=actor, now=now)
    runs.write_list("cases.export", lists.table, now=now)
    asked = {"reasons": ""}
    return ask_for_run("cases.approve", asked=asked, token=uuid.uuid4(), pieces=pieces, actor=actor, now=now)


def _protect(staff: dict[str, Staff]) -> tuple[Protection, Countersignature]:
    """Somebody with no case here is protected, and one officer has asked the other to confirm it."""
    now = timezone.now()
    protection = protecting.flag(SOMEBODY, by=staff["second-officer"], now=now)
    return protection, protecting.ask(protection.matter, "confirm", by=staff["second-officer"], now=now)


def _staff() -> dict[str, Staff]:
    here = {code: _department(code) for code in ("environment", "children")}
    return {
        "clerk": _member("clerk", here["environment"], "clerk"),
        "chief": _member("chief", here["environment"], "chief"),
        "other-clerk": _member("other-clerk", here["children"], "clerk"),
        "systems": _member("systems", here["environment"], "systems"),
        "officer": protecting.officer("karuizawa/officer", here["children"], now=timezone.now()),
        "second-officer": protecting.officer(
            "karuizawa/second-officer", here["children"], now=timezone.now()
        ),
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


def _case(
    version: Version, owner: Any, state: str, staff: dict[str, Staff], told: dict[str, Any]
) -> Application:
    now = timezone.now()
    actor = people.actor_of_resident(owner)
    application = actions.start(version, token=uuid.uuid4(), resident=owner, actor=actor, now=now)
    actor = actor.holding(application.matter_id)
    answers = answers_of(version) | told
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


def _paper(version: Version, clerk: Staff) -> Application:
    """What came by post with a scan and is not typed yet."""
    now = timezone.now()
    application = actions.register(
        version,
        token=uuid.uuid4(),
        channel="post",
        received_on=timezone.localdate(now),
        scan=admit(_photo()),
        actor=people.actor_of_staff(clerk, now=now),
        now=now,
    )
    return Application.objects.with_everything().get(pk=application.pk)


def _post(application: Application, clerk: Staff) -> None:
    """A bundle with the receipt of a case, and its notice still on the posting list."""
    now, clerk_actor = timezone.now(), people.actor_of_staff(clerk, now=timezone.now())
    listed = [
        actions.want_posting(application, what=what, revision=1, document=None, actor=clerk_actor, now=now)
        for what in ("receipt", "notice")
    ]
    actions.bundle([listed[0].pk], actor=clerk_actor, now=now)


def _tell(application: Application) -> None:
    """A message whose mail waits to be sent."""
    words = {"subject": "申請が届きました", "body": "申請が町に届きました。"}
    who: dict[str, Any] = {"mail": OWNER, "actor": MACHINE, "now": timezone.now()}
    messaging.send(application.matter, consequence="walk", revision=1, **words, **who)


def receipt(application: Application) -> Document:
    """The receipt of a case."""
    found: Document = Document.objects.get(matter=application.matter, consequence="receipt")
    return found


def notice(application: Application) -> Document:
    """The notice of a decided case."""
    found: Document = Document.objects.get(matter=application.matter, consequence="decision", revision=1)
    return found


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
    return queries.example_answers(version.definition, version.definition.examples[1])


def _photo() -> SimpleUploadedFile:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 20), "white").save(buffer, "JPEG")
    return SimpleUploadedFile("写真.jpg", buffer.getvalue(), "image/jpeg")


def no_file() -> SimpleUploadedFile:
    """Something that no gate lets in."""
    return SimpleUploadedFile("写真.jpg", b"MZ no picture at all", "image/jpeg")


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
        Visitor.OFFICER: visitors.staff_browser(staff["officer"]),
    }


def _stranger(town: Municipality, other_town: Municipality) -> Client:
    with scope.within(other_town):
        browser = visitors.staff_browser(_member("clerk", _department("environment"), "clerk"))
    browser.defaults["SERVER_NAME"] = f"{town.slug}.localhost"
    return browser
