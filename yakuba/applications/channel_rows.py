"""Rows of the paper and telephone channel: what was taken in on paper, and what people said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from yakuba.core.models import Scoped, SealedField

if TYPE_CHECKING:
    from uuid import UUID

    from yakuba.core.actors import Actor


class Channel(models.TextChoices):
    """How something reached the town."""

    ONLINE = "online", "オンライン"
    API = "api", "API"
    COUNTER = "counter", "窓口"
    POST = "post", "郵送"
    TELEPHONE = "telephone", "電話"


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
