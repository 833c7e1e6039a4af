"""A short trial by faults on the engine of this run: the long ones stand in docs/operate/figures.md."""

import os

import pytest
from django.core.management import call_command

from yakuba.trials import faults, town


def test_what_was_acknowledged_survives_kills_a_full_disk_a_lost_database_and_a_silent_mail_server(capfd):
    database = os.environ.get("YAKUBA_DATABASE_URL") or town.SQLITE
    call_command("faults", faults.ALL, kills=10, seconds=60, seed=20, database=database)
    table = capfd.readouterr().out
    for name in (kind.name for kind in faults.SORTS.values()):
        assert f"{name} " in table
    assert "| 　失われたもの | 0 | 0 |" in table


def test_the_inner_half_touches_no_other_town():
    with pytest.raises(town.NotATrialTown):
        call_command("faults", "kills", inside=True)
