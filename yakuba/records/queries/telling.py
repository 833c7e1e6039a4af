"""Everything that is kept about one person, told part by part: for the person's own page and for a 開示請求.

An app that keeps something about people adds a teller, as it subscribes to facts; what it says of others than the person
(個人情報の保護に関する法律78条1項2号), or of how officials work (7号), it marks, and an official decides about that line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from yakuba.accounts import queries as people
from yakuba.accounts.models import Resident
from yakuba.core import dates
from yakuba.core.models import Matter
from yakuba.messaging.models import Message
from yakuba.records.queries import kept

if TYPE_CHECKING:
    import datetime
    from collections.abc import Collection, Iterator
    from uuid import UUID

    from yakuba.accounts.models import Person

WITHHELD = "■■■■■（不開示）"
OTHERS, OFFICE = "78条1項2号：ほかの人の情報", "78条1項7号：事務の適正な遂行"


@dataclass(frozen=True)
class Line:
    """One fact: its code within the part, label and text; `caution` says why an official has to decide about it."""

    code: str
    label: str
    text: str
    caution: str = ""
    is_withheld: bool = False


@dataclass(frozen=True)
class Part:
    """Lines that belong together, under a heading."""

    code: str
    title: str
    lines: tuple[Line, ...]

    def key(self, line: Line) -> str:
        """By which a line is named in a form: nothing in it tells anything."""
        return f"{self.code}/{line.code}"


@dataclass(frozen=True)
class Subject:
    """Whose data: the rows that are this person, their accounts here, and the matters in which they have a part.

    `for_office` is a copy for a 開示請求, with what the person's own pages do not show.
    """

    person: Person
    persons: frozenset[UUID]
    residents: tuple[Resident, ...]
    matters: tuple[UUID, ...]
    for_office: bool


Teller = Callable[[Subject], "Iterator[Part]"]
TELLERS: list[Teller] = []


def tells(function: Teller) -> Teller:
    """Let an app say what it keeps about a person; in the order in which apps are loaded."""
    TELLERS.append(function)
    return function


def subject_of_person(person: Person) -> Subject:
    """The person, wherever the town knows them: for a 開示請求.

    A matter that keeps somebody else from being found (支援措置) is left out, as it is everywhere.
    """
    rows = people.same_people(person)
    residents = tuple(Resident.objects.filter(person__in=rows, closed_at__isnull=True).select_related(*_WITH))
    matters = kept.matters_of(rows, [one.pk for one in residents])
    hidden = set() if people.is_protected(person) else people.restricted(matters)
    return Subject(
        person=person,
        persons=frozenset(rows.values_list("pk", flat=True)),
        residents=residents,
        matters=tuple(pk for pk in matters if pk not in hidden),
        for_office=True,
    )


_WITH = ("person__key__town_key", "user")


def subject_of_resident(resident: Resident) -> Subject:
    """The owner of an account, as far as their own pages show it."""
    return Subject(resident.person, frozenset({resident.person_id}), (resident,), (), for_office=False)


def told(subject: Subject) -> list[Part]:
    """Every part that says anything, in order."""
    return [part for teller in TELLERS for part in teller(subject) if part.lines]


def decided(parts: list[Part], *, opened: Collection[str], shut: Collection[str]) -> list[Part]:
    """The parts as the official decided: what needs care is withheld unless opened, the rest told unless shut (79条)."""
    return [
        replace(part, lines=tuple(_decided(part, line, opened, shut) for line in part.lines))
        for part in parts
    ]


def _decided(part: Part, line: Line, opened: Collection[str], shut: Collection[str]) -> Line:
    key = part.key(line)
    if (line.caution and key not in opened) or key in shut:
        return replace(line, text=WITHHELD, is_withheld=True)
    return line


def facts(parts: list[Part]) -> list[dict[str, Any]]:
    """The same for machines: code, title, and items with code, label, text and withheld."""
    return [
        {
            "code": part.code,
            "title": part.title,
            "items": [
                {"code": one.code, "label": one.label, "text": one.text, "withheld": one.is_withheld}
                for one in part.lines
            ],
        }
        for part in parts
    ]


def stamp(at: datetime.datetime) -> str:
    """A moment with its year: 令和8年11月20日（金）9時00分."""
    return f"{dates.wareki_year(localdate(at))}{dates.moment(at)}"


# What the apps below keep ---------------------------------------------------------------------------
@tells
def profile(subject: Subject) -> Iterator[Part]:
    """Who the person is as the account says, and what they wish."""
    for place, resident in enumerate(subject.residents):
        person = resident.person
        known = [
            ("name", _("氏名"), person.full_name),
            ("kana", _("フリガナ"), person.kana),
            ("birth_date", _("生年月日"), person.birth_date),
            ("postal_code", _("郵便番号"), person.postal_code),
            ("address", _("住所"), person.address),
            ("telephone", _("電話番号"), person.telephone),
            ("mail", _("メールアドレス"), person.mail),
        ]
        lines = [Line(code, label, str(text)) for code, label, text in known if text]
        if subject.for_office:
            lines += _wishes(resident)
        yield Part(f"profile-{place}", _("プロフィール"), tuple(lines))


def _wishes(resident: Resident) -> list[Line]:
    electronic = {None: "申請ごとに選ぶ", True: "希望する", False: "希望しない"}[resident.electronic_notice]
    return [
        Line("language", "画面のことば", resident.language or "ja"),
        Line("channel", "町からの連絡", resident.get_channel_display()),
        Line("electronic_notice", "電子通知の同意（デジタル手続法7条1項）", electronic),
    ]


@tells
def household(subject: Subject) -> Iterator[Part]:
    """Who lives with the person, as the person entered it: of a 開示請求 the officials decide about the others' names."""
    for place, resident in enumerate(subject.residents):
        lines = tuple(
            Line(str(number), _(one.get_relation_display()), one.person.full_name)
            for number, one in enumerate(people.household(resident))
        )
        yield Part(f"household-{place}", _("世帯員"), lines)


@tells
def mandates(subject: Subject) -> Iterator[Part]:
    """Who may act for the person, or whom the person acts for: for the office only, the own page lists them elsewhere."""
    if not subject.for_office:
        return
    for place, resident in enumerate(subject.residents):
        lines = [
            Line(
                f"given-{number}",
                f"頼んだ代理（{one.get_kind_display()}）",
                one.proxy.full_name,
                caution=OTHERS,
            )
            for number, one in enumerate(people.mandates_given(resident))
        ]
        lines += [
            Line(
                f"held-{number}",
                f"引き受けた代理（{one.get_kind_display()}）",
                one.principal_name,
                caution=OTHERS,
            )
            for number, one in enumerate(people.mandates_held(resident))
        ]
        yield Part(f"mandates-{place}", "代理", tuple(lines))


@tells
def sign_ins(subject: Subject) -> Iterator[Part]:
    """When and by what the person signed in."""
    for place, resident in enumerate(subject.residents):
        rows = people.sign_in_history(resident.user, kind="resident")
        lines = tuple(
            Line(str(number), stamp(one.began_at), people.device_name(one.device) or "-")
            for number, one in enumerate(rows)
        )
        yield Part(f"sign-ins-{place}", _("これまでのサインイン"), lines)


@tells
def letters(subject: Subject) -> Iterator[Part]:
    """What the town wrote about the person's matters, or to the account."""
    accounts = [one.pk for one in subject.residents]
    whose = {"matter__in": subject.matters} if subject.for_office else {"resident__in": accounts}
    rows = Message.objects.filter(channel="inbox", state="sent", matter__disposed_at__isnull=True, **whose)
    lines = [
        Line(
            one.pk.hex,
            f"{stamp(one.written_at)}",
            f"{one.subject}\n{one.body}" if subject.for_office else one.subject,
        )
        for one in rows.select_related("matter__key__town_key").order_by("-id")
    ]
    yield Part("letters", _("町からのお知らせ"), tuple(lines))


def matters_of(subject: Subject) -> list[Matter]:
    """The subject's matters, the oldest first."""
    return list(Matter.objects.filter(pk__in=subject.matters).select_related("key__town_key").order_by("pk"))
