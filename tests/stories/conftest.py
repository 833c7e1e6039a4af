"""A town hall that works, procedures that are published, and browsers of people."""

from __future__ import annotations

import pytest

from tests.stories import errands, hall
from tests.stories.visitor import Visitor


@pytest.fixture(autouse=True)
def outbox(settings, tmp_path):
    """Mails of a story lie in its own folder."""
    settings.OUTBOX = tmp_path / "outbox"


@pytest.fixture
def office(town):
    return hall.found(town)


@pytest.fixture
def dog(office):
    return hall.publish_shipped(errands.DOG).definition


@pytest.fixture
def child(office):
    return hall.publish_shipped(errands.CHILD).definition


@pytest.fixture
def resident(town):
    return Visitor(town)


@pytest.fixture
def somebody_else(town):
    return Visitor(town, address="192.0.2.7")
