"""The 決裁文書 of a case: drafter, outcome, every stop of the way with the post and the name of that day, three dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.timezone import localdate

from yakuba.accounts import queries as accounts
from yakuba.accounts.models import Rank
from yakuba.applications import case_way, paper_contents, walk
from yakuba.approvals import queries as drafts
from yakuba.approvals.models import Kind, StopState, Weight
from yakuba.core import dates
from yakuba.core.money import yen
from yakuba.documents import actions as documents
from yakuba.documents import queries as document_queries
from yakuba.procedures.steps import ANSWERS
from yakuba.work import actions as work

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from yakuba.applications.models import Application
    from yakuba.approvals.models import Approval, Stop
    from yakuba.core.actors import Actor
    from yakuba.documents.models import Document

RECORD = "decision-record"
_NOT_YET = "まだ"


def request_record(application: Application, *, actor: Actor, now: datetime.datetime) -> Document | None:
    """Ask for the 決裁文書 as it stands now, another revision each time; None where nobody drafted anything.

    A name that no font can draw stops nothing: somebody is told.
    """
    draft = drafts.decided(application.matter)
    if draft is None:
        return None
    newest = document_queries.newest(application.matter, RECORD)
    try:
        return documents.request(
            application.matter,
            consequence=RECORD,
            revision=newest.revision + 1 if newest else 1,
            template="decision_record",
            data=_data(application, draft, now),
            number_symbol=None,
            dated_on=localdate(now),
            actor=actor,
            now=now,
        )
    except documents.Unprintable as problem:
        _tell(application, problem.characters, actor=actor, now=now)
        return None


def _tell(application: Application, characters: str, *, actor: Actor, now: datetime.datetime) -> None:
    work.open_item(
        application.matter,
        step="record-unprintable",
        # The characters may be of a name that nobody may read (支援措置).
        title=f"決裁文書に印刷できない文字{'' if application.is_restricted else f'「{characters}」'}がある：書体を入れる",
        department=application.office,
        role="clerk",
        due_on=None,
        actor=actor,
        now=now,
    )


def _data(application: Application, draft: Approval, now: datetime.datetime) -> dict[str, Any]:
    outcome = application.definition.outcome(draft.outcome)
    return {
        "title": "決裁文書",
        "contact": paper_contents.contact(application),
        "lead": "次のとおり決裁しました。職と氏名は、その日のものです。",
        "facts": list(_facts(application, draft)),
        "ruling": f"{outcome.title}　{outcome.says}",
        "reasons": str(draft.reasons or ""),
        "stations": [_station(stop, now) for stop in _in_time(drafts.stops(draft))],
        "partners": list(_partners(application)),
        "earlier": [
            _earlier(application, one) for one in reversed(drafts.history(application.matter)) if one != draft
        ],
        "days": list(_days(application, draft)),
    }


def _facts(application: Application, draft: Approval) -> Iterator[dict[str, str]]:
    person = accounts.applicant(application.matter)
    who = f"　{person.full_name}" if person else ""
    yield _row("件名", f"{application.definition.title}{who}（受付番号 {application.matter.number}）")
    yield _row("起案日", dates.wareki(localdate(draft.proposed_at)))
    name = draft.proposed_name or draft.proposed_by.name
    yield _row("起案者", f"{draft.proposed_post}　{name}".strip())
    if draft.decider_rank:
        rank = Rank(draft.decider_rank)
        # What the mayor decides is nobody's delegated decision.
        yield _row("決裁の区分", f"{rank.label}決裁" if rank == Rank.MAYOR else f"{rank.label}専決")
    yield _row("案の重さ", Weight(draft.weight).label)
    if draft.amount_yen is not None:
        yield _row("金額", yen(draft.amount_yen))
    yield _row("根拠", application.definition.law)


def _in_time(stops: list[Stop]) -> list[Stop]:
    """The stops in the order in which they were passed: what was asked anew stands where it happened."""
    gone = [stop for stop in stops if stop.superseded_at]
    standing = [stop for stop in stops if not stop.superseded_at]
    return [*sorted(gone, key=lambda stop: (stop.acted_at or stop.superseded_at, stop.level)), *standing]


def _station(stop: Stop, now: datetime.datetime) -> dict[str, str]:
    marks = [*case_way.marks(stop), *(["やり直す前"] if stop.superseded_at else [])]
    return {
        "kind": Kind(stop.kind).label,
        "who": case_way.who(stop, now),
        "when": _moment(stop.acted_at) if stop.acted_at else "",
        "marks": "、".join(marks),
        "comment": str(stop.comment or ""),
    }


def _partners(application: Application) -> Iterator[dict[str, str]]:
    """What was sent to others and how they answered (協議・進達)."""
    for record in walk.history(application):
        step = walk.step_of(application, record.step)
        if step is None or record.sent_on is None:
            continue
        told = [f"{dates.wareki(record.sent_on)}に送付"]
        if record.answered_on:
            told.append(f"{dates.wareki(record.answered_on)}に回答")
        told += [ANSWERS.get(record.answer, ""), record.reference or "", record.note or ""]
        again = "（やり直す前）" if record.superseded_at else ""
        yield _row(f"{walk.partner(application, step)}　{step.title}{again}", "、".join(filter(None, told)))


def _earlier(application: Application, draft: Approval) -> dict[str, str]:
    outcome = application.definition.outcome(draft.outcome).title
    name = draft.proposed_name or draft.proposed_by.name
    lines = [f"{name}　{outcome}（{draft.get_state_display()}）"]
    for stop in _in_time(drafts.stops(draft)):
        if stop.acted_by_id is not None:
            said = f"：{stop.comment}" if stop.comment else ""
            lines.append(f"{stop.acted_post}　{stop.acted_name}　{StopState(stop.state).label}{said}")
    return _row(dates.wareki(localdate(draft.proposed_at)), "\n".join(lines))


def _moment(at: datetime.datetime) -> str:
    return f"{dates.wareki_year(localdate(at))}{dates.moment(at)}"


def _days(application: Application, draft: Approval) -> Iterator[dict[str, str]]:
    decided = application.decided_on or (localdate(draft.decided_at) if draft.decided_at else None)
    for label, day in (
        ("決裁日", decided),
        ("施行日", application.dispatched_on),
        ("到達日", application.reached_on),
    ):
        yield _row(label, dates.wareki(day) if day else _NOT_YET)


def _row(label: str, text: str) -> dict[str, str]:
    return {"label": label, "text": text}
