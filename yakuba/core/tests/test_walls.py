"""The second and third wall: what raw SQL cannot do across two municipalities, on either engine."""

import pytest
from django.db import connection, transaction

from yakuba.core import owner, walls
from yakuba.core.actions import record, set_timer
from yakuba.core.actors import MACHINE
from yakuba.core.identifiers import uuid7
from yakuba.core.models import Event, Timer
from yakuba.core.tests.raw import refused, run


@pytest.fixture
def event(matter, happened, now):
    return record(happened, matter=matter, actor=MACHINE, now=now, code="a")


# Pointing across ------------------------------------------------------------------------------------
def test_a_new_row_cannot_point_to_another_towns_matter(town, theirs, now):
    with refused():
        run(
            "INSERT INTO core_timer (id, municipality_id, matter_id, name, due_at) VALUES (%s, %s, %s, 'x', %s)",
            uuid7(),
            town.pk,
            theirs.pk,
            now,
        )


def test_a_row_cannot_be_turned_to_another_towns_matter(matter, theirs, now):
    set_timer(matter, "reminder", due_at=now)
    timer = Timer.objects.get(matter=matter)
    with refused():
        run("UPDATE core_timer SET matter_id = %s WHERE id = %s", theirs.pk, timer.pk)


def test_a_child_cannot_have_a_parent_in_another_town(matter, theirs):
    with refused():
        run("UPDATE core_matter SET parent_id = %s WHERE id = %s", theirs.pk, matter.pk)


def test_a_matter_cannot_take_another_towns_key(matter, theirs):
    with refused():
        run("UPDATE core_matter SET key_id = %s WHERE id = %s", theirs.key_id, matter.pk)


def test_an_event_cannot_be_written_about_another_towns_matter(town, theirs, now):
    with refused():
        run(
            "INSERT INTO core_event (id, municipality_id, matter_id, name, actor, at, data)"
            " VALUES (%s, %s, %s, 'sample.happened', 'system', %s, '{}')",
            uuid7(),
            town.pk,
            theirs.pk,
            now,
        )


def test_the_orm_cannot_point_across_either(town, theirs, now):
    with refused(), transaction.atomic():
        Timer.objects.create(matter=theirs, name="reminder", due_at=now)
        connection.check_constraints()


# Moving ---------------------------------------------------------------------------------------------
def test_a_row_never_moves_to_another_town(matter, other_town):
    with refused():
        run("UPDATE core_matter SET municipality_id = %s WHERE id = %s", other_town.pk, matter.pk)


def test_a_row_that_nothing_points_to_never_moves_either(matter, other_town, now):
    set_timer(matter, "reminder", due_at=now)
    timer = Timer.objects.get(matter=matter)
    with refused():
        run("UPDATE core_timer SET municipality_id = %s WHERE id = %s", other_town.pk, timer.pk)


# The memory -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "change",
    [
        "name = 'other.happened'",
        "actor = 'staff:nobody'",
        'data = \'{"code": "b"}\'',
        "at = '2020-01-01 00:00:00+00:00'",
        "matter_id = NULL",
    ],
)
def test_an_event_is_never_changed(event, change):
    with refused():
        run(f"UPDATE core_event SET {change} WHERE id = %s", event.pk)
    assert Event.objects.get().sentence == "見本が起こりました（a）"


def test_an_event_is_never_deleted(event):
    with refused():
        run("DELETE FROM core_event WHERE id = %s", event.pk)
    with refused(), transaction.atomic():
        event.delete()


def test_an_event_is_never_replaced(event, town, now):
    columns = "(id, municipality_id, name, actor, at, data)"
    values = "VALUES (%s, %s, 'other.happened', '', %s, '{}')"
    replacing = {
        "sqlite": f"INSERT OR REPLACE INTO core_event {columns} {values}",
        "postgresql": f"INSERT INTO core_event {columns} {values} ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name",
    }
    with refused():
        run(replacing[connection.vendor], event.pk, town.pk, now)
    assert Event.objects.get().name == "sample.happened"


def test_the_sealer_fills_its_two_columns_once(event):
    assert run("UPDATE core_event SET sequence = 1, seal = %s WHERE id = %s", b"x", event.pk) == 1
    with refused():
        run("UPDATE core_event SET sequence = 2 WHERE id = %s", event.pk)
    with refused():
        run("UPDATE core_event SET seal = %s WHERE id = %s", b"y", event.pk)
    with refused():
        run("UPDATE core_event SET sequence = NULL, seal = NULL WHERE id = %s", event.pk)


# Whether they stand ---------------------------------------------------------------------------------
@pytest.mark.django_db
def test_every_wall_stands_after_migrate():
    assert walls.missing() == []


@pytest.mark.django_db
def test_every_scoped_table_has_its_walls():
    names = [wall.name for wall in walls.expected()]
    assert len(names) == len(set(names)), "two walls share a name"
    for model in walls.scoped_models():
        assert f"wall_{model._meta.db_table}_rows"[:63] in names


@pytest.mark.django_db
def test_a_wall_that_was_torn_down_is_named():
    statements = {
        "sqlite": "DROP TRIGGER wall_core_timer_matter_id_new",
        "postgresql": "ALTER TABLE core_timer DROP CONSTRAINT wall_core_timer_matter_id",
    }
    with owner.acting():
        run(statements[connection.vendor])
        (name,) = walls.missing()
        assert name.startswith("wall_core_timer_matter_id")
        walls.build()
    assert walls.missing() == []


@pytest.mark.django_db
def test_a_wall_that_was_switched_off_is_named():
    statements = {
        "sqlite": [
            "DROP TRIGGER wall_core_event_append_only_gone",
            "CREATE TRIGGER wall_core_event_append_only_gone BEFORE DELETE ON core_event BEGIN SELECT 1; END",
        ],
        "postgresql": ["ALTER TABLE core_event DISABLE TRIGGER wall_core_event_append_only"],
    }
    with owner.acting():
        for statement in statements[connection.vendor]:
            run(statement)
        (name,) = walls.missing()
    assert name.startswith("wall_core_event_append_only")
