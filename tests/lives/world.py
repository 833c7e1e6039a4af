"""One random life of a case: random people make random moves, and after each the books are reckoned a second time."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from tests.lives import judging
from tests.lives.hall import KINDS, PEOPLE, SPRING, START
from tests.lives.reckoning import EXECUTIVES, SEES, TOKYO, Books, Post, clock_of_work, end_of_day, is_near
from yakuba.accounts import actions as accounts
from yakuba.accounts.models import Membership
from yakuba.accounts.queries import actor_of_staff
from yakuba.applications import actions
from yakuba.applications.models import MOVES as CASE_MOVES
from yakuba.applications.models import Application
from yakuba.applications.tests import make
from yakuba.approvals.models import MOVES as DRAFT_MOVES
from yakuba.approvals.models import STOP_MOVES, Approval, Stop
from yakuba.core.actors import MACHINE
from yakuba.core.models import Timer
from yakuba.work import actions as work_actions
from yakuba.work import queries as work
from yakuba.work.models import Reminder, WorkItem

if TYPE_CHECKING:
    import random

    from tests.lives.hall import Hall
    from yakuba.core.actors import Actor


def closure(moves: Any) -> set[tuple[str, str]]:
    """From which state which other can be reached by the moves of a table."""
    steps = {(source, move.target) for move in moves.values() for source in move.sources}
    while more := {(a, d) for a, b in steps for c, d in steps if b == c} - steps:
        steps |= more
    return steps


ALLOWED = {Application: closure(CASE_MOVES), Approval: closure(DRAFT_MOVES), Stop: closure(STOP_MOVES)}


class Life:
    """A case, the people around it and the moment; `count` says how many moves of each name were made."""

    def __init__(self, hall: Hall, chance: random.Random, count: dict[str, int]) -> None:
        self.hall, self.chance, self.count, self.now = hall, chance, count, START
        number = chance.randrange(len(KINDS))
        self.asked, self.enough, self.examiner = KINDS[number]
        self.case = hall.cases[number].pk
        self.books = Books(posts=[Post(**vars(post)) for post, _ in hall.posts])
        self.rows = [row for _, row in hall.posts]
        self.seen: dict[Any, str] = {}
        self.items: dict[str, tuple[str, str]] = {}
        # Where the case was ever on a list: whoever is an official there may see it.
        self.places = {"environment"}
        self.actors: dict[Any, Actor] = {}
        self.told: set[tuple[Any, Any, str]] = set()
        self.read()
        application = self.application
        self.due = application.due_on
        self.stopped: datetime.date | None = None
        self.fixed = {timer.name: timer.due_at for timer in self._timers(application)}
        self.log: list[str] = []
        self._begin()

    @property
    def today(self) -> datetime.date:
        """The day in Japan."""
        return self.now.astimezone(TOKYO).date()

    def read(self) -> None:
        """The case, its drafts and their stops as they stand now."""
        self.application: Application = Application.objects.with_everything().get(pk=self.case)
        self.drafts: list[Approval] = list(Approval.objects.filter(matter=self.application.matter_id))
        rows = Stop.objects.filter(matter=self.application.matter_id).select_related("department")
        self.stops: list[Stop] = list(rows.order_by("level", "id"))
        drafts = {draft.pk: draft for draft in self.drafts}
        for stop in self.stops:
            stop.approval = drafts[stop.approval_id]

    @property
    def draft(self) -> Approval | None:
        """The draft that is on its way, if there is one."""
        return next((draft for draft in self.drafts if draft.state == "open"), None)

    @property
    def line(self) -> list[Stop]:
        """The stops of that draft which count."""
        draft = self.draft
        return [one for one in self.stops if draft and one.approval_id == draft.pk and not one.superseded_at]

    # The world ------------------------------------------------------------------------------------
    def _begin(self) -> None:
        for _ in range(self.chance.randrange(3)):
            self.let_somebody_go()
        for _ in range(self.chance.randrange(2)):
            self.give_a_post()
        for _ in range(self.chance.randrange(3)):
            self.enter_a_rule()
        for absent, acting, order in (
            ("director", "assistant_director", 1),
            ("director", "section_chief", 2),
            ("mayor", "deputy_mayor", 1),
            ("mayor", "director", 2),
            ("deputy_mayor", "director", 1),
        ):
            if self.chance.random() < 0.75:
                who: dict[str, Any] = {"actor": MACHINE, "now": self.now}
                accounts.let_act(acting, absent=absent, order=order, from_on=SPRING, **who)
                self.books.actings.append((absent, acting, order))

    def let_somebody_go(self) -> None:
        """A post ends with yesterday."""
        place = self.chance.randrange(len(self.rows))
        post, yesterday = self.books.posts[place], self.today - datetime.timedelta(days=1)
        if post.until_on is None and post.from_on <= yesterday:
            row = Membership.objects.get(pk=self.rows[place].pk)
            accounts.end_membership(row, until_on=yesterday, actor=MACHINE, now=self.now)
            post.until_on = yesterday

    def give_a_post(self) -> None:
        """Somebody has another post from today on."""
        name = self.chance.choice(list(PEOPLE))
        rank = self.chance.choice(["member", "section_chief", "assistant_director", "director"])
        role = "chief" if rank in {"assistant_director", "director"} else "clerk"
        key = (name, "environment", role, self.today)
        if key in {(one.person, one.department, one.role, one.from_on) for one in self.books.posts}:
            return
        post, row = self.hall.post(name, "environment", role, rank, self.today, self.now)
        self.books.posts.append(post)
        self.rows.append(row)

    def go_away(self, whom: str = "") -> None:
        """Somebody is away for some hours."""
        name, hours = whom or self._anybody(), datetime.timedelta(hours=self.chance.randrange(1, 60))
        facts: dict[str, Any] = {"from_at": self.now, "until_at": self.now + hours, "actor": MACHINE}
        accounts.note_absence(self.hall.staff[name], kind="trip", now=self.now, **facts)
        self.books.away.append((name, self.now, self.now + hours))

    def enter_a_rule(self) -> None:
        """The table of delegated decisions has another line from today on."""
        rank = self.chance.choice(["section_chief", "director", "director", "deputy_mayor"])
        about = self.chance.choice(["", "grant", "refuse"])
        most = self.chance.choice([None, None, 100_000])
        facts: dict[str, Any] = {"effect": about, "up_to_yen": most, "from_on": self.today}
        accounts.delegate(rank, **facts, actor=MACHINE, now=self.now)
        self.books.delegations.append([rank, about, most, self.today, None])

    # The moves ------------------------------------------------------------------------------------
    def move(self) -> bool:
        """Let time pass and one random thing happen; whether the case is still alive."""
        self.now += datetime.timedelta(minutes=self.chance.choice([1, 30, 300, 1500]))
        if self.chance.random() < 0.02:
            # Nobody looks at it for days: deadlines come near and pass.
            self.now += datetime.timedelta(days=self.chance.randrange(5, 15))
        self._let_the_clock_strike()
        if self.chance.random() < 0.15:
            self.chance.choice(
                [self.go_away, self.let_somebody_go, self.give_a_post, self.go_away, self.enter_a_rule]
            )()
            return True
        application = self.application
        is_wild = self.chance.random() < 0.08
        name, who, facts = self._wild() if is_wild else self._choose(application, self.draft)
        told = self._told(application, name, who, facts)
        why = judging.reasons(self, name, who, facts)
        try:
            with transaction.atomic():
                self._action(name)(application, actor=told, now=self.now, **facts)
        except judging.REFUSALS as refused:
            self._check_refusal(name, who, refused, why)
            return True
        self.log.append(f"{self.now:%m-%d %H:%M} {who} {name} {facts}")
        self.read()
        assert not why, self._story("this should have been refused", who, name, why)
        self._tell(name)
        self._check_move(name, who)
        return self._check_books()

    def _check_refusal(self, name: str, who: str, refused: Exception, why: set[str]) -> None:
        found = judging.reason_of(refused)
        assert found in why, self._story(who, name, repr(refused), found, why)
        self._tell(f"refused {name}: {found}")

    def _tell(self, what: str) -> None:
        self.count[what] = self.count.get(what, 0) + 1

    def _let_the_clock_strike(self) -> None:
        """The sweep finds the timer of the to-do list due: who is in charge is told once, and it runs on."""
        timers = Timer.objects.filter(matter=self.application.matter, name="work-due", done_at=None)
        if not timers.filter(due_at__lte=self.now).exists():
            return
        work_actions.remind(self.application.matter, actor=MACHINE, now=self.now)
        for item in self._open_items():
            about = is_near(item.due_on, self.today)
            posts = [(name, post) for name in PEOPLE for post in self.books.of(name, self.today)]
            chiefs = {
                name
                for name, post in posts
                if post.role == "chief" and post.department == item.department.code
            }
            whom = {self.hall.names[item.assignee_id]} if item.assignee_id else chiefs
            self.told |= {(item.pk, name, about) for name in whom if about}
        rows = Reminder.objects.filter(item__matter=self.application.matter)
        found = [(row.item_id, self.hall.names[row.staff_id], row.about) for row in rows]
        assert sorted(found, key=str) == sorted(self.told, key=str), self._story(found, self.told)
        self._tell("clock of the list struck")
        self._check_clock_of_work()

    def _action(self, name: str) -> Any:
        return actions.submit if name == "resubmit" else getattr(actions, name)

    def _told(self, application: Application, name: str, who: str, facts: dict[str, Any]) -> Any:
        if name in {"withdraw", "resubmit"}:
            return make.holder(application)
        return self._actor(who)

    def _actor(self, who: str) -> Actor:
        """Who somebody is to the program, asked anew each day and whenever a post begins or ends."""
        key = (who, self.today, len(self.rows), sum(post.until_on is not None for post in self.books.posts))
        if key not in self.actors:
            self.actors[key] = actor_of_staff(self.hall.staff[who], now=self.now)
        return self.actors[key]

    def _wild(self) -> tuple[str, str, dict[str, Any]]:
        """Any move at any time by anybody, also where nothing of the sort waits."""
        pick = self.chance
        words = {"outcome": pick.choice(["granted", "refused"]), "reasons": "基準の3です。"}
        known = [str(stop.pk) for stop in self.stops] or [str(self.case)]
        correction = {"fields": ["telephone"], "message": "確かめてください。"}
        day = self.today + datetime.timedelta(days=14)
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
        if self.stops:
            moves.append(("reroute", self._elsewhere(pick.choice(self.stops))))
        name, facts = pick.choice(moves)
        return name, self._anybody(), facts

    def _choose(  # noqa: PLR0911  one line for each stage of a life
        self, application: Application, draft: Approval | None
    ) -> tuple[str, str, dict[str, Any]]:
        """A move that may come next, somebody, and what they say; most often somebody whose turn it is."""
        pick = self.chance
        outcome = pick.choice(["granted", "refused"])
        words = {"outcome": outcome, "reasons": pick.choice(["基準の1です。", "基準の2です。"])}
        if application.state == "returned":
            name = pick.choice(["resubmit", "resume_examination"] * 3 + ["withdraw"])
            return name, self._here(), {}
        if application.state in {"decided", "closed"}:
            stops = [str(stop.pk) for stop in self.past()]
            if stops and pick.random() < 0.8:
                return "view_after", self._past_whom(), {"stop": pick.choice(stops)}
            return "close", self._here(), {}
        if pick.random() < 0.015:
            return "withdraw", "", {}
        if pick.random() < 0.06:
            facts = {"fields": ["telephone"], "message": "確かめてください。"}
            day = self.today + datetime.timedelta(days=14)
            return "ask_for_correction", self._here(), {**facts, "due_on": day}
        if draft is None:
            if pick.random() < 0.15:
                return "decide", self._here(), words
            more = {
                "weight": pick.choice(["", "ordinary", "ordinary", "important", "new"]),
                "amount_yen": pick.choice([None, 50_000, 200_000]),
                "consult": pick.choice([[], [], ["water"], ["mayor"]]),
            }
            return "propose", self._here(), {**words, **more}
        return self._on_its_way(draft, words)

    def _on_its_way(  # noqa: PLR0911  one line for each move
        self, draft: Approval, words: dict[str, str]
    ) -> tuple[str, str, dict[str, Any]]:
        pick = self.chance
        line = self.line
        undone = [stop for stop in line if stop.state in {"ahead", "waiting"}]
        stop = pick.choice([one for one in line if one.state == "waiting"] * 4 + undone)
        if stop.rank and pick.random() < (0.6 if stop.kind == "decide" else 0.1):
            # Only while everybody with the post is away may somebody act for them.
            for name in sorted(self.books.holders(stop.rank, stop.department.code, self.today)):
                self.go_away(name)
        able = [name for name in PEOPLE if self.capacity(name, stop, draft.weight)]
        acting = [name for name in able if self.capacity(name, stop, draft.weight) != "own"]
        able = acting if acting and pick.random() < 0.8 else able
        who = pick.choice(able) if able and pick.random() < 0.85 else self._anybody()
        chance = pick.random()
        if chance < 0.06:
            name = self.hall.names[draft.proposed_by_id]
            return "withdraw_draft", name if pick.random() < 0.8 else self._anybody(), {}
        if chance < 0.12:
            return "reroute", self._anybody(), self._elsewhere(pick.choice(undone))
        if chance < 0.2:
            return "revise", who, words
        if chance < 0.3:
            back = [str(one.pk) for one in line if one.state in {"agreed", "passed"}]
            return "remand", who, {"remark": "直してください。", "to": pick.choice([None, *back])}
        past = [str(one.pk) for one in line if one.state == "passed" or one.capacity == "acting"]
        if past and chance < 0.4:
            return "view_after", self._past_whom(), {"stop": pick.choice(past)}
        if stop.kind == "decide":
            same = {"outcome": draft.outcome, "reasons": draft.reasons}
            return "decide", who, same if chance < 0.9 else words
        return "agree", who, {"stop": str(stop.pk)}

    def _elsewhere(self, stop: Stop) -> dict[str, Any]:
        name = self._anybody()
        code = PEOPLE[name][0]
        reason = "担当が違います。" if self.chance.random() < 0.95 else " "
        facts: dict[str, Any] = {"stop": str(stop.pk), "department": self.hall.departments[code]}
        if self.chance.random() < 0.5 and stop.kind != "decide":
            return {**facts, "rank": "director", "reason": reason}
        return {**facts, "staff": self.hall.staff[name], "reason": reason}

    def _here(self) -> str:
        """Most often somebody of the department that deals with the case."""
        return self.chance.choice(list(PEOPLE)[:5]) if self.chance.random() < 0.9 else self._anybody()

    def _past_whom(self) -> str:
        """Most often somebody past whom the draft went."""
        whom = [self.hall.names[stop.acting_for_id] for stop in self.past() if stop.acting_for_id]
        whom += [
            name for stop in self.past() for name in PEOPLE if self.capacity(name, stop, stop.approval.weight)
        ]
        return self.chance.choice(whom) if whom and self.chance.random() < 0.8 else self._anybody()

    def _anybody(self) -> str:
        return self.chance.choice(list(PEOPLE))

    # The second computation -----------------------------------------------------------------------
    def capacity(self, who: str, stop: Stop, weight: str) -> str:
        """As whom somebody may act at a stop now."""
        named = self.hall.names[stop.staff_id] if stop.staff_id else ""
        return self.books.capacity(who, stop.rank, named, stop.department.code, weight, self.now)

    def _check_move(self, name: str, who: str) -> None:
        """Nobody acted who may not, and a new way is the one that the rules of the day give."""
        for stop in (one for one in self.stops if one.acted_at == self.now):
            found = self.capacity(who, stop, stop.approval.weight)
            assert found == stop.capacity, self._story(who, found, stop.capacity, stop.rank)
            self._tell(f"{stop.kind} as {found}")
            if stop.kind == "decide" and stop.state == "agreed" and stop.rank not in {"mayor", ""}:
                self._tell("decided by delegation")
        for stop in (one for one in self.stops if one.state == "passed" and self.seen[one.pk] != "passed"):
            self._tell(f"{stop.kind} passed by a superior")
        for one in (draft for draft in self.drafts if draft.proposed_at == self.now):
            self._check_way(one, who)
        if name in {"resubmit", "resume_examination"}:
            assert self.due
            assert self.stopped
            self.due, self.stopped = self.due + (self.today - self.stopped), None
        if name == "ask_for_correction":
            self.stopped = self.today

    def _check_way(self, draft: Approval, who: str) -> None:
        effect = "grant" if draft.outcome == "granted" else "refuse"
        decider = self.books.decider(effect, draft.amount_yen, self.today)
        assert draft.decider_rank == decider, self._story(draft.decider_rank, decider)
        stops = [stop for stop in self.stops if stop.approval_id == draft.pk]
        asked = [stop.department.code for stop in stops if stop.kind == "consult"]
        assert set(self.asked) <= {*asked, "environment"}, self._story(asked)
        way = self.books.way(who, decider, "environment", asked, self.examiner, self.today)
        laid = [(stop.kind, stop.department.code, stop.rank) for stop in stops]
        assert laid == way, self._story(laid, way)

    def _check_books(self) -> bool:
        application = self.application
        self._check_states(application)
        self._check_deciders(application)
        self._check_timers(application)
        self._check_work(application)
        return application.state != "withdrawn" and not (application.state == "closed" and not self.past())

    def _check_states(self, application: Application) -> None:
        for row in (application, *self.drafts, *self.stops):
            before = self.seen.get(row.pk, row.state)
            if isinstance(row, Stop) and (row.pk not in self.seen or before != row.state):
                self._note_place(row)
            moved = (before, row.state)
            assert before == row.state or moved in ALLOWED[type(row)], self._story(row, moved)
            self.seen[row.pk] = row.state

    def _note_place(self, stop: Stop) -> None:
        """Where a stop stood on a list, there the case may be seen from then on."""
        if stop.opened_at or stop.state == "passed" or stop.capacity == "acting":
            self.places.add(self._place(stop.rank, stop) if stop.rank in EXECUTIVES else stop.department.code)

    def _check_deciders(self, application: Application) -> None:
        approved = [one for one in self.drafts if one.state == "approved"]
        stops = [one for one in self.stops if one.kind == "decide" and one.state == "agreed"]
        is_over = application.state in {"decided", "closed"}
        assert len(approved) == len(stops) == int(is_over), self._story(approved, stops)
        if is_over:
            assert approved[0].outcome == application.outcome
            assert approved[0].decided_by_id == stops[0].acted_by_id

    def _check_timers(self, application: Application) -> None:
        wanted = {}
        if application.state in {"submitted", "returned"}:
            wanted = {name: at for name, at in self.fixed.items() if name.startswith("statutory")}
        if application.state == "submitted":
            assert application.due_on == self.due, self._story(application.due_on, self.due)
            wanted["target"] = end_of_day(self.due)
        if application.state == "returned":
            wanted["correction-due"] = end_of_day(application.corrections.get(answered_at=None).due_on)
        found = {timer.name: timer.due_at for timer in self._timers(application)}
        assert found == wanted, self._story(found, wanted)
        self._check_clock_of_work()

    def _check_clock_of_work(self) -> None:
        """The list reminds next when the next of its deadlines comes near or is over."""
        wanted = clock_of_work([item.due_on for item in self._open_items()], self.now)
        rows = Timer.objects.filter(matter=self.application.matter, name="work-due", done_at=None)
        found = list(rows.values_list("due_at", flat=True))
        assert found == wanted, self._story(found, wanted)

    def _open_items(self) -> list[WorkItem]:
        rows = WorkItem.objects.filter(matter=self.application.matter, done_at=None)
        return list(rows.select_related("department"))

    def _timers(self, application: Application) -> Any:
        # The clocks of the case; that of the to-do list is reckoned with its work.
        return Timer.objects.filter(matter=application.matter, done_at=None).exclude(name="work-due")

    def past(self) -> list[Stop]:
        """The stops at which somebody still has to look at what went past them."""
        return [
            stop
            for stop in self.stops
            if stop.superseded_at is None
            and stop.viewed_at is None
            and stop.approval.state in {"open", "approved"}
            and (stop.state == "passed" or (stop.capacity == "acting" and stop.state == "agreed"))
        ]

    def _check_work(self, application: Application) -> None:
        wanted = {}
        draft = self.draft
        if application.state == "submitted" and draft is None:
            wanted["look"] = ("environment", "clerk")
        if draft is not None:
            for stop in (one for one in self.stops if one.state == "waiting"):
                step = "decide" if stop.kind == "decide" else f"stop-{stop.pk.hex}"
                wanted[step] = self._list_of(f"{step} {stop.pk}", stop)
        for stop in self.past():
            wanted[f"view-{stop.pk.hex}"] = self._list_of(f"view-{stop.pk.hex}", stop)
        items = list(WorkItem.objects.filter(done_at=None).select_related("department"))
        mine = {
            item.step: (item.department.code, item.role)
            for item in items
            if item.matter_id == application.matter_id
        }
        assert mine == wanted, self._story(mine, wanted)
        who = self._anybody()
        actor = self._actor(who)
        todo = {item.pk for item in work.todo(actor, self.today)}
        seen = {
            item.pk for item in items if self.books.sees(who, item.department.code, item.role, self.today)
        }
        assert todo == seen, self._story(who, len(todo), len(seen))

    def _list_of(self, key: str, stop: Stop) -> tuple[str, str]:
        """On which list the work of a stop was put on the day on which it was."""
        if key not in self.items:
            day = self.today
            place = stop.department.code if stop.rank in {"", *LINE} else self._place(stop.rank, stop)
            posts = [
                post for person in PEOPLE for post in self.books.of(person, day) if post.department == place
            ]
            if stop.staff_id:
                name = self.hall.names[stop.staff_id]
                role = (
                    "chief" if any(one.person == name and one.role == "chief" for one in posts) else "clerk"
                )
            else:
                is_clerk = any(one.rank == stop.rank and one.role == "clerk" for one in posts)
                role = "clerk" if is_clerk else "chief"
            self.items[key] = (place, role)
        return self.items[key]

    def _place(self, rank: str, stop: Stop) -> str:
        """An executive's work stands in the department of the post; while it is vacant, where the case is."""
        held = [post for person in PEOPLE for post in self.books.of(person, self.today) if post.rank == rank]
        return held[0].department if held else stop.department.code

    def _story(self, *what: object) -> str:
        return "\n".join([*self.log[-12:], *map(str, what)])


LINE = {"member", "section_chief", "assistant_director", "director"}
assert set(SEES) == {"clerk", "chief"}
