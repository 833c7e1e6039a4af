"""Backs a whole installation up while it runs, and restores it where there is none."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

import yakuba
from yakuba.core import actions, archives, owner, queries, scope, snapshots, walls
from yakuba.core.archives import DATABASES, FILES, Manifest
from yakuba.core.models import Municipality

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from yakuba.core.snapshots import Counts

# Tables that fill by themselves in an installation without a town.
OF_NOBODY = ("django_", "auth_", "core_heartbeat", "core_throttle")


class NotRestored(CommandError):
    """The backup cannot be restored here; nothing was changed; the message is for the systems officer."""


def backup(target: Path, *, now: datetime.datetime) -> Manifest:
    """Write everything but the keys into one file, which is whole or not there at all."""
    if target.exists():
        raise CommandError(f"{target} はすでにあります。別の名前にしてください。")
    manifest = _describe(now)
    settings.DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=settings.DATA) as folder:
        copy = Path(folder) / "database"
        manifest.counts = snapshots.of_this_database().take(copy)
        with archives.writing(target, manifest) as writer:
            writer.add(DATABASES[manifest.engine], copy)
            _add_files(writer)
    return manifest


def _describe(now: datetime.datetime) -> Manifest:
    moment = now.isoformat()
    applied = MigrationRecorder(connection).applied_migrations()
    return Manifest(
        version=yakuba.__version__,
        engine=connection.vendor,
        made_at=moment,
        counts={},
        migrations=sorted(f"{app}.{name}" for app, name in applied),
        key_generation=settings.KEYRING.current,
        keys=archives.known_keys(moment),
    )


def _add_files(writer: archives.Writer) -> None:
    # After the database: a stored file never changes, and its row is written after it.
    for path in sorted(settings.MEDIA_ROOT.rglob("*")):
        if path.is_file() and not path.is_symlink():
            try:
                writer.add(f"{FILES}/{path.relative_to(settings.MEDIA_ROOT).as_posix()}", path)
            except FileNotFoundError:
                # Taken off a draft a moment ago; nothing that was handed in ever goes.
                continue


def restore(
    archive: Path, *, now: datetime.datetime, force: bool = False, other_keys: bool = False
) -> Manifest:
    """Put a backup in the place of this installation; raises NotRestored or BadArchive before anything changes."""
    settings.DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=settings.DATA) as name:
        folder = Path(name)
        manifest = archives.unpack(archive, folder)
        _require_fitting(manifest, other_keys=other_keys)
        _require_room(force=force)
        with _files_replaced(folder / FILES):
            copy = folder / DATABASES[manifest.engine]
            snapshots.of_this_database().put(copy, check=partial(_require_same, manifest.counts))
    _finish(other_keys=other_keys, now=now)
    return manifest


def _require_fitting(manifest: Manifest, *, other_keys: bool) -> None:
    if manifest.engine != connection.vendor:
        raise NotRestored(
            f"このバックアップは {manifest.engine} のものです。ここは {connection.vendor} なので戻せません。"
            "同じ種類のデータベースを YAKUBA_DATABASE_URL に指定してください。"
        )
    if unknown := set(manifest.migrations) - _known_migrations():
        raise NotRestored(
            f"このバックアップは、より新しい版（{manifest.version}）のものです（{min(unknown)} など）。"
            "その版の Yakuba で戻してください。"
        )
    fits = manifest.keys == archives.known_keys(manifest.made_at)
    if not other_keys and not (fits and manifest.key_generation <= settings.KEYRING.current):
        raise NotRestored(
            f"{settings.KEYS} の鍵は、このバックアップの鍵ではありません。先に鍵のフォルダーを戻してください。"
            "鍵を失ったときは --other-keys で戻せますが、封じた内容（申請の中身やファイル）は読めません。"
        )


def _known_migrations() -> set[str]:
    return {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}


def _require_room(*, force: bool) -> None:
    if snapshots.of_this_database().is_in_use():
        raise NotRestored(
            "ほかのプログラムがデータベースを使っています。`yakuba serve` と worker を止めてください。"
        )
    if not force and (_holds_rows() or any(settings.MEDIA_ROOT.rglob("*"))):
        raise NotRestored("ここにはすでにデータがあります。消して置き換えるときは --force を付けてください。")


def _holds_rows() -> bool:
    with owner.acting():
        return any(
            count for table, count in snapshots.counts_here().items() if not table.startswith(OF_NOBODY)
        )


def _require_same(expected: Counts, found: Counts) -> None:
    if expected != found:
        tables = sorted(name for name in {*expected, *found} if expected.get(name) != found.get(name))
        raise NotRestored(
            f"戻した行の数がバックアップの記録と合いません（{tables[0]} など {len(tables)} 表）。"
        )


@contextmanager
def _files_replaced(fresh: Path) -> Iterator[None]:
    """The fresh files in place; the present ones come back if the database cannot follow."""
    fresh.mkdir(mode=0o700, exist_ok=True)
    place = settings.MEDIA_ROOT
    aside = fresh.with_name("files-before")
    if place.exists():
        place.rename(aside)
    fresh.rename(place)
    try:
        yield
    except BaseException:
        shutil.rmtree(place)
        if aside.exists():
            aside.rename(place)
        raise


def _finish(*, other_keys: bool, now: datetime.datetime) -> None:
    call_command("migrate", verbosity=0)
    # Who had signed out since the backup must not be signed in again.
    Session.objects.all().delete()
    if other_keys:
        _go_on_with_new_keys(now=now)
    if missing := walls.missing():
        raise CommandError(
            f"戻しましたが、町と町を分ける壁が {len(missing)} 件ありません（{missing[0]} など）。"
        )
    if not queries.keys_fit():
        raise CommandError("戻しましたが、鍵で開けません。YAKUBA_KEYS を確かめてください。")


def _go_on_with_new_keys(*, now: datetime.datetime) -> None:
    for town in Municipality.objects.all():
        with scope.within(town):
            actions.replace_lost_key(now=now)
