"""Serves Yakuba: looks whether all is in place, starts web and worker, and stops both cleanly."""

from __future__ import annotations

import hashlib
import http.client
import socket
import threading
import time
from contextlib import closing
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection

from yakuba.core import owner, queries, stopping, walls
from yakuba.core.children import Child, Died, stop_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

START = 120.0  # seconds until web and worker must be ready
GRACE = 40.0  # seconds for what is being worked on when told to stop; the longest piece waits 20 for a mail server
RESTARTS = 3  # of the worker within ten minutes
MADE_FROM = ".made-from"


class CannotServe(CommandError):
    """Something is not in place, or has ended; the message is for the systems officer."""


def run(
    *, host: str, port: int, workers: int, announce: Callable[[str], None] | None = None, worker: bool = True
) -> None:
    """Serve until a signal; `announce` is told the address once everything is ready. Raises CannotServe."""
    require_free_port(host, port)
    require_fitting_database()
    collect_static()
    children = [Child("web", "yakuba.core.web", host, str(port), str(workers))]
    if worker:
        children.append(Child("worker", "yakuba", "worker", "--with-parent", restarts=RESTARTS))
    asked = threading.Event()
    with stopping.on_signals(asked.set):
        try:
            _start_and_watch(children, _Site(host, port), asked, announce or _say)
        except Died as death:
            raise CannotServe(f"{death} が止まったため、すべて終わりました。上の記録を確かめてください。") from death
        finally:
            stop_all(children, seconds=GRACE)


def require_free_port(host: str, port: int) -> None:
    """Raise CannotServe when another program listens there already."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with closing(socket.socket(family, kind, protocol)) as probe:
            # What was closed a moment ago does not count.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except (OSError, OverflowError) as problem:
        raise CannotServe(
            f"{host} のポート {port} で待ち受けできません（{problem}）。"
            "ほかのプログラムが使っていれば、それを止めるか、--port で別の番号を選んでください。"
        ) from problem


def require_fitting_database() -> None:
    """Raise CannotServe when the database is out of reach, not migrated, without walls or under other keys."""
    try:
        with owner.acting():
            _require_migrations()
        _require_walls()
        _require_keys()
    except DatabaseError as problem:
        raise CannotServe(
            f"データベースに接続できません（{problem}）。YAKUBA_DATABASE_URL と YAKUBA_DATA を確かめてください。"
        ) from problem
    finally:
        # Whoever asks may idle for months.
        connection.close()


def _require_migrations() -> None:
    if connection.vendor == "sqlite" and not settings.DATA.is_dir():
        raise CannotServe("データベースがまだありません。先に `yakuba migrate` を実行してください。")
    if waiting := queries.unapplied_migrations():
        raise CannotServe(
            f"データベースの更新が {len(waiting)} 件まだです（{waiting[0]} など）。"
            "バックアップを取ってから `yakuba migrate` を実行してください。"
        )


def _require_walls() -> None:
    if missing := walls.missing():
        raise CannotServe(
            f"町と町を分ける壁が {len(missing)} 件ありません（{missing[0]} など）。`yakuba migrate` で建て直してください。"
        )
    if not walls.binds():
        raise CannotServe(
            f"PostgreSQL の役割 {settings.DATABASE_ROLE} に行単位の保護が効いていません。"
            "スーパーユーザーや BYPASSRLS の役割を YAKUBA_DATABASE_ROLE に指定しないでください。"
        )


def _require_keys() -> None:
    if not queries.keys_fit():
        raise CannotServe(
            f"{settings.KEYS} の鍵では、このデータベースを開けません。"
            "YAKUBA_KEYS を確かめ、正しい鍵のフォルダーを戻してください。"
        )


# Styles and scripts ---------------------------------------------------------------------------------
def collect_static() -> bool:
    """Collect CSS and scripts where the web process serves them from; False when they are there already."""
    wanted, note = _sources(), settings.STATIC_ROOT / MADE_FROM
    if note.is_file() and note.read_text(encoding="ascii") == wanted:
        return False
    note.unlink(missing_ok=True)
    try:
        call_command("collectstatic", interactive=False, verbosity=0)
        note.write_text(wanted, encoding="ascii")
    except OSError as problem:
        raise CannotServe(f"{settings.STATIC_ROOT} に書き込めません（{problem}）。YAKUBA_STATIC を確かめてください。") from problem
    return True


def _sources() -> str:
    """64 hex digits that change whenever a source file or the way of collecting does."""
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for line in sorted(_source_lines()):
        digest.update(line.encode())
    return digest.hexdigest()


def _source_lines() -> Iterator[str]:
    for finder in get_finders():
        for name, storage in finder.list([]):
            yield f"{name} {storage.size(name)} {storage.get_modified_time(name)}\n"


# Watching -------------------------------------------------------------------------------------------
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
    # Without a worker of ours, another machine's may come later.
    path = "/readyz" if len(children) > 1 else "/healthz"
    deadline = time.monotonic() + START
    while not site.is_ready(path):
        _tend(children)
        if time.monotonic() > deadline:
            raise CannotServe(f"{START:.0f} 秒たっても準備ができません（{site.said}）。上の記録を確かめてください。")
        if asked.wait(0.2):
            return
    announce(site.address)
    while not asked.wait(0.5):
        _tend(children)


def _tend(children: list[Child]) -> None:
    for child in children:
        child.tend()


def _say(address: str) -> None:
    print(f"Yakuba is ready: {address}", flush=True)  # noqa: T201  the sentence that ./run promises
