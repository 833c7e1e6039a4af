"""Questions that are worded once, and the few statements that Django has no words for; the same on both engines."""

from __future__ import annotations

import datetime
from copy import copy
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Model, Value
from django.db.models.query import ModelIterable

from yakuba.core import scope
from yakuba.core.models.scoped import Scoped

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Field, QuerySet

Row = TypeVar("Row", bound=Model)


class kept(Generic[Row]):  # noqa: N801  a decorator
    """A question on the way of every errand: Django words it once, and then it is asked with other values.

    Stands above a function that makes the queryset of its named values; they are used in filters, and compared there
    with one column each. Wording a question takes Django longer than the database needs to answer it (decision 0040).
    """

    def __init__(self, rows: Callable[..., QuerySet[Row]]) -> None:
        self._rows = rows
        self._worded: dict[UUID | None, tuple[Any, str, tuple[Any, ...]]] = {}

    def all(self, **values: Any) -> list[Row]:
        """The rows as they are now, as `list(queryset)` would bring them; None equals nothing, and finds nothing."""
        compiler, words, places = self._words(values)
        asked = copy(compiler)
        asked.connection = connections[DEFAULT_DB_ALIAS]
        bound = tuple(_given(values[one.value]) if isinstance(one, _Place) else one for one in places)
        asked.as_sql = lambda: (words, bound)
        query = SimpleNamespace(get_compiler=lambda using: asked)  # noqa: ARG005  Django's signature
        rows: Any = SimpleNamespace(db=DEFAULT_DB_ALIAS, query=query, _known_related_objects={})
        return list(ModelIterable(rows))

    def first(self, **values: Any) -> Row | None:
        """The first of them, or None; the question should ask for no more than one."""
        return next(iter(self.all(**values)), None)

    def get(self, **values: Any) -> Row:
        """The one row; raises DoesNotExist of its model."""
        found = self.first(**values)
        if found is None:
            model = self._words(values)[0].query.model
            raise model.DoesNotExist(f"{model._meta.label}: no row for {', '.join(values)}")
        return found

    def _words(self, values: dict[str, Any]) -> tuple[Any, str, tuple[Any, ...]]:
        # The wall around a municipality is part of the words. Without one, Django decides each time whether to ask.
        town = scope.current_id()
        if town in self._worded:
            return self._worded[town]
        query: Any = self._rows(**{name: _Place(name) for name in values}).query
        compiler = query.get_compiler(DEFAULT_DB_ALIAS)
        worded = (compiler, *compiler.as_sql())
        # Who asks has a connection of their own, and a thread that ends takes its own along.
        compiler.connection = None
        if town is not None or not issubclass(query.model, Scoped):
            self._worded[town] = worded
        return worded


class _Place(Value):
    """Where in the words a value will stand."""

    def as_sql(self, _compiler: object, _connection: object) -> tuple[str, Any]:
        """A parameter that is this place itself."""
        return "%s", [self]


def _given(value: Any) -> Any:
    """A value as this engine compares it with a column of its kind."""
    if isinstance(value, UUID) and not connection.features.has_native_uuid_field:
        return value.hex
    if isinstance(value, datetime.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, datetime.date):
        return connection.ops.adapt_datefield_value(value)
    return value


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
