"""What goes by post: the papers of cases, and what is brought to the post together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from yakuba.core.models import Scoped, SealedField

if TYPE_CHECKING:
    from uuid import UUID

    from yakuba.core.actors import Actor


class Bundle(Scoped):
    """What one department brings to the post together (郵送束), with one PDF of address sheets. It is a matter of its own."""

    matter = models.OneToOneField("core.Matter", on_delete=models.PROTECT, related_name="bundle")
    department = models.ForeignKey("accounts.Department", on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey("accounts.Staff", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    posted_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.department_id} {self.made_at:%Y-%m-%d}"

    def reaches(self, actor: Actor) -> bool:
        """Whether it is of a department of this official."""
        return self.department_id in actor.departments_as({"clerk", "chief"})


class Posting(Scoped):
    """One paper of a case that goes by post (郵送物): wanted, bundled, posted, and perhaps returned."""

    class What(models.TextChoices):
        """Which paper."""

        NOTICE = "notice", "結果の通知"
        DELAY = "delay", "延期の通知"
        REVOCATION = "revocation", "取消し・撤回の通知"
        RECEIPT = "receipt", "控え"
        # What did not arrive as a mail; the page of the message is printed.
        MESSAGE = "message", "お知らせの文"

    class Return(models.TextChoices):
        """Why it came back."""

        UNKNOWN = "unknown", "宛先不明"
        NOT_FETCHED = "not_fetched", "保管期間の経過"
        REFUSED = "refused", "受取りの拒否"
        OTHER = "other", "その他"

    application = models.ForeignKey(
        "applications.Application", on_delete=models.PROTECT, related_name="postings"
    )
    matter = models.ForeignKey("core.Matter", on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=12, choices=What.choices)
    revision = models.PositiveSmallIntegerField()
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, null=True, related_name="+")
    message = models.ForeignKey("messaging.Message", on_delete=models.PROTECT, null=True, related_name="+")
    wanted_at = models.DateTimeField()
    # {"name", "postal_code", "address"} as it was printed.
    to = SealedField(key="matter.key")
    bundle = models.ForeignKey(Bundle, on_delete=models.PROTECT, null=True, related_name="postings")
    posted_on = models.DateField(null=True)
    returned_on = models.DateField(null=True)
    returned_why = models.CharField(max_length=12, choices=Return.choices, blank=True)
    dropped_at = models.DateTimeField(null=True)
    drop_reason = SealedField(key="matter.key")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "what", "revision"],
                condition=models.Q(returned_on__isnull=True, dropped_at__isnull=True),
                name="a_paper_is_posted_once_unless_it_comes_back",
            ),
            models.CheckConstraint(
                condition=models.Q(returned_on__isnull=True)
                | models.Q(posted_on__isnull=False, returned_on__gte=models.F("posted_on")),
                name="only_what_was_posted_comes_back",
            ),
            models.CheckConstraint(
                condition=models.Q(what="message", message__isnull=False)
                | (~models.Q(what="message") & models.Q(message__isnull=True)),
                name="a_letter_of_a_message_names_it",
            ),
            models.CheckConstraint(
                condition=models.Q(dropped_at__isnull=True) | models.Q(posted_on__isnull=True),
                name="what_was_posted_is_not_dropped",
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "-id"],
                name="posting_to_send",
                condition=models.Q(posted_on__isnull=True, dropped_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.what}"

    @property
    def is_waiting(self) -> bool:
        """Whether it still has to go out."""
        return self.posted_on is None and self.dropped_at is None

    @property
    def department_id(self) -> UUID | None:
        """Whose business it is: the department of the case."""
        found: UUID | None = self.application.department_id
        return found

    def reaches(self, actor: Actor) -> bool:
        """Whether it is of a case of this official."""
        return bool(self.application.reaches(actor))
