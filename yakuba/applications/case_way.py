"""What the case page shows of a draft's way: who has it since when, what comes, what was said, what this official may do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.timezone import localdate

from yakuba.accounts import queries as accounts
from yakuba.applications import basis, walk
from yakuba.applications.models import FINISHED, State
from yakuba.approvals import queries as drafts
from yakuba.approvals.models import Kind, StopState, Weight
from yakuba.core import access

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator

    from yakuba.applications.models import Application
    from yakuba.approvals.models import Approval, Stop
    from yakuba.core.actors import Actor

_DONE = frozenset({StopState.AGREED, StopState.PASSED, StopState.NOT_NEEDED, StopState.REMANDED})


def facts(application: Application, actor: Actor, *, now: datetime.datetime) -> dict[str, Any]:
    """The part of the page's context that this module gives."""
    draft = drafts.find_open(application.matter)
    may_examine = access.may(actor, "application.examine", application)
    return {
        "may_examine": may_examine,
        "to_view": [
            stop for stop in drafts.to_view(application.matter) if drafts.may_view(stop, actor, now=now)
        ],
        "has_record": application.state in FINISHED and drafts.decided(application.matter) is not None,
        "decider_words": _decider_words(application, now) if may_examine and draft is None else "",
        **(_open(application, draft, actor, now) if draft else {}),
    }


def _open(application: Application, draft: Approval, actor: Actor, now: datetime.datetime) -> dict[str, Any]:
    """What there is to do about a draft that is on its way."""
    stop = drafts.open_to(draft, actor, now=now)
    is_mine = draft.proposed_by_id == actor.staff
    return {
        "stop": stop,
        "stop_words": _stop_words(stop, actor, now) if stop else "",
        "decide_words": _decide_words(stop, actor, now) if stop else "",
        "waits_at": "、".join(drafts.post_of(one) for one in drafts.waiting(draft)),
        "may_revise": basis.may_revise(application, draft, actor, now=now),
        "may_take_back": is_mine and drafts.untouched(draft),
        "may_reroute": access.may(actor, "application.reroute", application),
    }


def _decider_words(application: Application, now: datetime.datetime) -> str:
    """Who decides by the rules of this day, where it is a draft that comes to a decision."""
    if application.state != State.SUBMITTED or not walk.needs_draft(application):
        return ""
    posts: dict[str, list[str]] = {}
    for outcome in application.definition.outcomes:
        if known := basis.basis_of(application, outcome):
            posts.setdefault(drafts.decider_words(known, on=localdate(now)), []).append(outcome.title)
    if len(posts) == 1:
        return f"決裁するのは、{next(iter(posts))}です。"
    return "".join(f"「{'」「'.join(titles)}」は{post}が決裁します。" for post, titles in posts.items())


def _stop_words(stop: Stop, actor: Actor, now: datetime.datetime) -> str:
    """What this official would do at their stop, as the word on the button."""
    doing = {Kind.CONSULT: "合議に同意する", Kind.EXAMINE: "審査を済ませる"}
    words = doing.get(Kind(stop.kind), "同意して次へ回す")
    return f"{words}（引上げ）" if stop.state == StopState.AHEAD else f"{words}{_for_whom(stop, actor, now)}"


def _decide_words(stop: Stop, actor: Actor, now: datetime.datetime) -> str:
    """What follows the outcome on the button that decides."""
    if stop.kind != Kind.DECIDE:
        return ""
    if stop.state == StopState.AHEAD:
        return "（引上げ）"
    return _for_whom(stop, actor, now)


def _for_whom(stop: Stop, actor: Actor, now: datetime.datetime) -> str:
    sitting = drafts.Seat(stop, now).sitting(actor)
    if sitting is None or sitting.capacity == "own":
        return ""
    return f"（{sitting.absent.name}さんの代決）" if sitting.absent else "（職務代理）"


# The way ------------------------------------------------------------------------------------------
def stations(stops: Iterable[Stop], *, now: datetime.datetime) -> list[dict[str, Any]]:
    """The stops of a draft that count, each as a line of the component `route`."""
    return [
        {
            "title": Kind(stop.kind).label,
            "who": who(stop, now),
            "note": "、".join(marks(stop)),
            "state": "done" if stop.state in _DONE else "now" if stop.state == StopState.WAITING else "todo",
            "on": localdate(stop.acted_at) if stop.acted_at else None,
        }
        for stop in stops
        if stop.superseded_at is None
    ]


def who(stop: Stop, now: datetime.datetime) -> str:
    """Who acted, by name and post of that day; before that, the post with those who hold it today."""
    if stop.acted_by_id is not None:
        return f"{stop.acted_post}　{stop.acted_name}"
    post = drafts.post_of(stop)
    if stop.staff_id is not None or stop.state != StopState.WAITING:
        return post
    holders = accounts.holders(stop.rank, department=stop.department, on=localdate(now))
    away = accounts.absent_staff([one.pk for one in holders], at=now)
    names = "・".join(f"{one.name}{'（不在）' if one.pk in away else ''}" for one in holders)
    return f"{post}　{names or '（空席）'}"


def marks(stop: Stop) -> Iterator[str]:
    """What is particular about a stop: since when it waits, 代決, 後閲, 引上げ."""
    if stop.state == StopState.WAITING and stop.opened_at:
        yield f"{_day(stop.opened_at)}から"
    if stop.acting_for is not None:
        yield f"代決（{stop.acting_for.name}の不在）"
    elif stop.capacity == "vacancy":
        yield "職務代理"
    if stop.state in {StopState.PASSED, StopState.REMANDED, StopState.NOT_NEEDED, StopState.CANCELLED}:
        yield StopState(stop.state).label
    if stop.viewed_at:
        yield f"{_day(stop.viewed_at)}に後閲"
    elif stop.acting_for is not None:
        yield "後閲はまだ"


def _day(at: datetime.datetime) -> str:
    on = localdate(at)
    return f"{on.month}月{on.day}日"


def history(
    application: Application, drafted: list[Approval], now: datetime.datetime
) -> list[dict[str, Any]]:
    """Every draft about the case as the page shows it."""
    ways = drafts.ways(application.matter)
    return [_drafted(application, one, ways.get(one.pk, []), now) for one in drafted]


def _drafted(
    application: Application, draft: Approval, stops: list[Stop], now: datetime.datetime
) -> dict[str, Any]:
    """One draft among those that were ever made about the case: its words, its way, and what was said to it."""
    line = stations(stops, now=now)
    return {
        "title": application.definition.outcome(draft.outcome).title,
        "state_word": draft.get_state_display(),
        "proposed_by": draft.proposed_name or draft.proposed_by.name,
        "proposed_at": draft.proposed_at,
        "reasons": draft.reasons,
        "remark": draft.remark,
        "weight": "" if draft.weight == Weight.ORDINARY else Weight(draft.weight).label,
        "amount_yen": draft.amount_yen,
        "replaces": draft.replaces_id is not None,
        # A way of one stop is told by the route of the case.
        "way": line if len(line) > 1 or any(one["note"] for one in line) else [],
        "comments": list(_said(draft, stops)),
    }


def _said(draft: Approval, stops: list[Stop]) -> Iterator[dict[str, str]]:
    for stop in stops:
        is_told = stop.state == StopState.REMANDED and stop.comment == draft.remark
        if stop.comment and not is_told:
            label = (
                "回り先を変えた理由" if stop.acted_by_id is None else f"{stop.acted_post}　{stop.acted_name}"
            )
            yield {"label": label, "text": str(stop.comment)}
