"""The sample towns are made by the same actions as real ones, and reach every state that they promise."""

from __future__ import annotations

import pytest
from django.utils import timezone

from yakuba.applications.models import Application, State
from yakuba.core import scope
from yakuba.core.models import Delivery, Municipality
from yakuba.demo import filling
from yakuba.demo.lives import DOG, ENDS, LIVES, Life
from yakuba.work.models import WorkItem

# One short life for each end: the child allowance would bring many files, which take their time at the gate.
SHORT = tuple(
    Life(DOG, "見本", f"{number}郎", "ミホン タロウ", end, days_ago=20 - number)
    for number, end in enumerate(ENDS)
)


@pytest.fixture
def reported(db, settings, monkeypatch):
    settings.DOCUMENTS_RENDERER = "yakuba.documents.providers.fake.FakeRenderer"
    settings.DEMO = True
    monkeypatch.setattr(filling, "LIVES", SHORT)
    said: list[str] = []
    filling.fill(said.append, now=timezone.now())
    return said


@pytest.fixture
def karuizawa(reported):
    town = Municipality.objects.get(slug="karuizawa")
    with scope.within(town):
        yield town


def test_every_piece_is_reported(reported):
    assert len(reported) == filling.steps()
    assert {town.name for town in Municipality.objects.all()} == {"軽井沢町", "下諏訪町"}


def test_every_state_is_reached(karuizawa):
    states = set(Application.objects.values_list("state", flat=True))
    assert states >= {State.DRAFT, State.SUBMITTED, State.RETURNED, State.WITHDRAWN}
    assert states & {State.DECIDED, State.CLOSED}
    assert WorkItem.objects.still_open().exists()


def test_nothing_is_left_undelivered_and_nothing_happens_in_the_future(karuizawa):
    print([(d.subscriber,d.attempts,d.error,d.due_at,d.event.at,d.event.data) for d in Delivery.objects.filter(done_at=None)]); assert not Delivery.objects.filter(done_at=None).exists()
    assert not Application.objects.filter(submitted_at__gt=timezone.now()).exists()


def test_the_start_page_shows_codes_that_open_the_door(karuizawa, client):
    page = client.get("/demo/", headers={"host": "karuizawa.localhost"}).content.decode()
    assert filling.PASSWORD in page
    assert "町の公式の窓口ではありません" in page
    assert "kankyo-kacho" in page


def test_every_life_ends_in_a_way_that_filling_knows():
    assert {life.end for life in LIVES} <= set(ENDS)
    assert {step for steps in ENDS.values() for step in steps} <= set(filling._STEPS)
    assert len(LIVES) * 2 == 30
