"""What people do again and again in the stories: apply, send, find one's application again."""

from __future__ import annotations

import datetime
import io
import subprocess
from typing import TYPE_CHECKING

from django.utils import timezone
from PIL import Image

from tests.stories.visitor import Download, Visitor
from yakuba.applications.models import Application
from yakuba.core import days
from yakuba.procedures.fields import kind_of
from yakuba.procedures.fields.bank import PARTS

if TYPE_CHECKING:
    from yakuba.procedures.definition import Definition
    from yakuba.procedures.fields import Kind

DOG, CHILD = "dog-registration", "child-allowance"
CARD = "マイナンバーカードで署名する"
SURE = "内容は事実のとおりです。"


def photo(name: str = "写真.jpg") -> tuple[str, bytes, str]:
    """A small picture."""
    file = io.BytesIO()
    Image.new("RGB", (40, 20), "white").save(file, "JPEG")
    return name, file.getvalue(), "image/jpeg"


def answers(
    definition: Definition, example: int = 0, *, today: bool = False, **changes: object
) -> dict[str, object]:
    """The answers of an example of the definition by label, as a person gives them; `changes` by field id.

    `today`: the story happens on the day of the example, so that its days are right as they stand.
    """
    told: dict[str, object] = {}
    for name, written in definition.examples[example].answers.items():
        kind = kind_of(definition.fields[name])
        told[name] = as_told(kind, kind.from_example(written))
    return {
        definition.fields[name].label: value
        for name, value in {**told, **({} if today else LONG_AGO), **changes}.items()
        if name in definition.fields
    }


def as_told(kind: Kind, stored: object) -> object:
    """A stored answer as a person gives it to the page."""
    return TOLD.get(kind.name, lambda kind, stored: kind.text(stored))(kind, stored)


def told_today(definition: Definition, example: int = 0) -> dict[str, object]:
    """The answers of an example as many weeks later as have passed since its day, for a server whose clock is ours."""
    one = definition.examples[example]
    weeks = datetime.timedelta(days=(timezone.localdate() - one.on).days // 7 * 7)
    told: dict[str, object] = {}
    for name, written in one.answers.items():
        kind = kind_of(definition.fields[name])
        told[kind.field.label] = as_told(kind, _later(kind, kind.from_example(written), weeks))
    return told


def _later(kind: Kind, stored: object, weeks: datetime.timedelta) -> object:
    if kind.name == "group":
        inner = kind.field.inner
        return [
            {name: _later(kind_of(inner[name]), value, weeks) for name, value in item.items()}
            for item in stored
        ]
    if kind.name != "date":
        return stored
    day = datetime.date.fromisoformat(stored) + weeks
    # A weekday stays a weekday, but a holiday may have come in its place.
    return (days.next_open(day) if kind.field.rule == "office_day" else day).isoformat()


def _items_told(kind: Kind, stored: object) -> list[dict[str, object]]:
    inner = kind.field.inner
    return [
        {inner[name].label: as_told(kind_of(inner[name]), value) for name, value in item.items()}
        for item in stored
    ]


# Kinds that a person does not answer by their text.
TOLD = {
    "person": lambda _, stored: (stored["family"], stored["given"]),
    "file": lambda kind, stored: (
        [photo(entry["name"]) for entry in kind.entries(stored)] or kind.text(stored)
    ),
    "choices": lambda kind, stored: [label for code, label in kind.options() if code in stored],
    "agreement": lambda _, stored: bool(stored),
    "bank_account": lambda _, stored: {word: stored[part] for part, word in PARTS.items()},
    "group": _items_told,
}


# Days that are past whenever the tests run.
LONG_AGO = {
    "dog_birth": "令和2年5月1日",
    "acquired_on": "令和2年7月1日",
    "event_on": "令和6年10月31日",
}


def begin(visitor: Visitor, definition: Definition) -> None:
    """From home to the first page of questions, without an account."""
    visitor.open("/")
    visitor.follow(definition.title)
    assert visitor.page.heading == definition.title
    if definition.is_survey:
        visitor.follow("回答を始める")
        visitor.press("回答を始める")
        return
    visitor.follow("申請を始める")
    visitor.press("サインインしないで始める")


def go_through(visitor: Visitor, told: dict[str, object]) -> None:
    """Answer page after page until the check; a question that appears is answered too."""
    for _ in range(20):
        if visitor.page.path.endswith("/check/"):
            return
        visitor.fill_in(told)
        visitor.press("次へ進む")
    raise AssertionError(f"stuck on {visitor.page.path}: {visitor.page.problems}")


def show_card(visitor: Visitor) -> None:
    """Hold the card against the demo's reader, where the check asks for it."""
    if CARD in visitor.page.links:
        visitor.follow(CARD)
        visitor.fill("署名用の暗証番号", "MIHON1")
        visitor.press("署名する")


def send(visitor: Visitor) -> Application:
    """Hold the card against the reader where it is asked for, say that it is true, and send it."""
    show_card(visitor)
    visitor.fill(SURE, True)
    words = ("直した内容を送る", "この内容で回答する", "この内容で申請する")
    visitor.press(next(word for word in words if word in visitor.page.buttons))
    return Application.objects.with_everything().get(matter__number=number(visitor))


def send_answers(visitor: Visitor) -> None:
    """Send the answers to a survey, which give no number."""
    if SURE in visitor.page.labels:
        visitor.fill(SURE, True)
    visitor.press("この内容で回答する")


def number(visitor: Visitor) -> str:
    """The receipt number on the page that says that it arrived."""
    return visitor.page.by_id("receipt-number").words


def code(visitor: Visitor) -> str:
    """The look-up code on this page."""
    return visitor.page.by_id("lookup-code").words


def apply(
    visitor: Visitor, definition: Definition, example: int = 0, *, today: bool = False, **changes: object
) -> Application:
    """The whole way of somebody without an account, from home to the receipt number."""
    begin(visitor, definition)
    go_through(visitor, answers(definition, example, today=today, **changes))
    return send(visitor)


def find(visitor: Visitor, code: str, number: str = "") -> None:
    """Open an application by its code, from home."""
    visitor.open("/")
    visitor.follow("申請の状況を見る・続きを入力する")
    visitor.fill_in({"受付番号": number, "照会コード": code})
    visitor.press("申請を開く")


def text_of(paper: Download) -> str:
    """What a PDF says, without spaces and line ends."""
    assert paper.type == "application/pdf"
    done = subprocess.run(["pdftotext", "-", "-"], input=paper.content, capture_output=True, check=True)
    return "".join(done.stdout.decode().split())
