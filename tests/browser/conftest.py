"""What the browser tests stand on: the demo town as a server, Debian's chromium, and who sits before it."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from playwright.sync_api import expect, sync_playwright

from tests.browser.looking import Look
from tests.browser.people import Official, Resident
from tests.browser.server import Server, prepared
from tests.browser.watching import Watch
from tests.browser.wire import ready_to_send

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext

PHONE = {"width": 360, "height": 800}
DESK = {"width": 1280, "height": 900}
OTHER_TOWN = "shimosuwa.localhost"
PATIENCE = 20_000  # milliseconds: two busy cores

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NO_CHROMIUM = (
    "chromium がありません。`apt-get install chromium fonts-noto-cjk` でインストールするか、"
    "`./run test` で始めてください。 / These tests need chromium; they are never skipped."
)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all workers of the tests share: the sample towns are made there once."""
    place = tmp_path_factory.getbasetemp()
    return (place if worker_id == "master" else place.parent) / "town"


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Iterator[Server]:
    """The demo town: one server for each worker of the tests, each with its own data."""
    running = Server(prepared(shared, tmp_path_factory.mktemp("server") / "town"))
    running.start()
    yield running
    running.stop()


# Not for the whole session: while it lives, this thread has an event loop and Django refuses its database.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's chromium; nothing is ever downloaded."""
    path = shutil.which("chromium")
    if path is None:
        pytest.fail(NO_CHROMIUM)
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        words = os.environ | {"LANGUAGE": "ja"}  # what the browser itself says, as in ファイルを選択
        running = playwright.chromium.launch(executable_path=path, args=FLAGS, env=words)
        yield running
        running.close()


@pytest.fixture
def window(browser: Browser, server: Server) -> Iterator[Callable[..., BrowserContext]]:
    """Opens a browser of its own for somebody; in the end says what went wrong in any of them."""
    opened: list[tuple[BrowserContext, Watch]] = []

    def open_window(*, size: dict[str, int] = DESK, host: str = "", **options: Any) -> BrowserContext:
        address = server.address.replace("127.0.0.1", host) if host else server.address
        context = browser.new_context(
            viewport=size, base_url=address, locale="ja-JP", timezone_id="Asia/Tokyo", **options
        )
        context.set_default_timeout(PATIENCE)
        opened.append((context, Watch(context, server.port)))
        return context

    yield open_window
    for context, _ in opened:
        context.close()
    faults = [fault for _, watch in opened for fault in watch.faults]
    assert not faults, "\n".join(faults)


@pytest.fixture
def resident(window: Callable[..., BrowserContext]) -> Callable[..., Resident]:
    """Somebody with a telephone."""
    return lambda **options: Resident(window(**{"size": PHONE, **options}).new_page())


@pytest.fixture(scope="session")
def sessions() -> dict[str, Any]:
    """The cookies of staff who have signed in: the code of an app is good once, a session is good all day."""
    return {}


@pytest.fixture
def official(window: Callable[..., BrowserContext], sessions: dict[str, Any]) -> Callable[..., Official]:
    """A member of staff at a desk, signed in."""

    def sit_down(login: str, **options: Any) -> Official:
        known = sessions.get(login)
        context = window(**options, **({"storage_state": known} if known else {}))
        person = Official(context.new_page(), login=login)
        if not known:
            person.sign_in()
            sessions[login] = context.storage_state()
        return person

    return sit_down


@pytest.fixture
def stranger(window: Callable[..., BrowserContext]) -> Callable[..., Official]:
    """A member of staff of the other town at a desk, not signed in: nobody else needs their sessions."""
    return lambda login: Official(window(host=OTHER_TOWN).new_page(), login=login)


@pytest.fixture
def applicant(resident: Callable[..., Resident], server: Server) -> Callable[..., Resident]:
    """Somebody with a telephone whose application has just arrived: the quick way for what comes after."""

    def sit_down(**changes: str) -> Resident:
        visitor = ready_to_send(server.address, **changes)
        visitor.press("この内容で申請する")
        person = resident()
        person.page.context.add_cookies(visitor.cookies)
        person.go(visitor.page.path)
        person.note()
        return person

    return sit_down


@pytest.fixture
def photograph(tmp_path: Path) -> Callable[[str], Path]:
    """Takes a picture of a paper."""

    def take(name: str) -> Path:
        path = tmp_path / name
        Image.new("RGB", (800, 600), "#c8d0d8").save(path, "JPEG")
        return path

    return take


@pytest.fixture
def look(request: pytest.FixtureRequest) -> Iterator[Look]:
    """Looks at pages at both widths and says in the end what is wrong with any of them."""
    eyes = Look(request.node.name)
    yield eyes
    assert not eyes.faults, "\n" + "\n".join(eyes.faults)
