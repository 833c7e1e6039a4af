"""`yakuba demo`: makes the sample towns if they are not there, and serves them."""

from __future__ import annotations

import shutil
import sys
import time
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from yakuba.core import serving
from yakuba.core.models import Municipality
from yakuba.demo import filling

if TYPE_CHECKING:
    from argparse import ArgumentParser

BAR = 30


class Command(BaseCommand):
    """Fill and serve the sample towns."""

    help = "Makes two sample towns of invented people and serves them on this machine."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to serve, where the data lies, and whether to begin anew."""
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--data", help="folder for database and files (read before Django starts)")
        parser.add_argument(
            "--fresh", action="store_true", help="throw the sample towns away and make them anew"
        )
        parser.add_argument("--no-serve", action="store_true", help="only make the sample towns")

    def handle(self, **options: Any) -> None:
        """Prepare, then serve until interrupted."""
        if not settings.DEMO:
            raise CommandError("the demo runs only with YAKUBA_DEMO=yes")
        if options["fresh"]:
            self._throw_away()
        settings.DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
        call_command("migrate", verbosity=0)
        if not Municipality.objects.exists():
            self._fill()
        if not options["no_serve"]:
            serving.run(host="127.0.0.1", port=options["port"], workers=1)

    def _throw_away(self) -> None:
        if connection.vendor != "sqlite":
            raise CommandError("--fresh throws away only SQLite data; drop the PostgreSQL database yourself")
        connection.close()
        for name in ("yakuba.sqlite3", "yakuba.sqlite3-wal", "yakuba.sqlite3-shm"):
            (settings.DATA / name).unlink(missing_ok=True)
        for folder in (settings.MEDIA_ROOT, settings.OUTBOX):
            shutil.rmtree(folder, ignore_errors=True)

    def _fill(self) -> None:
        begun, total, done = time.monotonic(), filling.steps(), 0

        def progress(text: str) -> None:
            nonlocal done
            done += 1
            filled = BAR * done // total
            bar = "#" * filled + "-" * (BAR - filled)
            ending = "\r" if sys.stdout.isatty() and done < total else "\n"
            if sys.stdout.isatty() or done == total:
                self.stdout.write(f"[{bar}] {done}/{total} {text}        ", ending=ending)
            self.stdout.flush()

        self.stdout.write("見本の町を作っています…")
        filling.fill(progress, now=timezone.now())
        self.stdout.write(f"見本の町ができました（{time.monotonic() - begun:.0f}秒）。")
