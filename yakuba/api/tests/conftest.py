"""A small town hall and programs that ask it."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from yakuba.accounts import actions as accounts
from yakuba.accounts import queries as people
from yakuba.accounts.tests import visitors
from yakuba.applications.tests.conftest import dog, hall, ports  # noqa: F401  fixtures of the same hall
from yakuba.core import scope

MONTH = timedelta(days=30)


class Program:
    """A program: it has a token, a look-up code or nothing, and no cookie."""

    def __init__(self, secret: str = "", code: str = "") -> None:
        self.secret, self.code = secret, code
        self.client = Client(SERVER_NAME=f"{scope.current().slug}.localhost", raise_request_exception=False)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """The answer to a call below /api/v1/."""
        told = {name.replace("_", "-"): value for name, value in headers.items()} | self._who()
        data = body if isinstance(body, bytes | str) else json.dumps({} if body is None else body)
        return self.client.generic(method, f"/api/v1{path}", data, "application/json", headers=told)

    def get(self, path: str, **headers: str) -> Any:
        return self.ask("GET", path, "", **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.ask("POST", path, body, **headers)

    def apply(self, procedure: str, answers: Any, *, key: str = "", **more: Any) -> Any:
        body = {"procedure": procedure, "answers": answers, **more}
        return self.post("/applications", body, idempotency_key=key or str(uuid.uuid4()))

    def send(self, path: str, content: bytes, name: str = "写真.jpg") -> Any:
        file = {"file": SimpleUploadedFile(name, content)}
        return self.client.post(f"/api/v1{path}", file, headers=self._who())

    def _who(self) -> dict[str, str]:
        told = {"Authorization": f"Bearer {self.secret}"} if self.secret else {}
        return told | ({"Yakuba-Lookup-Code": self.code} if self.code else {})


def token_of(
    resident: Any, now: Any, *, kind: str = "file", lasting: timedelta = MONTH
) -> accounts.MadeToken:
    """A resident's own token."""
    return accounts.make_own_token(
        resident,
        label="家計の記録",
        scope=kind,
        lasting=lasting,
        made_with=uuid.uuid4(),
        actor=people.actor_of_resident(resident),
        now=now,
    )


@pytest.fixture(autouse=True)
def clock(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def owner(town):
    return visitors.resident("owner@example.jp")


@pytest.fixture
def mine(owner, now):
    return Program(token_of(owner, now).secret)


@pytest.fixture
def nobody(town):
    return Program()


@pytest.fixture
def connected(hall, dog, now):  # noqa: F811
    """An authorised system, and its token."""
    program = accounts.enter_program(
        "見本介護記録",
        purpose="利用者の届出を代わりに送る",
        procedures=["dog-registration"],
        made_with=uuid.uuid4(),
        by=hall.staff["systems"],
        actor=hall["systems"],
        now=now,
    )
    made = accounts.make_program_token(
        program, label="本番", lasting=MONTH, made_with=uuid.uuid4(), actor=hall["systems"], now=now
    )
    return Program(made.secret)
