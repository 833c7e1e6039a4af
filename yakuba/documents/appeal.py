"""教示: tells the addressee of an administrative act whom to appeal to, whom to sue, and until when."""

from __future__ import annotations

from dataclasses import dataclass

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


def clauses(
    *, authority: str, affair: str, municipality: str, prefecture: str, is_disposition: bool
) -> list[str]:
    """The numbered clauses of the 教示, or none where the answer is no 処分; raises UnknownAuthority."""
    if not is_disposition:
        return []
    who = acting(authority=authority, affair=affair, municipality=municipality, prefecture=prefecture)
    return [_review(who), _court(who, municipality), _limits()]


def _review(who: Authority) -> str:
    # 行政不服審査法82条1項: that, to whom, and until when (同18条1項).
    return (
        "この処分について不服がある場合は、この処分があったことを知った日の翌日から起算して3か月以内に、"
        f"{who.reviewer}に対して審査請求をすることができます。"
    )


def _court(who: Authority, municipality: str) -> str:
    # 行政事件訴訟法46条1項: the defendant (同11条1項) and the period (同14条1項・3項).
    return (
        "この処分については、上記1の審査請求のほか、この処分があったことを知った日の翌日から起算して6か月以内に、"
        f"{municipality}を被告として（訴訟において{municipality}を代表する者は、{who.represented_by}となります。）、"
        "処分の取消しの訴えを提起することができます。なお、上記1の審査請求をした場合には、処分の取消しの訴えは、"
        "その審査請求に対する裁決があったことを知った日の翌日から起算して6か月以内に提起することができます。"
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
