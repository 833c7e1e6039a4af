"""What each caller gets at each address of the API: one reviewed table, and a call to every operation of the text.

The cases are the small town's: the owner's in every state, and one that the system filed for somebody else.
"""

from __future__ import annotations

import datetime
import json
import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from tests.rules import small_town
from tests.rules.access_lines import Visitor
from tests.rules.repository import none_of
from yakuba.accounts import actions as accounts
from yakuba.accounts import queries as people
from yakuba.accounts.models import Program, Resident
from yakuba.accounts.tests import visitors
from yakuba.api.views import api
from yakuba.applications.models import Application
from yakuba.core import scope

# In this order: nobody; who has the code; the owner's token that reads; the owner's that files; the neighbour's; the
# system's; a revoked one; one that is over; one of another town; the owner's and a clerk's browser without a token.
CALLERS = (
    "nobody", "code", "reads", "files", "neighbour", "system", "revoked", "over", "elsewhere", "session", "clerk",
)  # fmt: skip
NO = 401
OPEN = (200, 200, 200, 200, 200, 200, NO, NO, NO, 200, 200)
READ = (NO, 200, 200, 200, 404, 404, NO, NO, NO, NO, NO)
WRITE = (NO, 200, 403, 200, 404, 404, NO, NO, NO, NO, NO)
NOT_NOW = (NO, 409, 403, 409, 404, 404, NO, NO, NO, NO, NO)
TABLE: dict[str, tuple[int, ...]] = {
    "GET /api/v1/procedures": OPEN,
    "GET /api/v1/procedures/{procedure}": OPEN,
    # Nobody's name is asked for in most procedures, and so it is here.
    "POST /api/v1/applications": (201, 201, 403, 201, 201, 201, NO, NO, NO, 201, 201),
    "GET /api/v1/applications": (NO, 403, 200, 200, 200, 200, NO, NO, NO, NO, NO),
    "GET /api/v1/applications/{reference}": READ,
    "GET /api/v1/applications/{reference}/answers": READ,
    "PATCH /api/v1/applications/{reference}/answers": WRITE,
    "POST /api/v1/applications/{reference}/submit": WRITE,
    # What was sent is no file at all.
    "POST /api/v1/applications/{reference}/files/{field}": (NO, 422, 403, 422, 404, 404, NO, NO, NO, NO, NO),
    "GET /api/v1/applications/{reference}/files/{field}/{file}": READ,
    "DELETE /api/v1/applications/{reference}/files/{field}/{file}": WRITE,
    "GET /api/v1/applications/{reference}/messages": READ,
    "GET /api/v1/applications/{reference}/papers/{paper}": READ,
    "POST /api/v1/applications/{reference}/withdraw": WRITE,
}
# What the system gets of a case that it filed: how far it is, and nothing that is the applicant's.
OF_SYSTEM = {
    "GET /api/v1/applications/{reference}": 200,
    "GET /api/v1/applications/{reference}/answers": 403,
    "PATCH /api/v1/applications/{reference}/answers": 409,
    "POST /api/v1/applications/{reference}/submit": 200,
    # The gate looks first.
    "POST /api/v1/applications/{reference}/files/{field}": 422,
    "GET /api/v1/applications/{reference}/files/{field}/{file}": 403,
    "GET /api/v1/applications/{reference}/messages": 403,
    "GET /api/v1/applications/{reference}/papers/{paper}": 403,
    "POST /api/v1/applications/{reference}/withdraw": 200,
}
WHO = {"name": {"family": "隠野", "given": "静香"}, "telephone": "0267-98-7654", "address": "月影荘987番地"}
SECRETS = ("隠野", "静香", "98-7654", "月影荘")


@pytest.fixture
def filled(town, other_town, settings):
    settings.DOCUMENTS_RENDERER = "yakuba.documents.providers.fake.FakeRenderer"
    return small_town.fill(town, other_town)


def token(owner: Resident, kind: str = "file", *, days: int = 30, ago: int = 0) -> accounts.MadeToken:
    return accounts.make_own_token(
        owner,
        label="試験",
        scope=kind,
        lasting=datetime.timedelta(days=days),
        made_with=uuid.uuid4(),
        actor=people.actor_of_resident(owner),
        now=timezone.now() - datetime.timedelta(days=ago),
    )


def system_token(town: small_town.SmallTown) -> str:
    who: dict[str, Any] = {
        "actor": people.actor_of_staff(town.staff["systems"], now=timezone.now()),
        "now": timezone.now(),
    }
    made = accounts.make_program_token(
        town.program, label="試", lasting=datetime.timedelta(days=9), made_with=uuid.uuid4(), **who
    )
    return made.secret


Caller = tuple[Client, dict[str, str]]


@dataclass
class Residents:
    """The owner of the cases, a neighbour, and somebody of another town."""

    owner: Resident
    neighbour: Resident
    elsewhere: Resident


def known_residents(case: Application, other_town: Any) -> Residents:
    with scope.within(other_town):
        elsewhere = visitors.resident(small_town.OWNER)
    return Residents(case.resident, visitors.resident("another@example.jp"), elsewhere)


def callers(filled: small_town.SmallTown, who: Residents, other_town: Any) -> dict[str, Caller]:
    """Everybody but who has the code, which is another for every case."""
    revoked = token(who.owner)
    accounts.revoke_token(revoked.token, actor=people.actor_of_resident(who.owner), now=timezone.now())
    with scope.within(other_town):
        elsewhere = token(who.elsewhere).secret
    secrets = {
        "reads": token(who.owner, "read").secret,
        "files": token(who.owner).secret,
        "neighbour": token(who.neighbour).secret,
        "system": system_token(filled),
        "revoked": revoked.secret,
        "over": token(who.owner, days=1, ago=3).secret,
        "elsewhere": elsewhere,
    }
    known: dict[str, Caller] = {
        name: (visitors.browser(), {"Authorization": f"Bearer {secret}"}) for name, secret in secrets.items()
    }
    known |= {
        "nobody": (visitors.browser(), {}),
        "session": (filled.browsers[Visitor.RESIDENT], {}),
        "clerk": (filled.browsers[Visitor.CLERK], {}),
    }
    return known


def call(caller: Caller, operation: str, places: dict[str, str], body: Any) -> Any:
    """One call; whatever it changed is taken back."""
    client, headers = caller
    method, path = operation.split(" ")
    client.raise_request_exception = False
    with transaction.atomic():
        if "files/{field}" in path and method == "POST":
            response = client.post(path.format(**places), {"file": small_town.no_file()}, headers=headers)
        else:
            response = client.generic(
                method,
                path.format(**places),
                json.dumps(body),
                "application/json",
                headers={"Idempotency-Key": str(uuid.uuid4()), **headers},
            )
        transaction.set_rollback(True)
    return response


def bodies(filled: small_town.SmallTown) -> dict[str, Any]:
    answers = small_town.answers_of(filled.version)
    answers.pop("vaccination_paper")
    return {
        "POST /api/v1/applications": {"procedure": small_town.PROCEDURE, "answers": answers, "submit": False},
        "PATCH /api/v1/applications/{reference}/answers": {"answers": {"coat": "黒"}},
        "POST /api/v1/applications/{reference}/submit": {"revision": 0},
    }


def case_for(filled: small_town.SmallTown, operation: str) -> Application:
    """A case in the state that the operation needs."""
    needs_draft = operation.startswith(("PATCH", "DELETE")) or "files" in operation or "submit" in operation
    return filled.cases["draft" if needs_draft else "arrived"]


def places_of(case: Application) -> dict[str, str]:
    papers = case.matter.documents.values_list("pk", flat=True) if case.submitted_at else []
    files = case.answers.get("vaccination_paper") or [{"id": uuid.UUID(int=0)}]
    return {
        "procedure": small_town.PROCEDURE,
        "reference": str(case.pk),
        "field": "vaccination_paper",
        "file": str(files[0]["id"]),
        "paper": str(next(iter(papers), uuid.UUID(int=0))),
    }


def operations() -> set[str]:
    told = api.get_openapi_schema()
    return {f"{method.upper()} {path}" for path, methods in told["paths"].items() for method in methods}


def test_every_operation_has_a_line_and_every_line_an_operation():
    assert set(TABLE) == operations()
    assert {len(line) for line in TABLE.values()} == {len(CALLERS)}


def test_every_caller_gets_what_the_table_says(filled, other_town):
    wrong = []
    who = callers(filled, known_residents(filled.cases["arrived"], other_town), other_town)
    for operation, line in TABLE.items():
        case = case_for(filled, operation)
        who["code"] = (visitors.browser(), {"Yakuba-Lookup-Code": str(case.lookup_code)})
        for name, expected in zip(CALLERS, line, strict=True):
            got = call(who[name], operation, places_of(case), bodies(filled).get(operation, {}))
            if got.status_code != expected:
                wrong.append(f"{operation}, {name}: {got.status_code} {got.content[:200]!r}, not {expected}")
            if got.status_code >= 400 and got.headers["Content-Type"] != "application/problem+json":
                wrong.append(f"{operation}, {name}: no problem")
            if got.cookies or "no-store" not in got.headers["Cache-Control"]:
                wrong.append(f"{operation}, {name}: cookies, or kept in a store")
    none_of(wrong)


def filed_by(filled: small_town.SmallTown, client: Caller) -> Application:
    """What a system filed for somebody."""
    answers = small_town.answers_of(filled.version) | WHO
    answers.pop("vaccination_paper")
    answers["vaccinated"] = False
    answers.pop("vaccinated_on")
    browser, headers = client
    response = browser.generic(
        "POST",
        "/api/v1/applications",
        json.dumps({"procedure": small_town.PROCEDURE, "answers": answers}),
        "application/json",
        headers={"Idempotency-Key": str(uuid.uuid4()), **headers},
    )
    assert response.status_code == 201, response.content
    found: Application = Application.objects.with_everything().get(program=filled.program)
    return found


def test_a_system_follows_what_it_filed_and_reads_nothing_of_the_applicants(filled):
    client: Caller = (visitors.browser(), {"Authorization": f"Bearer {system_token(filled)}"})
    case = filed_by(filled, client)
    wrong = []
    for operation, expected in OF_SYSTEM.items():
        got = call(client, operation, places_of(case), bodies(filled).get(operation, {}))
        if got.status_code != expected:
            wrong.append(f"{operation}: {got.status_code} {got.content[:200]!r}, not {expected}")
        wrong += [f"{operation}: {secret}" for secret in SECRETS if secret in got.content.decode()]
    none_of(wrong)


def test_another_system_knows_nothing_of_it(filled):
    first: Caller = (visitors.browser(), {"Authorization": f"Bearer {system_token(filled)}"})
    case = filed_by(filled, first)
    actor = people.actor_of_staff(filled.staff["systems"], now=timezone.now())
    other: Program = accounts.enter_program(
        "別のシステム",
        purpose="試験",
        procedures=[small_town.PROCEDURE],
        made_with=uuid.uuid4(),
        by=filled.staff["systems"],
        actor=actor,
        now=timezone.now(),
    )
    filled.program = other
    second: Caller = (visitors.browser(), {"Authorization": f"Bearer {system_token(filled)}"})
    for operation in OF_SYSTEM:
        got = call(second, operation, places_of(case), bodies(filled).get(operation, {}))
        assert got.status_code == 404, operation
