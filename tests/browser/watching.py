"""Watches a browser while it is driven: no other host, no script error, no broken page."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

# The browser says this of every answer from 400 on; which of them may come is said by whoever drives.
ANSWERED_WITH = "Failed to load resource"
# What Chromium itself says in the private windows of a test: no page can know beforehand.
PRIVATE = "does not support the Push API in incognito mode"
BROKEN = 500


class Watch:
    """What went wrong in one browser window, as sentences."""

    def __init__(self, context: BrowserContext, port: int) -> None:
        self.faults: list[str] = []
        self.port = port
        context.on("request", self._request)
        context.on("response", self._response)
        context.on("console", self._console)
        context.on("page", self._page)

    def _page(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))

    def _request(self, request: Request) -> None:
        place = urlsplit(request.url)
        if place.scheme in {"data", "blob"}:
            return
        name = place.hostname or ""
        is_own = name in {"127.0.0.1", "localhost"} or name.endswith(".localhost")
        if not is_own or place.port != self.port:
            self.faults.append(f"a request left the server: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= BROKEN:
            self.faults.append(f"{response.status} {response.request.method} {response.url}")

    def _console(self, message: ConsoleMessage) -> None:
        is_answer = message.text.startswith(ANSWERED_WITH)
        if message.type in {"error", "warning"} and not is_answer and PRIVATE not in message.text:
            self.faults.append(f"{message.page.url if message.page else ''}: {message.type}: {message.text}")
