"""Rows of the paper and telephone channel: what was taken in on paper, and what people said."""

from __future__ import annotations

from django.db import models

from yakuba.core.models import Scoped, SealedField


class Channel(models.TextChoices):
    """How something reached the town."""

    ONLINE = "online", "オンライン"
    API = "api", "API"
    COUNTER = "counter", "窓口"
    POST = "post", "郵送"
    TELEPHONE = "telephone", "電話"


class Identification(models.TextChoices):
    """What showed at the town hall who somebody is (窓口の本人確認): one paper with a photo, or two others."""

    PHOTO = "photo", "顔写真付きの書類1点"
    TWO = "two", "顔写真のない書類2点"


class Intake(Scoped):
    """An application that the town took in other than online (収受): scan, who registered and who typed it.

    The day of the stamp (収受印) stands on the application, because its clocks run from there. The member of staff
    who types is the scribe (入力支援者): the words are the applicant's.
    """

    application = models.OneToOneField(
        "applications.Application", on_delete=models.PROTECT, related_name="intake"
    )
    matter = models.ForeignKey("core.Matter", on_delete=models.PROTECT, related_name="+")
    scan = models.ForeignKey("documents.File", on_delete=models.PROTECT, null=True, related_name="+")
    note = SealedField(key="matter.key")
    registered_by = models.ForeignKey("accounts.Staff", on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    scribe = models.ForeignKey("accounts.Staff", on_delete=models.PROTECT, null=True, related_name="+")
    typed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = SealedField(key="matter.key")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(scribe__isnull=True, typed_at__isnull=True)
                | models.Q(scribe__isnull=False, typed_at__isnull=False, cancelled_at__isnull=True),
                name="an_intake_is_typed_by_somebody_or_cancelled",
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "-id"],
                name="intake_to_type",
                condition=models.Q(typed_at__isnull=True, cancelled_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.registered_at:%Y-%m-%d}"

    @property
    def is_waiting(self) -> bool:
        """Whether its answers still have to be typed."""
        return self.typed_at is None and self.cancelled_at is None


class Call(Scoped):
    """What somebody said or wrote about a case, and who of the town heard it (電話記録)."""

    class Speaker(models.TextChoices):
        """Who spoke, as seen from the applicant."""

        SELF = "self", "本人"
        FAMILY = "family", "家族"
        PROXY = "proxy", "代理人"
        OTHER = "other", "その他"

    class About(models.TextChoices):
        """What came of it."""

        NOTE = "note", "聞き取り"
        CORRECTION = "correction", "訂正"
        WITHDRAWAL = "withdrawal", "取下げ"
        DEATH = "death", "死亡の連絡"
        CODE = "code", "照会コードの出し直し"

    application = models.ForeignKey(
        "applications.Application", on_delete=models.PROTECT, related_name="calls"
    )
    matter = models.ForeignKey("core.Matter", on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=10, choices=About.choices)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    speaker = models.CharField(max_length=10, choices=Speaker.choices)
    speaker_name = SealedField(key="matter.key")
    words = SealedField(key="matter.key")
    heard_at = models.DateTimeField()
    heard_by = models.ForeignKey("accounts.Staff", on_delete=models.PROTECT, related_name="+")
    scan = models.ForeignKey("documents.File", on_delete=models.PROTECT, null=True, related_name="+")
    # The filing that came of it, where the answers changed.
    revision = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(about="correction", revision__isnull=False)
                | (~models.Q(about="correction") & models.Q(revision__isnull=True)),
                name="a_correction_by_telephone_has_its_filing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.about} {self.heard_at:%Y-%m-%d}"
