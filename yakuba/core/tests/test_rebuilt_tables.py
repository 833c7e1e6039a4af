"""SQLite rebuilds whole tables, and their walls with them (collected on SQLite only)."""

import pytest
from django.core.management import call_command
from django.db import connection

from yakuba.core import walls
from yakuba.core.models import Matter, Timer


@pytest.mark.django_db(transaction=True)
def test_walls_vanish_with_a_rebuilt_table_and_come_back_with_migrate():
    with connection.schema_editor() as editor:
        editor._remake_table(Timer)
    lost = {"wall_core_timer_matter_id_new", "wall_core_timer_matter_id_set", "wall_core_timer_rows"}
    assert lost == set(walls.missing())
    call_command("migrate", verbosity=0)
    assert walls.missing() == []


@pytest.mark.django_db(transaction=True)
def test_a_table_that_others_point_to_is_rebuilt_once_the_walls_are_down():
    walls.take_down()
    with connection.schema_editor() as editor:
        editor._remake_table(Matter)
    assert walls.missing()
    walls.build()
    assert walls.missing() == []
