"""SealedField: a column that holds an envelope and reads and writes as the plain JSON value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models

from yakuba.core import envelopes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.backends.base.base import BaseDatabaseWrapper


class Ciphertext(bytes):
    """Sealed bytes as the database holds them."""


class _Clear:
    """A plain value that is waiting to be sealed."""

    def __init__(self, value: Any) -> None:
        self.value = value


class _Reader:
    """Opens the envelope when the attribute is read, once per row."""

    def __init__(self, field: SealedField) -> None:
        self.field = field

    def __get__(self, row: models.Model | None, owner: type[models.Model]) -> Any:
        if row is None:
            return self
        name = self.field.attname
        if name not in row.__dict__:
            row.refresh_from_db(fields=[name])
        held = row.__dict__[name]
        if isinstance(held, Ciphertext):
            held = row.__dict__[name] = _Clear(self.field.open(row, held))
        return held.value

    def __set__(self, row: models.Model, value: Any) -> None:
        row.__dict__[self.field.attname] = value if isinstance(value, Ciphertext) else _Clear(value)


class SealedField(models.BinaryField):  # type: ignore[type-arg]
    """A JSON value sealed under the key that `key` leads to from the row, or the installation's (None)."""

    def __init__(self, *, key: str | None, **options: Any) -> None:
        self.key_path = key
        options["null"] = options["blank"] = True
        options.pop("editable", None)
        super().__init__(**options)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """For migrations: the same field again."""
        name, path, arguments, options = super().deconstruct()
        for implied in ("null", "blank", "editable"):
            options.pop(implied, None)
        return name, path, arguments, {**options, "key": self.key_path}

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:  # noqa: FBT001, FBT002  Django's signature
        """Put the reader in the attribute's place."""
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, _Reader(self))

    def from_db_value(self, value: bytes | None, *_: object) -> Ciphertext | None:
        """What the database gave, still sealed."""
        return None if value is None else Ciphertext(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> Ciphertext | None:  # noqa: ARG002, FBT001
        """Seal the value for exactly this row and column."""
        held = model_instance.__dict__.get(self.attname)
        if held is None or isinstance(held, Ciphertext):
            return held
        return None if held.value is None else self.seal(model_instance, held.value)

    def get_lookup(self, lookup_name: str) -> type[Any] | None:
        """Whether there is a value is all that can be asked; a search would only send plain text to the database."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002
        """Let only sealed bytes through, so that `.update()` and filters cannot write plain text."""
        if value is not None and not isinstance(value, Ciphertext):
            raise TypeError(f"{self.attname} is sealed: set it on the row and save the row")
        return super().get_db_prep_value(value, connection, prepared)

    def seal(self, row: models.Model, value: Any) -> Ciphertext:
        """The envelope of a value for this row."""
        if row.pk is None:
            raise ValueError(
                f"{self.model._meta.label}: a sealed value needs a row that has its id before it is saved"
            )
        if self.key_path is None:
            generation = settings.KEYRING.current
            key = settings.KEYRING.derive("installation", generation)
            return Ciphertext(generation.to_bytes(2) + envelopes.seal(key, value, self._place(row)))
        return Ciphertext(envelopes.seal(self._data_key(row), value, self._place(row)))

    def open(self, row: models.Model, blob: Ciphertext) -> Any:
        """The value in this row's envelope; raises envelopes.CannotOpen."""
        if self.key_path is None:
            key = settings.KEYRING.derive("installation", int.from_bytes(blob[:2]))
            return envelopes.open_value(key, blob[2:], self._place(row))
        return envelopes.open_value(self._data_key(row), blob, self._place(row))

    def _data_key(self, row: models.Model) -> bytes:
        holder: Any = row
        for step in (self.key_path or "").split("."):
            holder = getattr(holder, step)
        key: bytes = holder.data_key()
        return key

    def _place(self, row: models.Model) -> str:
        return f"{self.model._meta.db_table}.{self.column}:{row.pk}"
