"""What every row of a municipality has: a time-ordered id, its municipality and a manager behind the wall."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django_scopes import ScopedManager

from yakuba.core import scope
from yakuba.core.identifiers import uuid7

if TYPE_CHECKING:
    from collections.abc import Sequence


def scoped(queryset: type[models.QuerySet[Any]] = models.QuerySet) -> Any:
    """A manager that raises outside a municipality's scope and filters inside it."""
    return ScopedManager(municipality="municipality", _manager_class=models.Manager.from_queryset(queryset))


class OtherMunicipality(Exception):
    """A row was about to be saved for a municipality that is not in scope."""


class OwnMunicipality(models.ForeignKey):  # type: ignore[type-arg]
    """The municipality in scope, and no other: the same refusal on both engines, before the row is written."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001  Django's signature
        """The id that is written; raises OtherMunicipality."""
        municipality_id = super().pre_save(model_instance, add)
        if municipality_id != scope.current().pk:
            raise OtherMunicipality(f"{model_instance._meta.label} is saved outside its own municipality")
        return municipality_id

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """For migrations an ordinary foreign key."""
        name, _path, arguments, options = super().deconstruct()
        return name, "django.db.models.ForeignKey", arguments, options


class Scoped(models.Model):
    """A row of one municipality. Its municipality is the one in scope, and never changes."""

    # Columns that may be filled once on a row that is otherwise never changed or deleted; None: ordinary rows.
    append_only: ClassVar[tuple[str, ...] | None] = None

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    municipality = OwnMunicipality(
        "core.Municipality", on_delete=models.PROTECT, related_name="+", default=scope.current_id
    )

    objects: Any = scoped()

    class Meta:
        abstract = True
