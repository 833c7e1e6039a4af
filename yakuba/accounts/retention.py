"""What of people goes with a matter, and how long sign-ins, codes and mandates are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from yakuba.accounts import actions
from yakuba.accounts.models import (
    HouseholdMember,
    IdentityProof,
    Mandate,
    Organisation,
    Party,
    Person,
    Protection,
    RecoveryCode,
    Resident,
    SecondFactor,
)
from yakuba.core import retention
from yakuba.core.actions import destroy_key

if TYPE_CHECKING:
    import datetime

    from yakuba.core.models import Matter

PERSON = ("name", "kana", "birth_date", "postal_code", "address", "telephone", "mail")
HASHES = ("name_hash", "kana_hash", "birth_hash", "telephone_hash", "mail_hash")


@retention.with_matter(
    *(f"accounts.Person.{column}" for column in (*PERSON, *HASHES)),
    "accounts.Organisation.name",
    "accounts.Organisation.name_hash",
    "accounts.IdentityProof.digest",
)
def forget_people(matter: Matter, now: datetime.datetime) -> None:
    """Forget the people of a matter, each with their own key; who has another part in the town's business stays there."""
    IdentityProof.objects.filter(matter=matter).update(digest="")
    mandates = Mandate.objects.filter(matter=matter)
    theirs = Person.objects.filter(
        Q(parties__matter=matter)
        | Q(protection__matter=matter)
        | Q(mandates_given__in=mandates)
        | Q(mandates_held__in=mandates)
    )
    # One row of a person may be named in several ways: found by its id, it stands here once.
    people = Person.objects.filter(pk__in=theirs.values("pk")).select_related("key")
    for person in people.exclude(key__destroyed_at__isnull=False):
        if _is_needed(person, besides=matter):
            Party.objects.filter(matter=matter, person=person).delete()
        else:
            actions.forget_person(person, now=now)
    for body in Organisation.objects.filter(mandates_given__in=mandates).select_related("key"):
        if not Mandate.objects.filter(organisation=body).exclude(matter=matter).filter(_stands()).exists():
            _forget_body(body, now=now)


def _is_needed(person: Person, *, besides: Matter) -> bool:
    """Whether the town still keeps this very row for something else."""
    parts = Party.objects.filter(person=person).exclude(matter=besides)
    mandates = Mandate.objects.filter(Q(principal=person) | Q(proxy=person)).exclude(matter=besides)
    protections = Protection.objects.filter(person=person).exclude(matter=besides)
    return bool(
        parts.filter(matter__disposed_at__isnull=True).exists()
        or mandates.filter(_stands()).exists()
        or protections.filter(matter__disposed_at__isnull=True).exists()
        or Resident.objects.filter(person=person).exists()
        or HouseholdMember.objects.filter(person=person).exists()
    )


def _stands() -> Q:
    """A mandate that somebody may still act on, or that a matter shows which is not disposed of."""
    return Q(matter__isnull=True, ended_at__isnull=True) | Q(
        matter__isnull=False, matter__disposed_at__isnull=True
    )


def _forget_body(body: Organisation, *, now: datetime.datetime) -> None:
    body.name, body.name_hash = None, ""
    body.save(update_fields=["name", "name_hash"])
    if body.key.destroyed_at is None:
        destroy_key(body.key, now=now)


# By rule -------------------------------------------------------------------------------------------
def forget_proxies(*, now: datetime.datetime, limit: int) -> int:
    """Forget proxies whom somebody named on the site, a year after the last mandate ended."""
    over = Q(ended_at__lt=now - actions.SIGN_INS_KEPT) | Q(
        ended_at__isnull=True, until_on__lt=(now - actions.SIGN_INS_KEPT).date()
    )
    gone = Mandate.objects.filter(over, matter__isnull=True)
    needed = Mandate.objects.filter(proxy=OuterRef("pk")).exclude(pk__in=gone.values("pk"))
    rows = Person.objects.filter(
        Exists(gone.filter(proxy=OuterRef("pk"))),
        ~Exists(needed),
        ~Exists(Party.objects.filter(person=OuterRef("pk"), matter__disposed_at__isnull=True)),
        ~Exists(Resident.objects.filter(person=OuterRef("pk"))),
        key__destroyed_at__isnull=True,
    )
    found = list(rows.select_related("key")[:limit])
    for person in found:
        actions.forget_person(person, now=now)
    return len(found)


retention.declare(
    retention.Rule(
        name="sign-in-codes",
        what="確認コードの控え（鍵付きの照合値）",
        kept="使えなくなってから1日",
        why="続けて試すのを数えるため。",
        covers=("accounts.SignInCode.mail_hash", "accounts.SignInCode.code_hash"),
        forget=actions.forget_old_codes,
    )
)
retention.declare(
    retention.Rule(
        name="sign-ins",
        what="サインインの記録（日時、方法、機器の種類）",
        kept="最後に使ってから1年",
        why="本人が、身に覚えのないサインインを見つけられるように。",
        forget=actions.forget_old_sign_ins,
    )
)
retention.declare(
    retention.Rule(
        name="tokens",
        what="APIのトークン（名前と照合値）",
        kept="使えなくなってから1年",
        why="本人と情報担当が、終わったトークンを見て確かめられるように。",
        covers=("accounts.Token.label", "accounts.Token.digest"),
        forget=actions.forget_old_tokens,
    )
)
retention.declare(
    retention.Rule(
        name="token-uses",
        what="APIのトークンを使った回数（日ごと）",
        kept="1年",
        why="本人が、身に覚えのない利用を見つけられるように。",
        forget=actions.forget_old_uses,
    )
)
retention.declare(
    retention.Rule(
        name="sessions",
        what="開いたままのセッション",
        kept="期限まで",
        why="期限が過ぎたセッションでは、もう何もできない。",
        otherwise="町によらないので、ワーカーが1日に1回消す",
    )
)
retention.declare(
    retention.Rule(
        name="proxies",
        what="サイトで頼まれた代理人の氏名とメールアドレス",
        kept="代理が終わってから1年",
        why="終わった代理について尋ねられたときに答えるため。申請で使われた代理は、その案件と一緒に残る。",
        forget=forget_proxies,
    )
)
retention.declare(
    retention.Rule(
        name="profiles",
        what="登録した住民のプロフィール、世帯員、希望、パスキー",
        kept="本人が登録を削除するまで",
        why="本人が使うため。町の記録ではない。",
        covers=("accounts.User.login",),
        otherwise="本人の「登録を削除する」か、消去の求めで、その場で消える",
    )
)


def forget_factors(*, now: datetime.datetime, limit: int) -> int:  # noqa: ARG001  who left has left at any moment
    """Delete the second factors of logins that were shut (Django marks such a password by "!")."""
    shut = {"user__password__startswith": "!"}
    found = SecondFactor.objects.filter(**shut).order_by("pk").values_list("user", flat=True)[:limit]
    users = list(found)
    RecoveryCode.objects.filter(user__in=users).delete()
    SecondFactor.objects.filter(user__in=users).delete()
    return len(users)


retention.declare(
    retention.Rule(
        name="staff-factors",
        what="職員の二要素認証の秘密と復旧コードの照合値",
        kept="職員のログインを閉じた日まで",
        why="職員のサインインに要る。",
        covers=(
            "accounts.SecondFactor.secret",
            "accounts.SecondFactor.next_secret",
            "accounts.RecoveryCode.code_hash",
        ),
        forget=forget_factors,
    )
)
