"""What may happen next in a life: a random move that fits, or a wild one, by somebody, in their words."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from tests.lives.hall import PEOPLE

if TYPE_CHECKING:
    from tests.lives.world import Life
    from yakuba.applications.models import Application
    from yakuba.approvals.models import Approval, Stop


def wild(life: Life) -> tuple[str, str, dict[str, Any]]:
    """Any move at any time by anybody, also where nothing of the sort waits."""
    pick = life.chance
    words = {"outcome": pick.choice(["granted", "refused"]), "reasons": "基準の3です。"}
    known = [str(stop.pk) for stop in life.stops] or [str(life.case)]
    correction = {"fields": ["telephone"], "message": "確かめてください。"}
    day = life.today + datetime.timedelta(days=14)
    moves: list[tuple[str, dict[str, Any]]] = [
        ("propose", words),
        ("decide", words),
        ("agree", {"stop": pick.choice(known)}),
        ("revise", words),
        ("remand", {"remark": pick.choice(["", "直してください。"]), "to": pick.choice([None, *known])}),
        ("withdraw_draft", {}),
        ("view_after", {"stop": pick.choice(known)}),
        ("ask_for_correction", {**correction, "due_on": day}),
        ("resume_examination", {}),
        ("resubmit", {}),
        ("close", {}),
    ]
    if life.stops:
        moves.append(("reroute", _elsewhere(life, pick.choice(life.stops))))
    name, facts = pick.choice(moves)
    return name, life.anybody(), facts


def chosen(  # noqa: PLR0911  one line for each stage of a life
    life: Life, application: Application, draft: Approval | None
) -> tuple[str, str, dict[str, Any]]:
    """A move that may come next, somebody, and what they say; most often somebody whose turn it is."""
    pick = life.chance
    outcome = pick.choice(["granted", "refused"])
    words = {"outcome": outcome, "reasons": pick.choice(["基準の1です。", "基準の2です。"])}
    if application.state == "returned":
        name = pick.choice(["resubmit", "resume_examination"] * 3 + ["withdraw"])
        return name, _here(life), {}
    if application.state in {"decided", "closed"}:
        stops = [str(stop.pk) for stop in life.past()]
        if stops and pick.random() < 0.8:
            return "view_after", _past_whom(life), {"stop": pick.choice(stops)}
        return "close", _here(life), {}
    if pick.random() < 0.015:
        return "withdraw", "", {}
    if pick.random() < 0.06:
        facts = {"fields": ["telephone"], "message": "確かめてください。"}
        day = life.today + datetime.timedelta(days=14)
        return "ask_for_correction", _here(life), {**facts, "due_on": day}
    if draft is None:
        if pick.random() < 0.15:
            return "decide", _here(life), words
        more = {
            "weight": pick.choice(["", "ordinary", "ordinary", "important", "new"]),
            "amount_yen": pick.choice([None, 50_000, 200_000]),
            "consult": pick.choice([[], [], ["water"], ["mayor"]]),
        }
        return "propose", _here(life), {**words, **more}
    return _on_its_way(life, draft, words)


def _on_its_way(  # noqa: PLR0911  one line for each move
    life: Life, draft: Approval, words: dict[str, str]
) -> tuple[str, str, dict[str, Any]]:
    pick = life.chance
    line = life.line
    undone = [stop for stop in line if stop.state in {"ahead", "waiting"}]
    stop = pick.choice([one for one in line if one.state == "waiting"] * 4 + undone)
    if stop.rank and pick.random() < (0.6 if stop.kind == "decide" else 0.1):
        # Only while everybody with the post is away may somebody act for them.
        for name in sorted(life.books.holders(stop.rank, stop.department.code, life.today)):
            life.go_away(name)
    able = [name for name in PEOPLE if life.capacity(name, stop, draft.weight)]
    acting = [name for name in able if life.capacity(name, stop, draft.weight) != "own"]
    able = acting if acting and pick.random() < 0.8 else able
    who = pick.choice(able) if able and pick.random() < 0.85 else life.anybody()
    chance = pick.random()
    if chance < 0.06:
        name = life.hall.names[draft.proposed_by_id]
        return "withdraw_draft", name if pick.random() < 0.8 else life.anybody(), {}
    if chance < 0.12:
        return "reroute", life.anybody(), _elsewhere(life, pick.choice(undone))
    if chance < 0.2:
        return "revise", who, words
    if chance < 0.3:
        back = [str(one.pk) for one in line if one.state in {"agreed", "passed"}]
        return "remand", who, {"remark": "直してください。", "to": pick.choice([None, *back])}
    past = [str(one.pk) for one in line if one.state == "passed" or one.capacity == "acting"]
    if past and chance < 0.4:
        return "view_after", _past_whom(life), {"stop": pick.choice(past)}
    if stop.kind == "decide":
        same = {"outcome": draft.outcome, "reasons": draft.reasons}
        return "decide", who, same if chance < 0.9 else words
    return "agree", who, {"stop": str(stop.pk)}


def _elsewhere(life: Life, stop: Stop) -> dict[str, Any]:
    name = life.anybody()
    code = PEOPLE[name][0]
    reason = "担当が違います。" if life.chance.random() < 0.95 else " "
    facts: dict[str, Any] = {"stop": str(stop.pk), "department": life.hall.departments[code]}
    if life.chance.random() < 0.5 and stop.kind != "decide":
        return {**facts, "rank": "director", "reason": reason}
    return {**facts, "staff": life.hall.staff[name], "reason": reason}


def _here(life: Life) -> str:
    """Most often somebody of the department that deals with the case."""
    return life.chance.choice(list(PEOPLE)[:5]) if life.chance.random() < 0.9 else life.anybody()


def _past_whom(life: Life) -> str:
    """Most often somebody past whom the draft went."""
    whom = [life.hall.names[stop.acting_for_id] for stop in life.past() if stop.acting_for_id]
    whom += [
        name for stop in life.past() for name in PEOPLE if life.capacity(name, stop, stop.approval.weight)
    ]
    return life.chance.choice(whom) if whom and life.chance.random() < 0.8 else life.anybody()
