"""The rows of files and of the papers that the town makes."""

from __future__ import annotations

import hashlib
import uuid
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Q

from yakuba.accounts import queries as people
from yakuba.core import envelopes, lookup
from yakuba.core.models import Scoped, SealedField, scoped
from yakuba.core.states import move

if TYPE_CHECKING:
    import datetime

    from yakuba.core.actors import Actor

# Who may reach any matter of the town; departments narrow it where cases are listed.
OFFICE = frozenset({"clerk", "chief", "machine"})


# What came from elsewhere has no template: it is kept as it came.
RECEIVED = "received"
_EXTENSIONS = {"image/jpeg": ".jpg", "image/png": ".png"}


class Origin(models.TextChoices):
    """Where a file comes from."""

    UPLOAD = "upload", "受け取ったもの"
    MADE = "made", "町が作ったもの"


class State(models.TextChoices):
    """How far a paper has come."""

    HELD = "held", "確認待ち"
    WAITING = "waiting", "作成待ち"
    MADE = "made", "作成済み"
    FAILED = "failed", "作成できませんでした"
    SUPERSEDED = "superseded", "差し替え済み"
    REVOKED = "revoked", "取消し済み"
    VOID = "void", "無効"


# A paper that was there and stands no more, and since when.
ENDED = (State.SUPERSEDED, State.REVOKED)
# What can be opened: there is a PDF, whether it still stands or not.
THERE = (State.MADE, *ENDED)


MOVES = {
    "make": move(State.WAITING, to=State.MADE, otherwise="この文書は、もう作成待ちではありません。"),
    "fail": move(State.WAITING, to=State.FAILED, otherwise="この文書は、もう作成待ちではありません。"),
    "retry": move(State.FAILED, to=State.WAITING, otherwise="作成に失敗した文書だけ、もう一度作れます。"),
    # 支援措置: no paper about a protected person is printed before a second official agrees.
    "hold": move(State.WAITING, to=State.HELD, otherwise="この文書は、もう作成待ちではありません。"),
    "release": move(State.HELD, to=State.WAITING, otherwise="この文書は、もう確認待ちではありません。"),
    # 再発行・差し替え: once the new one is there, so that there is always one that stands.
    "supersede": move(State.MADE, to=State.SUPERSEDED, otherwise="この文書は、もう有効ではありません。"),
    "revoke": move(
        State.MADE, State.SUPERSEDED, to=State.REVOKED, otherwise="この文書は、取り消せる状態ではありません。"
    ),
    "void": move(
        State.HELD,
        State.WAITING,
        State.MADE,
        State.FAILED,
        to=State.VOID,
        otherwise="この文書は、すでに無効です。",
    ),
}


class OfMatterQuerySet(models.QuerySet[Any]):
    """Reads of what hangs on a matter."""

    def of(self, matter: Any) -> OfMatterQuerySet:
        """Everything of one matter, oldest first (ids are time-ordered)."""
        return self.filter(matter=matter).order_by("id")

    def visible_to(self, actor: Actor) -> OfMatterQuerySet:
        """Those of the actor's own matters; for the office, those of the town."""
        rows = self.all() if actor.roles & OFFICE else self.filter(matter__in=actor.matters)
        return people.unrestricted(rows, actor)


class OfMatter(Scoped):
    """A row that is a matter's, and whose business it is."""

    matter = models.ForeignKey("core.Matter", on_delete=models.PROTECT, related_name="%(class)ss")

    objects: Any = scoped(OfMatterQuerySet)

    class Meta:
        abstract = True

    def reaches(self, actor: Actor) -> bool:
        """Whether this is the actor's business: their own matter, or the office's."""
        return bool(actor.roles & OFFICE) or self.matter_id in actor.matters


class FileQuerySet(OfMatterQuerySet):
    """Reads of files."""

    def uploaded(self) -> FileQuerySet:
        """What people sent, not what the town made."""
        return self.filter(origin=Origin.UPLOAD)


class File(OfMatter):
    """One file of a matter (ファイル). Its bytes lie sealed in the storage under a name that tells nothing."""

    name = SealedField(key="matter.key")
    type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    # Keyed, so that nobody can tell from the database who holds a file that is known elsewhere.
    digest = models.CharField(max_length=64)
    path = models.CharField(max_length=120, unique=True)
    origin = models.CharField(max_length=10, choices=Origin.choices)
    uploaded_at = models.DateTimeField()

    objects: Any = scoped(FileQuerySet)

    class Meta:
        verbose_name = "ファイル"
        indexes = [models.Index(fields=["municipality", "digest"], name="file_by_digest")]
        constraints = [
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="a_file_has_a_known_origin"),
            models.CheckConstraint(condition=Q(size__gt=0), name="a_file_is_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.pk}"

    def put(self, data: bytes) -> None:
        """Seal the bytes into the storage and note where, how many and which they are; the caller saves."""
        self.size, self.digest = len(data), digest(data)
        random = uuid.uuid4().hex
        sealed = envelopes.seal_bytes(self.matter.key.data_key(), data, self._place)
        wanted = f"{self.municipality.slug}/{random[:2]}/{random}"
        self.path = default_storage.save(wanted, ContentFile(sealed))

    def get(self) -> bytes:
        """The bytes in the clear; raises envelopes.CannotOpen when the key is gone or the bytes were changed."""
        with default_storage.open(self.path) as file:
            return envelopes.open_bytes(self.matter.key.data_key(), file.read(), self._place)

    @property
    def _place(self) -> str:
        return f"{self._meta.db_table}.content:{self.pk}"


def digest(data: bytes) -> str:
    """By which a file's bytes are found again in this town without being told by the database."""
    return digest_of(hashlib.sha256(data).hexdigest())


def digest_of(sha256: str) -> str:
    """The same from the SHA-256 of the bytes, in hex."""
    return lookup.fingerprint("file", sha256)


class DocumentQuerySet(OfMatterQuerySet):
    """Reads of papers."""

    def held(self) -> DocumentQuerySet:
        """What waits for a second official's consent (支援措置)."""
        return self.filter(state=State.HELD)

    def issued(self) -> DocumentQuerySet:
        """What has a code and was there at some time: what anybody may ask about who holds it."""
        return self.exclude(code_hash="").filter(file__isnull=False)

    def due(self, now: datetime.datetime) -> DocumentQuerySet:
        """What should be made now and is in no worker's hands, the longest waiting first."""
        free = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
        return self.filter(free, state=State.WAITING).order_by("id")


class Document(OfMatter):
    """One paper of the town (文書): its number and what it says are fixed when it is asked for, the PDF follows."""

    consequence = models.CharField(max_length=64)
    revision = models.PositiveIntegerField()
    template = models.CharField(max_length=40)
    # 文書番号, e.g. 軽環第12号; empty for papers without one. A void paper keeps it: the number is a 欠番.
    number = models.CharField(max_length=20, blank=True)
    fiscal_year = models.PositiveSmallIntegerField()
    data = SealedField(key="matter.key")
    dated_on = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    file = models.OneToOneField(File, on_delete=models.PROTECT, null=True, related_name="document")
    requested_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    # A second official let it be made (支援措置): it is not held again.
    released_at = models.DateTimeField(null=True)
    # 文書確認コード, printed with its QR code on what goes out; sealed, and found by its keyed hash. None before 0003.
    code = SealedField(key="matter.key")
    code_hash = models.CharField(max_length=64, blank=True)
    # 再発行・差し替え: the paper in whose place this one was asked for, and why (sealed).
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replacements")
    reason = SealedField(key="matter.key")
    # From this day on it stands no more (差し替え・取消し); the day of a 撤回 may be to come.
    ended_on = models.DateField(null=True)
    # Whose certificate signed the PDF; empty when it is not signed.
    signed_as = models.CharField(max_length=200, blank=True)
    # In a worker's hands, or resting after a failure, until then.
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # May quote the paper, so they are sealed. The second: why it was made void or revoked.
    error = SealedField(key="matter.key")
    void_reason = SealedField(key="matter.key")

    objects: Any = scoped(DocumentQuerySet)

    class Meta:
        verbose_name = "文書"
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "consequence", "revision"], name="a_document_is_made_once"
            ),
            models.UniqueConstraint(
                fields=["municipality", "fiscal_year", "number"],
                condition=~Q(number=""),
                name="a_document_number_stands_once",
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="a_document_has_a_known_state"),
            models.CheckConstraint(
                condition=~Q(state__in=THERE) | Q(file__isnull=False, made_at__isnull=False),
                name="a_made_document_has_a_file",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[*THERE, State.VOID]) | Q(file__isnull=True),
                name="a_document_has_no_file_before_it_is_made",
            ),
            models.UniqueConstraint(
                fields=["municipality", "code_hash"],
                condition=~Q(code_hash=""),
                name="a_verification_code_stands_once",
            ),
            models.UniqueConstraint(
                fields=["replaces"],
                condition=Q(replaces__isnull=False) & ~Q(state=State.VOID),
                name="a_document_is_replaced_by_one",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=ENDED) | Q(ended_on__isnull=False),
                name="an_ended_document_says_since_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "id"], name="document_waiting", condition=Q(state=State.WAITING)
            ),
            models.Index(
                fields=["municipality", "id"], name="document_failed", condition=Q(state=State.FAILED)
            ),
            models.Index(
                fields=["municipality", "matter"], name="document_held", condition=Q(state=State.HELD)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.number} {self.state}"

    @property
    def title(self) -> str:
        """The paper's title, as it stands on it."""
        title: str = self.data["title"]
        return title

    @property
    def file_name(self) -> str:
        """The name under which it is saved: what came from elsewhere may be a picture."""
        return f"{self.title}{_EXTENSIONS.get(self.file.type, '.pdf') if self.file else '.pdf'}"

    @property
    def is_received(self) -> bool:
        """Whether another authority made it."""
        return self.template == RECEIVED

    @property
    def is_made(self) -> bool:
        """Whether there is a PDF that stands."""
        return self.state == State.MADE

    @property
    def may_stand(self) -> bool:
        """Whether it stands, or will once it is made: neither void nor revoked nor superseded."""
        return self.state not in {*ENDED, State.VOID}

    @property
    def is_there(self) -> bool:
        """Whether there is a PDF to open, be it one that stands no more."""
        return self.state in THERE

    @property
    def mark(self) -> str:
        """再発行 or 差し替え where this paper came in the place of another, else empty."""
        mark: str = self.data.get("mark", "")
        return mark
