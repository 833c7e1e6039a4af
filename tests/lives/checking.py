"""The books of a life, reckoned a second time after each move: states, deciders, ways, timers, to-do lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.lives.hall import PEOPLE
from tests.lives.reckoning import EXECUTIVES, SEES, clock_of_work, end_of_day
from yakuba.applications.models import MOVES as CASE_MOVES
from yakuba.applications.models import Application
from yakuba.approvals.models import MOVES as DRAFT_MOVES
from yakuba.approvals.models import STOP_MOVES, Approval, Stop
from yakuba.core.models import Timer
from yakuba.work import queries as work
from yakuba.work.models import WorkItem

if TYPE_CHECKING:
    from tests.lives.world import Life


def closure(moves: Any) -> set[tuple[str, str]]:
    """From which state which other can be reached by the moves of a table."""
    steps = {(source, move.target) for move in moves.values() for source in move.sources}
    while more := {(a, d) for a, b in steps for c, d in steps if b == c} - steps:
        steps |= more
    return steps


ALLOWED = {Application: closure(CASE_MOVES), Approval: closure(DRAFT_MOVES), Stop: closure(STOP_MOVES)}
LINE = {"member", "section_chief", "assistant_director", "director"}
assert set(SEES) == {"clerk", "chief"}


def check_move(life: Life, name: str, who: str) -> None:
    """Nobody acted who may not, and a new way is the one that the rules of the day give."""
    for stop in (one for one in life.stops if one.acted_at == life.now):
        found = life.capacity(who, stop, stop.approval.weight)
        assert found == stop.capacity, life.story(who, found, stop.capacity, stop.rank)
        life.tell(f"{stop.kind} as {found}")
        if stop.kind == "decide" and stop.state == "agreed" and stop.rank not in {"mayor", ""}:
            life.tell("decided by delegation")
    for stop in (one for one in life.stops if one.state == "passed" and life.seen[one.pk] != "passed"):
        life.tell(f"{stop.kind} passed by a superior")
    for one in (draft for draft in life.drafts if draft.proposed_at == life.now):
        _check_way(life, one, who)
    if name in {"resubmit", "resume_examination"}:
        assert life.due
        assert life.stopped
        life.due, life.stopped = life.due + (life.today - life.stopped), None
    if name == "ask_for_correction":
        life.stopped = life.today


def _check_way(life: Life, draft: Approval, who: str) -> None:
    effect = "grant" if draft.outcome == "granted" else "refuse"
    decider = life.books.decider(effect, draft.amount_yen, life.today)
    assert draft.decider_rank == decider, life.story(draft.decider_rank, decider)
    stops = [stop for stop in life.stops if stop.approval_id == draft.pk]
    asked = [stop.department.code for stop in stops if stop.kind == "consult"]
    assert set(life.asked) <= {*asked, "environment"}, life.story(asked)
    way = life.books.way(who, decider, "environment", asked, life.examiner, life.today)
    laid = [(stop.kind, stop.department.code, stop.rank) for stop in stops]
    assert laid == way, life.story(laid, way)


def check_books(life: Life) -> bool:
    application = life.application
    _check_states(life, application)
    _check_deciders(life, application)
    _check_timers(life, application)
    _check_work(life, application)
    return application.state != "withdrawn" and not (application.state == "closed" and not life.past())


def _check_states(life: Life, application: Application) -> None:
    for row in (application, *life.drafts, *life.stops):
        before = life.seen.get(row.pk, row.state)
        if isinstance(row, Stop) and (row.pk not in life.seen or before != row.state):
            _note_place(life, row)
        moved = (before, row.state)
        assert before == row.state or moved in ALLOWED[type(row)], life.story(row, moved)
        life.seen[row.pk] = row.state


def _note_place(life: Life, stop: Stop) -> None:
    """Where a stop stood on a list, there the case may be seen from then on."""
    if stop.opened_at or stop.state == "passed" or stop.capacity == "acting":
        life.places.add(_place(life, stop.rank, stop) if stop.rank in EXECUTIVES else stop.department.code)


def _check_deciders(life: Life, application: Application) -> None:
    approved = [one for one in life.drafts if one.state == "approved"]
    stops = [one for one in life.stops if one.kind == "decide" and one.state == "agreed"]
    is_over = application.state in {"decided", "closed"}
    assert len(approved) == len(stops) == int(is_over), life.story(approved, stops)
    if is_over:
        assert approved[0].outcome == application.outcome
        assert approved[0].decided_by_id == stops[0].acted_by_id


def _check_timers(life: Life, application: Application) -> None:
    wanted = {}
    if application.state in {"submitted", "returned"}:
        wanted = {name: at for name, at in life.fixed.items() if name.startswith("statutory")}
    if application.state == "submitted":
        assert application.due_on == life.due, life.story(application.due_on, life.due)
        wanted["target"] = end_of_day(life.due)
    if application.state == "returned":
        wanted["correction-due"] = end_of_day(application.corrections.get(answered_at=None).due_on)
    found = {timer.name: timer.due_at for timer in life.timers(application)}
    assert found == wanted, life.story(found, wanted)
    check_clock_of_work(life)


def check_clock_of_work(life: Life) -> None:
    """The list reminds next when the next of its deadlines comes near or is over."""
    wanted = clock_of_work([item.due_on for item in life.open_items()], life.now)
    rows = Timer.objects.filter(matter=life.application.matter, name="work-due", done_at=None)
    found = list(rows.values_list("due_at", flat=True))
    assert found == wanted, life.story(found, wanted)


def _check_work(life: Life, application: Application) -> None:
    wanted = {}
    draft = life.draft
    if application.state == "submitted" and draft is None:
        wanted["look"] = ("environment", "clerk")
    if draft is not None:
        for stop in (one for one in life.stops if one.state == "waiting"):
            step = "decide" if stop.kind == "decide" else f"stop-{stop.pk.hex}"
            wanted[step] = _list_of(life, f"{step} {stop.pk}", stop)
    for stop in life.past():
        wanted[f"view-{stop.pk.hex}"] = _list_of(life, f"view-{stop.pk.hex}", stop)
    items = list(WorkItem.objects.filter(done_at=None).select_related("department"))
    mine = {
        item.step: (item.department.code, item.role)
        for item in items
        if item.matter_id == application.matter_id
    }
    assert mine == wanted, life.story(mine, wanted)
    who = life.anybody()
    actor = life.actor(who)
    todo = {item.pk for item in work.todo(actor, life.today)}
    seen = {item.pk for item in items if life.books.sees(who, item.department.code, item.role, life.today)}
    assert todo == seen, life.story(who, len(todo), len(seen))


def _list_of(life: Life, key: str, stop: Stop) -> tuple[str, str]:
    """On which list the work of a stop was put on the day on which it was."""
    if key not in life.items:
        day = life.today
        place = stop.department.code if stop.rank in {"", *LINE} else _place(life, stop.rank, stop)
        posts = [post for person in PEOPLE for post in life.books.of(person, day) if post.department == place]
        if stop.staff_id:
            name = life.hall.names[stop.staff_id]
            role = "chief" if any(one.person == name and one.role == "chief" for one in posts) else "clerk"
        else:
            is_clerk = any(one.rank == stop.rank and one.role == "clerk" for one in posts)
            role = "clerk" if is_clerk else "chief"
        life.items[key] = (place, role)
    return life.items[key]


def _place(life: Life, rank: str, stop: Stop) -> str:
    """An executive's work stands in the department of the post; while it is vacant, where the case is."""
    held = [post for person in PEOPLE for post in life.books.of(person, life.today) if post.rank == rank]
    return held[0].department if held else stop.department.code
