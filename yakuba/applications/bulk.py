"""What officials do to many cases at once: one class per verb, each calling the very action of the case page.

Every rule of access and of the route therefore holds for each case, in the moment in which its turn comes.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.timezone import localdate

from yakuba.accounts import queries as accounts
from yakuba.applications import actions, papers, queries
from yakuba.applications.actions.route import Refused
from yakuba.applications.basis import may_decide, open_stop, whose_turn
from yakuba.applications.case_work import marked
from yakuba.applications.forms import AssentForm, AssignForm, CommentForm, CorrectionForm, TogetherForm
from yakuba.applications.models import Application, State
from yakuba.approvals import queries as approvals
from yakuba.core import access, states
from yakuba.core.numbers import parse_receipt_number
from yakuba.documents.actions import Refused as PaperRefused
from yakuba.documents.actions import Unprintable
from yakuba.work.actions import NotTheirs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django import forms

    from yakuba.approvals.models import Approval
    from yakuba.core.actors import Actor
    from yakuba.core.models import Matter, Run, RunItem

# As many as one page of a list shows.
MOST = 500
# What an action says when this one case cannot be done; it stands in the list of what could not be done.
REFUSALS = (
    states.NotPossible,
    access.NotAllowed,
    actions.Refused,
    actions.NoDelay,
    PaperRefused,
    Unprintable,
    NotTheirs,
)


@dataclass(frozen=True)
class Case:
    """One case of a choice: whose it is, and the draft that waits, if one does."""

    application: Application
    name: str
    draft: Approval | None

    @property
    def seen(self) -> str:
        """What was read, as one word for a form: the number, the filing and the draft."""
        draft = self.draft.pk if self.draft else "-"
        return f"{self.application.matter.number}:{self.application.revision}:{draft}"


@dataclass(frozen=True)
class Group:
    """Cases that are alike, so that one answer fits them all."""

    title: str
    cases: list[Case]


class Verb:
    """One thing that can be done to many cases."""

    code: ClassVar[str]
    title: ClassVar[str]
    button: ClassVar[str]
    done: ClassVar[str]

    @property
    def kind(self) -> str:
        """The kind of its runs."""
        return f"cases.{self.code}"

    def refusal(self, case: Case, actor: Actor, *, now: datetime.datetime) -> str:
        """Why this case cannot be among the others, as far as it is known before; empty while it can."""
        raise NotImplementedError

    def alike(self, case: Case) -> str:  # noqa: ARG002  most verbs fit any case
        """What the cases of one group have in common, in words."""
        return "選んだ案件"

    def form(self, cases: Sequence[Case], data: Any, *, now: datetime.datetime) -> forms.Form:
        """What is asked once for all cases."""
        raise NotImplementedError

    def asked(self, form: forms.Form) -> dict[str, Any]:
        """What was typed, as JSON values."""
        return dict(form.cleaned_data)

    def do(
        self,
        application: Application,
        data: dict[str, Any],
        asked: dict[str, Any],
        *,
        actor: Actor,
        now: datetime.datetime,
    ) -> object:
        """Do it to one case, by the action of the case page."""
        raise NotImplementedError


class Assign(Verb):
    """Somebody becomes the one in charge (担当)."""

    code, title, button, done = "assign", "担当をまとめて決める", "この担当にする", "担当を決めました"

    def refusal(self, case: Case, actor: Actor, *, now: datetime.datetime) -> str:  # noqa: ARG002  one shape for every verb
        return "" if access.may(actor, "application.examine", case.application) else NOT_YOURS

    def form(self, cases: Sequence[Case], data: Any, *, now: datetime.datetime) -> forms.Form:
        departments = {case.application.department_id for case in cases if case.application.department_id}
        staff = {one.pk: one for place in departments for one in accounts.colleagues(place, localdate(now))}
        return AssignForm(data, staff=marked(list(staff.values()), now=now))

    def do(
        self, application: Application, data: Any, asked: Any, *, actor: Actor, now: datetime.datetime
    ) -> object:
        staff = accounts.staff_member(asked["staff"])
        if staff is None:
            raise Refused("この職員は、もういません。")
        actions.take_on(application, staff=staff, actor=actor, now=now)
        return data


class Return(Verb):
    """The same fields are to be corrected (補正依頼, 行政手続法7条)."""

    code, title, button, done = "return", "補正をまとめて依頼する", "補正を依頼する", "補正を依頼しました"

    def refusal(self, case: Case, actor: Actor, *, now: datetime.datetime) -> str:  # noqa: ARG002  one shape for every verb
        if not access.may(actor, "application.return", case.application):
            return NOT_YOURS
        return "" if case.application.state == State.SUBMITTED else "審査中ではありません。"

    def alike(self, case: Case) -> str:
        version = case.application.version
        return f"{case.application.definition.title}（定義 第{version.number}版）"

    def form(self, cases: Sequence[Case], data: Any, *, now: datetime.datetime) -> forms.Form:
        return CorrectionForm(
            data, sections=queries.every_question(cases[0].application), today=localdate(now)
        )

    def asked(self, form: forms.Form) -> dict[str, Any]:
        return {**form.cleaned_data, "due_on": form.cleaned_data["due_on"].isoformat()}

    def do(
        self, application: Application, data: Any, asked: Any, *, actor: Actor, now: datetime.datetime
    ) -> object:
        sections = queries.arrived_rows(application)
        shown = {row.field_id for section in sections for row in section.rows}
        fields = [name for name in asked["fields_to_correct"] if name in shown]
        if not fields:
            raise Refused("この申請には、選んだ項目がありません。")
        if application.revision != data["revision"]:
            raise Refused("申請者が内容を直しました。新しい内容を読んでから、もう一度決めてください。")
        return actions.ask_for_correction(
            application,
            fields=fields,
            message=asked["message"],
            due_on=datetime.date.fromisoformat(asked["due_on"]),
            actor=actor,
            now=now,
        )


class Approve(Verb):
    """Drafts that say the same are decided as drafted (決裁), with one reason where one is typed."""

    code, title, button, done = "approve", "まとめて決裁する", "この案で決裁する", "決裁しました"

    def refusal(self, case: Case, actor: Actor, *, now: datetime.datetime) -> str:
        if case.draft is None:
            return "決裁を待っている起案がありません。"
        return "" if may_decide(case.application, actor, now=now) else whose_turn(case.application)

    def alike(self, case: Case) -> str:
        definition = case.application.definition
        outcome = definition.outcome(case.draft.outcome).title if case.draft else ""
        return f"{definition.title}：「{outcome}」の案"

    def form(self, cases: Sequence[Case], data: Any, *, now: datetime.datetime) -> forms.Form:  # noqa: ARG002  one shape for every verb
        drafts = [case.draft for case in cases if case.draft]
        return TogetherForm(data, others_agreed=approvals.others_agreed(drafts))

    def do(
        self, application: Application, data: Any, asked: Any, *, actor: Actor, now: datetime.datetime
    ) -> object:
        draft = approvals.find_open(application.matter)
        own = draft.reasons if draft else ""
        return actions.decide(
            application,
            outcome=draft.outcome if draft else "",
            reasons=asked["reasons"] or own,
            draft=data["draft"],
            revision=data["revision"],
            actor=actor,
            now=now,
        )


class Agree(Approve):
    """Drafts that say the same go on as far as the official is asked (回議・合議・審査), with one comment."""

    code, title, button, done = "agree", "まとめて回議・合議に同意する", "同意して次へ回す", "同意しました"

    def refusal(self, case: Case, actor: Actor, *, now: datetime.datetime) -> str:
        stop = open_stop(case.application, actor, now=now) if case.draft else None
        return (
            "" if stop and stop.kind != "decide" else "あなたの回議・合議・審査を待っている案ではありません。"
        )

    def form(self, cases: Sequence[Case], data: Any, *, now: datetime.datetime) -> forms.Form:  # noqa: ARG002  one shape for every verb
        return CommentForm(data)

    def do(
        self, application: Application, data: Any, asked: Any, *, actor: Actor, now: datetime.datetime
    ) -> object:
        draft = approvals.find_open(application.matter)
        if draft is None or str(draft.pk) != data["draft"]:
            raise Refused("見ていた起案は、もう回っていません。今の起案を確かめてください。")
        words, revision = asked["comment"], data["revision"]
        return actions.agree(application, comment=words, revision=revision, actor=actor, now=now)


class Post(Verb):
    """What had to go out by post went out (郵送)."""

    code, title, button, done = (
        "post",
        "郵送をまとめて記録する",
        "郵送したので完了にする",
        "郵送を記録しました",
    )

    def refusal(self, case: Case, actor: Actor, *, now: datetime.datetime) -> str:  # noqa: ARG002  one shape for every verb
        if not access.may(actor, "application.close", case.application):
            return NOT_YOURS
        return "" if papers.needs_posting(case.application) else "郵送を待っている案件ではありません。"

    def form(self, cases: Sequence[Case], data: Any, *, now: datetime.datetime) -> forms.Form:  # noqa: ARG002  one shape for every verb
        return AssentForm(data)

    def do(
        self, application: Application, data: Any, asked: Any, *, actor: Actor, now: datetime.datetime
    ) -> object:
        actions.record_posting(application, actor=actor, now=now)
        return data, asked


NOT_YOURS = "この案件を扱う権限がありません。"
VERBS: dict[str, Verb] = {verb.code: verb for verb in (Approve(), Agree(), Assign(), Return(), Post())}
BY_KIND: dict[str, Verb] = {verb.kind: verb for verb in VERBS.values()}


# Choosing -------------------------------------------------------------------------------------------
def cases(picked: Iterable[str | None], actor: Actor) -> list[Case]:
    """The cases of these receipt numbers that the actor sees, in the order of the numbers: four queries for all."""
    numbers = {parsed for text in picked if (parsed := parse_receipt_number(text or ""))}
    found = queries.by_numbers(numbers, actor)[:MOST]
    drafts = approvals.open_of([row.matter_id for row in found])
    return [Case(row, name, drafts.get(row.matter_id)) for row, name in queries.with_names(found)]


def groups(
    verb: Verb, chosen: Iterable[Case], actor: Actor, *, now: datetime.datetime
) -> tuple[list[Group], list[tuple[Case, str]]]:
    """The chosen cases in groups that are alike, and those that cannot be among them, each with the reason."""
    alike: dict[str, Group] = {}
    left: list[tuple[Case, str]] = []
    for case in chosen:
        if refusal := verb.refusal(case, actor, now=now):
            left.append((case, refusal))
        else:
            title = verb.alike(case)
            alike.setdefault(title, Group(title, [])).cases.append(case)
    return list(alike.values()), left


def pieces(words: Iterable[str], chosen: Iterable[Case]) -> dict[Matter, dict[str, Any]]:
    """What had been read of each case, by its matter: `words` as `Case.seen` gave them, and none without."""
    read = {number: rest for number, _, rest in (word.partition(":") for word in words)}
    found: dict[Matter, dict[str, Any]] = {}
    for case in chosen:
        revision, _, draft = read.get(case.application.matter.number or "", "").partition(":")
        if revision.isdigit():
            found[case.application.matter] = {"revision": int(revision), "draft": draft[:40]}
    return found


# Doing ----------------------------------------------------------------------------------------------
def do(item: RunItem, now: datetime.datetime) -> None:
    """Do one piece as the one who asked for it is today: posts and absences may have changed meanwhile."""
    verb, run = BY_KIND[item.run.kind], item.run
    application = Application.objects.with_everything().get(matter=item.matter_id)
    verb.do(application, item.data, run.asked, actor=_asker(run, now), now=now)


def _asker(run: Run, now: datetime.datetime) -> Actor:
    actor = accounts.actor_of_code(run.actor, now=now)
    if actor is None:
        raise access.NotAllowed("この処理を始めた職員は、もういません。")
    return actor
