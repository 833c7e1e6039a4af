"""What was written down at each step of the route."""

from __future__ import annotations

from django.db import models

from yakuba.applications.models.application import Application
from yakuba.core.models import Scoped, SealedField


class StepRecord(Scoped):
    """What was done at one step of the route, by whom, and what went out and came back (処理の記録).

    A consultation (協議) and a forwarding (進達) go out on `sent_on` and are answered on `answered_on`; an entry in a
    register (台帳), a number of another authority and a delivery carry their `reference`. What has to be done anew
    after a correction or a remand is superseded and stays as it was.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="step_records")
    matter = models.ForeignKey("core.Matter", on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=64)
    kind = models.CharField(max_length=10)
    sent_on = models.DateField(null=True)
    answered_on = models.DateField(null=True)
    # How something was handed over, or how a consultation was answered: a code of `procedures.steps`.
    answer = models.CharField(max_length=30, blank=True)
    reference = SealedField(key="matter.key")
    # Why the outcome is what it is, as the applicant is told; the note is for officials only.
    reasons = SealedField(key="matter.key")
    note = SealedField(key="matter.key")
    done_by = models.ForeignKey("accounts.Staff", on_delete=models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "step"],
                condition=models.Q(superseded_at__isnull=True),
                name="a_step_is_recorded_once",
            ),
            models.CheckConstraint(
                condition=models.Q(answered_on__isnull=True)
                | models.Q(sent_on__isnull=True)
                | models.Q(answered_on__gte=models.F("sent_on")),
                name="an_answer_does_not_come_before_the_question",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.step}"
