"""What comes after a decision or a death: a decision is taken away again, an heir goes on."""

from __future__ import annotations

from django.db import models

from yakuba.core.models import Scoped, SealedField


class Revocation(Scoped):
    """A decision is taken away again (取消し、撤回), or the case goes back to examination before anybody was told (再開).

    An annulment (取消し) says that the decision was wrong from the beginning; a withdrawal (撤回) ends it for the future
    because circumstances changed. Where it disadvantages somebody it is a 不利益処分 (行政手続法2条4号): it shows its reasons
    (14条), and the person is heard before (13条).
    """

    class Kind(models.TextChoices):
        """What happens to the decision."""

        ANNUL = "annul", "取消し（初めから違法または不当だった）"
        WITHDRAW = "withdraw", "撤回（事情が変わったので、これから先について）"
        REOPEN = "reopen", "再開（まだだれにも知らせていない）"

    class Hearing(models.TextChoices):
        """How the person was heard (行政手続法13条)."""

        HEARING = "hearing", "聴聞をした（13条1項1号）"
        EXPLANATION = "explanation", "弁明の機会を与えた（13条1項2号）"
        FAVOURABLE = "favourable", "相手に不利益にならない（不利益処分ではない）"
        EXEMPT = "exempt", "意見陳述の手続がいらない（13条2項）"

    class State(models.TextChoices):
        """How far it has come."""

        DRAFTED = "drafted", "決裁待ち"
        DECIDED = "decided", "決裁済み"
        CANCELLED = "cancelled", "取りやめ"

    application = models.ForeignKey(
        "applications.Application", on_delete=models.PROTECT, related_name="revocations"
    )
    matter = models.ForeignKey("core.Matter", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFTED)
    # An annulment counts from the day of the decision, a withdrawal from a day to come.
    effective_on = models.DateField()
    reasons = SealedField(key="matter.key")
    hearing = models.CharField(max_length=12, choices=Hearing.choices, blank=True)
    hearing_note = SealedField(key="matter.key")
    proposed_by = models.ForeignKey("accounts.Staff", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(state="drafted"),
                name="one_open_revocation_per_application",
            ),
            models.CheckConstraint(
                condition=models.Q(state="decided", decided_on__isnull=False)
                | (~models.Q(state="decided") & models.Q(decided_on__isnull=True)),
                name="a_revocation_is_decided_on_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="reopen") | ~models.Q(hearing=""),
                name="a_revocation_says_who_was_heard",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.kind} {self.state}"

    @property
    def word(self) -> str:
        """取消し or 撤回, as on the notice."""
        return {"annul": "取消し", "withdraw": "撤回"}.get(self.kind, "再開")


class Succession(Scoped):
    """The applicant has died (承継): an heir goes on, or a personal right ends with the person (一身専属)."""

    application = models.OneToOneField(
        "applications.Application", on_delete=models.PROTECT, related_name="succession"
    )
    matter = models.ForeignKey("core.Matter", on_delete=models.PROTECT, related_name="+")
    # "YYYY-MM-DD": whose day it is, the matter knows.
    died_on = SealedField(key="matter.key")
    noted_by = models.ForeignKey("accounts.Staff", on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    heir = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    relation = SealedField(key="matter.key")
    proof = models.ForeignKey("documents.File", on_delete=models.PROTECT, null=True, related_name="+")
    end_reason = SealedField(key="matter.key")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(heir__isnull=True) | models.Q(settled_at__isnull=False),
                name="an_heir_settles_the_succession",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.noted_at:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        """Whether nobody speaks for the dead yet."""
        return self.settled_at is None
