"""What people do again and again in the stories: apply, send, find one's application again."""

from __future__ import annotations

import io
import subprocess
from typing import TYPE_CHECKING

from PIL import Image

from tests.stories.visitor import Download, Visitor
from yakuba.applications.models import Application
from yakuba.procedures.fields import KINDS

if TYPE_CHECKING:
    from yakuba.procedures.definition import Definition

DOG, CHILD = "dog-registration", "child-allowance"
SURE = "内容は事実のとおりです。"


def photo(name: str = "写真.jpg") -> tuple[str, bytes, str]:
    """A small picture."""
    file = io.BytesIO()
    Image.new("RGB", (40, 20), "white").save(file, "JPEG")
    return name, file.getvalue(), "image/jpeg"


def answers(definition: Definition, example: int = 0, **changes: object) -> dict[str, object]:
    """The answers of an example of the definition by label, as a person gives them; `changes` by field id."""
    told: dict[str, object] = {}
    for name, written in definition.examples[example].answers.items():
        kind = KINDS[definition.fields[name].kind](definition.fields[name])
        stored = kind.from_example(written)
        if kind.name == "person":
            told[name] = (stored["family"], stored["given"])
        elif kind.name == "file":
            told[name] = [photo(entry["name"]) for entry in stored]
        else:
            told[name] = kind.text(stored)
    return {
        definition.fields[name].label: value
        for name, value in {**told, **LONG_AGO, **changes}.items()
        if name in definition.fields
    }


# Days that are past whenever the tests run.
LONG_AGO = {
    "dog_birth": "令和2年5月1日",
    "acquired_on": "令和2年7月1日",
    "event_on": "令和6年10月31日",
    "child1_birth": "令和6年10月31日",
}


def begin(visitor: Visitor, definition: Definition) -> None:
    """From home to the first page of questions, without an account."""
    visitor.open("/")
    visitor.follow(definition.title)
    assert visitor.page.heading == definition.title
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


def send(visitor: Visitor) -> Application:
    """Say that it is true, and send it."""
    visitor.fill(SURE, True)
    visitor.press("直した内容を送る" if "直した内容を送る" in visitor.page.buttons else "この内容で申請する")
    return Application.objects.with_everything().get(matter__number=number(visitor))


def number(visitor: Visitor) -> str:
    """The receipt number on the page that says that it arrived."""
    return visitor.page.by_id("receipt-number").words


def code(visitor: Visitor) -> str:
    """The look-up code on this page."""
    return visitor.page.by_id("lookup-code").words


def apply(visitor: Visitor, definition: Definition, example: int = 0, **changes: object) -> Application:
    """The whole way of somebody without an account, from home to the receipt number."""
    begin(visitor, definition)
    go_through(visitor, answers(definition, example, **changes))
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
