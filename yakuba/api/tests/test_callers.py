"""Who asks, how often, and what stands in front of the API."""

from __future__ import annotations

import json
import uuid

import pytest

from yakuba.accounts.models import Token
from yakuba.api.tests.conftest import Program, token_of
from yakuba.applications.models import Application
from yakuba.applications.tests import make
from yakuba.core.models import Event

PROBLEM = "application/problem+json"


@pytest.fixture
def answers(dog):
    return make.example(dog.definition)


def test_a_token_that_reads_does_not_file(owner, now, answers):
    reads = Program(token_of(owner, now, kind="read").secret)
    assert reads.get("/applications").status_code == 200
    refused = reads.apply("dog-registration", answers)
    assert (refused.status_code, refused.json()["code"]) == (403, "scope")
    assert Token.objects.get().last_used_at == now


def test_the_limit_says_when_to_come_again(mine, settings, now):
    settings.API_PER_MINUTE = 3
    told = [mine.get("/procedures") for _ in range(4)]
    assert [one.status_code for one in told] == [200, 200, 200, 429]
    assert told[-1].headers["Retry-After"] == "60"
    assert told[-1].headers["Content-Type"] == PROBLEM
    assert told[-1].json()["code"] == "too-many-requests"


def test_addresses_without_a_token_have_a_limit_of_their_own(nobody, settings, answers):
    settings.API_FILINGS_PER_HOUR = 1
    assert nobody.apply("dog-registration", answers).status_code == 201
    refused = nobody.apply("dog-registration", answers)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "3600")
    assert Application.objects.count() == 1


def test_who_tries_codes_is_stopped_even_with_the_right_one(nobody, answers):
    told = nobody.apply("dog-registration", answers).json()
    where = f"/applications/{told['application']['number']}"
    wrong = [Program(code="2345-6789-CDFG").get(where).status_code for _ in range(21)]
    assert wrong == [404] * 20 + [429]
    assert Program(code=told["lookup_code"]).get(where).status_code == 429


def test_no_cross_site_token_is_needed_and_no_session_counts(mine, answers):
    mine.client.handler.enforce_csrf_checks = True
    assert mine.apply("dog-registration", answers).status_code == 201
    assert not mine.client.cookies


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{", 400),
        ("", 422),
        ("[" * 100_000, 400),
        ('{"procedure": "dog-registration", "answers": {"coat": NaN}}', 400),
        ('{"procedure": ' + "9" * 5000 + "}", 400),
        ("[]", 422),
        ('{"procedure": 1}', 422),
        ('{"procedure": "dog-registration", "answers": [], "zzz": 1}', 422),
        ('{"procedure": "\\ud800"}', 422),
        (b'{"procedure": "\xff\xfe"}', 400),
        ('{"procedure": "dog-registration", "answers": {"coat": "' + "x" * 2_600_000 + '"}}', 413),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_cannot_be_read_is_a_problem(mine, dog, body, status):
    response = mine.ask("POST", "/applications", body, idempotency_key=str(uuid.uuid4()))
    assert (response.status_code, response.headers["Content-Type"]) == (status, PROBLEM), response.content
    assert json.loads(response.content)["status"] == status


def test_whatever_stands_in_front_speaks_in_problems_too(mine, settings, dog):
    assert mine.get("/nothing").headers["Content-Type"] == PROBLEM
    wrong = mine.ask("PUT", "/procedures", {})
    assert (wrong.status_code, wrong.headers["Content-Type"]) == (405, PROBLEM)
    assert "GET" in wrong.headers["Allow"]
    settings.BODY_LIMIT = 10
    assert mine.post("/applications", {"procedure": "dog-registration"}).status_code == 413
    elsewhere = mine.client.get("/api/v1/procedures", headers={"Host": "nobody.localhost"})
    assert (elsewhere.status_code, elsewhere.headers["Content-Type"]) == (404, PROBLEM)


def test_nothing_lets_pages_of_other_hosts_in(mine, dog):
    response = mine.client.options("/api/v1/procedures", headers={"Origin": "https://other.example"})
    assert not [name for name in response.headers if name.lower().startswith("access-control")]


def test_the_text_names_no_other_host_and_only_public_addresses(nobody, town):
    told = nobody.get("/openapi.json")
    assert told.status_code == 200
    assert "http" + "://" not in told.content.decode()
    assert all(path.startswith("/api/v1/") for path in told.json()["paths"])
    assert "staff" not in told.content.decode()


# Authorised systems -----------------------------------------------------------------------------
def test_what_a_system_files_is_marked_and_belongs_to_the_applicant(connected, answers):
    told = connected.apply("dog-registration", answers)
    assert told.status_code == 201, told.content
    assert told.json()["lookup_code"] is None
    row = Application.objects.with_everything().get()
    assert (row.channel, row.program.name, row.resident) == ("api", "見本介護記録", None)
    event = Event.objects.get(name="application.submitted")
    assert (event.actor, event.data["channel"]) == (f"program:{row.program_id}", "api")


def test_a_system_files_in_its_procedures_only(connected, hall, now):
    make.version("residence-certificate", now=now)
    other = connected.apply("residence-certificate", {})
    assert (other.status_code, other.json()["code"]) == (403, "not-authorised")
    assert not Application.objects.exists()
