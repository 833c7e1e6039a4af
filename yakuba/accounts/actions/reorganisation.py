"""A reorganisation is carried out as it was shown: every change of the file in one transaction, or none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import localdate

from yakuba.accounts import events
from yakuba.accounts.actions.organisation import (
    BadSymbol,
    EndsTooEarly,
    LoginTaken,
    TimesOverlap,
    add_membership,
    create_staff,
    end_department,
    end_membership,
    found_department,
)
from yakuba.accounts.actions.passwords import new_password
from yakuba.accounts.actions.posts import delegate, end_rule, let_act
from yakuba.accounts.actions.succession import succeed
from yakuba.accounts.models import ActingRule, DelegationRule, Department, Membership, Staff
from yakuba.accounts.queries.people import login_key
from yakuba.accounts.reorganisation import changes, export
from yakuba.accounts.reorganisation.plan import plan
from yakuba.core import access
from yakuba.core.actions import next_number, record

if TYPE_CHECKING:
    import datetime

    from yakuba.accounts.reorganisation.changes import Change
    from yakuba.accounts.reorganisation.plan import Plan
    from yakuba.core.actors import Actor


class OutOfDate(Exception):
    """The organisation has changed since the preview, or the file was changed; the message is for the person."""


@dataclass
class Reorganised:
    """What was done: how many changes, and the initial passwords of new logins, which are shown once."""

    plan: Plan
    number: int
    passwords: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def reorganise(content: bytes, *, stamp: str, actor: Actor, now: datetime.datetime) -> Reorganised:
    """Carry out what the preview with this stamp showed of a file.

    Raises OutOfDate when the file means something else by now, is wrong, or changes nothing.
    """
    access.require(actor, "organisation.reorganise")
    # The number comes first here: its row is the lock that keeps two officers apart.
    number = next_number("reorganisation", year=0)
    wanted = plan(content, today=localdate(now))
    if not wanted.may_be_applied or wanted.stamp != stamp:
        raise OutOfDate(
            "確かめた後に、組織の登録が変わりました。何も登録していません。新しい内容を確かめてから、もう一度登録してください。"
        )
    done = Reorganised(wanted, number)
    try:
        for change in sorted(wanted.changes, key=lambda change: ORDER.index(type(change))):
            _carry_out(change, done, actor=actor, now=now)
    except (BadSymbol, EndsTooEarly, LoginTaken, TimesOverlap) as problem:
        raise OutOfDate(f"登録できませんでした。何も登録していません：{problem}") from problem
    record(
        events.REORGANISED,
        matter=None,
        actor=actor,
        now=now,
        number=number,
        changes=len(wanted.changes),
    )
    return done


# What ends makes room for what begins; a successor stands before it takes over, a department before its posts.
ORDER: tuple[type, ...] = (
    changes.PostEnded,
    changes.RuleEnded,
    changes.Ended,
    changes.Amended,
    changes.Found,
    changes.Succeeded,
    changes.PostAmended,
    changes.PostAdded,
    changes.Delegated,
    changes.LetAct,
)


def _carry_out(change: Change, done: Reorganised, *, actor: Actor, now: datetime.datetime) -> None:
    who: dict[str, Any] = {"actor": actor, "now": now}
    match change:
        case changes.PostEnded(pk=pk, until_on=until_on):
            end_membership(Membership.objects.get(pk=pk), until_on=until_on, **who)
        case changes.Ended(pk=pk, until_on=until_on):
            end_department(Department.objects.get(pk=pk), until_on=until_on, **who)
        case changes.Amended(pk=pk, line=line):
            amend_department(Department.objects.get(pk=pk), facts=_facts(line), **who)
        case changes.Found(line=line):
            facts: dict[str, Any] = _facts(line)
            found_department(line.code, from_on=line.from_on, until_on=line.until_on, **facts, **who)
        case changes.Succeeded(pk=pk, line=line, procedure=procedure):
            heir = Department.objects.get(code=line.code, from_on=line.from_on)
            succeed(Department.objects.get(pk=pk), successor=heir, procedure=procedure, **who)
        case changes.PostAmended(pk=pk, line=line):
            amend_membership(Membership.objects.get(pk=pk), rank=line.rank, title=line.title, **who)
        case changes.PostAdded():
            _add_post(change, done, **who)
        case _:
            _carry_out_rule(change, **who)


def _carry_out_rule(change: Change, **who: Any) -> None:
    match change:
        case changes.RuleEnded(pk=pk, until_on=until_on):
            kind = DelegationRule if change.kind == "専決" else ActingRule
            end_rule(kind.objects.get(pk=pk), until_on=until_on, **who)
        case changes.Delegated(line=line):
            delegate(
                line.decider,
                procedure=line.procedure,
                outcome=line.outcome,
                effect=line.effect,
                department_code=line.code,
                up_to_yen=line.up_to_yen,
                source=line.source,
                from_on=line.from_on,
                until_on=line.until_on,
                **who,
            )
        case changes.LetAct(line=line):
            let_act(
                line.acting,
                absent=line.absent,
                order=line.order,
                department_code=line.code,
                from_on=line.from_on,
                until_on=line.until_on,
                **who,
            )


def _facts(line: Any) -> dict[str, str]:
    return {name: getattr(line, name) for name in FACTS}


FACTS = ("name", "section", "symbol", "telephone", "place", "mail")


def _add_post(change: changes.PostAdded, done: Reorganised, *, actor: Actor, now: datetime.datetime) -> None:
    line = change.line
    staff: Staff | None = Staff.objects.filter(user__login=login_key(line.login)).first()
    if staff is None:
        password = new_password()
        staff = create_staff(line.login, name=change.who, password=password, actor=actor, now=now)
        done.passwords[staff.user.login] = password
    add_membership(
        staff,
        department=Department.objects.on(line.from_on).get(code=line.code),
        role=line.role,
        rank=line.rank,
        title=line.title,
        from_on=line.from_on,
        until_on=line.until_on,
        actor=actor,
        now=now,
    )


class HasBegun(Exception):
    """What has begun is not changed in place any more; the message is for the person."""


@transaction.atomic
def amend_department(
    department: Department, *, facts: dict[str, str], actor: Actor, now: datetime.datetime
) -> Department:
    """Put right a department that has not begun yet. Raises HasBegun: old papers keep old names."""
    access.require(actor, "department.found")
    _refuse_begun(department, now=now)
    for name in FACTS:
        setattr(department, name, facts[name])
    department.save(update_fields=list(FACTS))
    record(
        events.DEPARTMENT_AMENDED,
        matter=None,
        actor=actor,
        now=now,
        department=department.pk,
        code=department.code,
    )
    return department


@transaction.atomic
def amend_membership(
    membership: Membership, *, rank: str, title: str, actor: Actor, now: datetime.datetime
) -> Membership:
    """Put right a post that has not begun yet. Raises HasBegun."""
    access.require(actor, "membership.add")
    _refuse_begun(membership, now=now)
    membership.rank, membership.title = rank, title
    membership.save(update_fields=["rank", "title"])
    record(
        events.MEMBERSHIP_AMENDED,
        matter=None,
        actor=actor,
        now=now,
        membership=membership.pk,
        staff=membership.staff_id,
    )
    return membership


def _refuse_begun(row: Department | Membership, *, now: datetime.datetime) -> None:
    if row.from_on <= localdate(now):
        raise HasBegun("もう始まっているので、直せません。変わる日からの行を別に登録してください。")


@transaction.atomic
def export_organisation(on: datetime.date, *, actor: Actor, now: datetime.datetime) -> bytes:
    """The organisation of a day and what is to come, as a file that can be edited and uploaded."""
    access.require(actor, "organisation.reorganise")
    content, lines = export.write(on)
    record(events.ORGANISATION_EXPORTED, matter=None, actor=actor, now=now, on=on, lines=lines)
    return content
