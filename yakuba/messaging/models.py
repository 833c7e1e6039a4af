"""The rows of what the town tells people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q

from yakuba.accounts import queries as people
from yakuba.core.models import Scoped, SealedField, scoped
from yakuba.core.states import move
from yakuba.messaging.line_rows import BadAddress, Line, Subscription
from yakuba.work.models import WorkItem

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable
    from uuid import UUID

    from yakuba.core.actors import Actor
    from yakuba.core.models import Key


__all__ = ["MOVES", "BadAddress", "Channel", "CodeMail", "Line", "Message", "State", "Subscription"]


class Channel(models.TextChoices):
    """By which way a message reaches somebody."""

    INBOX = "inbox", "受信箱"
    MAIL = "mail", "メール"
    PUSH = "push", "スマートフォンへの通知"


class State(models.TextChoices):
    """How far a message has come."""

    HELD = "held", "確認待ち"
    WAITING = "waiting", "待ち"
    SENT = "sent", "送った"
    FAILED = "failed", "不達"
    STOPPED = "stopped", "止めた"


# The consequence of a mail that publishes the seal of a day (封印の公表), and the beginning of its Message-ID.
HEAD = "head"

MOVES = {
    # 支援措置: what could lead somebody to a person waits until a second official agrees.
    "hold": move(State.WAITING, to=State.HELD, otherwise="このお知らせは、もう送信待ちではありません。"),
    "queue": move(State.HELD, to=State.WAITING, otherwise="このお知らせは、もう確認待ちではありません。"),
    "show": move(State.HELD, to=State.SENT, otherwise="このお知らせは、もう確認待ちではありません。"),
    "send": move(State.WAITING, to=State.SENT, otherwise="このお知らせは、もう送信待ちではありません。"),
    "fail": move(State.WAITING, to=State.FAILED, otherwise="このお知らせは、もう送信待ちではありません。"),
    # The receiving side took it and sent it back later (RFC 3464).
    "bounce": move(State.SENT, to=State.FAILED, otherwise="送ったお知らせだけが、戻ってきます。"),
    # Officials try once more, or end it: the person was told another way, or need not be told.
    "again": move(
        State.FAILED,
        State.STOPPED,
        to=State.WAITING,
        otherwise="不達か、止めたお知らせだけ、もう一度送れます。画面を開き直して確かめてください。",
    ),
    "stop": move(
        State.WAITING,
        State.FAILED,
        to=State.STOPPED,
        otherwise="待ちか、不達のお知らせだけ、止められます。画面を開き直して確かめてください。",
    ),
}


def _addressed_to(resident: UUID | None, matters: Iterable[UUID]) -> Q:
    about = Q(matter__in=list(matters))
    # 支援措置: what was told to the account of a proxy is shut to it while the applicant is protected.
    return about if resident is None else about | (Q(resident=resident) & ~people.shuts_out_proxies())


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
    # Every try counts, even one in which the worker was killed.
    attempts = models.PositiveIntegerField(default=0)
    # Those of them that say nothing about this mail: nobody answered at all, or officials began anew.
    excused = models.PositiveIntegerField(default=0)
    # How often it was handed over again although it may have been taken before: a kill or a silence behind DATA.
    repeats = models.PositiveIntegerField(default=0)
    # A try has begun whose end is not known yet.
    begun_at = models.DateTimeField(null=True)
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
        return people.unrestricted(self.filter(theirs), actor)

    def to(self, resident: UUID | None, *, matters: Iterable[UUID] = ()) -> MessageQuerySet:
        """Those for one resident and those about these matters."""
        return self.filter(_addressed_to(resident, matters))

    def in_inbox(self) -> MessageQuerySet:
        """What people read on their pages, the newest first (ids are time-ordered)."""
        return self.filter(channel=Channel.INBOX, state=State.SENT).order_by("-id")

    def unread(self) -> MessageQuerySet:
        """What has not been opened yet."""
        return self.filter(channel=Channel.INBOX, state=State.SENT, read_at__isnull=True)

    def by_mail(self) -> MessageQuerySet:
        """What goes to the mail server."""
        return self.filter(channel=Channel.MAIL)

    def by_push(self) -> MessageQuerySet:
        """What goes to the push services of browsers."""
        return self.filter(channel=Channel.PUSH)

    def held(self) -> MessageQuerySet:
        """What waits for a second official's consent (支援措置)."""
        return self.filter(state=State.HELD)


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
    # A second official let it go: it is not held again on its way.
    released_at = models.DateTimeField(null=True)
    # It was taken, and came back (不達メール).
    bounced_at = models.DateTimeField(null=True)

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
                | Q(state=State.HELD, due_at__isnull=True, sent_at__isnull=True)
                # What came back was sent before.
                | Q(state__in=[State.FAILED, State.STOPPED], due_at__isnull=True),
                name="a_message_waits_or_is_sent_or_failed",
            ),
            models.CheckConstraint(
                condition=(Q(channel=Channel.INBOX) & Q(state__in=[State.SENT, State.HELD], message_id=""))
                | (Q(channel=Channel.MAIL) & ~Q(message_id=""))
                | Q(channel=Channel.PUSH, message_id=""),
                name="inbox_is_sent_at_once_and_mail_has_an_id",
            ),
            models.CheckConstraint(
                condition=Q(bounced_at__isnull=True) | Q(channel=Channel.MAIL), name="only_mail_comes_back"
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
            models.Index(fields=["municipality", "-id"], name="message_newest"),
            models.Index(
                fields=["municipality", "id"], name="message_failed", condition=Q(state=State.FAILED)
            ),
            models.Index(
                fields=["municipality", "matter"], name="message_held", condition=Q(state=State.HELD)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consequence} {self.revision} {self.channel} {self.state}"

    @property
    def key(self) -> Key:
        """What is told about a matter is sealed by its key: forgetting the matter forgets it too."""
        return self.matter.key

    def settle(self, *, now: datetime.datetime) -> None:
        """Sent with its moment, or not sent."""
        self.sent_at = now if self.state == State.SENT else None
        self.due_at = self.leased_until = self.begun_at = None
        self.save(update_fields=["state", "sent_at", "due_at", "leased_until", "begun_at", "failure"])

    @property
    def is_undelivered(self) -> bool:
        """Whether it did not reach anybody, and nobody has settled that yet."""
        return bool(self.state == State.FAILED)

    @property
    def is_in_hand(self) -> bool:
        """Whether a worker is about to send it."""
        return self.leased_until is not None

    def reaches(self, actor: Actor) -> bool:
        """Whether this is for the resident, or about a matter of the resident or guest."""
        return self.matter_id in actor.matters or (
            self.resident_id is not None and self.resident_id == actor.resident
        )


class CodeMail(Outgoing):
    """A mail that belongs to no matter (確認コードのメール、封印の公表): it is deleted once sent or too late."""

    # Sealed by the town's own key: there is no matter whose key could be destroyed, and the row lives for minutes.
    key = models.ForeignKey("core.TownKey", on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()

    objects: Any = scoped(OutgoingQuerySet)

    # No columns: the row lives only while it waits, and belongs to no matter.
    state: Any = State.WAITING.value
    matter: Any = None
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

    @property
    def consequence(self) -> str:
        """What it is about: its Message-ID says so, as the only thing that is plain."""
        return HEAD if self.message_id.startswith(f"<{HEAD}-") else "sign-in-code"

    def settle(self, *, now: datetime.datetime) -> None:  # noqa: ARG002  a code leaves no trace, not even when
        """Forget the address and the code."""
        self.delete()
