"""A town with one matter, and the people around it."""

from __future__ import annotations

import datetime
import uuid

import pytest

from yakuba.core import scope
from yakuba.core.actions import create_municipality, open_matter
from yakuba.core.actors import Actor, guest
from yakuba.documents.providers.fake import FakeRenderer


@pytest.fixture
def now():
    return datetime.datetime(2026, 11, 20, 0, 20, tzinfo=datetime.UTC)


@pytest.fixture
def town(db, now, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    found = found_town("203211", "karuizawa", "軽井沢町", now)
    with scope.within(found):
        yield found


@pytest.fixture
def matter(town, now):
    return open_matter("application", now=now)


@pytest.fixture
def applicant(matter):
    return guest(frozenset({matter.pk}))


@pytest.fixture
def clerk(town):
    return _official("clerk")


@pytest.fixture
def chief(town):
    return _official("chief")


@pytest.fixture
def fake_renderer(settings, monkeypatch):
    settings.DOCUMENTS_RENDERER = "yakuba.documents.providers.fake.FakeRenderer"
    monkeypatch.setattr(FakeRenderer, "trouble", "")
    return FakeRenderer


def _official(role):
    staff = uuid.uuid4()
    return Actor(code=f"staff:{staff}", roles=frozenset({role}), staff=staff)


def found_town(code, slug, name, now):
    return create_municipality(
        hosts=[f"{slug}.localhost"],
        now=now,
        code=code,
        slug=slug,
        name=name,
        kana="マチ",
        prefecture="長野県",
        postal_code="389-0192",
        address=f"{name}1番地",
        telephone="0267-00-0000",
        mayor="見本 太郎",
    )
