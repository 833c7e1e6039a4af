"""The few statements that Django has no words for, the same on both engines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection

if TYPE_CHECKING:
    from django.db.models import Field, Model


def upsert(row: Model, *, over: str, sets: str) -> None:
    """Insert the row; where one of the partial unique index `over` stands already, give that one this row's `sets`.

    Django's own upsert names columns alone, and so finds no index that holds for some rows only. `over` and `sets` are
    the program's own words, never what somebody typed.
    """
    quote = connection.ops.quote_name
    fields = row._meta.concrete_fields
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quote(row._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608  our own names
            f" ON CONFLICT {over} DO UPDATE SET {quote(sets)} = excluded.{quote(sets)}",
            [stored(field, getattr(row, field.attname)) for field in fields],
        )


def stored(field: Field[Any, Any], value: Any) -> Any:
    """A value as this engine keeps it in such a column: SQLite holds ids as 32 hex digits."""
    return field.get_db_prep_save(value, connection)
