"""The sample towns are made by the same actions as real ones, and reach every state that they promise."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from yakuba.applications.models import Application, State
from yakuba.core import scope
from yakuba.core.models import Delivery, Municipality
from yakuba.core.tasks import sweep
from yakuba.demo import filling, lives, living
from yakuba.demo.lives import DOG, ENDS, Life
from yakuba.procedures import loader
from yakuba.work.models import WorkItem

# One short life for each end: other procedures bring many files, which take their time at the gate.
SHORT = tuple(
    Life(DOG, "見本", f"{number}郎", "ミホン タロウ", end, days_ago=20 - number)
    for number, end in enumerate(ENDS)
)
NAMES = {"軽井沢町", "下諏訪町", "北広島町", "与謝野町", "千曲市"}


def fill(chosen, monkeypatch, settings) -> None:
    settings.DOCUMENTS_RENDERER = "yakuba.documents.providers.fake.FakeRenderer"
    settings.DEMO = True
    monkeypatch.setattr(lives, "FIRST", chosen)
    filling.fill(now=timezone.now(), applications=len(chosen))


@pytest.mark.long
@pytest.mark.django_db
def test_a_sample_town_has_cases_in_every_state_and_nothing_left_over(monkeypatch, settings):
    fill(SHORT, monkeypatch, settings)
    assert {town.name for town in Municipality.objects.all()} == NAMES
    seen = set()
    for town in Municipality.objects.all():
        with scope.within(town):
            while sweep(now=timezone.now()):
                """What fell due is a fact again, which somebody hears."""
            seen |= set(Application.objects.values_list("state", flat=True))
            assert WorkItem.objects.still_open().exists()
            assert not Delivery.objects.filter(done_at=None).exists()
            assert not Application.objects.filter(submitted_at__gt=timezone.now()).exists()
    assert seen >= {State.DRAFT, State.SUBMITTED, State.RETURNED, State.WITHDRAWN, State.CLOSED}


@pytest.mark.django_db
def test_the_start_page_says_who_can_sign_in_and_that_this_is_a_sample(monkeypatch, settings, client):
    fill((), monkeypatch, settings)
    page = client.get("/demo/", headers={"host": "karuizawa.localhost"}).content.decode()
    assert filling.PASSWORD in page
    assert "町の公式の窓口ではありません" in page
    assert all(login in page for login in ("kankyo", "kankyo-kacho", "joho"))


def every_town() -> list[list[Life]]:
    slugs = sorted(path.stem for path in filling.TOWNS.glob("*.yaml"))
    return [
        lives.of_town(
            [loader.load_written(written) for written in loader.written_for(slug).values()],
            first=lives.FIRST if slug == "karuizawa" else (),
            place=place,
            today=datetime.date(2026, 11, 26),
        )
        for place, slug in enumerate(slugs)
    ]


def test_five_towns_have_three_hundred_lives_of_every_procedure_within_twelve_months():
    towns = every_town()
    assert [len(town) for town in towns] == [60] * 5
    every = [life for town in towns for life in town]
    assert {life.procedure for life in every} >= {
        path.stem
        for path in loader.shipped()
        if "online" in loader.load(path.read_text(encoding="utf-8")).channels
    }
    assert max(life.days_ago for life in every) <= 365


def test_every_life_ends_in_a_way_that_living_knows():
    ends = {life.end for town in every_town() for life in town}
    assert {end for end in ends if ":" not in end} <= set(ENDS)
    assert {step for steps in ENDS.values() for step in steps} <= set(living._STEPS)
    assert {end.partition(":")[0] for end in ends} >= {"at", "outcome", "draft", "returned", "withdrawn"}
