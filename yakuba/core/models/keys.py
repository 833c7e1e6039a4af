"""Keys in envelopes: the installation's master wraps a town's key, the town's key wraps data keys."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import models

from yakuba.core import envelopes
from yakuba.core.models.scoped import Scoped, scoped


@lru_cache(maxsize=4096)
def _unwrapped(wrapping: bytes, wrapped: bytes, place: str) -> bytes:
    return envelopes.open_bytes(wrapping, wrapped, place)


class TownKey(Scoped):
    """One generation of a municipality's key (町の鍵), wrapped by the master key of the installation."""

    generation = models.PositiveIntegerField()
    master_generation = models.PositiveIntegerField()
    wrapped = models.BinaryField()
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "generation"], name="a_town_key_generation_stands_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.generation}"

    def wrap(self, data_key: bytes) -> None:
        """Wrap this town's key by the newest master key."""
        self.master_generation = settings.KEYRING.current
        self.wrapped = envelopes.seal_bytes(self._master(), data_key, f"town-key:{self.pk}")

    def data_key(self) -> bytes:
        """The town's key in the clear, 32 bytes."""
        return _unwrapped(self._master(), bytes(self.wrapped), f"town-key:{self.pk}")

    def _master(self) -> bytes:
        master: bytes = settings.KEYRING.derive("towns", self.master_generation)
        return master


class KeyQuerySet(models.QuerySet["Key"]):
    """Reads of data keys."""

    def wrapped_before(self, town_key: TownKey) -> KeyQuerySet:
        """Those that older generations wrap. Destroyed ones hold nothing to rewrap, and stay unreadable."""
        return self.filter(destroyed_at__isnull=True, town_key__generation__lt=town_key.generation)


class Key(Scoped):
    """The data key of one matter or person (データ鍵). Destroying it forgets everything that it sealed."""

    town_key = models.ForeignKey(TownKey, on_delete=models.PROTECT, related_name="+")
    wrapped = models.BinaryField()
    destroyed_at = models.DateTimeField(null=True)

    objects: Any = scoped(KeyQuerySet)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(destroyed_at__isnull=True) | models.Q(wrapped=b""),
                name="a_destroyed_key_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def wrap(self, town_key: TownKey, data_key: bytes) -> None:
        """Wrap a data key by a town's key."""
        self.town_key = town_key
        self.wrapped = envelopes.seal_bytes(town_key.data_key(), data_key, f"key:{self.pk}")

    def data_key(self) -> bytes:
        """The data key in the clear; raises CannotOpen once it is destroyed."""
        if self.destroyed_at is not None:
            raise envelopes.CannotOpen("the key was destroyed")
        return _unwrapped(self.town_key.data_key(), bytes(self.wrapped), f"key:{self.pk}")
