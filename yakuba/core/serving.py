"""Serves Yakuba: starts web and worker, says when they are ready, and stops both cleanly."""

from __future__ import annotations

import http.client
import threading
import time
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import DatabaseError, connection

from yakuba.core import readiness, stopping
from yakuba.core.children import Child, Died, stop_all
from yakuba.core.models import Heartbeat
from yakuba.core.readiness import NotReady

if TYPE_CHECKING:
    from collections.abc import Callable

START = 120.0  # seconds until web and worker must be ready
GRACE = 40.0  # seconds for what is being worked on when told to stop; the longest piece waits 20 for a mail server
RESTARTS = 3  # of the worker within ten minutes


def run(
    *, host: str, port: int, workers: int, announce: Callable[[str], None] | None = None, worker: bool = True
) -> None:
    """Serve until a signal; `announce` is told the address once everything is ready. Raises NotReady."""
    readiness.require_free_port(host, port)
    readiness.require_fitting_database()
    readiness.collect_static()
    children = [Child("web", "yakuba.core.web", host, str(port), str(workers))]
    if worker:
        children.append(Child("worker", "yakuba", "worker", "--with-parent", restarts=RESTARTS))
    asked = threading.Event()
    with stopping.on_signals(asked.set):
        try:
            _start_and_watch(children, _Site(host, port), asked, announce or _say)
        except Died as death:
            raise NotReady(
                f"{death}が止まったため、すべて終わりました。上の記録を確かめてください。"
            ) from death
        finally:
            stop_all(children, seconds=GRACE)


class _Site:
    """Where this installation answers, asked as its own visitor would ask."""

    def __init__(self, host: str, port: int) -> None:
        self.host = "127.0.0.1" if host in {"0.0.0.0", "::", ""} else host  # noqa: S104  compared, not bound
        self.port = port
        self.said = ""

    @property
    def address(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/"

    def is_ready(self, path: str) -> bool:
        """Whether it answers 200; what it said otherwise is kept in `said`."""
        link = http.client.HTTPConnection(self.host, self.port, timeout=5)
        try:
            link.request("GET", path, headers=_headers())
            answer = link.getresponse()
            self.said = answer.read(500).decode(errors="replace")
        except (OSError, http.client.HTTPException) as problem:
            self.said = str(problem)
            return False
        finally:
            link.close()
        return answer.status == http.client.OK


def _headers() -> dict[str, str]:
    # Django answers its own names only, and sends plain requests to HTTPS.
    name = next(iter(settings.ALLOWED_HOSTS), "localhost").lstrip(".").replace("*", "localhost")
    return {"Host": name or "localhost", **({"X-Forwarded-Proto": "https"} if settings.HTTPS else {})}


def _start_and_watch(
    children: list[Child], site: _Site, asked: threading.Event, announce: Callable[[str], None]
) -> None:
    for child in children:
        child.start()
    deadline = time.monotonic() + START
    while not _are_ready(site, children[1:]):
        _tend(children)
        if time.monotonic() > deadline:
            raise NotReady(
                f"{START:.0f} 秒たっても準備ができません（{site.said}）。上の記録を確かめてください。"
            )
        if asked.wait(0.2):
            return
    announce(site.address)
    while not asked.wait(0.5):
        _tend(children)


def _are_ready(site: _Site, workers: list[Child]) -> bool:
    """Whether all answer. Without a worker of ours, another machine's may come later."""
    if not site.is_ready("/healthz") or not all(_has_begun(worker) for worker in workers):
        return False
    # Not before: what /readyz refuses stands in the log as an error.
    return not workers or site.is_ready("/readyz")


def _has_begun(worker: Child) -> bool:
    try:
        return Heartbeat.objects.filter(worker__contains=f":{worker.pid}:").exists()
    except DatabaseError:
        return False
    finally:
        connection.close()


def _tend(children: list[Child]) -> None:
    for child in children:
        child.tend()


def _say(address: str) -> None:
    print(f"Yakuba is ready: {address}", flush=True)  # noqa: T201  the sentence that ./run promises
