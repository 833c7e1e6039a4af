"""Who decides: by the dated rules of the town, and in whose place while somebody is away."""

import datetime

import pytest
from django.utils import timezone

from yakuba.accounts import actions, queries
from yakuba.accounts.models import Rank
from yakuba.core.actors import MACHINE

DAY = datetime.date(2026, 11, 27)
SPRING = datetime.date(2026, 4, 1)
NOW = datetime.datetime(2026, 11, 27, 1, 0, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)
WHO = {"actor": MACHINE, "now": NOW}


@pytest.fixture
def hall(town):
    """環境課 with a director, an assistant director and a clerk; the mayor and the deputy mayor."""
    places = {
        code: actions.found_department(
            code, name=name, symbol="軽", telephone="0267-00-0001", from_on=SPRING, **WHO
        )
        for code, name in (("environment", "環境課"), ("executive", "町長室"))
    }
    people = {}
    for rank, code, role in (
        ("member", "environment", "clerk"),
        ("assistant_director", "environment", "clerk"),
        ("director", "environment", "chief"),
        ("deputy_mayor", "executive", "chief"),
        ("mayor", "executive", "chief"),
    ):
        staff = actions.create_staff(rank, name=f"見本 {rank}", password="asama-yama-2568", **WHO)
        actions.add_membership(staff, department=places[code], role=role, rank=rank, from_on=SPRING, **WHO)
        people[rank] = staff
    return places["environment"], people


def decider(department, *, procedure="dog", effect="grant", outcome="granted", amount_yen=None, on=DAY):
    return queries.decider_rank(
        procedure=procedure,
        effect=effect,
        outcome=outcome,
        amount_yen=amount_yen,
        department=department,
        on=on,
    )


def away(staff, *, kind="trip"):
    return actions.note_absence(staff, kind=kind, from_at=NOW - HOUR, until_at=NOW + HOUR, **WHO)


def test_without_a_table_the_director_decides_and_with_one_the_mayor_what_no_line_covers(hall):
    department, _ = hall
    assert decider(department) == Rank.DIRECTOR
    actions.delegate("director", procedure="dog", from_on=SPRING, **WHO)
    assert decider(department) == Rank.DIRECTOR
    assert decider(department, procedure="road") == Rank.MAYOR


def test_the_line_that_names_most_holds_and_an_amount_has_its_limit(hall):
    department, _ = hall
    actions.delegate("director", from_on=SPRING, **WHO)
    actions.delegate("deputy_mayor", effect="refuse", from_on=SPRING, **WHO)
    actions.delegate("section_chief", procedure="dog", up_to_yen=3000, from_on=SPRING, **WHO)
    actions.delegate("director", procedure="dog", up_to_yen=50_000, from_on=SPRING, **WHO)
    assert decider(department, procedure="road") == Rank.DIRECTOR
    assert decider(department, procedure="road", effect="refuse") == Rank.DEPUTY_MAYOR
    assert decider(department, amount_yen=3000) == Rank.SECTION_CHIEF
    assert decider(department, amount_yen=3001) == Rank.DIRECTOR
    assert decider(department, amount_yen=50_001) == Rank.DIRECTOR
    # What has no known amount, no line with an amount covers.
    assert decider(department) == Rank.DIRECTOR


def test_a_line_holds_from_its_first_day_to_its_last(hall):
    department, _ = hall
    actions.delegate("director", from_on=SPRING, **WHO)
    line = actions.delegate("section_chief", procedure="dog", from_on=DAY, **WHO)
    assert decider(department, on=DAY - datetime.timedelta(days=1)) == Rank.DIRECTOR
    assert decider(department) == Rank.SECTION_CHIEF
    actions.end_rule(line, until_on=DAY, **WHO)
    assert decider(department, on=DAY + datetime.timedelta(days=1)) == Rank.DIRECTOR
    with pytest.raises(actions.EndsTooEarly):
        actions.end_rule(line, until_on=SPRING, **WHO)


def test_somebody_acts_only_while_the_holder_is_away_and_only_the_first_who_is_there(hall):
    department, people = hall
    mayor, deputy, director = people["mayor"], people["deputy_mayor"], people["director"]
    actions.let_act("deputy_mayor", absent="mayor", order=1, from_on=SPRING, **WHO)
    actions.let_act("director", absent="mayor", order=2, from_on=SPRING, **WHO)

    def acting(staff):
        return queries.acting_for(staff, "mayor", department=department, at=NOW)

    assert acting(deputy) is None
    absence = away(mayor)
    assert acting(deputy).absent == mayor
    assert acting(director) is None
    away(deputy)
    assert acting(deputy) is None
    assert acting(director).absent == mayor
    actions.cancel_absence(absence, **WHO)
    assert acting(director) is None


def test_a_vacant_post_has_somebody_who_acts_and_nobody_who_is_away(hall):
    department, people = hall
    actions.let_act("director", absent="section_chief", from_on=SPRING, **WHO)
    found = queries.acting_for(people["director"], "section_chief", department=department, at=NOW)
    assert found.absent is None


def test_the_line_of_superiors(hall):
    department, people = hall
    assert queries.superiors("member", "director") == (
        Rank.SECTION_CHIEF,
        Rank.ASSISTANT_DIRECTOR,
        Rank.DIRECTOR,
    )
    assert queries.superiors("director", "mayor") == (Rank.DEPUTY_MAYOR, Rank.MAYOR)
    assert queries.superiors("director", "superintendent") == (Rank.SUPERINTENDENT,)
    assert queries.superiors("director", "director") == ()
    assert queries.ranks_of(people["mayor"], department=department, on=DAY) == {Rank.MAYOR}
    assert queries.place_of("mayor", department=department, on=DAY).code == "executive"
    assert queries.place_of("director", department=department, on=DAY) == department


def test_an_absence_that_ends_before_it_begins_is_refused(hall):
    _, people = hall
    with pytest.raises(actions.EndsTooEarly):
        actions.note_absence(people["member"], kind="leave", from_at=NOW, until_at=NOW, **WHO)
    assert not queries.is_absent(people["member"], at=timezone.now())
