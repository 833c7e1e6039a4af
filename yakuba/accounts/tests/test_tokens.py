"""Tokens: made once, shown once, kept as a hash, counted by the day, over by the clock or by somebody's word."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from yakuba.accounts import actions, queries
from yakuba.accounts.models import Program, Token, TokenUse
from yakuba.accounts.tests import visitors
from yakuba.core import access, scope
from yakuba.core.actors import MACHINE
from yakuba.core.models import Event

WEEK = timedelta(days=7)


@pytest.fixture
def owner(town):
    return visitors.resident("owner@example.jp")


@pytest.fixture
def officer(town, now):
    return actions.create_staff(
        "joho", name="模型 守", password="asama-yama-2568", is_initial=False, actor=MACHINE, now=now
    )


def made(owner, now, **options):
    known = {"label": "家計", "scope": "read", "lasting": WEEK, "made_with": uuid.uuid4()} | options
    return actions.make_own_token(owner, **known, actor=queries.actor_of_resident(owner), now=now)


def entered(officer, now, **options):
    known = {"purpose": "試験", "procedures": ["dog-registration"], "made_with": uuid.uuid4()} | options
    return actions.enter_program("見本システム", **known, by=officer, actor=MACHINE, now=now)


def test_the_secret_is_nowhere_and_finds_its_token(owner, now):
    token = made(owner, now)
    row = Token.objects.get()
    assert token.secret not in {row.digest, row.sign}
    assert token.secret.startswith(row.sign)
    assert queries.token_of(token.secret, now=now).pk == row.pk
    assert queries.token_of(token.secret + "x", now=now) is None
    assert queries.token_of("", now=now) is None
    assert queries.token_of("y" * 100_000, now=now) is None


def test_the_same_button_makes_one(owner, now):
    button = uuid.uuid4()
    made(owner, now, made_with=button)
    with pytest.raises(actions.MadeBefore):
        made(owner, now, made_with=button)
    assert Token.objects.count() == 1


def test_no_more_than_ten_stand_and_none_longer_than_a_year(owner, now):
    tokens = [made(owner, now, lasting=timedelta(days=4000)) for _ in range(10)]
    assert tokens[0].token.expires_at == now + timedelta(days=366)
    with pytest.raises(actions.TooManyTokens):
        made(owner, now)
    actions.revoke_token(tokens[0].token, actor=queries.actor_of_resident(owner), now=now)
    assert made(owner, now).secret


def test_it_is_over_by_the_clock_by_a_word_and_with_the_account(owner, now):
    by_clock, by_word, by_account = (made(owner, now) for _ in range(3))
    assert queries.token_of(by_clock.secret, now=now + WEEK) is None
    actor = queries.actor_of_resident(owner)
    assert actions.revoke_token(by_word.token, actor=actor, now=now) is True
    assert actions.revoke_token(by_word.token, actor=actor, now=now) is False
    assert queries.token_of(by_word.secret, now=now) is None
    actions.close_account(owner, actor=actor, now=now)
    assert queries.token_of(by_account.secret, now=now) is None
    assert Event.objects.filter(name="token.revoked").count() == 3


def test_it_opens_nothing_in_another_town(owner, other_town, now):
    token = made(owner, now)
    with scope.within(other_town):
        assert queries.token_of(token.secret, now=now) is None


def test_its_days_of_use_are_counted_and_forgotten_after_a_year(owner, now):
    token = made(owner, now).token
    for day in (0, 0, 1):
        actions.touch_token(token, now=now + timedelta(days=day))
    held = queries.tokens_of(owner.pk)[0]
    assert [use.count for use in held.days] == [1, 2]
    assert held.last_used_at == now + timedelta(days=1)
    assert actions.forget_old_uses(now=now + timedelta(days=366)) == 0
    assert actions.forget_old_uses(now=now + timedelta(days=367)) == 1
    assert TokenUse.objects.count() == 1
    assert actions.forget_old_tokens(now=now + timedelta(days=367)) == 0
    assert actions.forget_old_tokens(now=now + timedelta(days=800)) == 1
    assert queries.tokens_of(owner.pk) == []


def test_who_acts_is_the_resident_or_the_system(owner, officer, now):
    assert queries.actor_of_token(made(owner, now).token).resident == owner.pk
    program = entered(officer, now)
    token = actions.make_program_token(
        program, label="本番", lasting=WEEK, made_with=uuid.uuid4(), actor=MACHINE, now=now
    ).token
    actor = queries.actor_of_token(token)
    assert (actor.code, actor.roles, actor.program) == (f"program:{program.pk}", {"program"}, program.pk)
    assert queries.actor_names([actor.code]) == {actor.code: "見本システム"}


def test_a_system_is_entered_once_and_ends_with_its_tokens(officer, now):
    button = uuid.uuid4()
    program = entered(officer, now, made_with=button)
    assert entered(officer, now, made_with=button).pk == program.pk
    token = actions.make_program_token(
        program, label="本番", lasting=WEEK, made_with=uuid.uuid4(), actor=MACHINE, now=now
    )
    assert queries.token_of(token.secret, now=now)
    assert actions.end_program(program, actor=MACHINE, now=now) is True
    assert actions.end_program(program, actor=MACHINE, now=now) is False
    assert queries.token_of(token.secret, now=now) is None
    with pytest.raises(actions.TooManyTokens):
        actions.make_program_token(
            program, label="x", lasting=WEEK, made_with=uuid.uuid4(), actor=MACHINE, now=now
        )
    assert Program.objects.get().purpose == "試験"


def test_a_resident_enters_no_system(owner, officer, now):
    with pytest.raises(access.NotAllowed):
        actions.enter_program(
            "x",
            purpose="x",
            procedures=["x"],
            made_with=uuid.uuid4(),
            by=officer,
            actor=queries.actor_of_resident(owner),
            now=now,
        )
