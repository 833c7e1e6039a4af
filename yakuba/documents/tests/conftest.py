"""One matter of the town, the people around it, and a folder for its files."""

from __future__ import annotations

import uuid

import pytest

from yakuba.core.actions import open_matter
from yakuba.core.actors import Actor, guest

# Installations of their own, for what happens at the same moment in two processes.
from yakuba.core.tests.conftest import installation, site  # noqa: F401
from yakuba.documents.providers.fake import FakeRenderer


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


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
