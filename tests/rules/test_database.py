"""Tables: migrations in one line and in step with the models, every row of a town behind its walls."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models
from django.db.migrations.loader import MigrationLoader

from tests.rules import repository
from tests.rules.repository import none_of
from yakuba.core import walls
from yakuba.core.models import Municipality, Scoped

# Rows that name a municipality and are not behind its wall, each with its reason.
OUTSIDE = {"core.Host": "it is asked to find the municipality, before any scope is open"}


def ours() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("yakuba.")]


@pytest.fixture(scope="module")
def migrations() -> MigrationLoader:
    return MigrationLoader(None)


@pytest.mark.parametrize("app", repository.apps())
def test_the_migrations_of_an_app_are_one_line_without_gaps(app, migrations):
    names = sorted(name for label, name in migrations.disk_migrations if label == app)
    numbers = [int(name[:4]) for name in names]
    assert numbers == list(range(1, len(names) + 1)), names
    assert all(re.fullmatch(r"[0-9]{4}_[a-z0-9_]+", name) for name in names)
    if names:
        assert migrations.graph.leaf_nodes(app) == [(app, names[-1])]


def test_no_migration_was_named_by_a_machine():
    """0002_auto_… says nothing to whoever reads it in five years."""
    machine = re.compile(r"[0-9]{4}_(auto_|alter_\w+_and_more)")
    assert machine.match("0002_auto_20261121_0300")
    none_of(
        [path.name for path in repository.files() if "/migrations/" in str(path) and machine.match(path.name)]
    )


@pytest.mark.django_db
def test_migrations_are_in_step_with_the_models():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_every_wall_stands():
    assert walls.missing() == []
    assert walls.binds()


@pytest.mark.django_db
def test_every_row_of_a_town_and_every_key_between_such_rows_has_its_wall():
    standing = {wall.name for wall in walls.expected()}
    for model in walls.scoped_models():
        table = model._meta.db_table
        wanted = [f"wall_{table}_rows", *(f"wall_{table}_{column}" for column in keys_to_towns_rows(model))]
        none_of([name for name in wanted if not any(wall.startswith(name[:55]) for wall in standing)])


def keys_to_towns_rows(model: type[models.Model]) -> list[str]:
    fields = [field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)]
    return [field.column for field in fields if issubclass(field.related_model, Scoped)]


def test_every_model_with_a_municipality_is_behind_its_wall():
    loose = [
        model._meta.label
        for model in ours()
        if not issubclass(model, Scoped)
        and any(field.related_model is Municipality for field in model._meta.concrete_fields)
    ]
    assert loose == list(OUTSIDE)


def test_every_key_is_a_time_ordered_uuid_or_a_name_from_outside():
    # decision 0011
    named = {"core.Host", "core.Throttle", "core.Heartbeat", "procedures.SearchPairs"}
    wrong = [
        model._meta.label
        for model in ours()
        if model._meta.label not in named and not isinstance(model._meta.pk, models.UUIDField)
    ]
    none_of(wrong)


def test_there_are_no_generic_keys():
    # design section 2: everything hangs on the matter by a real foreign key.
    none_of([model._meta.label for model in ours() if model._meta.private_fields])


def test_a_constraint_is_named_as_the_rule_that_it_keeps():
    names = [constraint.name for model in ours() for constraint in model._meta.constraints]
    none_of([name for name in names if not re.fullmatch(r"[a-z]+(_[a-z]+){2,}", name)])


def test_moments_and_days_are_told_apart_by_their_names():
    wrong = []
    for model in ours():
        for field in model._meta.concrete_fields:
            is_moment, is_day = isinstance(field, models.DateTimeField), type(field) is models.DateField
            if is_moment and not re.search(r"(^|_)(at|until)$", field.name) and field.name != "last_login":
                wrong.append(f"{model._meta.label}.{field.name}")
            if is_day and not re.search(r"(^|_)on$", field.name):
                wrong.append(f"{model._meta.label}.{field.name}")
    none_of(wrong)
