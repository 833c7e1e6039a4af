"""Seals the rows of the installation's own key again after the master key has rotated."""

from django.apps import apps
from django.db import models, transaction

from yakuba.core.sealed import SealedField


@transaction.atomic
def reseal_installation() -> int:
    """Seal every value under the newest master key; returns the number of rows."""
    return sum(_reseal(model, fields) for model, fields in _sealed_by_installation())


def _sealed_by_installation() -> list[tuple[type[models.Model], list[str]]]:
    found = []
    for model in apps.get_models():
        columns = model._meta.concrete_fields
        names = [f.attname for f in columns if isinstance(f, SealedField) and f.key_path is None]
        if names:
            found.append((model, names))
    return found


def _reseal(model: type[models.Model], names: list[str]) -> int:
    rows = model._default_manager.select_for_update()
    for row in rows:
        for name in names:
            # Reading opens the old envelope; saving makes a new one.
            setattr(row, name, getattr(row, name))
        row.save(update_fields=names)
    return len(rows)
