"""The first wall: rows are reached inside a municipality only."""

import pytest
from django.db import DatabaseError, connection, transaction
from django_scopes.exceptions import ScopeError

from yakuba.core import scope
from yakuba.core.actions import open_matter
from yakuba.core.models import Counter, Event, Key, Matter, Timer, TownKey
from yakuba.core.models.scoped import OtherMunicipality


def variable():
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('yakuba.municipality', true)")
        return cursor.fetchone()[0]


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Matter, Event, Key, Timer, TownKey])
def test_a_query_outside_every_municipality_raises(model):
    with pytest.raises(ScopeError):
        model.objects.count()
    with pytest.raises(ScopeError):
        model.objects.all()
    with pytest.raises(ScopeError):
        list(model.objects.filter(pk=None))


@pytest.mark.django_db
def test_outside_every_municipality_there_is_no_current_one():
    with pytest.raises(scope.NoMunicipality):
        scope.current()


@pytest.mark.django_db
def test_a_row_made_outside_every_municipality_is_refused():
    with pytest.raises(scope.NoMunicipality):
        Counter.objects.create(name="dogs", year=2026)


def test_a_town_sees_its_own_rows_only(town, other_town, now):
    mine = open_matter("sample", now=now)
    with scope.within(other_town):
        theirs = open_matter("sample", now=now)
        assert list(Matter.objects.all()) == [theirs]
    assert list(Matter.objects.all()) == [mine]


def test_leaving_an_inner_scope_leads_back_to_the_outer_one(town, other_town):
    with scope.within(other_town):
        assert scope.current() == other_town
    assert scope.current() == town
    assert variable() in {None, str(town.pk)}


def test_leaving_the_last_scope_closes_the_database_too(other_town):
    with scope.within(other_town):
        assert variable() in {None, str(other_town.pk)}
    assert variable() in {None, ""}


def test_a_row_is_saved_for_the_town_in_scope_only(town, other_town, now):
    matter = open_matter("sample", now=now)
    stranger = Timer(matter=matter, name="reminder", due_at=now, municipality=other_town)
    with pytest.raises(OtherMunicipality):
        stranger.save()
    with pytest.raises(OtherMunicipality):
        Timer.objects.bulk_create([stranger])
    matter.municipality = other_town
    with pytest.raises(OtherMunicipality):
        matter.save()


def test_a_row_that_was_read_in_one_town_is_not_saved_in_another(town, other_town, now):
    matter = open_matter("sample", now=now)
    matter.kind = "changed"
    with scope.within(other_town), pytest.raises(OtherMunicipality):
        matter.save()


def test_a_failed_transaction_tells_of_its_own_mistake_when_the_scope_is_left(town, other_town):
    def fail():
        with transaction.atomic(), scope.within(other_town), connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM nowhere")

    with pytest.raises(DatabaseError, match="nowhere"):
        fail()
    assert scope.current() == town
    assert variable() in {None, str(town.pk)}


def test_a_rolled_back_transaction_leaves_the_database_in_the_outer_town(town, other_town):
    def give_up():
        with transaction.atomic(), scope.within(other_town):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        give_up()
    assert variable() in {None, str(town.pk)}
