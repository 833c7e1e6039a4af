"""The measures run in one town, one after the other, and fill their tables; their figures stand in docs/operate/figures.md."""

import os

from django.core.management import call_command

from yakuba.trials import town


def test_each_measure_prints_a_table_with_what_it_is_compared_with(capfd):
    database = os.environ.get("YAKUBA_DATABASE_URL") or town.SQLITE
    call_command("bench", "documents", "list", cases=5_000, database=database)
    printed = capfd.readouterr().out
    lines = [line for line in printed.splitlines() if line.startswith("| ")]
    for named in ("of typst alone", "ms at 3,500"):
        assert any(named in line for line in lines)
    assert any(line.startswith("| the to-do ") for line in lines)
