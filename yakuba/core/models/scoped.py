"""What every row of a municipality has: a time-ordered id, its municipality and a manager behind the wall."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django_scopes import ScopedManager

from yakuba.core import scope
from yakuba.core.identifiers import uuid7


def scoped(queryset: type[models.QuerySet[Any]] = models.QuerySet) -> Any:  # noqa: ANN401  a manager in a scope, else one that raises
    """A manager that raises outside a municipality's scope and filters inside it."""
    return ScopedManager(
        municipality="municipality", _manager_class=models.Manager.from_queryset(queryset)
    )


class Scoped(models.Model):
    """A row of one municipality. Its municipality is the one in scope, and never changes."""

    # Columns that may be filled once on a row that is otherwise never changed or deleted; None: ordinary rows.
    append_only: ClassVar[tuple[str, ...] | None] = None

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = models.ForeignKey(
        "core.Municipality", on_delete=models.PROTECT, related_name="+", default=scope.current_id
    )

    objects: Any = scoped()

    class Meta:
        abstract = True
