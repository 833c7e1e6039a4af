"""One random life of a case: random people make random moves, and after each the books are reckoned a second time."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from tests.lives import checking, choosing, judging
from tests.lives.hall import KINDS, PEOPLE, SPRING, START
from tests.lives.reckoning import TOKYO, Books, Post, is_near
from yakuba.accounts import actions as accounts
from yakuba.accounts.models import Membership
from yakuba.accounts.queries import actor_of_staff
from yakuba.applications import actions
from yakuba.applications.models import Application
from yakuba.applications.tests import make
from yakuba.approvals.models import Approval, Stop
from yakuba.core.actors import MACHINE
from yakuba.core.models import Timer
from yakuba.work import actions as work_actions
from yakuba.work.models import Reminder, WorkItem

if TYPE_CHECKING:
    import random

    from tests.lives.hall import Hall
    from yakuba.core.actors import Actor


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
        self.fixed = {timer.name: timer.due_at for timer in self.timers(application)}
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
        name, hours = whom or self.anybody(), datetime.timedelta(hours=self.chance.randrange(1, 60))
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
        name, who, facts = choosing.wild(self) if is_wild else choosing.chosen(self, application, self.draft)
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
        assert not why, self.story("this should have been refused", who, name, why)
        self.tell(name)
        checking.check_move(self, name, who)
        return checking.check_books(self)

    def _check_refusal(self, name: str, who: str, refused: Exception, why: set[str]) -> None:
        found = judging.reason_of(refused)
        assert found in why, self.story(who, name, repr(refused), found, why)
        self.tell(f"refused {name}: {found}")

    def tell(self, what: str) -> None:
        self.count[what] = self.count.get(what, 0) + 1

    def _let_the_clock_strike(self) -> None:
        """The sweep finds the timer of the to-do list due: who is in charge is told once, and it runs on."""
        timers = Timer.objects.filter(matter=self.application.matter, name="work-due", done_at=None)
        if not timers.filter(due_at__lte=self.now).exists():
            return
        work_actions.remind(self.application.matter, actor=MACHINE, now=self.now)
        for item in self.open_items():
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
        assert sorted(found, key=str) == sorted(self.told, key=str), self.story(found, self.told)
        self.tell("clock of the list struck")
        checking.check_clock_of_work(self)

    def _action(self, name: str) -> Any:
        return actions.submit if name == "resubmit" else getattr(actions, name)

    def _told(self, application: Application, name: str, who: str, facts: dict[str, Any]) -> Any:
        if name in {"withdraw", "resubmit"}:
            return make.holder(application)
        return self.actor(who)

    def actor(self, who: str) -> Actor:
        """Who somebody is to the program, asked anew each day and whenever a post begins or ends."""
        key = (who, self.today, len(self.rows), sum(post.until_on is not None for post in self.books.posts))
        if key not in self.actors:
            self.actors[key] = actor_of_staff(self.hall.staff[who], now=self.now)
        return self.actors[key]

    def anybody(self) -> str:
        return self.chance.choice(list(PEOPLE))

    # What checks and choices ask -------------------------------------------------------------------
    def capacity(self, who: str, stop: Stop, weight: str) -> str:
        """As whom somebody may act at a stop now."""
        named = self.hall.names[stop.staff_id] if stop.staff_id else ""
        return self.books.capacity(who, stop.rank, named, stop.department.code, weight, self.now)

    def open_items(self) -> list[WorkItem]:
        rows = WorkItem.objects.filter(matter=self.application.matter, done_at=None)
        return list(rows.select_related("department"))

    def timers(self, application: Application) -> Any:
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

    def story(self, *what: object) -> str:
        return "\n".join([*self.log[-12:], *map(str, what)])
