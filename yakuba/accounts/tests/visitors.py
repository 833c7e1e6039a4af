"""Browsers of visitors who have signed in already, for the tests of every app."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyotp
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

from yakuba.accounts import actions, entrance, queries
from yakuba.core import scope

if TYPE_CHECKING:
    from yakuba.accounts.models import Resident, Staff, User


def browser(town=None, **defaults) -> Client:
    """A fresh browser at the town's own host name."""
    town = town or scope.current()
    return Client(SERVER_NAME=f"{town.slug}.localhost", **defaults)


def staff_browser(staff: Staff) -> Client:
    """A browser in which this member of staff has passed password and second factor."""
    if not queries.second_factor_stamp(staff.user):
        enrol(staff)
    staff.user.refresh_from_db()
    stamp = queries.second_factor_stamp(staff.user)
    return _let_in(staff.user, kind="staff", second_factor=stamp)


def resident_browser(mail: str) -> Client:
    """A browser in which the resident with this mail address has signed in."""
    return _let_in(resident(mail).user, kind="resident")


def resident(mail: str) -> Resident:
    """The resident with this mail address, made by a sign-in."""
    now = timezone.now()
    code, digits = actions.request_sign_in_code(mail, address="127.0.0.1", now=now)
    return actions.sign_in_with_code(code.pk, digits, mail=mail, now=now)


def enrol(staff: Staff, now=None) -> list[str]:
    """Enrol an authenticator app; returns the recovery codes. The code of the previous step leaves this one free."""
    now = now or timezone.now()
    secret = actions.enrol_totp(staff.user).next_secret
    return actions.confirm_totp(staff, totp_code(secret, now, steps=-1), now=now)


def totp_code(secret: str, now=None, *, steps: int = 0) -> str:
    """What the authenticator app shows at that moment, or some steps of 30 seconds later."""
    return pyotp.TOTP(secret).at(now or timezone.now(), counter_offset=steps)


def _let_in(user: User, *, kind: str, second_factor: str = "") -> Client:
    client = browser()
    request = HttpRequest()
    request.municipality, request.session = scope.current(), SessionStore()
    request.arrived_at = timezone.now()
    entrance.let_in(request, user, kind=kind, second_factor=second_factor)
    request.session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key
    return client
