"""The first wall: nothing is read or written outside the scope of one municipality."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import django_scopes
from django.db import connection
from psycopg.pq import TransactionStatus

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from yakuba.core.models import Municipality

VARIABLE = "yakuba.municipality"


class NoMunicipality(Exception):
    """Something asked for the municipality outside any scope."""


@contextmanager
def within(municipality: Municipality) -> Iterator[None]:
    """Work inside one municipality; on PostgreSQL the session variable opens row-level security for it."""
    outer = django_scopes.get_scope().get("municipality")
    # Inside its own scope the database knows it already.
    is_same = outer is not None and outer.pk == municipality.pk
    with django_scopes.scope(municipality=municipality):
        if not is_same:
            _tell_database(municipality)
        try:
            yield
        finally:
            if not is_same:
                _tell_database(outer)


def current() -> Municipality:
    """The municipality whose scope this is; raises NoMunicipality outside every scope."""
    municipality: Municipality | None = django_scopes.get_scope().get("municipality")
    if municipality is None:
        raise NoMunicipality("no municipality in scope: work inside core.scope.within(...)")
    return municipality


def current_id() -> UUID | None:
    """The default of every row's municipality; outside a scope none, which no table takes."""
    municipality: Municipality | None = django_scopes.get_scope().get("municipality")
    return municipality.pk if municipality else None


def _tell_database(municipality: Municipality | None) -> None:
    if connection.vendor != "postgresql" or _is_being_rolled_back():
        return
    if municipality is None and connection.connection is None:
        # A connection that is not open knows of no municipality, and is not opened to forget one.
        return
    with connection.cursor() as cursor:
        value = str(municipality.pk) if municipality else ""
        cursor.execute("SELECT set_config(%s, %s, false)", [VARIABLE, value])


def _is_being_rolled_back() -> bool:
    # A transaction that failed refuses every statement, and takes the variable back by itself when it ends.
    if connection.needs_rollback:
        return True
    return (
        connection.in_atomic_block
        and connection.connection.info.transaction_status == TransactionStatus.INERROR
    )
