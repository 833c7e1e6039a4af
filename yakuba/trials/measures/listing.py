"""How long the list of cases takes among a million, beside the same page among 3,500."""

from __future__ import annotations

import re
from functools import partial
from html import unescape
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from yakuba.accounts import actions as accounts
from yakuba.core import scope
from yakuba.core.actors import MACHINE
from yakuba.procedures.actions import publish
from yakuba.trials import filling, town
from yakuba.trials.measures import crowd
from yakuba.trials.measures.submit import settle
from yakuba.trials.measures.table import Table, middle, trial_town
from yakuba.trials.officials import sign_in
from yakuba.trials.resident import Interrupted, Resident, Unexpected

if TYPE_CHECKING:
    import datetime

    from yakuba.accounts.models import Department, Person
    from yakuba.procedures.models import Version
    from yakuba.trials.filling import Official

_NEXT = re.compile(r'href="(\?[^"]*after=[^"]*)"')
FEW = 3_500
PEOPLE = 100
TRIES = 15
HEAD = ("page", "ms at {few}", "ms at {many}", "ratio")
NOTE = (
    "Whole pages over HTTP from one web process, the middle of {tries} tries. {open} cases in a thousand are open. The rare "
    "department has {rare} cases at first and {rare_all} at last, the rare procedure of the large department the same; "
    "the clerk of the large department also belongs to the small one. Who is found by name has {each} cases both times."
)
# Department, procedure, how many cases at first (the rest of the million goes to the first two).
RARE, RARE_MORE = 60, 140


def measure(*, seconds: float, cases: int) -> Table:
    """The table: the same pages asked for before and after the town was filled up."""
    del seconds
    now = timezone.now()
    with scope.within(trial_town()):
        departments = {code: filling.department(code, now=now) for code in ("large", "small", "rare")}
        shares = _shares(departments, now=now)
        clerks = {
            "both": filling.official(
                "large", "試山 大", "clerk", [departments["large"], departments["small"]], now=now
            ),
            "rare": filling.official("rare", "試山 希", "clerk", [departments["rare"]], now=now),
        }
        people = [_person(number, now=now) for number in range(PEOPLE)]
        others = [_person(number, now=now) for number in range(PEOPLE, 2 * PEOPLE)]
        before = _filled_and_asked(shares, people, clerks, [2680, 700, RARE, RARE], begin=0, now=now)
        rest = cases - FEW - 2 * RARE_MORE
        more = [rest - rest // 5, rest // 5, RARE_MORE, RARE_MORE]
        # A town that has more cases has more people: those who are looked for have as many as before.
        after = _filled_and_asked(shares, others, clerks, more, begin=FEW, now=now)
    head = tuple(word.format(few=f"{FEW:,}", many=f"{cases:,}") for word in HEAD)
    open_ones = sum(share for state, share in crowd.STATES if state != "closed")
    note = NOTE.format(tries=TRIES, open=open_ones, rare=RARE, rare_all=RARE + RARE_MORE, each=FEW // PEOPLE)
    table = Table("list: the pages of a clerk among few cases and among many", head, notes=[note])
    for name, few in before.items():
        table.add(name, few, after[name], f"{after[name] / few:.2f}x")
    return table


def _shares(
    departments: dict[str, Department], *, now: datetime.datetime
) -> list[tuple[Department, Version]]:
    text = (filling.PROCEDURES / f"{filling.ERRAND}.yaml").read_text(encoding="utf-8")
    shares = []
    for procedure, code in (
        ("often", "large"),
        ("sometimes", "small"),
        ("seldom", "large"),
        ("hardly", "rare"),
    ):
        own = text.replace(f"id: {filling.ERRAND}", f"id: trial-{procedure}", 1)
        own = own.replace("department: trials", f"department: {code}", 1)
        shares.append((departments[code], publish(own, actor=MACHINE, now=now)))
    return shares


def _person(number: int, *, now: datetime.datetime) -> Person:
    facts = {"person.name": {"family": "試山", "given": f"{number}郎"}, "person.kana": "シヤマ"}
    return accounts.register_person(facts, actor=MACHINE, now=now)


def _filled_and_asked(
    shares: list[tuple[Department, Version]],
    people: list[Person],
    clerks: dict[str, Official],
    counts: list[int],
    *,
    begin: int,
    now: datetime.datetime,
) -> dict[str, float]:
    parts = [(*share, count) for share, count in zip(shares, counts, strict=True)]
    crowd.fill(parts, people, begin=begin, now=now)
    settle()
    with town.Site(workers=0) as site:
        return _asked(site.address, clerks)


def _asked(address: str, clerks: dict[str, Official]) -> dict[str, float]:
    """Each page by its name, in milliseconds."""
    both, rare = Resident(address), Resident(address)
    sign_in(both, clerks["both"])
    sign_in(rare, clerks["rare"])
    listing = "/staff/applications/"
    asked: dict[str, Any] = {
        "first page, two departments": (both, listing),
        "sixth page": (both, _sixth(both, listing)),
        "a rare procedure among many": (both, f"{listing}?procedure=trial-seldom"),
        "a rare department": (rare, listing),
        "those that wait for a correction": (both, f"{listing}?state=returned"),
        "found by the applicant's name": (both, f"{listing}?q=%E8%A9%A6%E5%B1%B11%E9%83%8E"),
        "the to-do": (both, "/staff/"),
    }
    return {name: middle(partial(_ask, who, url), tries=TRIES) for name, (who, url) in asked.items()}


def _sixth(browser: Resident, listing: str) -> str:
    url = listing
    for _ in range(5):
        page = browser.open(url)
        following = _NEXT.search(page.text)
        if following is None:
            break
        url = listing + unescape(following[1])
    return url


def _ask(browser: Resident, url: str) -> None:
    try:
        page = browser.open(url)
    except Interrupted:
        # The server hangs up on who says nothing for long: ask anew, as a browser does.
        page = browser.open(url)
    if page.status != 200:
        raise Unexpected(page)
