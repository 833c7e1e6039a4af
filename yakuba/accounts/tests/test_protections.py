"""Protections begin by one officer; whatever takes something from them needs another one, in time, and once."""

from __future__ import annotations

import datetime

import pytest

from yakuba.accounts import actions, events, queries
from yakuba.accounts.models import Party, Person, Protection
from yakuba.accounts.tests import protecting
from yakuba.core import access, scope, states
from yakuba.core.actions import open_matter
from yakuba.core.actors import MACHINE
from yakuba.core.models import Timer
from yakuba.core.queries import story

HANAKO = {
    "person.name": {"family": "保護", "given": "花子"},
    "person.kana": "ホゴ ハナコ",
    "person.birth_date": "1990-04-01",
    "person.telephone": "090-0000-0001",
    "person.address": "長野県北佐久郡軽井沢町大字追分1",
}
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def first(environment, now):
    return protecting.officer("karuizawa/first", environment, now=now)


@pytest.fixture
def second(environment, now):
    return protecting.officer("karuizawa/second", environment, now=now, name="確認 翼")


@pytest.fixture
def case(clerk, now):
    """A matter in which she is the applicant."""
    return matter_of(HANAKO, now=now)


def matter_of(facts, *, now):
    matter = open_matter("application", now=now)
    person = actions.register_person(facts, actor=MACHINE, now=now)
    actions.add_party(matter, person, role="applicant", actor=MACHINE, now=now)
    return matter


# Who is protected -------------------------------------------------------------------------------
def test_a_protection_holds_from_the_moment_one_officer_enters_it(first, case, now):
    assert not queries.is_restricted(case.pk)
    protection = protecting.flag(HANAKO, by=first, now=now)
    assert protection.state == "provisional"
    assert queries.is_restricted(case.pk)
    assert [event.name for event in story(protection.matter)] == [events.PROTECTION_FLAGGED.name]


@pytest.mark.parametrize(
    ("changes", "is_hidden"),
    [
        ({}, True),
        ({"person.name": {"family": "保護", "given": "花　子"}}, True),
        ({"person.name": None}, True),  # reading and birth date
        ({"person.kana": None, "person.telephone": None}, True),
        ({"person.birth_date": None}, True),  # name and telephone
        ({"person.birth_date": "1991-04-01"}, True),  # mistyped, but name and telephone are the same
        ({"person.birth_date": None, "person.telephone": None}, True),  # the name alone: somebody has to look
        ({"person.birth_date": "1991-04-01", "person.telephone": None}, False),  # another of this name
        ({"person.name": {"family": "保護", "given": "次郎"}, "person.kana": "ホゴ ジロウ"}, False),
        ({"person.name": None, "person.kana": None}, False),
    ],
)
def test_every_row_with_the_same_facts_is_the_same_person(first, now, changes, is_hidden):
    protecting.flag(HANAKO, by=first, now=now)
    matter = matter_of(HANAKO | changes, now=now)
    assert queries.is_restricted(matter.pk) is is_hidden
    person = Party.objects.get(matter=matter).person
    assert queries.is_protected(person) is is_hidden
    assert (queries.protection_over(matter) is not None) is is_hidden
    if is_hidden:
        proven = not ({"person.birth_date", "person.telephone"} <= changes.keys())
        assert queries.is_sure(matter, Protection.objects.get()) is proven


def test_no_search_leads_to_a_protected_person(first, case, now):
    assert queries.people_found(name="保護花子").exists()
    protecting.flag(HANAKO, by=first, now=now)
    for facts in ({"name": "保護花子"}, {"kana": "ほごはなこ"}, {"telephone": "09000000001"}):
        assert not queries.people_found(**facts).exists()
    assert queries.applicant_names([case.pk]) == {case.pk: "閲覧制限"}


def test_a_person_of_another_town_stays_what_they_are(first, case, other_town, now):
    protecting.flag(HANAKO, by=first, now=now)
    with scope.within(other_town):
        assert not queries.is_restricted(matter_of(HANAKO, now=now).pk)


def test_any_part_in_a_matter_keeps_it_back(first, clerk, now):
    protecting.flag(HANAKO, by=first, now=now)
    matter = matter_of(
        {"person.name": {"family": "別", "given": "人"}, "person.birth_date": "1980-01-01"}, now=now
    )
    assert not queries.is_restricted(matter.pk)
    child = actions.register_person(HANAKO, actor=MACHINE, now=now)
    actions.add_party(matter, child, role="household", actor=MACHINE, now=now)
    assert queries.is_restricted(matter.pk)


# Entering it ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "facts",
    [{}, {"person.name": HANAKO["person.name"]}, {"person.birth_date": "1990-04-01"}],
)
def test_without_facts_nobody_can_be_known_again(first, now, facts):
    with pytest.raises(actions.NotProtectable):
        protecting.flag(facts, by=first, now=now)
    assert not Person.objects.exists()


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_it_lasts_a_year_at_most(first, now, days):
    with pytest.raises(actions.NotProtectable):
        protecting.flag(HANAKO, by=first, now=now, days=days)


def test_entered_twice_by_the_same_officer_it_stands_once(first, second, now):
    one = protecting.flag(HANAKO, by=first, now=now)
    assert protecting.flag(HANAKO, by=first, now=now) == one
    # A colleague learns nothing by trying: theirs stands beside it.
    assert protecting.flag(HANAKO, by=second, now=now) != one


def test_only_officers_enter_and_only_on_their_days(first, clerk, now):
    with pytest.raises(access.NotAllowed):
        protecting.flag(HANAKO, by=clerk, now=now)
    officer = first.protecting.get()
    actions.dismiss_officer(officer, until_on=now.date(), actor=MACHINE, now=now)
    protecting.flag(HANAKO, by=first, now=now)
    with pytest.raises(access.NotAllowed):
        protecting.flag(HANAKO, by=first, now=now + protecting.ONE_DAY)


def test_nobody_makes_themselves_an_officer(systems, clerk, now):
    actor = protecting.acting(systems, now=now)
    with pytest.raises(actions.NeedsAnother):
        actions.appoint_officer(systems, from_on=now.date(), actor=actor, now=now)
    with pytest.raises(access.NotAllowed):
        actions.appoint_officer(systems, from_on=now.date(), actor=protecting.acting(clerk, now=now), now=now)
    one = actions.appoint_officer(clerk, from_on=now.date(), actor=actor, now=now)
    assert actions.appoint_officer(clerk, from_on=now.date(), actor=actor, now=now) == one
    assert "protector" in protecting.acting(clerk, now=now).roles


# The second signature ---------------------------------------------------------------------------
def test_what_a_second_person_agreed_to_serves_who_asked_for_eight_hours(first, second, clerk, case, now):
    protecting.flag(HANAKO, by=first, now=now)
    assert not queries.may_open(protecting.acting(clerk, now=now), case.pk)
    asked = protecting.ask(case, "view", by=clerk, now=now)
    assert not queries.may_open(protecting.acting(clerk, now=now), case.pk)
    protecting.agree(asked, by=second, now=now)
    assert queries.may_open(protecting.acting(clerk, now=now), case.pk)
    assert not queries.may_open(protecting.acting(first, now=now), case.pk)
    assert not queries.may_open(protecting.acting(second, now=now), case.pk)
    assert not queries.may_open(protecting.acting(clerk, now=now), case.pk, "print")
    assert queries.may_open(protecting.acting(clerk, now=now + 7 * HOUR), case.pk)
    assert not queries.may_open(protecting.acting(clerk, now=now + 8 * HOUR), case.pk)


def test_nobody_agrees_to_what_they_asked(first, case, now):
    protecting.flag(HANAKO, by=first, now=now)
    asked = protecting.ask(case, "view", by=first, now=now)
    with pytest.raises(actions.NeedsAnother):
        protecting.agree(asked, by=first, now=now)


def test_only_an_officer_agrees(first, clerk, make_staff, case, now):
    protecting.flag(HANAKO, by=first, now=now)
    asked = protecting.ask(case, "view", by=clerk, now=now)
    chief = make_staff("karuizawa/chief", role="chief")
    with pytest.raises(access.NotAllowed):
        protecting.agree(asked, by=chief, now=now)


def test_an_answer_is_given_once_and_in_time(first, second, clerk, case, now):
    protecting.flag(HANAKO, by=first, now=now)
    late = protecting.ask(case, "view", by=clerk, now=now)
    with pytest.raises(states.NotPossible, match="期限"):
        protecting.agree(late, by=second, now=now + 4 * protecting.ONE_DAY)
    asked = protecting.ask(case, "print", by=clerk, now=now)
    protecting.agree(asked, by=second, now=now)
    with pytest.raises(states.NotPossible, match="すでに答え"):
        protecting.agree(asked, by=first, now=now)
    with pytest.raises(states.NotPossible):
        actions.answer_countersignature(asked, agrees=False, actor=protecting.acting(first, now=now), now=now)


def test_what_was_refused_opens_nothing(first, second, clerk, case, now):
    protecting.flag(HANAKO, by=first, now=now)
    asked = protecting.ask(case, "view", by=clerk, now=now)
    actor = protecting.acting(second, now=now)
    refused = actions.answer_countersignature(
        asked, agrees=False, remark="目的が分からない", actor=actor, now=now
    )
    assert (refused.state, refused.remark) == ("refused", "目的が分からない")
    assert not queries.may_open(protecting.acting(clerk, now=now), case.pk)


def test_asked_twice_it_is_one_request_and_agreed_to_it_is_not_asked_again(first, second, clerk, case, now):
    protecting.flag(HANAKO, by=first, now=now)
    asked = protecting.ask(case, "view", by=clerk, now=now)
    assert protecting.ask(case, "view", by=clerk, now=now + HOUR) == asked
    protecting.agree(asked, by=second, now=now)
    with pytest.raises(states.NotPossible, match="すでに認め"):
        protecting.ask(case, "view", by=clerk, now=now + HOUR)
    assert protecting.ask(case, "view", by=clerk, now=now + 9 * HOUR) != asked


@pytest.mark.parametrize("reason", ["", "　\n", "あ" * 501])
def test_a_request_says_why_in_a_few_words(first, clerk, case, now, reason):
    protecting.flag(HANAKO, by=first, now=now)
    with pytest.raises(actions.NotProtectable):
        actions.ask_countersignature(
            case, purpose="view", reason=reason, actor=protecting.acting(clerk, now=now), now=now
        )


@pytest.mark.parametrize("purpose", ["confirm", "end", "everything", ""])
def test_a_case_cannot_be_asked_what_only_a_protection_can(first, clerk, case, now, purpose):
    protecting.flag(HANAKO, by=first, now=now)
    with pytest.raises(actions.NotProtectable):
        protecting.ask(case, purpose, by=clerk, now=now)


def test_where_nothing_is_kept_back_nothing_is_asked(clerk, case, now):
    with pytest.raises(states.NotPossible):
        protecting.ask(case, "view", by=clerk, now=now)


def test_a_consent_is_taken_up_once(first, second, clerk, case, now):
    protecting.flag(HANAKO, by=first, now=now)
    actor = protecting.acting(clerk, now=now)
    with pytest.raises(queries.Restricted):
        actions.use_countersignature(case, purpose="print", actor=actor, now=now)
    protecting.agree(protecting.ask(case, "print", by=clerk, now=now), by=second, now=now)
    assert actions.use_countersignature(case, purpose="print", actor=actor, now=now)
    with pytest.raises(queries.Restricted):
        actions.use_countersignature(case, purpose="print", actor=actor, now=now)


def test_two_people_find_that_it_is_somebody_else(first, second, clerk, now):
    protecting.flag(HANAKO, by=first, now=now)
    known = {"person.name": HANAKO["person.name"]}
    matter, like_it = matter_of(known, now=now), matter_of(known, now=now)
    protecting.agree(protecting.ask(matter, "different", by=clerk, now=now), by=second, now=now)
    assert not queries.is_restricted(matter.pk)
    assert queries.is_restricted(like_it.pk)
    assert queries.applicant_names([matter.pk]) == {matter.pk: "保護 花子"}
    # Another protection of the same name is another question.
    protecting.flag(HANAKO, by=second, now=now)
    assert queries.is_restricted(matter.pk)


# The protection itself --------------------------------------------------------------------------
def test_it_is_confirmed_renewed_and_ended_by_two(first, second, case, now):
    protection = protecting.flag(HANAKO, by=first, now=now)

    def both(purpose, **more):
        asked = protecting.ask(protection.matter, purpose, by=first, now=now, **more)
        with pytest.raises(actions.NeedsAnother):
            protecting.agree(asked, by=first, now=now)
        protecting.agree(asked, by=second, now=now)
        protection.refresh_from_db()

    both("confirm")
    assert protection.state == "standing"
    later = protection.until_on + 365 * protecting.ONE_DAY
    both("renew", until_on=later)
    assert protection.until_on == later
    soon = Timer.objects.get(matter=protection.matter, name="protection-soon", done_at=None)
    assert soon.due_at.date() < later
    both("end")
    assert protection.state == "ended"
    assert not queries.is_restricted(case.pk)
    assert not Timer.objects.filter(matter=protection.matter, done_at=None).exists()


@pytest.mark.parametrize("days", [None, 0, 367])
def test_a_renewal_names_a_later_day_within_a_year(first, now, days):
    protection = protecting.flag(HANAKO, by=first, now=now)
    until_on = None if days is None else protection.until_on + days * protecting.ONE_DAY
    with pytest.raises(actions.NotProtectable):
        protecting.ask(protection.matter, "renew", by=first, now=now, until_on=until_on)


def test_a_provisional_one_is_not_renewed(first, second, now):
    protection = protecting.flag(HANAKO, by=first, now=now)
    until_on = protection.until_on + protecting.ONE_DAY
    asked = protecting.ask(protection.matter, "renew", by=first, now=now, until_on=until_on)
    with pytest.raises(states.NotPossible):
        protecting.agree(asked, by=second, now=now)


def test_no_calendar_lays_anybody_open(first, case, now):
    protecting.flag(HANAKO, by=first, now=now, days=1)
    assert queries.is_restricted(case.pk)
    years_later = now + 800 * protecting.ONE_DAY
    assert not queries.may_open(protecting.acting(first, now=years_later), case.pk)


def test_a_consent_that_comes_after_the_end_is_none(first, second, clerk, case, now):
    protection = protecting.flag(HANAKO, by=first, now=now)
    asked = protecting.ask(case, "view", by=clerk, now=now)
    protecting.agree(protecting.ask(protection.matter, "end", by=first, now=now), by=second, now=now)
    with pytest.raises(states.NotPossible):
        protecting.agree(asked, by=second, now=now)


def test_no_event_tells_who_it_is(first, second, clerk, case, now):
    protection = protecting.flag(HANAKO, by=first, now=now)
    protecting.agree(protecting.ask(case, "view", by=clerk, now=now), by=second, now=now)
    told = "".join(str(event.data) for event in [*story(protection.matter), *story(case)])
    assert "保護" not in told
    assert "090" not in told
