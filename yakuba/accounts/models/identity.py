"""How sure the town is of who filed something."""

from __future__ import annotations

from django.db import models

from yakuba.core.models import Matter, Scoped


class IdentityProof(Scoped):
    """That somebody proved by a card who they are, about one matter (本人確認の記録): level and moment, never a number.

    `digest` is a keyed hash of what was signed: another content needs another signature.
    """

    class Level(models.TextChoices):
        """What the card did."""

        AUTHENTICATED = "card-authenticated", "マイナンバーカードで本人を確認"
        SIGNED = "card-signed", "マイナンバーカードの署名"

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="identity_proofs")
    level = models.CharField(max_length=20, choices=Level.choices)
    digest = models.CharField(max_length=64, blank=True)
    proved_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["matter", "-proved_at"], name="identity_proof_by_matter")]

    def __str__(self) -> str:
        return f"{self.level} {self.matter_id}"
