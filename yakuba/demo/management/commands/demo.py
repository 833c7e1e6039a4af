"""`yakuba demo`: makes the sample towns if they are not there, and serves them."""

from __future__ import annotations

import gc
import shutil
import sys
import time
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from yakuba.core import certificates, queries, serving
from yakuba.core.models import Municipality
from yakuba.demo import filling, parts
from yakuba.demo.lives import IN_A_TOWN

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from pathlib import Path

BAR = 30


class Command(BaseCommand):
    """Fill and serve the sample towns."""

    help = "Makes five sample towns of invented people and serves them on this machine."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to serve, where the data lies, and whether to begin anew."""
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--data", help="folder for database and files (read before Django starts)")
        parser.add_argument(
            "--fresh", action="store_true", help="throw the sample towns away and make them anew"
        )
        parser.add_argument(
            "--applications", type=int, default=IN_A_TOWN, help="how many applications each sample town has"
        )
        parser.add_argument(
            "--only", metavar="PLACES", help="fill these sample towns, as part of a whole filling"
        )
        parser.add_argument("--no-serve", action="store_true", help="only make the sample towns")

    def handle(self, **options: Any) -> None:
        """Prepare, then serve until interrupted."""
        if not settings.DEMO:
            raise CommandError("the demo runs only with YAKUBA_DEMO=yes")
        if options["only"]:
            self._fill_some(options["only"], options["applications"])
            return
        if options["fresh"]:
            self._throw_away()
        settings.DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
        call_command("migrate", verbosity=0)
        if Municipality.objects.exists() and self._is_half_made():
            self.stdout.write("前の準備が途中で止まっていたので、見本の町を作り直します。")
            self._throw_away()
            call_command("migrate", verbosity=0)
        certificates.make(settings.SIGNING, filling.names(), now=timezone.now())
        if not Municipality.objects.exists():
            self._fill(options["applications"])
        if not options["no_serve"]:
            serving.run(host="127.0.0.1", port=options["port"], workers=1)

    def _is_half_made(self) -> bool:
        """Whether somebody stopped the filling: then the sample is neither empty nor whole."""
        return connection.vendor == "sqlite" and _mark().exists()

    def _throw_away(self) -> None:
        if connection.vendor != "sqlite":
            raise CommandError("--fresh throws away only SQLite data; drop the PostgreSQL database yourself")
        connection.close()
        for name in ("yakuba.sqlite3", "yakuba.sqlite3-wal", "yakuba.sqlite3-shm"):
            (settings.DATA / name).unlink(missing_ok=True)
        for folder in (settings.MEDIA_ROOT, settings.OUTBOX, *settings.DATA.glob("part-*")):
            shutil.rmtree(folder, ignore_errors=True)

    def _fill(self, applications: int) -> None:
        begun, total = time.monotonic(), len(filling.files()) * applications

        def show(done: int) -> None:
            # What the other parts make is not in this database yet.
            self._show(min(done * parts.PARTS, total), total)

        self.stdout.write("見本の町を作っています…")
        _mark().touch()
        try:
            parts.fill(applications, progress=show)
        except parts.NotFilled as problem:
            raise CommandError(
                "見本の町を作れませんでした。上の表示を確かめ、もう一度 ./run demo を実行してください。"
            ) from problem
        _mark().unlink()
        self.stdout.write(f"見本の町ができました（{time.monotonic() - begun:.0f}秒、申請{total}件）。")

    def _fill_some(self, places: str, applications: int) -> None:
        # Nothing here is kept long enough to be looked through for circles again and again.
        gc.set_threshold(100_000, 50, 50)
        settings.DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
        # The part that is made in the whole's own database finds it ready.
        if queries.unapplied_migrations():
            call_command("migrate", verbosity=0)
        if connection.vendor == "sqlite":
            # Whoever stops the filling begins it anew: nothing has to be on the disk before the end.
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA synchronous=OFF")
        for place in places.split(","):
            filling.fill_town(int(place), now=timezone.now(), applications=applications)

    def _show(self, done: int, total: int) -> None:
        if not sys.stdout.isatty():
            return
        filled = BAR * done // max(total, 1)
        self.stdout.write(f"[{'#' * filled}{'-' * (BAR - filled)}] {done}/{total}", ending="\r")
        self.stdout.flush()


def _mark() -> Path:
    """A file that lies there only while the towns are being made."""
    return settings.DATA / "demo-is-being-made"
