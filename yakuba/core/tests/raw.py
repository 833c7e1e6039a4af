"""Raw SQL for the tests of the walls: what somebody with a console would type."""

from contextlib import contextmanager
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction


def run(statement, *values):
    """Run raw SQL, with the deferred constraints looked at now; returns how many rows it touched."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # What waits for the commit would keep tables from being altered; from here on nothing waits.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement, [_plain(value) for value in values])
        return cursor.rowcount


def _plain(value):
    # SQLite holds ids as 32 hex digits.
    return value.hex if connection.vendor == "sqlite" and isinstance(value, UUID) else value


@contextmanager
def refused():
    with pytest.raises(DatabaseError):
        yield
