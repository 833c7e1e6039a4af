"""The list of cases goes along its indexes: each walk of it, on both engines, without sorting and without counting."""

from __future__ import annotations

import re

import pytest
from django.db import connection

from yakuba.applications import long_list
from yakuba.applications.lists import Choice
from yakuba.applications.tests import make
from yakuba.applications.tests.conftest import DOG


@pytest.fixture
def some(dog, now):
    return [make.submitted(DOG, now=now) for _ in range(3)]


def plans(actor, **asked):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Over three rows PostgreSQL would rather read and sort them all: what matters is that it need not.
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
    return [
        walk.values_list("submitted_at", "pk")[:51].explain() for walk in long_list.walks_of(actor, **asked)
    ]


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ({}, "application_by_department|application_by_version|application_by_state"),
        ({"procedure": DOG}, "application_by_version"),
        ({"state": "returned"}, "application_by_state|application_by_department"),
    ],
)
def test_each_walk_goes_by_an_index_in_the_order_of_the_list(hall, some, query, index):
    found = plans(hall["clerk"], choice=Choice.read(query))
    assert len(found) == 1
    assert re.search(index, found[0]), found[0]
    assert "USE TEMP B-TREE FOR ORDER BY" not in found[0]
    assert not re.search(r"^\s*(->)?\s*Sort\b", found[0], re.MULTILINE), found[0]


def test_a_page_asks_as_often_whatever_came_before_it(hall, some, dog, now, django_assert_num_queries):
    first = long_list.for_staff(hall["clerk"], size=2)
    with django_assert_num_queries(3):
        # Who is protected, the walk, and the rows of the page.
        assert len(long_list.for_staff(hall["clerk"], after=first.after, size=2).rows) == 1


def test_several_versions_of_a_procedure_are_one_list(hall, some, now):
    text = (make.COMMON / f"{DOG}.yaml").read_text(encoding="utf-8")
    make.publish(text.replace("minutes:", "minutes: 1\n#", 1), actor=make.MACHINE, now=now)
    newer = make.submitted(DOG, now=now)
    assert newer.version.number == 2
    rows = long_list.for_staff(hall["clerk"], choice=Choice.read({"procedure": DOG})).rows
    assert [row.pk for row in rows] == sorted((row.pk for row in [*some, newer]), reverse=True)
    assert long_list.for_staff(hall["clerk"], choice=Choice.read({"procedure": "nowhere"})).rows == []
