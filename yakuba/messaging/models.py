"""The rows of what the town tells people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q

from yakuba.core.models import Scoped, SealedField, scoped
from yakuba.core.states import move
from yakuba.work.models import WorkItem

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable
    from uuid import UUID

    from yakuba.core.actors import Actor
    from yakuba.core.models import Key


class Channel(models.TextChoices):
    """By which way a message reaches somebody."""

    INBOX = "inbox", "受信箱"
    MAIL = "mail", "メール"


class State(models.TextChoices):
    """How far a message has come."""

    WAITING = "waiting", "送信待ち"
    SENT = "sent", "送信済み"
    FAILED = "failed", "送れませんでした"


MOVES = {
    "send": move(State.WAITING, to=State.SENT, otherwise="このお知らせは、もう送信待ちではありません。"),
    "fail": move(State.WAITING, to=State.FAILED, otherwise="このお知らせは、もう送信待ちではありません。"),
}


def _addressed_to(resident: UUID | None, matters: Iterable[UUID]) -> Q:
    about = Q(matter__in=list(matters))
    return about if resident is None else about | Q(resident=resident)


class OutgoingQuerySet(models.QuerySet[Any]):
    """Reads of what is on its way to the mail server."""

    def due(self, now: datetime.datetime) -> OutgoingQuerySet:
        """What should be tried now and is not in another worker's hands, the longest waiting first."""
        free = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
        return self.filter(free, due_at__lte=now).order_by("due_at", "id")


class Outgoing(Scoped):
    """A mail on its way: when it is tried next, how often it was, and whose hands it is in.

    `leased_until` is also the token of the worker that holds the row: no other lease ends at the same moment.
    """

    # The same at each try, so that a mail that was sent twice is shown once (RFC 5322 section 3.6.4).
    message_id = models.CharField(max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    # Why the last try failed: a code of ours or of SMTP, never the server's words, which could hold the address.
    failure = models.CharField(max_length=40, blank=True)
    written_at = models.DateTimeField()
    address = SealedField(key="key")
    subject = SealedField(key="key")
    body = SealedField(key="key")

    # Each kind of mail has these, as columns or not; `key_path` is what has to be read along to open the sealed ones.
    key_path: ClassVar[str]
    state: Any
    matter: Any
    consequence: Any
    channel: Any

    class Meta:
        abstract = True

    def settle(self, *, now: datetime.datetime) -> None:
        """Keep that the mail has come to its end: `state` says to which."""
        raise NotImplementedError


class MessageQuerySet(OutgoingQuerySet):
    """Reads of messages."""

    def visible_to(self, actor: Actor) -> MessageQuerySet:
        """A resident's own, those of a guest's matters, and those a department deals with."""
        theirs = _addressed_to(actor.resident, actor.matters)
        if offices := actor.departments_as({"clerk", "chief"}):
            items = WorkItem.objects.filter(matter=OuterRef("matter"), department__in=offices)
            theirs |= Q(Exists(items))
        return self.filter(theirs)

    def to(self, resident: UUID | None, *, matters: Iterable[UUID] = ()) -> MessageQuerySet:
        """Those for one resident and those about these matters."""
        return self.filter(_addressed_to(resident, matters))

    def in_inbox(self) -> MessageQuerySet:
        """What people read on their pages, the newest first (ids are time-ordered)."""
        return self.filter(channel=Channel.INBOX).order_by("-id")

    def unread(self) -> MessageQuerySet:
        """What has not been opened yet."""
        return self.filter(channel=Channel.INBOX, read_at__isnull=True)


class Message(Outgoing):
    """One notice about one matter by one way (お知らせ). Inbox rows are there at once, mails follow by a worker."""

    matter = models.ForeignKey("core.Matter", on_delete=models.PROTECT, related_name="messages")
    resident = models.ForeignKey("accounts.Resident", on_delete=models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    consequence = models.CharField(max_length=64)
    revision = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    objects: Any = scoped(MessageQuerySet)

    key_path: ClassVar[str] = "matter__key__town_key"

    class Meta:
        verbose_name = "お知らせ"
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "consequence", "revision", "channel"], name="a_message_is_written_once"
            ),
            models.UniqueConstraint(
                fields=["municipality", "message_id"],
                condition=~Q(message_id=""),
                name="a_message_id_stands_once",
            ),
            models.CheckConstraint(
                condition=Q(channel__in=Channel.values), name="a_message_goes_a_known_way"
            ),
            models.CheckConstraint(
                condition=Q(state=State.WAITING, due_at__isnull=False, sent_at__isnull=True)
                | Q(state=State.SENT, due_at__isnull=True, sent_at__isnull=False)
                | Q(state=State.FAILED, due_at__isnull=True, sent_at__isnull=True),
                name="a_message_waits_or_is_sent_or_failed",
            ),
            models.CheckConstraint(
                condition=(Q(channel=Channel.INBOX) & Q(state=State.SENT, message_id=""))
                | (Q(channel=Channel.MAIL) & ~Q(message_id="")),
                name="inbox_is_sent_at_once_and_mail_has_an_id",
            ),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True) | Q(channel=Channel.INBOX), name="only_the_inbox_is_read"
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "due_at"], name="message_due", condition=Q(due_at__isnull=False)
            ),
            models.Index(fields=["municipality", "resident", "id"], name="message_of_resident"),
            models.Index(
                fields=["municipality", "id"], name="message_failed", condition=Q(state=State.FAILED)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consequence} {self.revision} {self.channel} {self.state}"

    @property
    def key(self) -> Key:
        """What is told about a matter is sealed by its key: forgetting the matter forgets it too."""
        return self.matter.key

    def settle(self, *, now: datetime.datetime) -> None:
        """Sent with its moment, or failed."""
        self.sent_at = now if self.state == State.SENT else None
        self.due_at = self.leased_until = None
        self.save(update_fields=["state", "sent_at", "due_at", "leased_until", "failure"])

    def reaches(self, actor: Actor) -> bool:
        """Whether this is for the resident, or about a matter of the resident or guest."""
        return self.matter_id in actor.matters or (
            self.resident_id is not None and self.resident_id == actor.resident
        )


class CodeMail(Outgoing):
    """A mail with a sign-in code (確認コードのメール). It belongs to no matter and is deleted once sent or too late."""

    # Sealed by the town's own key: there is no matter whose key could be destroyed, and the row lives for minutes.
    key = models.ForeignKey("core.TownKey", on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()

    objects: Any = scoped(OutgoingQuerySet)

    # No columns: the row lives only while it waits, and belongs to no matter.
    state: Any = State.WAITING.value
    matter: Any = None
    consequence: Any = "sign-in-code"
    channel: Any = Channel.MAIL.value
    key_path: ClassVar[str] = "key"

    class Meta:
        verbose_name = "確認コードのメール"
        constraints = [
            models.CheckConstraint(
                condition=Q(due_at__isnull=False), name="a_code_mail_waits_until_it_is_gone"
            ),
        ]
        indexes = [models.Index(fields=["municipality", "due_at"], name="code_mail_due")]

    def __str__(self) -> str:
        return f"{self.pk} until {self.expires_at}"

    def settle(self, *, now: datetime.datetime) -> None:  # noqa: ARG002  a code leaves no trace, not even when
        """Forget the address and the code."""
        self.delete()
