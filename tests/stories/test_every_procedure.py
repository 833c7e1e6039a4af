"""Every example of every shipped definition, from the first page to its outcome, on the day of the example."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from tests.stories import errands, hall
from tests.stories.errands import photo
from yakuba.applications import walk
from yakuba.applications.models import Application, State
from yakuba.core import dates
from yakuba.procedures import loader, queries
from yakuba.procedures.steps import kind_of

if TYPE_CHECKING:
    from yakuba.procedures.definition import Definition, Example, Outcome, Step
    from yakuba.procedures.steps import Ask

TOKYO = ZoneInfo("Asia/Tokyo")
SHIPPED = {path.stem: loader.load(path.read_text(encoding="utf-8")) for path in loader.shipped()}
VARIANTS = {
    f"{path.parent.name}/{path.stem}": loader.load_written(loader.written_for(path.parent.name)[path.stem])
    for path in loader.shipped_variants()
}
EVERY = {**SHIPPED, **VARIANTS}
EXAMPLES = [
    pytest.param(name, number, id=f"{name}-{number}")
    for name, definition in EVERY.items()
    for number, _ in enumerate(definition.examples)
    if "online" in definition.channels
]
REASONS = "根拠の条文と審査基準に照らし、確かめた事実がこれに当たらないためです。"


@pytest.mark.parametrize(("name", "number"), EXAMPLES)
def test_an_example_is_filled_in_arrives_and_comes_to_its_outcome(name, number, office, resident):
    definition = EVERY[name]
    example = definition.examples[number]
    with time_machine.travel(_morning(example.on)):
        office.has(definition.department)
        hall.publish_written(name)
        for other in definition.together:
            office.has(SHIPPED[other.procedure].department)
            hall.publish_written(other.procedure)
        application = _apply(resident, definition, number)
        assert _filed(application) == _wanted(definition, example)
        if not definition.is_survey:
            _settle(office, application, definition.outcome(example.expect.outcome))
        application.refresh_from_db()
        assert (application.state, application.outcome) == (State.CLOSED, example.expect.outcome)


def _morning(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(10), tzinfo=TOKYO)


def _apply(resident: Any, definition: Definition, number: int) -> Application:
    errands.begin(resident, definition)
    errands.go_through(resident, errands.answers(definition, number, today=True))
    if definition.is_survey:
        errands.send_answers(resident)
        return Application.objects.get(version__procedure=definition.id)
    application = errands.send(resident)
    hall.work_off()
    return application


def _filed(application: Application) -> dict[str, Any]:
    return _comparable(application.definition, application.submissions.get(revision=1).answers)


def _wanted(definition: Definition, example: Example) -> dict[str, Any]:
    return _comparable(definition, queries.example_answers(definition, example))


def _comparable(definition: Definition, answers: dict[str, Any]) -> dict[str, Any]:
    """Stored answers without what a real upload makes different: ids and sizes of files."""
    return {
        name: len(entries) if (entries := queries.files_in(definition, answers, name)) else value
        for name, value in answers.items()
    }


# The officials -----------------------------------------------------------------------------------
def _settle(office: Any, application: Application, outcome: Outcome) -> None:
    """Walk along the route on the staff's pages, whoever's step it is, until nothing is left to do."""
    browsers: dict[str, Any] = {}
    for step in application.definition.route:
        for act in kind_of(step).acts if step.kind != "decision" else ():
            if not _is_due(application, step):
                continue
            browser = _browser(office, browsers, application, step.role)
            browser.open(f"/staff/applications/{application.matter.number}/steps/{step.id}/")
            for ask in act.asks:
                _write(browser, application, step, ask, outcome)
            browser.press(act.button)
            hall.work_off()
        if step.kind == "decision":
            _decide(_browser(office, browsers, application, "clerk"), _browser(office, browsers, application, "chief"), application, outcome)  # fmt: skip
    application.refresh_from_db()
    if application.state == State.DECIDED:
        clerk = _browser(office, browsers, application, "clerk")
        hall.look_up(clerk, application)
        clerk.press("郵送したので完了にする")


def _is_due(application: Application, step: Step) -> bool:
    """The first review before a result ends with it, and asks for nothing of its own; a second pair of eyes does."""
    route = application.definition.route
    place = route.index(step)
    following = route[place + 1 :]
    return step.kind != "review" or place > 0 or bool(following and following[0].kind not in SETTLING)


SETTLING = ("decision", "accept", "confirm", "result")


def _decide(clerk: Any, chief: Any, application: Application, outcome: Outcome) -> None:
    hall.draft(clerk, application, outcome.title, REASONS if outcome.reasons else "")
    hall.look_up(chief, application)
    chief.press(f"「{outcome.title}」で決裁する")
    hall.work_off()


def _browser(office: Any, browsers: dict[str, Any], application: Application, role: str) -> Any:
    code = application.department.code
    first = {"environment": "", "children": "child-"}.get(code, f"{code}-")
    if role not in browsers:
        browsers[role] = office[f"{first}{role}"].sign_in()
    return browsers[role]


def _write(browser: Any, application: Application, step: Step, ask: Ask, outcome: Outcome) -> None:
    label = walk.say(application, step, ask.label)
    found = [one for one in browser.page.labels if one == label]
    answers = {
        "day": dates.wareki(datetime.datetime.now(tz=TOKYO).date()),
        "line": "見本第1号",
        "prose": REASONS if ask.name == "reasons" and outcome.reasons else "",
        "outcome": outcome.title,
        "scan": [photo("結果.jpg")],
        "choice": next((words for code, words in ask.options if code in {"consented", "post"}), ""),
    }
    if found and answers[ask.kind]:
        browser.fill(label, answers[ask.kind])
