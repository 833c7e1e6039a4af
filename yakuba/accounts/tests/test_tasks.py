"""What is over is forgotten."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from yakuba.accounts import actions, tasks
from yakuba.accounts.models import SignInCode


def test_codes_and_sessions_that_are_over_are_forgotten(town, now):
    actions.request_sign_in_code("hanako@example.jp", address="192.0.2.1", now=now)
    for days in (-1, 1):
        session = SessionStore()
        session["matters"] = ["x"]
        session.set_expiry(now + timedelta(days=days))
        session.save()
    assert tasks.sweep(now=now) == 1
    assert tasks.sweep(now=now) == 0
    assert Session.objects.count() == SignInCode.objects.count() == 1
    assert tasks.sweep(now=now + timedelta(days=2)) == 2
