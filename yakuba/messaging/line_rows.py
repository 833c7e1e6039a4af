"""The rows about where messages go: lines to other machines, addresses that do not exist, devices that are notified."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from yakuba.core.identifiers import uuid7
from yakuba.core.models import Scoped, SealedField


class Line(models.Model):
    """How a line to a machine outside stands (外との線): one for the whole installation, as the machine is.

    While nobody answers, `due_at` says when it is tried next; `down_at` is the first of the failures in a row.
    """

    class Port(models.TextChoices):
        """Which line."""

        MAIL = "mail", "メールの送信"
        BOUNCES = "bounces", "不達メールの読み取り"
        PUSH = "push", "スマートフォンへの通知"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    port = models.CharField(max_length=10, choices=Port.choices, unique=True)
    failures = models.PositiveIntegerField(default=0)
    # A code of ours or of the protocol, never what the other side said.
    code = models.CharField(max_length=40, blank=True)
    down_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    # Of mails that came back: how many told of a message of ours, and how many were something else.
    understood = models.PositiveIntegerField(default=0)
    ignored = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "外との線"
        constraints = [
            models.CheckConstraint(
                condition=Q(failures=0, down_at__isnull=True) | Q(failures__gte=1, down_at__isnull=False),
                name="a_line_is_down_since_its_first_failure",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.port} {self.failures}"


class BadAddress(Scoped):
    """A mail address that does not take mails (届かない宛先), by its keyed hash; writing to it ends until it is confirmed."""

    address_hash = models.CharField(max_length=64)
    code = models.CharField(max_length=40)
    noted_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "届かない宛先"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "address_hash"],
                condition=Q(cleared_at__isnull=True),
                name="an_address_is_bad_once",
            ),
            models.CheckConstraint(
                condition=Q(cleared_at__isnull=True) | Q(cleared_at__gte=F("noted_at")),
                name="an_address_is_cleared_after_it_was_bad",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.noted_at}"


class Subscription(Scoped):
    """A device on which a resident wants to be notified (通知を受け取る端末, RFC 8030 push subscription).

    `place` is {"endpoint": https address at the browser's push service, "p256dh", "auth": base64url}: sealed by the
    person's own key, so that nobody is reached any more once the person is forgotten.
    """

    resident = models.ForeignKey("accounts.Resident", on_delete=models.PROTECT, related_name="+")
    place = SealedField(key="resident.person.key")
    endpoint_hash = models.CharField(max_length=64)
    # A code of accounts.queries.device_of: the kind of browser and system, nothing that tells devices apart.
    device = models.CharField(max_length=40, blank=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "通知を受け取る端末"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "endpoint_hash"], name="a_device_is_notified_once"
            ),
        ]
        indexes = [models.Index(fields=["municipality", "resident"], name="subscription_of_resident")]

    def __str__(self) -> str:
        return f"{self.resident_id} {self.made_at}"
