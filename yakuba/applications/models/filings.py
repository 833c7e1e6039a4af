"""What arrived, once per filing, and what was asked to be corrected."""

from __future__ import annotations

from django.db import models

from yakuba.applications.models.application import Application
from yakuba.applications.models.channels import Channel
from yakuba.core.models import Scoped, SealedField


class Submission(Scoped):
    """The answers as they arrived, once per filing: the first and each resubmission (到達した内容)."""

    append_only = ()

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="submissions")
    matter = models.ForeignKey("core.Matter", on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveSmallIntegerField()
    answers = SealedField(key="matter.key")
    # Who wrote these answers down: the applicant, or an official from paper or from what was said.
    source = models.CharField(max_length=10, choices=Channel.choices, default=Channel.ONLINE)
    arrived_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "revision"], name="a_revision_arrives_once"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.revision}"


class Correction(Scoped):
    """A request to correct named fields by a day (補正依頼, 行政手続法7条)."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="corrections")
    matter = models.ForeignKey("core.Matter", on_delete=models.PROTECT, related_name="+")
    fields = models.JSONField()
    message = SealedField(key="matter.key")
    due_on = models.DateField()
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=64)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(answered_at__isnull=True),
                name="one_open_correction_per_application",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.due_on}"
