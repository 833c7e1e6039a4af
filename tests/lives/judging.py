"""Why a move is refused, reckoned a second time: for each verb, who may not, what stands in the way, what is lacking.

Each gives every reason there is. The program names one of them, and refuses if and only if there is one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.lives.reckoning import SEES
from yakuba.applications import actions
from yakuba.approvals.actions import RemarkMissing
from yakuba.core import access, states

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.lives.world import Life
    from yakuba.approvals.models import Stop

# Not this person; not now; not with these words.
PERSON, STATE, WORDS = "person", "state", "words"
KINDS: list[tuple[type[Exception], str]] = [
    (access.NotAllowed, PERSON),
    (states.NotPossible, STATE),
    (actions.Refused, WORDS),
    (RemarkMissing, WORDS),
]
REFUSALS = tuple(kind for kind, _ in KINDS)
UNDONE = {"ahead", "waiting"}
OFFICIALS = set(SEES)


def reason_of(refused: Exception) -> str:
    """Of which sort a refusal of the program is."""
    return next(reason for kind, reason in KINDS if isinstance(refused, kind))


def reasons(life: Life, name: str, who: str, facts: dict[str, Any]) -> set[str]:
    """Every sort of reason for which this move is refused now; empty where it goes through."""
    found: set[str] = set(JUDGES[name](life, who, **facts))
    return found


# Who and when -------------------------------------------------------------------------------------
def is_here(life: Life, who: str, roles: Iterable[str] = OFFICIALS) -> bool:
    """Whether somebody has such a post in the department that deals with the case."""
    posts = life.books.of(who, life.today)
    return any(post.department == "environment" and post.role in roles for post in posts)


def sees(life: Life, who: str) -> bool:
    """Whether the case is or was the business of a department of somebody."""
    return any(post.department in life.places for post in life.books.of(who, life.today))


def _here(life: Life, who: str, *at: str, roles: Iterable[str] = OFFICIALS) -> set[str]:
    found = set() if is_here(life, who, roles) else {PERSON}
    return found if life.application.state in at else found | {STATE}


def _near(life: Life, who: str) -> set[str]:
    return set() if sees(life, who) else {PERSON}


def _on_the_way(life: Life, who: str) -> set[str]:
    found = _near(life, who)
    return found if life.draft and life.application.state == "submitted" else found | {STATE}


def _standing(life: Life, pk: str | None) -> Stop | None:
    return next((stop for stop in life.line if str(stop.pk) == pk), None)


# The way ------------------------------------------------------------------------------------------
def _before(stop: Stop, line: list[Stop]) -> list[Stop]:
    return [one for one in line if one.level < stop.level and one.state in UNDONE]


def _may_come(stop: Stop, line: list[Stop]) -> bool:
    """Whether one may act here now: nobody is missing, or only lower posts of the same line (引上げ)."""
    if stop.state not in UNDONE:
        return False
    before = _before(stop, line)
    is_above = stop.kind in {"circulate", "decide"} and stop.state == "ahead"
    return not before or (is_above and all(one.kind == "circulate" for one in before))


def _first(life: Life, who: str) -> Stop | None:
    """Where somebody would act: at a stop that waits for them, else at one to which they may pull the draft up."""
    line, draft = life.line, life.draft
    waiting = [stop for stop in line if stop.state == "waiting"]
    ahead = [stop for stop in line if stop.state == "ahead" and _may_come(stop, line)]
    may = [stop for stop in ahead if stop.kind in {"circulate", "decide"}]
    return next((stop for stop in waiting + may if draft and life.capacity(who, stop, draft.weight)), None)


# One judge for each verb --------------------------------------------------------------------------
def _propose(life: Life, who: str, **_: Any) -> set[str]:
    return _here(life, who, "submitted") | ({STATE} if life.draft else set())


def _agree(life: Life, who: str, *, stop: str) -> set[str]:
    found, at = _near(life, who), _standing(life, stop)
    if life.draft is None or at is None:
        return found | {STATE}
    if not life.capacity(who, at, life.draft.weight):
        found.add(PERSON)
    return found if at.kind != "decide" and _may_come(at, life.line) else found | {STATE}


def _decide(life: Life, who: str, *, outcome: str, reasons: str) -> set[str]:
    found, draft = _near(life, who), life.draft
    if life.application.state != "submitted":
        return found | {STATE}
    if draft and (draft.outcome, draft.reasons) == (outcome, reasons):
        last = life.line[-1]
        assert last.kind == "decide"
        if not life.capacity(who, last, draft.weight):
            found.add(PERSON)
        return found if _may_come(last, life.line) else found | {STATE}
    if draft is None and not is_here(life, who):
        # The examination before it is for the department to finish.
        found.add(STATE)
    return found | _decide_alone(life, who, outcome)


def _decide_alone(life: Life, who: str, outcome: str) -> set[str]:
    """Otherwise than drafted, or without any draft, one decides only where nobody else has to be asked."""
    draft = life.draft
    yen, weight = (draft.amount_yen, draft.weight) if draft else (None, "ordinary")
    rank = life.books.decider("grant" if outcome == "granted" else "refuse", yen, life.today)
    asked = [*life.asked, *(one.department.code for one in life.line if one.kind == "consult" and one.rank)]
    way = life.books.way(who, rank, "environment", asked, life.examiner, life.today)
    found = set() if len(way) == 1 else {STATE}
    may = life.books.capacity(who, rank, "", "environment", weight, life.now)
    return found if may else found | {PERSON}


def _revise(life: Life, who: str, **_: Any) -> set[str]:
    found = _on_the_way(life, who)
    if life.draft is None:
        return found
    at = _first(life, who)
    is_above = at is not None and at.kind in {"circulate", "decide"}
    is_drafter = life.hall.names[life.draft.proposed_by_id] == who
    return found if is_above or is_drafter else found | {PERSON}


def _remand(life: Life, who: str, *, remark: str, to: str | None) -> set[str]:
    found = _on_the_way(life, who)
    if not remark.strip():
        found.add(WORDS)
    if life.draft is None:
        return found
    at, back = _first(life, who), _standing(life, to)
    if at is None:
        found.add(PERSON)
    if to is not None and back is None:
        found.add(STATE)
    if at and back and not (back.level < at.level and back.state in {"agreed", "passed"}):
        found.add(STATE)
    return found


def _withdraw_draft(life: Life, who: str) -> set[str]:
    found, draft = _here(life, who, "submitted"), life.draft
    if draft is None:
        return found | {STATE}
    if life.hall.names[draft.proposed_by_id] != who:
        found.add(PERSON)
    acted = [stop for stop in life.stops if stop.approval_id == draft.pk and stop.acted_at]
    return found | {STATE} if acted else found


def _reroute(
    life: Life, who: str, *, stop: str, department: Any, reason: str, rank: str = "", staff: Any = None
) -> set[str]:
    found = set() if is_here(life, who, {"chief"}) else {PERSON}
    at, today = _standing(life, stop), life.today
    if not reason.strip():
        found.add(WORDS)
    name = life.hall.names[staff.pk] if staff else ""
    if name and all(post.department != department.code for post in life.books.of(name, today)):
        found.add(WORDS)
    if at is None or at.state not in UNDONE:
        return found | {STATE}
    if at.kind == "decide" and name not in life.books.holders(at.rank, at.department.code, today):
        found.add(STATE)
    return found


def _view_after(life: Life, who: str, *, stop: str) -> set[str]:
    found = _near(life, who)
    at = next((one for one in life.past() if str(one.pk) == stop), None)
    if at is None:
        return found | {STATE}
    is_absent_one = at.acting_for_id is not None and life.hall.names[at.acting_for_id] == who
    holds = life.capacity(who, at, at.approval.weight) == "own"
    return found if is_absent_one or holds else found | {PERSON}


def _of_applicant(*at: str) -> Any:
    return lambda life, _who, **_: set() if life.application.state in at else {STATE}


def _of_office(*at: str) -> Any:
    return lambda life, who, **_: _here(life, who, *at)


JUDGES: dict[str, Any] = {
    "propose": _propose,
    "agree": _agree,
    "decide": _decide,
    "revise": _revise,
    "remand": _remand,
    "withdraw_draft": _withdraw_draft,
    "reroute": _reroute,
    "view_after": _view_after,
    "ask_for_correction": _of_office("submitted"),
    "resume_examination": _of_office("returned"),
    "close": _of_office("decided"),
    "withdraw": _of_applicant("submitted", "returned"),
    "resubmit": _of_applicant("returned"),
}
