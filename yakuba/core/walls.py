"""The second and third wall: constraints and triggers generated from the models, on both engines.

Django rebuilds SQLite tables when it alters them, and triggers vanish silently with the old table; so the walls
are built again after every migrate, and `/readyz` fails while one is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction

from yakuba.core.models import Scoped
from yakuba.core.scope import VARIABLE

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Wall:
    """One wall: its name in the database and the statements that build it (again)."""

    name: str
    statements: tuple[str, ...]


def build() -> int:
    """Build every wall that the models ask for; returns how many stand."""
    walls = list(expected())
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for statement in _role_statements():
                cursor.execute(statement)
        for wall in walls:
            for statement in wall.statements:
                cursor.execute(statement)
    return len(walls)


def missing() -> list[str]:
    """The names of walls that should stand and do not."""
    builders = _builders()
    standing = builders.standing()
    return sorted(wall.name for wall in expected() if not builders.stands(wall, standing))


def take_down() -> None:
    """Make room for work on the tables themselves; `build` is called when it is done.

    SQLite renames no table that a trigger of another table names (sqlite.org/lang_altertable.html), and Django
    renames whenever it rebuilds one. On PostgreSQL the walls stand through all of it.
    """
    if connection.vendor == "sqlite":
        # At once: who reads meanwhile would find another schema after every single one, and give up at the fiftieth.
        with transaction.atomic(), connection.cursor() as cursor:
            for name in _SQLite.standing():
                cursor.execute(f"DROP TRIGGER {name}")


def binds() -> bool:
    """Whether row-level security holds for the role that the program has taken on; always so on SQLite."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        tables = [model._meta.db_table for model in scoped_models()]
        cursor.execute("SELECT bool_and(row_security_active(t)) FROM unnest(%s::text[]) AS t", [tables])
        return bool(cursor.fetchone()[0])


def expected() -> Iterator[Wall]:
    """Every wall of this engine, in an order in which it can be built."""
    rows = sorted(scoped_models(), key=lambda model: model._meta.db_table)
    builders = _builders()
    targets = {target for model in rows for _, target in _scoped_keys(model)}
    for model in sorted(targets, key=lambda model: model._meta.db_table):
        yield from builders.target(model)
    for model in rows:
        yield from builders.of_municipality(model)
        for column, target in _scoped_keys(model):
            yield from builders.reference(model, column, target)
        if model.append_only is not None:
            yield from builders.append_only(model, model.append_only)


def scoped_models() -> list[type[Scoped]]:
    """Every concrete model whose rows belong to a municipality."""
    return [model for model in apps.get_models() if issubclass(model, Scoped)]


def _scoped_keys(model: type[Scoped]) -> list[tuple[str, type[Scoped]]]:
    keys: list[tuple[str, type[Scoped]]] = []
    for field in model._meta.concrete_fields:
        target = field.related_model
        if isinstance(field, models.ForeignKey) and isinstance(target, type) and issubclass(target, Scoped):
            keys.append((field.column, target))
    return keys


def _builders() -> type[_PostgreSQL | _SQLite]:
    return _PostgreSQL if connection.vendor == "postgresql" else _SQLite


def _name(model: type[models.Model], column: str) -> str:
    # PostgreSQL cuts names at 63 bytes.
    return f"wall_{model._meta.db_table}_{column}"[:63]


class _PostgreSQL:
    """Composite foreign keys, row-level security and a trigger against rewriting."""

    @staticmethod
    def standing() -> dict[str, str]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT conname FROM pg_constraint WHERE conname LIKE 'wall\\_%' AND convalidated"
                " UNION SELECT tgname FROM pg_trigger WHERE tgname LIKE 'wall\\_%' AND tgenabled <> 'D'"
                " UNION SELECT polname FROM pg_policy JOIN pg_class c ON c.oid = polrelid"
                " AND c.relrowsecurity AND c.relforcerowsecurity WHERE polname LIKE 'wall\\_%'"
            )
            return {row[0]: "" for row in cursor.fetchall()}

    @staticmethod
    def stands(wall: Wall, standing: dict[str, str]) -> bool:
        return wall.name in standing

    @staticmethod
    def target(model: type[Scoped]) -> Iterator[Wall]:
        name, table = _name(model, "key"), model._meta.db_table
        yield Wall(
            name,
            (
                (
                    f"DO $$ BEGIN ALTER TABLE {table} ADD CONSTRAINT {name} UNIQUE (id, municipality_id);"
                    " EXCEPTION WHEN duplicate_table OR duplicate_object THEN NULL; END $$"
                ),
            ),
        )

    @staticmethod
    def of_municipality(model: type[Scoped]) -> Iterator[Wall]:
        name, table = _name(model, "rows"), model._meta.db_table
        mine = f"municipality_id = NULLIF(current_setting('{VARIABLE}', true), '')::uuid"
        yield Wall(
            name,
            (
                f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
                f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
                f"DROP POLICY IF EXISTS {name} ON {table}",
                f"CREATE POLICY {name} ON {table} USING ({mine}) WITH CHECK ({mine})",
            ),
        )

    @staticmethod
    def reference(model: type[Scoped], column: str, target: type[Scoped]) -> Iterator[Wall]:
        name, table = _name(model, column), model._meta.db_table
        yield Wall(
            name,
            (
                # Adding it anew each time would check every row again.
                (
                    f"DO $$ BEGIN ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({column}, municipality_id)"
                    f" REFERENCES {target._meta.db_table} (id, municipality_id) DEFERRABLE INITIALLY DEFERRED;"
                    " EXCEPTION WHEN duplicate_object THEN NULL; END $$"
                ),
            ),
        )

    @staticmethod
    def append_only(model: type[Scoped], once: tuple[str, ...]) -> Iterator[Wall]:
        name, table = _name(model, "append_only"), model._meta.db_table
        kept = [field.column for field in model._meta.concrete_fields if field.column not in once]
        changed = " OR ".join(
            [f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in kept]
            + [
                f"(OLD.{column} IS NOT NULL AND NEW.{column} IS DISTINCT FROM OLD.{column})"
                for column in once
            ]
        )
        # `jsonb` and `bytea` compare like any other column here.
        yield Wall(
            name,
            (
                (
                    f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                    f" IF TG_OP = 'DELETE' THEN RAISE EXCEPTION '{table} is append-only'; END IF;"
                    f" IF {changed} THEN RAISE EXCEPTION '{table} is append-only'; END IF;"
                    " RETURN NEW; END $$"
                ),
                f"DROP TRIGGER IF EXISTS {name} ON {table}",
                (
                    f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table}"
                    f" FOR EACH ROW EXECUTE FUNCTION {name}()"
                ),
            ),
        )


class _SQLite:
    """Triggers that stop what composite keys and policies stop on PostgreSQL."""

    @staticmethod
    def standing() -> dict[str, str]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'wall\\_%' ESCAPE '\\'"
            )
            return dict(cursor.fetchall())

    @staticmethod
    def stands(wall: Wall, standing: dict[str, str]) -> bool:
        # A trigger of the right name that says something else is no wall.
        return standing.get(wall.name) == wall.statements[-1]

    @staticmethod
    def target(_model: type[Scoped]) -> Iterator[Wall]:
        return iter(())

    @staticmethod
    def of_municipality(model: type[Scoped]) -> Iterator[Wall]:
        table = model._meta.db_table
        yield _trigger(
            _name(model, "rows"),
            f"BEFORE UPDATE OF municipality_id ON {table}"
            " FOR EACH ROW WHEN NEW.municipality_id <> OLD.municipality_id",
            f"{table}: a row never moves to another municipality",
        )

    @staticmethod
    def reference(model: type[Scoped], column: str, target: type[Scoped]) -> Iterator[Wall]:
        table = model._meta.db_table
        strays = (
            f"FOR EACH ROW WHEN NEW.{column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM"  # noqa: S608  our own models
            f" {target._meta.db_table} WHERE id = NEW.{column} AND municipality_id = NEW.municipality_id)"
        )
        message = f"{table}.{column} points to another municipality"
        name = _name(model, column)
        yield _trigger(f"{name}_new", f"BEFORE INSERT ON {table} {strays}", message)
        yield _trigger(f"{name}_set", f"BEFORE UPDATE OF {column} ON {table} {strays}", message)

    @staticmethod
    def append_only(model: type[Scoped], once: tuple[str, ...]) -> Iterator[Wall]:
        table, name = model._meta.db_table, _name(model, "append_only")
        kept = [field.column for field in model._meta.concrete_fields if field.column not in once]
        changed = " OR ".join(
            [f"NEW.{column} IS NOT OLD.{column}" for column in kept]
            + [f"(OLD.{column} IS NOT NULL AND NEW.{column} IS NOT OLD.{column})" for column in once]
        )
        message = f"{table} is append-only"
        yield _trigger(f"{name}_set", f"BEFORE UPDATE ON {table} FOR EACH ROW WHEN {changed}", message)
        yield _trigger(f"{name}_gone", f"BEFORE DELETE ON {table} FOR EACH ROW", message)


def _trigger(name: str, when: str, message: str) -> Wall:
    return Wall(
        name,
        (
            f"DROP TRIGGER IF EXISTS {name}",
            f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{message}'); END",
        ),
    )


def _role_statements() -> Iterator[str]:
    role = connection.ops.quote_name(settings.DATABASE_ROLE)
    yield (
        f"DO $$ BEGIN CREATE ROLE {role} NOLOGIN;"
        " EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
    )
    # The login that web and worker use must be able to take the role on; a superuser always is. Since version 16
    # whoever makes a role is a member of it without that.
    yield (
        "DO $$ BEGIN IF NOT pg_has_role(current_user, "
        f"'{settings.DATABASE_ROLE}',"
        " CASE WHEN current_setting('server_version_num')::int < 160000 THEN 'MEMBER' ELSE 'SET' END)"
        f" THEN GRANT {role} TO CURRENT_USER; END IF; END $$"
    )
    yield f"GRANT USAGE ON SCHEMA public TO {role}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}"
