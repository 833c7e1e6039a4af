"""Whether all is in place before anything starts: port, database, walls, keys, styles; says what to do when not."""

from __future__ import annotations

import hashlib
import socket
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection

from yakuba.core import owner, queries, walls

if TYPE_CHECKING:
    from collections.abc import Iterator

MADE_FROM = ".made-from"


class NotReady(CommandError):
    """Something is not in place; the message is for the systems officer."""


def require_free_port(host: str, port: int) -> None:
    """Raise NotReady when another program listens there already."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with closing(socket.socket(family, kind, protocol)) as probe:
            # What was closed a moment ago does not count.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except (OSError, OverflowError) as problem:
        raise NotReady(
            f"{host} のポート {port} で待ち受けできません（{problem}）。"
            "ほかのプログラムが使っていれば、それを止めるか、--port で別の番号を選んでください。"
        ) from problem


def require_fitting_database() -> None:
    """Raise NotReady when the database is out of reach, not migrated, without walls or under other keys."""
    with _reachable_database():
        _require_migrations()
        _require_walls()
        _require_keys()


def require_migrated_database() -> None:
    """Raise NotReady when the database is out of reach or not migrated."""
    with _reachable_database():
        _require_migrations()


@contextmanager
def _reachable_database() -> Iterator[None]:
    try:
        yield
    except DatabaseError as problem:
        raise NotReady(
            f"データベースに接続できません（{problem}）。YAKUBA_DATABASE_URL と YAKUBA_DATA を確かめてください。"
        ) from problem
    finally:
        # Whoever asks may idle for months.
        if not connection.in_atomic_block:
            connection.close()


def _require_migrations() -> None:
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).parent.is_dir():
        raise NotReady("データベースがまだありません。先に `yakuba migrate` を実行してください。")
    with owner.acting():
        waiting = queries.unapplied_migrations()
    if waiting:
        raise NotReady(
            f"データベースの更新が {len(waiting)} 件まだです（{waiting[0]} など）。"
            "バックアップを取ってから `yakuba migrate` を実行してください。"
        )


def _require_walls() -> None:
    if missing := walls.missing():
        raise NotReady(
            f"町と町を分ける壁が {len(missing)} 件ありません（{missing[0]} など）。`yakuba migrate` で建て直してください。"
        )
    if not walls.binds():
        raise NotReady(
            f"PostgreSQL の役割 {settings.DATABASE_ROLE} に行単位の保護が効いていません。"
            "スーパーユーザーや BYPASSRLS の役割を YAKUBA_DATABASE_ROLE に指定しないでください。"
        )


def _require_keys() -> None:
    if not queries.keys_fit():
        raise NotReady(
            f"{settings.KEYS} の鍵では、このデータベースを開けません。"
            "YAKUBA_KEYS を確かめ、正しい鍵のフォルダーを戻してください。"
        )


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
        raise NotReady(
            f"{settings.STATIC_ROOT} に書き込めません（{problem}）。YAKUBA_STATIC を確かめてください。"
        ) from problem
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
