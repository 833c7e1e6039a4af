"""The sample towns are made by the same actions as real ones, and reach every state that they promise."""

from __future__ import annotations

import pytest
from django.utils import timezone

from yakuba.applications.models import Application, State
from yakuba.core import scope
from yakuba.core.models import Delivery, Municipality
from yakuba.core.tasks import sweep
from yakuba.demo import filling
from yakuba.demo.lives import DOG, ENDS, LIVES, Life
from yakuba.work.models import WorkItem

# One short life for each end: the child allowance would bring many files, which take their time at the gate.
SHORT = tuple(
    Life(DOG, "見本", f"{number}郎", "ミホン タロウ", end, days_ago=20 - number)
    for number, end in enumerate(ENDS)
)


def fill(lives, monkeypatch, settings) -> list[str]:
    settings.DOCUMENTS_RENDERER = "yakuba.documents.providers.fake.FakeRenderer"
    settings.DEMO = True
    monkeypatch.setattr(filling, "LIVES", lives)
    said: list[str] = []
    filling.fill(said.append, now=timezone.now())
    assert len(said) == filling.steps()
    return said


@pytest.mark.django_db
def test_a_sample_town_has_cases_in_every_state_and_nothing_left_over(monkeypatch, settings):
    fill(SHORT, monkeypatch, settings)
    assert {town.name for town in Municipality.objects.all()} == {"軽井沢町", "下諏訪町"}
    for town in Municipality.objects.all():
        with scope.within(town):
            while sweep(now=timezone.now()):
                """What fell due is a fact again, which somebody hears."""
            states = set(Application.objects.values_list("state", flat=True))
            assert states == {State.DRAFT, State.SUBMITTED, State.RETURNED, State.WITHDRAWN, State.CLOSED}
            assert WorkItem.objects.still_open().exists()
            assert not Delivery.objects.filter(done_at=None).exists()
            assert not Application.objects.filter(submitted_at__gt=timezone.now()).exists()


@pytest.mark.django_db
def test_the_start_page_says_who_can_sign_in_and_that_this_is_a_sample(monkeypatch, settings, client):
    fill((), monkeypatch, settings)
    page = client.get("/demo/", headers={"host": "karuizawa.localhost"}).content.decode()
    assert filling.PASSWORD in page
    assert "町の公式の窓口ではありません" in page
    assert all(login in page for login in ("kankyo", "kankyo-kacho", "joho"))


def test_every_life_ends_in_a_way_that_filling_knows():
    assert {life.end for life in LIVES} <= set(ENDS)
    assert {step for steps in ENDS.values() for step in steps} <= set(filling._STEPS)
    assert len(LIVES) * 2 == 30
