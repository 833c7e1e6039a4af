"""Persons, residents and the parties of a matter."""

from __future__ import annotations

from typing import Any

from django.db import models

from yakuba.accounts.models.users import User
from yakuba.core.models import Key, Matter, Scoped, SealedField, scoped

HASH_LENGTH = 64


class Person(Scoped):
    """A natural person as the town knows them (人). Everything is sealed; keyed hashes find it again.

    `name` is {"family", "given"}; `birth_date` is "YYYY-MM-DD"; the others are text.
    """

    key = models.ForeignKey(Key, on_delete=models.PROTECT, related_name="+")
    name = SealedField(key="key")
    kana = SealedField(key="key")
    birth_date = SealedField(key="key")
    postal_code = SealedField(key="key")
    address = SealedField(key="key")
    telephone = SealedField(key="key")
    mail = SealedField(key="key")
    name_hash = models.CharField(max_length=HASH_LENGTH, blank=True)
    kana_hash = models.CharField(max_length=HASH_LENGTH, blank=True)
    birth_hash = models.CharField(max_length=HASH_LENGTH, blank=True)
    telephone_hash = models.CharField(max_length=HASH_LENGTH, blank=True)
    mail_hash = models.CharField(max_length=HASH_LENGTH, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["municipality", column], name=f"person_by_{column}")
            for column in ("name_hash", "kana_hash", "birth_hash", "telephone_hash", "mail_hash")
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def full_name(self) -> str:
        """Family and given name with a space between, or nothing when no name is known."""
        held = self.name or {}
        return " ".join(part for part in (held.get("family"), held.get("given")) if part)


class Resident(Scoped):
    """A user who signs in to one town as a resident (住民), with the wishes that hold for all of their business."""

    class Channel(models.TextChoices):
        """How the town writes to them where nothing else was chosen."""

        MAIL = "mail", "メール"
        POST = "post", "郵便"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="residents")
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="resident")
    language = models.CharField(max_length=10, blank=True)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.MAIL)
    # デジタル手続法7条1項: whether notices may come electronically; None: nothing was said, each form asks.
    electronic_notice = models.BooleanField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "user"], name="a_user_is_one_resident_of_a_town"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class HouseholdMember(Scoped):
    """Somebody who lives with a resident, as the resident says (世帯員): it fills forms in and proves nothing."""

    class Relation(models.TextChoices):
        """Who they are to the resident."""

        SPOUSE = "spouse", "夫・妻"
        CHILD = "child", "子"
        PARENT = "parent", "父・母"
        GRANDPARENT = "grandparent", "祖父・祖母"
        GRANDCHILD = "grandchild", "孫"
        SIBLING = "sibling", "兄弟姉妹"
        OTHER = "other", "そのほか"

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="household")
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="household_place")
    relation = models.CharField(max_length=12, choices=Relation.choices)

    def __str__(self) -> str:
        return f"{self.relation} {self.person_id}"


class PartyQuerySet(models.QuerySet["Party"]):
    """Reads of parties."""

    def of(self, matter: Any) -> PartyQuerySet:
        """The parties of one matter in the order in which they came, their persons ready to be opened."""
        return self.filter(matter=matter).select_related("person__key__town_key").order_by("id")

    def taking_part(self) -> PartyQuerySet:
        """Those whose business it is: whoever is only named learns nothing of it, and is not looked for by it."""
        return self.exclude(role=Party.Role.NAMED)


class Party(Scoped):
    """A person's part in a matter (当事者)."""

    class Role(models.TextChoices):
        """What a person is in a matter."""

        APPLICANT = "applicant", "申請者"
        PROXY = "proxy", "代理人"
        SCRIBE = "scribe", "入力支援者"
        HOUSEHOLD = "household", "世帯員"
        DECEASED = "deceased", "亡くなった申請者"
        HEIR = "heir", "承継人"
        # Whom the answers only name: it keeps the matter back while they are protected (支援措置), and gives no part in it.
        NAMED = "named", "申請の中に名前がある方"

    class Relation(models.TextChoices):
        """Who a scribe is to the applicant; nobody of them gets any access by it."""

        FAMILY = "family", "家族・親族"
        PROMOTER = "promoter", "デジタル普及員"
        CARE = "care", "施設・事業所の職員"
        STAFF = "staff", "役場の職員"
        OTHER = "other", "そのほかの方"

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="parties")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="parties")
    role = models.CharField(max_length=20, choices=Role.choices)
    relation = models.CharField(max_length=10, choices=Relation.choices, blank=True)

    objects: Any = scoped(PartyQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter"], condition=models.Q(role="applicant"), name="a_matter_has_one_applicant"
            ),
            models.UniqueConstraint(fields=["matter", "person", "role"], name="a_party_stands_once"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.person_id}"
