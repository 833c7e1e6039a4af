"""A person is erased by two officials: what need not be kept goes at once, the rest is named with its last day."""

from __future__ import annotations

import datetime

import pytest

from yakuba.accounts import actions as accounts
from yakuba.accounts import queries as people
from yakuba.accounts.models import HouseholdMember, Resident
from yakuba.accounts.tests import protecting
from yakuba.accounts.tests.visitors import resident
from yakuba.applications import actions
from yakuba.applications.tests import small
from yakuba.core import access, envelopes
from yakuba.core.models import Event
from yakuba.records import actions as records
from yakuba.records import queries as kept
from yakuba.records.models import Erasure


@pytest.fixture
def owner(hall, now):
    """A resident with a household and two cases: one that goes on, one that was withdrawn long ago."""
    one = resident("hanako@example.jp")
    actor = people.actor_of_resident(one)
    facts = {"person.name": small.PERSON["name"], "person.birth_date": small.PERSON["birth"]}
    accounts.save_profile(
        one, facts=facts, language="", channel="mail", electronic_notice=True, actor=actor, now=now
    )
    child = {"person.name": {"family": "見本", "given": "太郎"}}
    accounts.add_household_member(one, facts=child, relation="child", actor=actor, now=now)
    return Resident.objects.select_related("person__key__town_key", "user").get(pk=one.pk)


@pytest.fixture
def cases(owner, now):
    version = small.published(small.ALIKE, now=now)
    actor = people.actor_of_resident(owner)
    long_ago = now - datetime.timedelta(days=2000)
    old = small.sent(version, small.PERSON, now=long_ago, actor=actor, resident=owner)
    actions.withdraw(old, actor=small.sender(old, actor), now=long_ago)
    return old, small.sent(version, small.PERSON, now=now, actor=actor, resident=owner)


def asked(cases, hall, now, **more):
    person = people.applicant(cases[1].matter)
    told = {"reason": "本人の請求。", "department": hall.departments["environment"], **more}
    return records.ask_for_erasure(person, actor=hall["clerk"], now=now, **told)


def test_what_need_not_be_kept_goes_at_once_and_the_rest_is_named(cases, owner, hall, now):
    old, going_on = cases
    row = asked(cases, hall, now)
    shown = kept.of_erasure(kept.erasure(row.pk, hall["chief"]), now.date())
    assert shown["goes"] == {"accounts": 1, "matters": 1}
    assert [one.number for one in shown["stays"]] == [going_on.matter.number]
    done = records.answer_erasure(row, agrees=True, actor=hall["chief"], now=now)
    assert done.result == {"accounts": 1, "matters": 1, "kept": 1}
    gone = Resident.objects.select_related("person__key").get(pk=owner.pk)
    assert (gone.person.name, gone.person.name_hash) == (None, "")
    with pytest.raises(envelopes.CannotOpen):
        gone.person.key.data_key()
    assert not HouseholdMember.objects.exists()
    old.matter.refresh_from_db()
    assert old.matter.disposed_at == now
    assert people.applicant(going_on.matter).full_name == "見本 花子"
    assert "2件を消し、1件は保存期間まで残しました" in Event.objects.get(name="erasure.done").sentence
    assert kept.of_matter(row.matter).title == "個人データの消去の記録"


def test_nobody_agrees_to_what_they_asked_for_and_only_a_chief_answers(cases, hall, now):
    person = people.applicant(cases[1].matter)
    told = {"reason": "本人の請求。", "department": hall.departments["environment"], "now": now}
    row = records.ask_for_erasure(person, actor=hall["chief"], **told)
    with pytest.raises(records.NotErasable, match="ほかの職員"):
        records.answer_erasure(row, agrees=True, actor=hall["chief"], now=now)
    for who in ("clerk", "other chief"):
        with pytest.raises(access.NotAllowed):
            records.answer_erasure(row, agrees=True, actor=hall[who], now=now)
    assert Erasure.objects.get().state == "asked"


def test_asked_twice_it_is_one_and_answered_twice_the_first_answer_stands(cases, hall, now):
    row = asked(cases, hall, now)
    assert asked(cases, hall, now) == row
    with pytest.raises(records.NotErasable, match="理由"):
        records.answer_erasure(row, agrees=False, actor=hall["chief"], now=now)
    records.answer_erasure(row, agrees=False, remark="本人ではない。", actor=hall["chief"], now=now)
    with pytest.raises(Exception, match="すでに答えが出ています"):
        records.answer_erasure(row, agrees=True, actor=hall["chief"], now=now)
    assert Resident.objects.filter(closed_at__isnull=True).exists()
    assert not Event.objects.filter(name="erasure.done").exists()


@pytest.mark.parametrize("reason", ["", "  ", "あ" * 501])
def test_without_a_reason_nothing_is_asked(cases, hall, now, reason):
    with pytest.raises(records.NotErasable):
        asked(cases, hall, now, reason=reason)


def test_who_is_protected_is_not_erased_by_mistake(cases, hall, now):
    facts = {"person.name": small.PERSON["name"], "person.birth_date": small.PERSON["birth"]}
    officer = protecting.officer("karuizawa/second", hall.departments["children"], now=now)
    protecting.flag(facts, by=officer, now=now)
    with pytest.raises(people.Restricted):
        asked(cases, hall, now)
