"""Acts as the login that owns the tables, for migrations, copies and walls; everything else is bound by the walls."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import DatabaseError, connection

if TYPE_CHECKING:
    from collections.abc import Iterator

# Django takes this role on in each new PostgreSQL connection (docs.djangoproject.com, "assume_role").
OPTION = "assume_role"


@contextmanager
def acting() -> Iterator[None]:
    """Put the program's role down and take it on again afterwards; on SQLite there is only one login."""
    options = connection.settings_dict["OPTIONS"]
    role: str | None = options.pop(OPTION, None)
    _take_on(None)
    try:
        yield
    finally:
        if role is not None:
            options[OPTION] = role
            _take_on_again(role)


def _take_on_again(role: str) -> None:
    try:
        _take_on(role)
    except DatabaseError:
        # Before the first migrate the role does not exist. Nothing else may go on as the owner.
        connection.close()


def _take_on(role: str | None) -> None:
    if connection.vendor != "postgresql" or connection.connection is None:
        # A connection that is opened later takes the role from its options.
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {connection.ops.quote_name(role)}" if role else "SET ROLE NONE")
