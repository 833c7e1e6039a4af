"""Somebody without a browser: the visitor of the stories, but over the wire to a real server, so that many come at once."""

from __future__ import annotations

import re
from threading import Barrier, Thread
from typing import TYPE_CHECKING, Any

import httpx

from tests.browser.answers import DOG_PAGES
from tests.stories import errands
from tests.stories.visitor import Visitor
from yakuba.procedures import loader

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SERIAL = re.compile(r"R\d+-(\d{6})-\d")
PATIENCE = 60.0  # seconds: many wait for the one database


class _Answer:
    """An answer of httpx in the words of Django's test client."""

    def __init__(self, answer: httpx.Response) -> None:
        self.status_code, self.headers, self.content = answer.status_code, answer.headers, answer.content
        self.url = answer.headers.get("Location", "")

    def getvalue(self) -> bytes:
        return self.content


class _Client:
    """httpx in the words of Django's test client."""

    def __init__(self, address: str, host: str) -> None:
        # Each request on a connection of its own, so that they spread over the server's processes.
        alone = httpx.Limits(max_keepalive_connections=0)
        self._http = httpx.Client(base_url=address, timeout=PATIENCE, limits=alone, headers={"Host": host})
        self.cookies = self._http.cookies.jar

    def get(self, path: str) -> _Answer:
        return _Answer(self._http.get(path))

    def generic(
        self, method: str, path: str, body: str | bytes, kind: str, *, headers: dict[str, str]
    ) -> _Answer:
        content = body.encode() if isinstance(body, str) else body
        return _Answer(
            self._http.request(method, path, content=content, headers={"Content-Type": kind, **headers})
        )


class Wire(Visitor):
    """One browser without scripts at a real server."""

    def __init__(self, address: str, town: str = "127.0.0.1") -> None:
        # A town's own host name: the browser knows where it leads, this machine need not.
        self.host = address.removeprefix("http://").replace("127.0.0.1", town)
        self.client: Any = _Client(address, self.host)

    @property
    def cookies(self) -> list[dict[str, str]]:
        """What a real browser needs to be this one."""
        url = f"http://{self.host}"
        return [{"name": c.name, "value": c.value, "url": url} for c in self.client.cookies]


def ready_to_send(address: str, name: str = "見本 花子", **changes: str) -> Wire:
    """Somebody before the button that sends a whole application."""
    told: dict[str, object] = {label: value for page in DOG_PAGES.values() for label, value in page.items()}
    told |= {"氏名": tuple(name.split(" ")), **changes}
    visitor = Wire(address)
    visitor.open("/apply/dog-registration/")
    visitor.press("サインインしないで始める")
    for _ in DOG_PAGES:
        visitor.fill_in(told)
        visitor.press("次へ進む")
    assert visitor.page.heading == "内容を確認してください"
    visitor.fill("内容は事実のとおりです。", True)
    return visitor


def example_sent(
    address: str, name: str, *, town: str = "127.0.0.1", slug: str = "karuizawa", example: int = 0
) -> Wire:
    """Somebody who has sent an example of a procedure, as many weeks later as have passed since its day."""
    definition = loader.load_written(loader.written_for(slug)[name])
    visitor = Wire(address, town)
    visitor.open(f"/apply/{name}/")
    visitor.press("回答を始める" if definition.is_survey else "サインインしないで始める")
    errands.go_through(visitor, errands.told_today(definition, example))
    if definition.is_survey:
        errands.send_answers(visitor)
    else:
        errands.show_card(visitor)
        visitor.fill("内容は事実のとおりです。", True)
        visitor.press("この内容で申請する")
    return visitor


def example_typed(address: str, name: str) -> Wire:
    """Somebody who has typed the first example of a procedure and stands before the check."""
    definition = loader.load_written(loader.written_for("karuizawa")[name])
    visitor = Wire(address)
    visitor.open(f"/apply/{name}/")
    visitor.press("サインインしないで始める")
    errands.go_through(visitor, errands.told_today(definition))
    return visitor


def number_of(visitor: Wire) -> str:
    """The receipt number on the page that stands before them."""
    found = SERIAL.search(visitor.page.main)
    assert found, visitor.page.main
    return found[0]


def at_once(acts: Sequence[Callable[[], object]]) -> None:
    """Do all of this at the same moment, each in a thread of its own; the first thing that goes wrong is raised."""
    start, problems = Barrier(len(acts)), []

    def do(act: Callable[[], object]) -> None:
        start.wait()
        try:
            act()
        except Exception as problem:  # noqa: BLE001  it is raised below, in the thread of the test
            problems.append(problem)

    threads = [Thread(target=do, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise problems[0]
