"""People whose whereabouts somebody must not learn, who looks after them, and the second signature for each exception."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, OuterRef, Q
from django.db.models.lookups import Exact

from yakuba.accounts.models.organisation import Dated, Department, Staff
from yakuba.accounts.models.people import Person
from yakuba.core.models import Scoped, SealedField, scoped
from yakuba.core.states import move

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping


class ProtectionOfficer(Scoped):
    """A member of staff who may see to protections and give second signatures, with its days (支援措置責任者)."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="protecting")
    from_on = models.DateField()
    until_on = models.DateField(null=True)

    objects: Any = scoped(Dated)

    class Meta:
        verbose_name = "支援措置責任者"
        constraints = [
            models.UniqueConstraint(fields=["staff", "from_on"], name="an_officer_begins_once_a_day"),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="an_officer_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id}"


class ProtectionState(models.TextChoices):
    """How far a protection has come; the first two hold."""

    PROVISIONAL = "provisional", "仮の支援措置"
    STANDING = "standing", "支援措置"
    ENDED = "ended", "終了"


HOLDING = frozenset({ProtectionState.PROVISIONAL, ProtectionState.STANDING})

PROTECTION_MOVES = {
    "confirm": move(
        ProtectionState.PROVISIONAL,
        to=ProtectionState.STANDING,
        otherwise="この支援措置は、もう決定しているか、終了しています。画面を開き直して確かめてください。",
    ),
    "renew": move(
        ProtectionState.STANDING,
        to=ProtectionState.STANDING,
        otherwise="決定している支援措置だけ、延長できます。画面を開き直して確かめてください。",
    ),
    "end": move(*HOLDING, to=ProtectionState.ENDED, otherwise="この支援措置は、すでに終了しています。"),
}


# By which a person is known again: keyed hashes, the only thing about people that the database can compare.
FACTS = ("name", "kana", "birth", "telephone", "mail")


def _is_like(theirs: Mapping[str, Any], *, undated: Q) -> Q:
    """The one rule of likeness; `undated`: whether the other side knows no birth date. What is empty is like nothing.

    Name or reading, together with birth date, telephone or mail; where either side knows no birth date, the name
    alone, until two people have found that it is somebody else: who is not found by mistake loses an hour, who is
    found by mistake may lose their life.
    """

    def same(fact: str) -> Q:
        mine = f"person__{fact}_hash"
        return Q(**{mine: theirs[fact]}) & ~Q(**{mine: ""})

    proven = (same("name") | same("kana")) & (same("birth") | same("telephone") | same("mail"))
    return proven | (same("name") & (Q(person__birth_hash="") | undated))


class ProtectionQuerySet(models.QuerySet["Protection"]):
    """Reads of protections."""

    def holding(self) -> ProtectionQuerySet:
        """Those that hold. No day ends one by itself: only two people do, so that nobody is laid open by a calendar."""
        return self.filter(state__in=HOLDING)

    def of(self, person: str) -> ProtectionQuerySet:
        """Those of the person to whom the path leads from the outer query ("" where it is of persons itself)."""
        path = f"{person}__" if person else ""
        theirs = {fact: OuterRef(f"{path}{fact}_hash") for fact in FACTS}
        return self.filter(_is_like(theirs, undated=Q(Exact(theirs["birth"], models.Value("")))))

    def like(self, person: Person) -> ProtectionQuerySet:
        """Those of one person."""
        theirs = {fact: getattr(person, f"{fact}_hash") for fact in FACTS}
        # An empty Q is no condition at all: then the other side's missing birth date has to do.
        undated = Q(pk__isnull=False) if not person.birth_hash else Q(pk__isnull=True)
        return self.filter(_is_like(theirs, undated=undated))


class Protection(Scoped):
    """A measure that keeps a person from being found (支援措置: 配偶者からの暴力・ストーカー行為・児童虐待など).

    住民基本台帳事務処理要領 (第5-10 by memory, to be confirmed), in force through 住民基本台帳法12条6項 and 20条5項 (copies are
    refused to who asks for an improper purpose). It holds from the moment at which one officer enters it (仮の支援措置); everything that
    takes something away from it asks for a second one. Its own matter keeps its story, timers and work.
    """

    class Reason(models.TextChoices):
        """Against what it protects."""

        VIOLENCE = "violence", "配偶者などからの暴力"
        STALKING = "stalking", "ストーカー行為など"
        CHILD_ABUSE = "child_abuse", "児童虐待"
        OTHER = "other", "その他これらに準じるもの"

    matter = models.OneToOneField("core.Matter", on_delete=models.PROTECT, related_name="protection")
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="protection")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20, choices=Reason.choices)
    state = models.CharField(
        max_length=20, choices=ProtectionState.choices, default=ProtectionState.PROVISIONAL
    )
    from_on = models.DateField()
    until_on = models.DateField()
    # Which office outside supports the person (相談機関), and whatever else an officer has to know.
    note = SealedField(key="matter.key")
    flagged_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    flagged_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects: Any = scoped(ProtectionQuerySet)

    class Meta:
        verbose_name = "支援措置"
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gt=F("from_on")), name="a_protection_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(state=ProtectionState.ENDED, ended_at__isnull=False)
                | Q(state__in=[ProtectionState.PROVISIONAL, ProtectionState.STANDING], ended_at__isnull=True),
                name="a_protection_holds_or_has_ended",
            ),
            models.CheckConstraint(
                condition=Q(reason__in=["violence", "stalking", "child_abuse", "other"]),
                name="a_protection_has_a_known_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality"],
                name="protection_holding",
                condition=Q(state__in=["provisional", "standing"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"

    @property
    def is_holding(self) -> bool:
        """Whether it keeps anything back."""
        return self.state in HOLDING


class Purpose(models.TextChoices):
    """What a second person is asked to agree to. The first six are about a case, the others about a protection."""

    VIEW = "view", "内容を見る"
    PRINT = "print", "文書を作る・開く"
    NOTIFY = "notify", "止まっている通知を送る"
    BUNDLE = "bundle", "一緒に出す手続に進める"
    PROXY = "proxy", "代理人・世帯員に扱わせる"
    DIFFERENT = "different", "別人として扱う"
    CONFIRM = "confirm", "支援措置を決定する"
    RENEW = "renew", "期間を延長する"
    END = "end", "支援措置を終了する"


ABOUT_CASES = (Purpose.VIEW, Purpose.PRINT, Purpose.NOTIFY, Purpose.BUNDLE, Purpose.PROXY, Purpose.DIFFERENT)
ABOUT_PROTECTIONS = (Purpose.VIEW, Purpose.CONFIRM, Purpose.RENEW, Purpose.END)


class CountersignatureState(models.TextChoices):
    """How far a request for a second signature has come; `used` has served its one time."""

    OPEN = "open", "確認待ち"
    GIVEN = "given", "認めた"
    USED = "used", "使用済み"
    REFUSED = "refused", "認めない"


COUNTERSIGNATURE_MOVES = {
    "give": move(
        "open",
        to="given",
        otherwise="この依頼には、すでに答えが出ています。画面を開き直して確かめてください。",
    ),
    "refuse": move(
        "open",
        to="refused",
        otherwise="この依頼には、すでに答えが出ています。画面を開き直して確かめてください。",
    ),
    "use": move(
        "given",
        to="used",
        otherwise="この確認は、すでに使われています。もう一度、二人目の確認を頼んでください。",
    ),
}


class CountersignatureQuerySet(models.QuerySet["Countersignature"]):
    """Reads of second signatures."""

    def waiting(self, now: datetime.datetime) -> CountersignatureQuerySet:
        """Those that somebody can still answer."""
        return self.filter(state=CountersignatureState.OPEN, expires_at__gt=now)

    def valid(self, now: datetime.datetime) -> CountersignatureQuerySet:
        """Those that open something at this moment."""
        return self.filter(state=CountersignatureState.GIVEN, expires_at__gt=now)


class Countersignature(Scoped):
    """What one official asked and another one, with the power for it, agreed to or not (二人目の確認).

    It stands for one matter, one purpose and a short time: `expires_at` says until when it can be answered, and once
    it is given, until when it holds. It serves who asked for it and nobody else.
    """

    matter = models.ForeignKey("core.Matter", on_delete=models.PROTECT, related_name="countersignatures")
    protection = models.ForeignKey(Protection, on_delete=models.PROTECT, related_name="countersignatures")
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    state = models.CharField(
        max_length=10, choices=CountersignatureState.choices, default=CountersignatureState.OPEN
    )
    reason = SealedField(key="matter.key")
    remark = SealedField(key="matter.key")
    # The new last day that a renewal asks for.
    until_on = models.DateField(null=True)
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()

    objects: Any = scoped(CountersignatureQuerySet)

    class Meta:
        verbose_name = "二人目の確認"
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("asked_by")),
                name="nobody_signs_for_what_they_asked",
            ),
            models.CheckConstraint(
                condition=Q(state="open", answered_by__isnull=True, answered_at__isnull=True)
                | Q(
                    state__in=["given", "used", "refused"],
                    answered_by__isnull=False,
                    answered_at__isnull=False,
                ),
                name="a_countersignature_waits_or_is_answered",
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=Purpose.values), name="a_countersignature_has_a_purpose"
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "expires_at"],
                name="countersignature_waiting",
                condition=Q(state="open"),
            ),
            models.Index(fields=["municipality", "asked_by", "expires_at"], name="countersignature_asked"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.state}"
