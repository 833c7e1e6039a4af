"""One table of named moves: locks, checks, sets, and says what to do when it is too late."""

import pytest
from django.apps import apps
from django.db import connection, models, transaction

from yakuba.core import states
from yakuba.core.actions import open_matter, set_timer
from yakuba.core.models import Matter, Timer
from yakuba.core.states import move

MOVES = {
    "submit": move("draft", to="submitted", otherwise="もう提出されています。"),
    "withdraw": move("draft", "submitted", to="withdrawn", otherwise="もう取り下げられません。"),
}


class Case(Matter):
    """A matter whose kind is looked at as if it were its state."""

    class Meta:
        proxy = True
        app_label = "sample"

    @property
    def state(self):
        return self.kind

    @state.setter
    def state(self, value):
        self.kind = value


@pytest.fixture(autouse=True, scope="module")
def unknown_to_django():
    """The sample model is no part of the installation, neither here nor in other tests."""
    yield
    apps.all_models["sample"].pop("case", None)
    apps.clear_cache()


@pytest.fixture
def row(matter):
    """A case in the state "sample"."""
    return Case.objects.get(pk=matter.pk)


def in_state(row, state):
    Matter.objects.filter(pk=row.pk).update(kind=state)


def test_a_move_leads_from_its_sources_to_its_target(row):
    in_state(row, "draft")
    fresh = states.apply(row, MOVES, "submit")
    assert fresh.state == "submitted"
    fresh.save()
    assert states.apply(row, MOVES, "withdraw").state == "withdrawn"


def test_a_move_from_another_state_says_what_to_do(row):
    in_state(row, "withdrawn")
    with pytest.raises(states.NotPossible, match="もう提出されています") as caught:
        states.apply(row, MOVES, "submit")
    assert caught.value.state == "withdrawn"
    assert Matter.objects.get().kind == "withdrawn"


def test_the_row_is_read_anew_so_that_an_old_copy_decides_nothing(row):
    in_state(row, "submitted")
    row.kind = "draft"
    with pytest.raises(states.NotPossible):
        states.apply(row, MOVES, "submit")


def test_a_move_that_is_in_no_table_is_a_mistake_of_the_program(row):
    with pytest.raises(KeyError):
        states.apply(row, MOVES, "decide")


@pytest.mark.django_db(transaction=True)
def test_a_row_is_locked_inside_a_transaction_only_on_both_engines(town, now):
    row = Case.objects.get(pk=open_matter("draft", now=now).pk)
    with pytest.raises(transaction.TransactionManagementError):
        states.apply(row, MOVES, "submit")
    with transaction.atomic():
        assert states.apply(row, MOVES, "submit").state == "submitted"


def test_the_matter_is_locked_before_what_hangs_on_it(matter, now, django_assert_num_queries):
    set_timer(matter, "reminder", due_at=now)
    timer = Timer.objects.get(matter=matter)
    with django_assert_num_queries(1) as asked:
        assert isinstance(states.lock(timer), models.Model)
    if connection.vendor == "postgresql":
        # In this order PostgreSQL takes the locks.
        assert 'FOR UPDATE OF "core_matter", "core_timer"' in asked[0]["sql"]


def test_a_matter_that_is_held_is_not_asked_for_again(matter, now, django_assert_num_queries):
    set_timer(matter, "reminder", due_at=now)
    timer = Timer.objects.get(matter=matter)
    with transaction.atomic():
        with django_assert_num_queries(1):
            states.hold(matter.pk)
            states.hold(matter.pk)
        with django_assert_num_queries(1) as asked:
            assert states.lock(timer).matter == matter
    if connection.vendor == "postgresql":
        assert 'FOR UPDATE OF "core_timer"' in asked[0]["sql"]


def test_a_savepoint_that_is_taken_back_lets_its_locks_go(matter, django_assert_num_queries):
    def give_up():
        with transaction.atomic():
            states.hold(matter.pk)
            raise ZeroDivisionError

    with transaction.atomic():
        with pytest.raises(ZeroDivisionError):
            give_up()
        with django_assert_num_queries(1):
            states.hold(matter.pk)


def test_another_matter_is_asked_for(matter, now, django_assert_num_queries):
    with transaction.atomic():
        states.hold(matter.pk)
        other = open_matter("sample", now=now)
        with django_assert_num_queries(1):
            states.hold(other.pk)
