"""教示: tells the addressee of an administrative act whom to appeal to, whom to sue, and until when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from yakuba.procedures.definition import Appeal

OWN_AFFAIR = "自治事務"
# Article 255-2 of the Local Autonomy Act (地方自治法255条の2第1項) speaks of both classes of 法定受託事務.
DELEGATED_AFFAIRS = frozenset({"第1号法定受託事務", "第2号法定受託事務"})
HEADS = frozenset({"市長", "町長", "村長"})
BOARD = "教育委員会"


class UnknownAuthority(Exception):
    """This town does not act in the name of that authority, so it cannot instruct about appeals."""


@dataclass(frozen=True)
class Authority:
    """Who acts (処分庁), who reviews (審査庁) and who stands for the town in court."""

    name: str
    reviewer: str
    represented_by: str


@dataclass(frozen=True)
class Town:
    """The municipality that is sued, and the prefecture it lies in."""

    name: str
    prefecture: str

    def named(self, text: str) -> str:
        """A text of a definition with the names of this town and its prefecture."""
        return text.replace("{municipality}", self.name).replace("{prefecture}", self.prefecture)


def is_head(authority: str) -> bool:
    """Whether this authority is the head of the municipality, who signs by name."""
    return authority in HEADS


def acting(*, authority: str, affair: str, municipality: str, prefecture: str) -> Authority:
    """The acting and the reviewing authority; `authority` and `affair` are the definition's words.

    Raises UnknownAuthority for those that are no organ of the municipality (知事, 広域連合) and unknown affairs.
    """
    if affair != OWN_AFFAIR and affair not in DELEGATED_AFFAIRS:
        raise UnknownAuthority(
            f"事務区分「{affair}」の教示は用意されていません。定義の affair を確かめてください。"
        )
    delegated = affair in DELEGATED_AFFAIRS
    if authority in HEADS:
        # 行政不服審査法4条1号: no authority above a mayor. 地方自治法255条の2第1項2号: the governor. 同147条.
        mayor = f"{municipality}長"
        return Authority(mayor, f"{prefecture}知事" if delegated else mayor, mayor)
    if authority == BOARD:
        # 地方自治法255条の2第1項3号. 地方教育行政の組織及び運営に関する法律56条: the board stands in court.
        board = f"{municipality}{BOARD}"
        return Authority(board, f"{prefecture}{BOARD}" if delegated else board, board)
    raise UnknownAuthority(
        f"「{authority}」の処分の教示は用意されていません。市町村長か教育委員会の手続だけが、ここで通知できます。"
    )


def elsewhere(authority: str, *, prefecture: str) -> str:
    """How an authority outside the town is addressed, on papers that only name it."""
    if authority == "知事":
        return f"{prefecture}知事"
    # 地方自治法291条の5第2項: a 広域連合 has a 長; for others the definition writes the office itself.
    return f"{authority}長" if authority.endswith("広域連合") else authority


def clauses(
    *,
    authority: str,
    affair: str,
    municipality: str,
    prefecture: str,
    is_disposition: bool,
    special: Appeal | None = None,
) -> list[str]:
    """The numbered clauses of the 教示, or none where the answer is no 処分; raises UnknownAuthority.

    `special` is where the law of the procedure departs from what follows from authority and affair.
    """
    kind = special.kind if special else "自由選択"
    if not is_disposition or kind == "なし":
        return []
    who = acting(authority=authority, affair=affair, municipality=municipality, prefecture=prefecture)
    town = Town(municipality, prefecture)
    if special and special.reviewer:
        who = replace(who, reviewer=town.named(special.reviewer))
    elif kind == "議会諮問":
        # 地方自治法229条1項, 231条の3第5項: to the mayor, also against what another organ of the town did.
        who = replace(who, reviewer=f"{municipality}長")
    return WAYS[kind](who, town, (special.law if special else None) or "")


def _free(who: Authority, town: Town, _law: str) -> list[str]:
    # 行政事件訴訟法8条1項本文: one may sue at once, also while a review is possible.
    return [_review(who), _court(who, town), _limits()]


def _review_first(who: Authority, town: Town, law: str) -> list[str]:
    return [_review(who), _only_after_ruling(law), _court_after_ruling(who, town), _limits()]


def _council_first(who: Authority, town: Town, law: str) -> list[str]:
    # 地方自治法229条2項・5項, 231条の3第7項・10項: the mayor asks the council, and the court comes after the ruling.
    # Where a law asks the council without putting it first (同206条, 238条の7, 244条の4), one chooses freely.
    asked = (
        f"{_review(who)}審査請求があったときは、{who.reviewer}は、不適法で却下するときを除き、"
        "議会に諮問した上で裁決をします。"
    )
    return [asked, _only_after_ruling(law), _court_after_ruling(who, town), _limits()]


def _ruling_only(who: Authority, _town: Town, law: str) -> list[str]:
    # 行政事件訴訟法46条2項: only that it is so has to be told; whom to sue stands on the ruling.
    ruling = (
        "この処分については、処分の取消しの訴えを提起することはできません。上記1の審査請求に対する裁決に対してのみ、"
        f"取消訴訟を提起することができます{_by(law)}。"
    )
    return [_review(who), ruling, _limits_of_review()]


def _against_ruling(who: Authority, town: Town, law: str) -> list[str]:
    # 行政事件訴訟法46条1項1号・2号 (11条1項, 14条1項・2項): the ruling itself can only be brought before the court, and
    # 10条2項: not for what was wrong with the decision that it is about, unless the law allows only this suit.
    return [
        f"この裁決については、さらに審査請求をすることはできません{_by(law)}。",
        (
            "この裁決について不服がある場合は、この裁決があったことを知った日の翌日から起算して6か月以内に、"
            f"{_defendant(who, town)}、裁決の取消しの訴えを提起することができます。ただし、裁決の取消しの訴えでは、"
            "元の処分が違法であることを理由とすることはできません。元の処分の取消しの訴えも、同じ期間の内に提起できます。"
        ),
        (
            "ただし、上記の期間が経過する前に、この裁決があった日の翌日から起算して1年を経過した場合は、"
            "正当な理由があるときを除き、訴えを提起することができなくなります。"
        ),
    ]


WAYS: dict[str, Callable[[Authority, Town, str], list[str]]] = {
    "自由選択": _free,
    "審査請求前置": _review_first,
    "裁決主義": _ruling_only,
    "議会諮問": _council_first,
    "裁決": _against_ruling,
}


def _by(law: str) -> str:
    return f"（{law}）" if law else ""


def _review(who: Authority) -> str:
    # 行政不服審査法82条1項: that, to whom, and until when (同18条1項).
    return (
        "この処分について不服がある場合は、この処分があったことを知った日の翌日から起算して3か月以内に、"
        f"{who.reviewer}に対して審査請求をすることができます。"
    )


def _defendant(who: Authority, town: Town) -> str:
    # 行政事件訴訟法46条1項1号, 11条1項・6項.
    return (
        f"{town.name}を被告として（訴訟において{town.name}を代表する者は、{who.represented_by}となります。）"
    )


def _court(who: Authority, town: Town) -> str:
    # 行政事件訴訟法46条1項: the defendant (同11条1項) and the period (同14条1項・3項).
    return (
        "この処分については、上記1の審査請求のほか、この処分があったことを知った日の翌日から起算して6か月以内に、"
        f"{_defendant(who, town)}、"
        "処分の取消しの訴えを提起することができます。なお、上記1の審査請求をした場合には、処分の取消しの訴えは、"
        "その審査請求に対する裁決があったことを知った日の翌日から起算して6か月以内に提起することができます。"
    )


def _only_after_ruling(law: str) -> str:
    # 行政事件訴訟法46条1項3号 (8条1項ただし書), and what it lets through without a ruling (同8条2項1号から3号まで).
    return (
        f"この処分の取消しの訴えは、上記1の審査請求に対する裁決を経た後でなければ提起することができません{_by(law)}。"
        "ただし、(1)審査請求があった日から3か月を経過しても裁決がないとき、(2)処分、処分の執行または手続の続行により"
        "生ずる著しい損害を避けるため緊急の必要があるとき、(3)その他裁決を経ないことにつき正当な理由があるときは、"
        "裁決を経ないで提起することができます。"
    )


def _court_after_ruling(who: Authority, town: Town) -> str:
    # 行政事件訴訟法46条1項1号・2号; the period is that of 14条3項 after a review, and of 14条1項 without one.
    return (
        "この処分の取消しの訴えは、上記1の審査請求に対する裁決があったことを知った日の翌日から起算して6か月以内に、"
        f"{_defendant(who, town)}、提起することができます。審査請求をしないで提起することができるとき（上記2の(2)と(3)）は、"
        "この処分があったことを知った日の翌日から起算して6か月以内です。"
    )


def _limits() -> str:
    # 行政不服審査法18条2項, 行政事件訴訟法14条2項: one year, unless there is a good reason.
    return (
        "ただし、上記の期間が経過する前に、この処分（審査請求をした場合には、その審査請求に対する裁決）が"
        "あった日の翌日から起算して1年を経過した場合は、審査請求をすることや処分の取消しの訴えを提起することが"
        "できなくなります。なお、正当な理由があるときは、上記の期間やこの処分（審査請求をした場合には、その"
        "審査請求に対する裁決）があった日の翌日から起算して1年を経過した後であっても、審査請求をすることや処分の"
        "取消しの訴えを提起することが認められる場合があります。"
    )


def _limits_of_review() -> str:
    # 行政不服審査法18条2項.
    return (
        "ただし、上記1の期間が経過する前に、この処分があった日の翌日から起算して1年を経過した場合は、審査請求をする"
        "ことができなくなります。なお、正当な理由があるときは、これらの期間を経過した後であっても、審査請求をする"
        "ことが認められる場合があります。"
    )
