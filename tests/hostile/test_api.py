"""Whatever is sent to the API, it answers in the shapes that it promises, and never with an error of the server.

Schemathesis makes the calls from the OpenAPI text, well and badly formed; now and then a part of a call is replaced by
something that is really there, so that the calls reach the inside. A long run: YAKUBA_TEST_EXAMPLES=2000.
"""

from __future__ import annotations

import os
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import hypothesis
import hypothesis.strategies as st
import pytest
import schemathesis
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.utils import timezone
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks as told

from tests.hostile.strings import TABLE
from tests.rules import small_town
from tests.rules.repository import none_of
from yakuba.accounts import actions as accounts
from yakuba.accounts import queries as people
from yakuba.accounts.tests import visitors

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLES = int(os.environ.get("YAKUBA_TEST_EXAMPLES", "6"))
HOST = "http://karuizawa.localhost"
CHECKS = [
    not_a_server_error,
    told.status_code_conformance,
    told.content_type_conformance,
    told.response_schema_conformance,
    told.response_headers_conformance,
]


@pytest.fixture
def kept_open():
    """The test's own connection stays open between calls, as Django's test client keeps it."""
    ends = (signals.request_started, signals.request_finished)
    for end in ends:
        end.disconnect(close_old_connections)
    yield
    for end in ends:
        end.connect(close_old_connections)


@pytest.fixture
def filled(kept_open, town, other_town, settings):
    settings.DOCUMENTS_RENDERER = "yakuba.documents.providers.fake.FakeRenderer"
    # What is counted is taken back with every call; within one call nothing is counted twice.
    settings.API_PER_MINUTE = settings.API_FILINGS_PER_HOUR = 1_000_000
    return small_town.fill(town, other_town)


def token() -> str:
    owner, now = visitors.resident(small_town.OWNER), timezone.now()
    made = accounts.make_own_token(
        owner,
        label="試験",
        scope="file",
        lasting=timedelta(days=2),
        made_with=uuid.uuid4(),
        actor=people.actor_of_resident(owner),
        now=now,
    )
    return made.secret


def callers(filled: small_town.SmallTown) -> list[dict[str, str]]:
    """The headers of who asks: a token, a look-up code, nobody."""
    code = filled.cases["draft"].lookup_code
    plain = {"Accept-Encoding": "identity"}
    return [plain | one for one in ({"Authorization": f"Bearer {token()}"}, {"Yakuba-Lookup-Code": code}, {})]


def json_values() -> st.SearchStrategy[Any]:
    plain = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    text = st.sampled_from(sorted(TABLE.values())) | st.text(max_size=20)
    return st.recursive(
        plain | text,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
        max_leaves=6,
    )


def real(filled: small_town.SmallTown, case: Any, data: st.DataObject) -> None:
    """Put something that is there in the place of what was made up, as often as not."""

    def often() -> bool:
        return data.draw(st.integers(0, 3)) > 0

    path = case.path_parameters or {}
    states = sorted(filled.cases)
    if "reference" in path and often():
        row = filled.cases[data.draw(st.sampled_from(states))]
        path["reference"] = str(data.draw(st.sampled_from([row.pk, row.matter.number or row.pk])))
    if "procedure" in path and often():
        path["procedure"] = small_town.PROCEDURE
    if "field" in path and often():
        path["field"] = data.draw(st.sampled_from(["vaccination_paper", "coat"]))
    body = case.body
    if not isinstance(body, dict):
        return
    if "procedure" in body and often():
        body["procedure"] = data.draw(st.sampled_from([small_town.PROCEDURE, small_town.SURVEY]))
    if "answers" in body and often():
        answers = dict(small_town.answers_of(filled.version))
        for name in data.draw(st.lists(st.sampled_from(sorted(answers)), max_size=3)):
            answers[name] = data.draw(json_values())
        if data.draw(st.booleans()):
            answers[data.draw(st.sampled_from(sorted(TABLE.values())))] = 1
        body["answers"] = answers


def calls(filled: small_town.SmallTown, app: Any) -> Iterator[str]:
    """What was wrong, of all calls of all addresses."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app, base_url=HOST)
    who = callers(filled)
    for found in schema.get_all_operations():
        operation = found.ok()
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            yield from _calls(filled, operation, mode, who)


def _calls(filled: Any, operation: Any, mode: GenerationMode, who: list[dict[str, str]]) -> Iterator[str]:
    wrong: list[str] = []

    @hypothesis.seed(58)
    @hypothesis.settings(
        max_examples=EXAMPLES,
        database=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(case=operation.as_strategy(generation_mode=mode), data=st.data())
    def ask(case: Any, data: st.DataObject) -> None:
        real(filled, case, data)
        with transaction.atomic():
            response = case.call(base_url=HOST, headers=data.draw(st.sampled_from(who)))
            transaction.set_rollback(True)
        try:
            case.validate_response(response, checks=CHECKS)
        except FailureGroup as problem:
            wrong.append(
                f"{case.method} {case.formatted_path}: {response.status_code} {[str(one) for one in problem.exceptions]}"[
                    :2000
                ]
            )

    try:
        ask()
    except hypothesis.errors.Unsatisfiable:
        # An address that takes nothing cannot be called badly.
        return
    yield from dict.fromkeys(wrong)


def closing(app: Any) -> Any:
    """The program as a server asks it: an answer that is read is closed, with the files that came."""

    def ask(environ: Any, start: Any) -> list[bytes]:
        response = app(environ, start)
        try:
            return [b"".join(response)]
        finally:
            response.close()

    return ask


def test_no_call_breaks_the_server_or_the_promise(filled):
    none_of(list(calls(filled, closing(get_wsgi_application()))))
