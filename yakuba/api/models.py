"""What has been asked with an idempotency key."""

from __future__ import annotations

from typing import Any

from django.db import models

from yakuba.core.models import Scoped, scoped


class Carried(Scoped):
    """That a POST with an idempotency key (冪等キー) was carried out, and for which application.

    `digest` is a keyed hash of who asked and of the key, `body` one of what was asked: neither leads back to anybody.
    """

    digest = models.CharField(max_length=64)
    body = models.CharField(max_length=64)
    application = models.ForeignKey(
        "applications.Application", on_delete=models.CASCADE, null=True, related_name="+"
    )
    made_at = models.DateTimeField()

    objects: Any = scoped()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "digest"], name="a_key_is_carried_out_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
