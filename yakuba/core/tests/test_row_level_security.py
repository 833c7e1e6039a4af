"""What the program's role sees and may do on PostgreSQL, even with raw SQL (collected on PostgreSQL only)."""

import pytest
from django.db import connection

from yakuba.core import owner, walls
from yakuba.core.identifiers import uuid7
from yakuba.core.tests.raw import refused, run


def test_the_tests_act_as_a_role_that_is_bound(town):
    assert walls.binds()


def test_an_owner_who_is_not_bound_is_noticed(town):
    with owner.acting():
        assert not walls.binds()
    assert walls.binds()


def test_another_towns_rows_are_invisible_to_raw_sql(matter, theirs):
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM core_matter")
        assert cursor.fetchall() == [(matter.pk,)]


def test_outside_every_scope_no_row_is_visible(other_town):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM core_townkey")
        assert cursor.fetchone() == (0,)


def test_a_row_for_another_town_cannot_be_written(town, other_town):
    with refused():
        run(
            "INSERT INTO core_counter (id, municipality_id, name, year, value) VALUES (%s, %s, 'a', 2026, 1)",
            uuid7(),
            other_town.pk,
        )


def test_another_towns_rows_are_neither_changed_nor_deleted(town, theirs):
    assert run("UPDATE core_matter SET kind = 'taken' WHERE id = %s", theirs.pk) == 0
    assert run("DELETE FROM core_matter WHERE id = %s", theirs.pk) == 0


def test_the_role_cannot_take_the_walls_down(town):
    with refused():
        run("ALTER TABLE core_matter DISABLE ROW LEVEL SECURITY")
    with refused():
        run("DROP POLICY wall_core_matter_rows ON core_matter")
    with refused():
        run("TRUNCATE core_event")


@pytest.mark.django_db
def test_a_table_whose_security_is_not_forced_is_named():
    with owner.acting():
        run("ALTER TABLE core_matter NO FORCE ROW LEVEL SECURITY")
        assert walls.missing() == ["wall_core_matter_rows"]
