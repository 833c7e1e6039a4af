"""The rows of keeping and disposing: how long a matter's records are kept, what stops their disposal, who is erased."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from yakuba.accounts import queries as people
from yakuba.core import terms
from yakuba.core.models import Matter, Scoped, SealedField, scoped
from yakuba.core.states import move
from yakuba.work.models import WorkItem

if TYPE_CHECKING:
    import datetime

    from yakuba.core.actors import Actor


class Term(models.TextChoices):
    """How the period is measured."""

    YEARS = "years", "年数"
    PERMANENT = "permanent", "永年"
    CURRENT = "current", "常用"


class State(models.TextChoices):
    """Where a matter's records stand."""

    OPEN = "open", "案件が続いている"
    KEPT = "kept", "保存中"
    DISPOSED = "disposed", "廃棄済み"


class RetentionQuerySet(models.QuerySet["Retention"]):
    """Reads of periods of keeping."""

    def over(self, today: datetime.date) -> RetentionQuerySet:
        """Those whose last day has passed, whatever still stands in the way."""
        return self.filter(state=State.KEPT, until_on__lt=today)

    def held(self, today: datetime.date) -> RetentionQuerySet:
        """Those that something keeps back: a hold, a child or work that is still open, a protection (支援措置)."""
        return self.filter(_kept_back(today))

    def due(self, today: datetime.date) -> RetentionQuerySet:
        """Those that may be disposed of: over, and nothing keeps them back."""
        return self.over(today).exclude(_kept_back(today))

    def visible_to(self, actor: Actor) -> RetentionQuerySet:
        """Those of the departments in which the actor is an official, but what a protection (支援措置) keeps back."""
        theirs = self.filter(department__in=actor.departments_as({"clerk", "chief"}))
        return people.unrestricted(theirs, actor)


def _kept_back(today: datetime.date) -> Q:
    of_matter = {"matter": OuterRef("matter")}
    holds = Hold.objects.standing(today).filter(**of_matter)
    children = Matter.objects.filter(parent=OuterRef("matter"), closed_at__isnull=True)
    work = WorkItem.objects.filter(done_at__isnull=True, **of_matter)
    return Q(Exists(holds)) | Q(Exists(children)) | Q(Exists(work)) | Q(people.restricts())


class Retention(Scoped):
    """How long the records of one matter are kept (保存期間), from its end to its disposal (廃棄).

    `years` is None for what is kept for ever (永年) or while in use (常用); then there is no `until_on`. What is told
    after the disposal stands here: department, version, outcome and days.
    """

    matter = models.OneToOneField("core.Matter", on_delete=models.PROTECT, related_name="retention")
    version = models.ForeignKey("procedures.Version", on_delete=models.PROTECT, null=True, related_name="+")
    department = models.ForeignKey(
        "accounts.Department", on_delete=models.PROTECT, null=True, related_name="+"
    )
    # By which rule: "outcome", "withdrawn", "bundle", "protection".
    basis = models.CharField(max_length=20)
    outcome = models.CharField(max_length=64, blank=True)
    term = models.CharField(max_length=10, choices=Term.choices)
    years = models.PositiveSmallIntegerField(null=True)
    finished_on = models.DateField()
    until_on = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.KEPT)
    # The night that put it on the list of what may be disposed of (廃棄の対象).
    listed_on = models.DateField(null=True)
    disposed_at = models.DateTimeField(null=True)
    agreed_by = models.ForeignKey("accounts.Staff", on_delete=models.PROTECT, null=True, related_name="+")

    objects: Any = scoped(RetentionQuerySet)

    class Meta:
        verbose_name = "保存期間"
        constraints = [
            models.CheckConstraint(
                condition=Q(term="years", years__isnull=False, until_on__isnull=False)
                | Q(term__in=["permanent", "current"], years__isnull=True, until_on__isnull=True),
                name="a_period_in_years_has_a_last_day",
            ),
            models.CheckConstraint(
                condition=Q(state="disposed", disposed_at__isnull=False, until_on__isnull=False)
                | Q(state__in=["open", "kept"], disposed_at__isnull=True),
                name="what_is_disposed_of_had_a_last_day",
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=models.F("finished_on")),
                name="keeping_ends_after_the_end",
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "until_on", "id"],
                name="retention_by_end",
                condition=Q(state="kept"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.until_on or self.term}"

    @property
    def words(self) -> str:
        """The period as officials say it: 5年, 永年."""
        return terms.words(self.years, Term(self.term).label)

    @property
    def begins_on(self) -> datetime.date:
        """The first day that counts (起算日)."""
        return terms.begins_on(self.finished_on)

    @property
    def is_disposed(self) -> bool:
        """Whether the records are gone."""
        return self.state == State.DISPOSED

    @property
    def title(self) -> str:
        """What it was: the procedure's title, else the kind of matter."""
        return self.version.definition.title if self.version else KINDS.get(self.basis, self.basis)

    @property
    def outcome_title(self) -> str:
        """Its outcome in the words of the definition, or how else it ended."""
        if self.version and self.outcome:
            return self.version.definition.outcome(self.outcome).title
        return {"withdrawn": "取下げ・取消し"}.get(self.basis, "")

    def reaches(self, actor: Actor) -> bool:
        """Whether it is the business of a department of this official, and nothing is kept back from them."""
        if "machine" in actor.roles:
            return True
        return self.department_id in actor.departments_as({"clerk", "chief"}) and people.may_open(
            actor, self.matter_id
        )


KINDS = {"bundle": "郵送の束", "protection": "支援措置の記録", "erasure": "個人データの消去の記録"}


class HoldQuerySet(models.QuerySet["Hold"]):
    """Reads of holds."""

    def standing(self, today: datetime.date) -> HoldQuerySet:
        """Those that stop a disposal on this day."""
        return self.filter(lifted_at__isnull=True).filter(Q(until_on__isnull=True) | Q(until_on__gte=today))


class Hold(Scoped):
    """That a matter's records are not disposed of although their period is over (廃棄の停止).

    公文書等の管理に関する法律施行令9条1項, after which towns write their rules (from memory): an audit or inspection, a
    lawsuit, an appeal and a request for disclosure; the last two end a year after the day following their decision.
    """

    class Kind(models.TextChoices):
        """Why."""

        LAWSUIT = "lawsuit", "訴訟"
        AUDIT = "audit", "監査・検査"
        APPEAL = "appeal", "審査請求"
        DISCLOSURE = "disclosure", "開示請求"
        OTHER = "other", "職務に必要"

    matter = models.ForeignKey("core.Matter", on_delete=models.PROTECT, related_name="holds")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    # The appeal or request itself; while it is open the hold has no last day.
    cause = models.ForeignKey("core.Matter", on_delete=models.PROTECT, null=True, related_name="+")
    reason = SealedField(key="matter.key")
    until_on = models.DateField(null=True)
    placed_at = models.DateTimeField()
    # A typed code as of events: an appeal places its hold by itself.
    placed_by = models.CharField(max_length=64)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey("accounts.Staff", on_delete=models.PROTECT, null=True, related_name="+")

    objects: Any = scoped(HoldQuerySet)

    class Meta:
        verbose_name = "廃棄の停止"
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "cause"],
                condition=Q(lifted_at__isnull=True),
                name="a_cause_holds_a_matter_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["lawsuit", "audit", "appeal", "disclosure", "other"]),
                name="a_hold_has_a_known_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "matter"],
                name="hold_standing",
                condition=Q(lifted_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.until_on or ''}"

    def is_standing(self, today: datetime.date) -> bool:
        """Whether it stops a disposal on this day."""
        return self.lifted_at is None and (self.until_on is None or self.until_on >= today)


class ErasureState(models.TextChoices):
    """How far an erasure has come."""

    ASKED = "asked", "確認待ち"
    DONE = "done", "消去した"
    REFUSED = "refused", "認めない"


_ANSWERED = "この依頼には、すでに答えが出ています。画面を開き直して確かめてください。"
ERASURE_MOVES = {
    "do": move(ErasureState.ASKED, to=ErasureState.DONE, otherwise=_ANSWERED),
    "refuse": move(ErasureState.ASKED, to=ErasureState.REFUSED, otherwise=_ANSWERED),
}


class ErasureQuerySet(models.QuerySet["Erasure"]):
    """Reads of erasures."""

    def visible_to(self, actor: Actor) -> ErasureQuerySet:
        """Those that the actor's departments asked for."""
        return self.filter(department__in=actor.departments_as({"clerk", "chief"}))


class Erasure(Scoped):
    """That a person's data are to be erased (消去), asked by one official and agreed to by another.

    個人情報の保護に関する法律98条 (利用停止・消去の請求) or the person's own wish; what the town has to keep stays until the
    last day of its period. It hangs on a matter of its own, whose key seals the reason.
    """

    matter = models.OneToOneField("core.Matter", on_delete=models.PROTECT, related_name="erasure")
    # The row by which the person was found; everybody who is the same person is erased.
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey("accounts.Department", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ErasureState.choices, default=ErasureState.ASKED)
    reason = SealedField(key="matter.key")
    remark = SealedField(key="matter.key")
    asked_by = models.ForeignKey("accounts.Staff", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey("accounts.Staff", on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    # Numbers and codes: what was erased, and what is kept until when.
    result = models.JSONField(default=dict)

    objects: Any = scoped(ErasureQuerySet)

    class Meta:
        verbose_name = "個人データの消去"
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=models.F("asked_by")),
                name="nobody_agrees_to_the_erasure_they_asked_for",
            ),
            models.CheckConstraint(
                condition=Q(state="asked", answered_by__isnull=True, answered_at__isnull=True)
                | Q(state__in=["done", "refused"], answered_by__isnull=False, answered_at__isnull=False),
                name="an_erasure_waits_or_is_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.pk}"

    def reaches(self, actor: Actor) -> bool:
        """Whether a department of this official asked for it."""
        return self.department_id in actor.departments_as({"clerk", "chief"})
