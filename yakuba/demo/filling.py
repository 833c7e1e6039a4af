"""Makes the sample towns by the same actions as real ones, step by step with their dates."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyotp
import yaml
from django.utils import timezone

from yakuba.accounts import actions as accounts
from yakuba.accounts.models import Staff
from yakuba.applications.models import Application
from yakuba.core import scope
from yakuba.core.actions import create_municipality
from yakuba.core.actors import MACHINE
from yakuba.core.models import Municipality
from yakuba.demo import lives, living
from yakuba.demo.lives import IN_A_TOWN
from yakuba.procedures import queries as procedures
from yakuba.procedures.actions import publish

if TYPE_CHECKING:
    from yakuba.procedures.definition import Definition

TOWNS = Path(__file__).parent / "towns"
# The departments are older than the oldest sample application.
OLD = datetime.timedelta(days=400)

# Known to everybody: the demo shows it on its start page.
PASSWORD = "mihon-no-machi-2026"  # noqa: S105  printed on the demo's start page


def fill(*, now: datetime.datetime, applications: int = IN_A_TOWN) -> None:
    """Found every sample town and let its applications live, `applications` in each."""
    for place, _ in enumerate(files()):
        fill_town(place, now=now, applications=applications)


def made() -> int:
    """How many applications there are by now."""
    count = 0
    for town in Municipality.objects.all():
        with scope.within(town):
            count += Application.objects.count()
    return count


def files() -> list[Path]:
    """What is written down about each sample town, in their order."""
    return sorted(TOWNS.glob("*.yaml"))


def names() -> dict[str, str]:
    """The name of each sample town, by its slug."""
    facts = [yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader) for path in files()]
    return {town["slug"]: town["name"] for town in facts}


def fill_town(place: int, *, now: datetime.datetime, applications: int = IN_A_TOWN) -> None:
    """Found one sample town and let its applications live; `place` is its place among them."""
    facts = yaml.load(files()[place].read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    town = _found(facts, now=now)
    with scope.within(town):
        _staff(facts, now=now)
        _rules(facts, now=now)
        definitions = _publish(town, now=now)
        first = lives.FIRST if town.slug == "karuizawa" else ()
        today = timezone.localdate(now)
        found = lives.of_town(definitions, first=first, place=place, today=today, wanted=applications)
        # The oldest first: numbers rise with the days, and no paper is made before it was asked for.
        for life in sorted(found, key=lambda life: -life.days_ago):
            living.live(life, town=town, now=now)


def _found(facts: dict[str, Any], *, now: datetime.datetime) -> Municipality:
    columns = ("code", "slug", "name", "kana", "prefecture", "postal_code", "address", "telephone", "mayor")
    return create_municipality(hosts=facts["hosts"], now=now, **{name: facts[name] for name in columns})


def _staff(facts: dict[str, Any], *, now: datetime.datetime) -> None:
    departments = {
        line["code"]: accounts.found_department(
            **line, from_on=timezone.localdate(now) - OLD, actor=MACHINE, now=now
        )
        for line in facts["departments"]
    }
    for line in facts["staff"]:
        staff = accounts.create_staff(
            line["login"], name=line["name"], password=PASSWORD, is_initial=False, actor=MACHINE, now=now
        )
        # In a small town one person does the work of several sections.
        for code in (line["department"], *line.get("also", ())):
            accounts.add_membership(
                staff,
                department=departments[code],
                role=line["role"],
                rank=line.get("rank", ""),
                title=line["title"],
                from_on=timezone.localdate(now) - OLD,
                actor=MACHINE,
                now=now,
            )
        if line.get("protects"):
            long_ago = timezone.localdate(now) - OLD
            accounts.appoint_officer(staff, from_on=long_ago, actor=MACHINE, now=now)
        _enrol(staff, now=now)


def _rules(facts: dict[str, Any], *, now: datetime.datetime) -> None:
    """Who decides, who acts for the absent, and who is away around today."""
    who: dict[str, Any] = {"actor": MACHINE, "now": now}
    today = timezone.localdate(now)
    for line in facts["delegations"]:
        accounts.delegate(**line, from_on=today - OLD, **who)
    for line in facts["actings"]:
        accounts.let_act(**line, from_on=today - OLD, **who)
    for line in facts["absences"]:
        begin = today + datetime.timedelta(days=line["in_days"])
        end = begin + datetime.timedelta(days=line["days"])
        accounts.note_absence(
            Staff.objects.get(user__login=line["login"]),
            kind=line["kind"],
            from_at=_midnight(begin),
            until_at=_midnight(end),
            **who,
        )


def _midnight(on: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(on, datetime.time(0)))


def _enrol(staff: Staff, *, now: datetime.datetime) -> None:
    # An hour ago, so that the code that the start page shows now has not been used.
    hour_ago = now - datetime.timedelta(hours=1)
    code = pyotp.TOTP(accounts.enrol_totp(staff.user).next_secret).at(hour_ago)
    accounts.confirm_totp(staff, code, now=hour_ago)


def _publish(town: Municipality, *, now: datetime.datetime) -> list[Definition]:
    """Every definition as it stands in this town, a year ago."""
    then = now - OLD
    return [
        publish(written.text, source=name, actor=MACHINE, now=then).definition
        for name, written in procedures.written_for(town.slug).items()
    ]
