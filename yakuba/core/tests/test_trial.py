"""`audit trial` bends a memory of its own as the owner of the database could, and every bent row is named."""

import re

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from yakuba.core import scratch

LOOK = "print(models.Municipality.objects.count(), models.Event.objects.count())"


def test_each_bent_row_is_named_and_no_other_and_the_town_is_left_alone(installation):
    before = installation.python(LOOK)
    said = installation.does("audit", "trial", "--rows", "3000", "--seed", "7")
    bent = re.findall(r"見つかるはずの名前: (.+)", said)
    named = re.findall(r"^trial: (.+?): ", said, re.MULTILINE)
    assert len(bent) == 4
    assert sorted(named) == sorted(bent)
    assert "改変した 4 行だけが、すべて名指しで見つかりました。" in said
    assert installation.python(LOOK) == before
    assert list((installation.folder / "data").glob(".trial-*")) == []


@pytest.mark.django_db
def test_a_database_that_holds_a_town_is_refused(town):
    with pytest.raises(scratch.NotEmpty, match="町があります"):
        scratch.require_empty()


@pytest.mark.parametrize("rows", [-1, 0, 9, 20_000_001])
def test_a_trial_of_too_few_or_too_many_rows_is_refused(rows):
    with pytest.raises(CommandError, match="--rows"):
        call_command("audit", "trial", f"--rows={rows}")
