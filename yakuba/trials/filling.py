"""Founds the town of the trials: invented, small, and made by the same actions as a real one."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyotp
from django.utils.timezone import localdate

from yakuba.accounts import actions as accounts
from yakuba.core import scope
from yakuba.core.actions import create_municipality
from yakuba.core.actors import MACHINE
from yakuba.procedures import queries as procedures
from yakuba.procedures.actions import publish

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yakuba.accounts.models import Department, Staff
    from yakuba.core.models import Municipality
    from yakuba.procedures.definition import Definition

PROCEDURES = Path(__file__).parent / "procedures"
# One page, three presses: the errand by which speed and faults are measured. And one with two pages and a photo.
ERRAND, PAPERS = "trial-errand", "trial-papers"
SLUG = "tameshi"
# The trial's own people, in a town that is gone after the trial.
PASSWORD = "tameshi-no-machi-2026"  # noqa: S105  opens nothing but the trial's own town
# The department is older than everything that a trial files.
OLD = datetime.timedelta(days=400)


@dataclass(frozen=True)
class Official:
    """Somebody who works there, and the secret of the authenticator app in their pocket (base32)."""

    staff: Staff
    login: str
    secret: str


@dataclass(frozen=True)
class Founded:
    """The town of the trials with the two officials of its departments: a clerk and a chief."""

    town: Municipality
    clerk: Official
    chief: Official


def found(*, now: datetime.datetime, also: Iterable[str] = ()) -> Founded:
    """Found the town with the errand and with `also`, ids of common procedures; needs a migrated, empty database."""
    town = create_municipality(
        hosts=["127.0.0.1", "localhost"],
        now=now,
        code="209996",
        slug=SLUG,
        name="試山町",
        kana="タメシヤマチョウ",
        prefecture="長野県",
        postal_code="389-0192",
        address="長野県架空郡試山町大字試験1番地",
        telephone="0267-00-0000",
        mayor="見本 太郎",
    )
    with scope.within(town):
        definitions = [_publish(name, now=now) for name in (ERRAND, *also)]
        codes = dict.fromkeys(definition.department for definition in definitions)
        departments = [department(code, now=now) for code in codes]
        who = {"actor": MACHINE, "now": now}
        accounts.delegate("director", from_on=localdate(now) - OLD, **who)  # type: ignore[arg-type]
        return Founded(
            town,
            clerk=official("kakari", "試山 涼", "clerk", departments, now=now),
            chief=official("kacho", "架空 一郎", "chief", departments, now=now),
        )


def _publish(name: str, *, now: datetime.datetime) -> Definition:
    own = PROCEDURES / f"{name}.yaml"
    text = own.read_text(encoding="utf-8") if own.exists() else procedures.written_for(SLUG)[name].text
    return publish(text, source=name, actor=MACHINE, now=now - OLD).definition


def department(code: str, *, now: datetime.datetime) -> Department:
    """Found one more department of this code."""
    return accounts.found_department(
        code,
        name="試験課",
        section=f"{code}係",
        symbol=f"試{code[:6]}",
        telephone="0267-00-0101",
        place="役場 1階",
        from_on=localdate(now) - OLD,
        actor=MACHINE,
        now=now,
    )


def official(
    login: str, name: str, role: str, departments: list[Department], *, now: datetime.datetime
) -> Official:
    """Let one more official work in these departments, with an authenticator app."""
    staff = accounts.create_staff(
        login, name=name, password=PASSWORD, is_initial=False, actor=MACHINE, now=now
    )
    for department in departments:
        accounts.add_membership(
            staff,
            department=department,
            role=role,
            title="主事" if role == "clerk" else "課長",
            from_on=localdate(now) - OLD,
            actor=MACHINE,
            now=now,
        )
    return Official(staff, login, _enrol(staff, now=now))


def _enrol(staff: Staff, *, now: datetime.datetime) -> str:
    # An hour ago, so that the code of this moment has not been used.
    hour_ago = now - datetime.timedelta(hours=1)
    secret: str = accounts.enrol_totp(staff.user).next_secret
    accounts.confirm_totp(staff, pyotp.TOTP(secret).at(hour_ago), now=hour_ago)
    return secret
