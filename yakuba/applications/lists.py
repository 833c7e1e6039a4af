"""What an official chooses to see of the list of cases: applied to it, and offered on the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.http import QueryDict
from django.utils.timezone import localdate

from yakuba.accounts import queries as accounts
from yakuba.accounts.models import Department
from yakuba.applications import queries
from yakuba.applications.models import State
from yakuba.core import access
from yakuba.core.runs import LONGEST_LIST
from yakuba.procedures import queries as procedures
from yakuba.ui import choices
from yakuba.work import queries as work

if TYPE_CHECKING:
    import datetime

    from yakuba.applications.models import Application, ApplicationQuerySet
    from yakuba.core.actors import Actor
    from yakuba.core.models import Run
    from yakuba.work.models import Label

# The words of the chips in the list, which these filters stand beside.
STATES = {
    State.SUBMITTED.value: "審査中",
    State.RETURNED.value: "補正待ち",
    State.DECIDED.value: "決定しました",
    State.WITHDRAWN.value: "取下げ",
    State.CLOSED.value: "完了",
}


@dataclass(frozen=True)
class Choice(choices.Choice):
    """What is chosen of the list of cases; words that were typed to find somebody are no part of it."""

    KNOWN = {"state": State.values}
    IDS = ("label",)

    state: str = ""
    procedure: str = ""
    department: str = ""
    label: str = ""

    def of(self, rows: ApplicationQuerySet) -> ApplicationQuerySet:
        """The applications that were chosen."""
        return rows.filter(self.wanted)

    @property
    def wanted(self) -> Q:
        """The choice as a condition on applications."""
        wanted = {
            "state": self.state,
            "version__procedure": self.procedure,
            "department__code": self.department,
            "matter__labellings__label": self.label,
        }
        return Q(**{name: value for name, value in wanted.items() if value})


def links(choice: Choice) -> list[dict[str, Any]]:
    """The quick choices beside the list."""
    states = [choice.link("state", code, label) for code, label in [("", "すべて"), *STATES.items()]]
    return [{"title": "状態", "filters": states}]


def boxes(choice: Choice, actor: Actor) -> list[dict[str, Any]]:
    """The finer choices."""
    places = {place.code: str(place) for place in Department.objects.filter(pk__in=actor.departments)}
    found = [
        choice.box("procedure", "手続", procedures.titles()),
        choice.box("label", "ラベル", [(str(one.pk), one.name) for one in work.labels()]),
        choice.box("department", "部署", places.items()),
    ]
    return [*(box for box in found if len(box["options"]) > (box["name"] == "department")), choice.sizes()]


# As a file -----------------------------------------------------------------------------------------
HEAD = ["受付番号", "手続", "申請者", "状態", "到達", "期限", "部署", "ラベル"]


def table(run: Run, now: datetime.datetime) -> list[list[Any]] | None:
    """The list that was asked for, as whoever asked may see it now."""
    actor = accounts.actor_of_code(run.actor, now=now)
    if actor is None or not access.may(actor, "list.export"):
        return None
    asked = QueryDict(run.asked["query"])
    choice, words = Choice.read(asked), asked.get("q", "")
    page = queries.for_staff(actor, choice=choice, words=words, size=LONGEST_LIST + 1)
    labels = work.labels_of(queries.matter_ids(page.rows))
    rows = queries.with_names(page.rows)
    return [HEAD, *(_line(row, name, labels.get(row.matter_id, [])) for row, name in rows)]


def _line(row: Application, name: str, labels: list[Label]) -> list[Any]:
    return [
        row.matter.number,
        row.definition.title,
        name,
        STATES.get(row.state, row.state),
        localdate(row.submitted_at) if row.submitted_at else None,
        row.due_on,
        str(row.office),
        "、".join(label.name for label in labels),
    ]
