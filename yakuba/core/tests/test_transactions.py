"""A part of an action opens a transaction where there is none, and no savepoint where there is one."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from yakuba.core.actions import open_matter
from yakuba.core.models import Matter
from yakuba.core.transactions import joining


class Stopped(Exception):
    """Something is in the way."""


@joining
def step(now, *, fails=False):
    """Open a matter, and fail after it if told so."""
    matter = open_matter("sample", now=now)
    if fails:
        raise Stopped
    return matter


@pytest.mark.django_db(transaction=True)
def test_called_alone_it_is_a_transaction_that_is_taken_back_as_a_whole(town, now):
    with pytest.raises(Stopped):
        step(now, fails=True)
    assert not Matter.objects.exists()
    assert step(now).pk == Matter.objects.get().pk


def test_inside_an_action_it_sets_no_savepoint(town, now):
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        step(now)
    inside = [query["sql"] for query in asked if query["sql"].startswith("SAVEPOINT")]
    assert len(inside) == 0


def test_whoever_goes_on_after_its_failure_takes_it_back_by_a_transaction_around_it(town, now):
    with transaction.atomic():
        with pytest.raises(Stopped), transaction.atomic():
            step(now, fails=True)
        kept = step(now)
    assert Matter.objects.get().pk == kept.pk


def and_go_on(now):
    with transaction.atomic():
        try:
            step(now, fails=True)
        except Stopped:
            step(now)


def test_without_one_around_it_the_database_refuses_to_go_on(town, now):
    with pytest.raises(transaction.TransactionManagementError):
        and_go_on(now)
    assert not Matter.objects.exists()
