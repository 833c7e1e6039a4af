"""Every command that the page about the API shows does what the page says."""

from __future__ import annotations

import datetime
import json
import re
import shlex
import uuid
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.rules import small_town
from tests.rules.repository import DOCS
from yakuba.accounts import actions as accounts
from yakuba.accounts import queries as people
from yakuba.accounts.tests import visitors
from yakuba.documents.tests import samples

COMMANDS = re.findall(r"(?ms)^curl (.+?)(?=^curl |^```$)", (DOCS / "api.md").read_text(encoding="utf-8"))
MORNING = datetime.datetime(2026, 11, 20, 9, 0, tzinfo=ZoneInfo("Asia/Tokyo"))


def curl(words: str, known: dict[str, str]) -> Any:
    """What curl would get: its few flags that the page uses, asked of the program."""
    for name, value in known.items():
        words = words.replace(f"${name}", value)
    parts, method, data, url = shlex.split(words.replace("\\\n", " ")), "", "", ""
    headers: dict[str, str] = {}
    files: dict[str, Any] = {}
    while parts:
        part = parts.pop(0)
        if part == "-X":
            method = parts.pop(0)
        elif part == "-H":
            name, _, value = parts.pop(0).partition(": ")
            headers[name] = value
        elif part == "-d":
            data = parts.pop(0)
        elif part == "-F":
            files = {"file": SimpleUploadedFile("写真.jpg", samples.photo(), "image/jpeg")}
            assert parts.pop(0) == f"file=@{known['PHOTO']};type=image/jpeg"
        elif part != "-s":
            url = part
    browser = visitors.browser()
    if files:
        return browser.post(url, files, headers=headers)
    sort = headers.pop("Content-Type", "application/json")
    return browser.generic(method or "GET", url, data, sort, headers=headers)


@pytest.fixture
def known(town, other_town, settings):
    settings.DOCUMENTS_RENDERER = "yakuba.documents.providers.fake.FakeRenderer"
    with time_machine.travel(MORNING, tick=False):
        small_town.fill(town, other_town)
        owner = visitors.resident(small_town.OWNER)
        made = accounts.make_own_token(
            owner,
            label="説明のページ",
            scope="file",
            lasting=datetime.timedelta(days=30),
            made_with=uuid.uuid4(),
            actor=people.actor_of_resident(owner),
            now=MORNING,
        )
        yield {"YAKUBA": "", "TOKEN": made.secret, "PHOTO": "photo.jpg", "ID": ""}


def test_every_command_of_the_page_works(known, town):
    assert len(COMMANDS) == 10
    files = next(number for number, words in enumerate(COMMANDS) if "PATCH" in words)
    told = [curl(words, known) for words in COMMANDS[:files]]
    assert [one.status_code for one in told] == [200, 200, 201]
    assert curl(COMMANDS[2], known).json() == told[2].json()
    draft = json.loads(shlex.split(COMMANDS[2].replace("\\\n", " "))[-1]) | {"submit": False}
    begun = visitors.browser().post(
        "/api/v1/applications",
        draft,
        "application/json",
        headers={"Authorization": f"Bearer {known['TOKEN']}", "Idempotency-Key": str(uuid.uuid4())},
    )
    known["ID"] = begun.json()["application"]["id"]
    told = [curl(words, known) for words in COMMANDS[files:]]
    assert [one.status_code for one in told] == [200, 201, 200, 200, 200, 200, 200]
    assert [told[2].json()["state"], told[-1].json()["state"]] == ["submitted", "withdrawn"]
