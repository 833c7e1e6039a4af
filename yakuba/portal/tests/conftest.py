"""The town hall of the applications, and what it has published."""

from __future__ import annotations

import pytest
from django.utils import timezone

from yakuba.applications.tests import make
from yakuba.applications.tests.conftest import dog, hall, ports

__all__ = ["dog", "hall", "ports"]


@pytest.fixture
def published(hall):
    """Both shipped procedures; pages read the real clock."""
    now = timezone.now()
    return {name: make.version(name, now=now) for name in ("dog-registration", "child-allowance")}
