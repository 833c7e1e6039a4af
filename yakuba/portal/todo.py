"""What an official chooses to see of the to-do: applied to it, and offered on the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Min
from django.http import QueryDict
from django.utils.timezone import localdate

from yakuba.accounts import queries as accounts
from yakuba.accounts.models import Absence, Department
from yakuba.applications.models import Application
from yakuba.core import access
from yakuba.core.runs import LONGEST_LIST
from yakuba.procedures import queries as procedures
from yakuba.ui import choices
from yakuba.work import queries as work
from yakuba.work.models import DueState, WorkItem

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from yakuba.core.actors import Actor
    from yakuba.core.models import Run
    from yakuba.work.models import WorkItemQuerySet

WHICH = (
    ("", "係のすべて"),
    ("mine", "自分の担当"),
    ("free", "担当が未定"),
    ("away", "不在の人の担当"),
    ("watched", "見守っている"),
)
DUE = (
    ("", "すべて"),
    (DueState.LATE.value, "期限を過ぎている"),
    (DueState.TODAY.value, "今日まで"),
    (DueState.SOON.value, "まもなく"),
    (DueState.LATER.value, "これから"),
)


@dataclass(frozen=True)
class Choice(choices.Choice):
    """What is chosen of the to-do."""

    KNOWN = {"which": dict(WHICH), "due": dict(DUE)}
    IDS = ("assignee", "label")

    which: str = ""
    due: str = ""
    procedure: str = ""
    department: str = ""
    assignee: str = ""
    label: str = ""
    step: str = ""

    def of(self, items: WorkItemQuerySet, actor: Actor, *, now: datetime.datetime) -> WorkItemQuerySet:
        """The items that were chosen."""
        if self.which == "mine":
            items = items.assigned_to(actor)
        elif self.which == "free":
            items = items.unassigned()
        elif self.which == "away":
            items = items.filter(assignee__in=Absence.objects.at(now).values("staff"))
        elif self.which == "watched":
            items = items.watched_by(actor)
        wanted = {
            "due_state": self.due,
            "matter__application__version__procedure": self.procedure,
            "department__code": self.department,
            "assignee": self.assignee,
            "matter__labellings__label": self.label,
            "step": self.step,
        }
        return items.filter(**{name: value for name, value in wanted.items() if value})


def links(choice: Choice, counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """The quick choices beside the list."""
    which = [choice.link("which", code, label) for code, label in WHICH]
    due = [choice.link("due", code, label, count=counts.get(code)) for code, label in DUE]
    return [{"title": "担当", "filters": which}, {"title": "期限", "filters": due}]


def boxes(choice: Choice, actor: Actor, on: datetime.date) -> list[dict[str, Any]]:
    """The finer choices."""
    places = {place.code: place for place in Department.objects.filter(pk__in=actor.departments)}
    staff = {one.pk: one for place in places.values() for one in accounts.colleagues(place.pk, on)}
    found = [
        choice.box("procedure", "手続", procedures.titles()),
        choice.box("step", "次にすること", _steps(actor)),
        choice.box("assignee", "担当", [(str(pk), one.name) for pk, one in staff.items()]),
        choice.box("label", "ラベル", [(str(one.pk), one.name) for one in work.labels()]),
        choice.box("department", "部署", [(code, str(place)) for code, place in places.items()]),
    ]
    return [*(box for box in found if len(box["options"]) > (box["name"] == "department")), choice.sizes()]


def _steps(actor: Actor) -> list[tuple[str, str]]:
    items = WorkItem.objects.visible_to(actor).still_open().order_by()
    return sorted(items.values_list("step").annotate(words=Min("title")), key=lambda row: row[1])[:100]


# As a file -----------------------------------------------------------------------------------------
HEAD = ["期限", "受付番号", "手続", "申請者", "次にすること", "担当", "部署", "ラベル"]


def table(run: Run, now: datetime.datetime) -> list[list[Any]] | None:
    """The to-do that was asked for, as whoever asked may see it now."""
    actor = accounts.actor_of_code(run.actor, now=now)
    if actor is None or not access.may(actor, "list.export"):
        return None
    choice, today = Choice.read(QueryDict(run.asked["query"])), localdate(now)
    items = list(choice.of(work.todo(actor, today), actor, now=now)[: LONGEST_LIST + 1])
    matters = [item.matter_id for item in items]
    names, labels = accounts.applicant_names(matters), work.labels_of(matters)
    rows = Application.objects.filter(matter__in=matters).select_related("version")
    titles = {row.matter_id: row.definition.title for row in rows}
    return [HEAD, *(_line(item, titles, names, labels) for item in items)]


def _line(item: WorkItem, titles: Any, names: Any, labels: Any) -> list[Any]:
    return [
        item.due_on,
        item.matter.number,
        titles.get(item.matter_id, ""),
        names.get(item.matter_id, ""),
        item.title,
        item.assignee.name if item.assignee else "",
        str(item.department),
        "、".join(label.name for label in labels.get(item.matter_id, ())),
    ]
