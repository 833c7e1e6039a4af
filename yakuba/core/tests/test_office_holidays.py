"""`yakuba towns holiday`: a town says on which further days its office is closed."""

from __future__ import annotations

import datetime

import pytest
from django.core.management import CommandError, call_command

from yakuba.core import access, actions, days, scope
from yakuba.core.actors import MACHINE, guest
from yakuba.core.models import Event, OfficeHoliday
from yakuba.core.queries import closed_days

# A Tuesday on which nothing else is closed.
FOUNDING_DAY = datetime.date(2027, 6, 1)


def holiday(on="2027-06-01", name="町制記念日", town="karuizawa"):
    call_command("towns", "holiday", f"--town={town}", f"--on={on}", f"--name={name}")


def test_an_entered_day_is_closed_in_its_own_town_only(town, other_town, capsys):
    holiday("令和9年6月1日")
    assert "町制記念日" in capsys.readouterr().out
    assert not days.is_open(FOUNDING_DAY, closed_days())
    assert Event.objects.get(name="office.closed").data == {"on": "2027-06-01"}
    with scope.within(other_town):
        assert days.is_open(FOUNDING_DAY, closed_days())


def test_a_day_entered_again_takes_the_new_name(town):
    holiday()
    holiday(name="開庁70周年")
    assert OfficeHoliday.objects.get().name == "開庁70周年"


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"on": "2027-06-31"}, "6月"),
        ({"name": " "}, "--name"),
        ({"name": "あ" * 61}, "--name"),
        ({"town": "nowhere"}, "nowhere"),
    ],
)
def test_what_cannot_be_entered_is_refused_in_words(town, facts, told):
    with pytest.raises(CommandError, match=told):
        holiday(**facts)
    assert not OfficeHoliday.objects.exists()


def test_a_guest_closes_no_office(town, now):
    with pytest.raises(access.NotAllowed):
        actions.close_office(FOUNDING_DAY, name="休み", actor=guest(), now=now)
    assert actions.close_office(FOUNDING_DAY, name="休み", actor=MACHINE, now=now).on == FOUNDING_DAY
