"""Departments, staff and posts are made and ended here, each with its dates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models import Q

from yakuba.accounts import events
from yakuba.accounts.actions.succession import succeed_by_code
from yakuba.accounts.models import Department, Membership, Rank, Staff, User
from yakuba.accounts.queries import RESIDENT_LOGIN, login_key
from yakuba.core import access
from yakuba.core.actions import record
from yakuba.core.dates import wareki

if TYPE_CHECKING:
    import datetime

    from yakuba.core.actors import Actor


class LoginTaken(Exception):
    """The login name belongs to somebody, or looks like a resident's; the message is for the person."""


class TimesOverlap(Exception):
    """Two rows of one department code would hold on the same day; the message is for the person."""


class EndsTooEarly(Exception):
    """A department or a post would end before it begins; the message is for the person."""


class BadSymbol(Exception):
    """A department's symbol cannot begin the numbers of its documents; the message is for the person."""


# As an event may carry it in a document's number (軽環第12号, core.events.CODE).
SYMBOL = re.compile(r"\w{1,8}")


@transaction.atomic
def found_department(
    code: str,
    *,
    name: str,
    section: str = "",
    symbol: str,
    telephone: str,
    place: str = "",
    mail: str = "",
    from_on: datetime.date,
    until_on: datetime.date | None = None,
    actor: Actor,
    now: datetime.datetime,
) -> Department:
    """Enter a department that holds from `from_on` to `until_on`, both included; `symbol` begins its document numbers.

    Raises TimesOverlap when the code already stands for a department on one of these days, and BadSymbol.
    """
    access.require(actor, "department.found")
    if not SYMBOL.fullmatch(symbol):
        raise BadSymbol(
            f"文書記号「{symbol}」は使えません。漢字・かな・英数字の8文字までで、空白や記号を入れずに書いてください。"
        )
    _refuse_overlap(code, from_on, until_on)
    department: Department = Department.objects.create(
        code=code,
        name=name,
        section=section,
        symbol=symbol,
        telephone=telephone,
        place=place,
        mail=mail,
        from_on=from_on,
        until_on=until_on,
    )
    record(
        events.DEPARTMENT_FOUNDED,
        matter=None,
        actor=actor,
        now=now,
        department=department.pk,
        code=code,
        from_on=from_on,
    )
    succeed_by_code(department, actor=actor, now=now)
    return department


@transaction.atomic
def end_department(
    department: Department, *, until_on: datetime.date, actor: Actor, now: datetime.datetime
) -> Department:
    """Let a department hold to `until_on`, included; its successor is founded with the same code.

    Raises EndsTooEarly, and TimesOverlap when a later last day reaches into the successor. Posts in it stay, and
    reach the successor too: whoever had the cases has them still.
    """
    access.require(actor, "department.end")
    _refuse_end(department, until_on)
    _refuse_overlap(department.code, department.from_on, until_on, but=department)
    department.until_on = until_on
    department.save(update_fields=["until_on"])
    record(
        events.DEPARTMENT_ENDED,
        matter=None,
        actor=actor,
        now=now,
        department=department.pk,
        code=department.code,
        until_on=until_on,
    )
    return department


def _refuse_end(row: Department | Membership, until_on: datetime.date) -> None:
    if until_on < row.from_on:
        first, last = wareki(row.from_on), wareki(until_on)
        raise EndsTooEarly(
            f"{first}に始まるので、{last}には終われません。始まりの日か、その後の日にしてください。"
        )


def _refuse_overlap(
    code: str,
    from_on: datetime.date,
    until_on: datetime.date | None,
    *,
    but: Department | None = None,
) -> None:
    others = Department.objects.filter(Q(until_on__isnull=True) | Q(until_on__gte=from_on), code=code)
    if but is not None:
        others = others.exclude(pk=but.pk)
    if until_on is not None:
        others = others.filter(from_on__lte=until_on)
    if others.exists():
        raise TimesOverlap(
            f"部署 {code} の期間が重なります。前の部署の最後の日を先に入れてください（yakuba departments end）。"
        )


@transaction.atomic
def create_staff(
    login: str,
    *,
    name: str,
    password: str,
    is_initial: bool = True,
    actor: Actor,
    now: datetime.datetime,
) -> Staff:
    """Give somebody a login and a place on the town's staff; an initial password must be changed at first.

    Raises LoginTaken, and Django's ValidationError for a password that is too easy.
    """
    access.require(actor, "staff.create")
    key = login_key(login)
    if not key or key.startswith(RESIDENT_LOGIN) or User.objects.filter(login=key).exists():
        raise LoginTaken(f"ログイン名「{login}」は使えません。別の名前にしてください。")
    user = User(login=key, must_change_password=is_initial)
    validate_password(password, user)
    user.set_password(password)
    user.save()
    staff: Staff = Staff.objects.create(user=user, name=name)
    record(events.STAFF_CREATED, matter=None, actor=actor, now=now, staff=staff.pk)
    return staff


@transaction.atomic
def close_staff(staff: Staff, *, actor: Actor, now: datetime.datetime) -> Staff:
    """Shut the login of somebody who left: every session ends, and the password opens nothing any more."""
    access.require(actor, "staff.close")
    staff.is_active = False
    staff.save(update_fields=["is_active"])
    # Django ends every session that was begun with another password.
    staff.user.set_unusable_password()
    staff.user.save(update_fields=["password"])
    record(events.STAFF_CLOSED, matter=None, actor=actor, now=now, staff=staff.pk)
    return staff


@transaction.atomic
def add_membership(
    staff: Staff,
    *,
    department: Department,
    role: str,
    rank: str = "",
    title: str = "",
    from_on: datetime.date,
    until_on: datetime.date | None = None,
    actor: Actor,
    now: datetime.datetime,
) -> Membership:
    """Give a member of staff a post (`role` clerk, chief or systems) from `from_on` to `until_on`, both included.

    `rank` is its place in the line of superiors; where none is said, a chief is the director (課長).
    """
    access.require(actor, "membership.add")
    membership: Membership = Membership.objects.create(
        staff=staff,
        department=department,
        role=Membership.Role(role),
        rank=Rank(rank or (Rank.DIRECTOR if role == "chief" else Rank.MEMBER)),
        title=title,
        from_on=from_on,
        until_on=until_on,
    )
    record(
        events.MEMBERSHIP_ADDED,
        matter=None,
        actor=actor,
        now=now,
        membership=membership.pk,
        staff=staff.pk,
        department=department.pk,
        role=role,
        from_on=from_on,
    )
    return membership


@transaction.atomic
def end_membership(
    membership: Membership, *, until_on: datetime.date, actor: Actor, now: datetime.datetime
) -> Membership:
    """Let a post hold to `until_on`, included (異動・退職). Raises EndsTooEarly."""
    access.require(actor, "membership.end")
    _refuse_end(membership, until_on)
    membership.until_on = until_on
    membership.save(update_fields=["until_on"])
    record(
        events.MEMBERSHIP_ENDED,
        matter=None,
        actor=actor,
        now=now,
        membership=membership.pk,
        staff=membership.staff_id,
        department=membership.department_id,
        role=membership.role,
        until_on=until_on,
    )
    return membership
