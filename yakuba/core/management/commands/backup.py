"""`yakuba backup FILE`: the database and all files in one file, while everything goes on."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from yakuba.core import backups, readiness


class Command(BaseCommand):
    """Back the whole installation up."""

    help = "Writes database and files into one new file, without the keys. web and worker may go on."
    # They ask the database in their own way; what is missing is told in a sentence.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to."""
        parser.add_argument("file", type=Path, help="a name that is not taken, e.g. yakuba-2026-11-20.tar.gz")

    def handle(self, **options: Any) -> None:
        """Write the file and say what is in it and what is not."""
        readiness.require_migrated_database()
        manifest = backups.backup(options["file"], now=timezone.now())
        rows, files = sum(manifest.counts.values()), len(manifest.members) - 1
        self.stdout.write(f"{options['file']} に {rows} 行とファイル {files} 個を保存しました。")
        self.stdout.write(
            f"鍵は入っていません。{settings.KEYS} を、このバックアップとは別の場所に保管してください。"
            "両方を手にした人は、すべてを読めます。鍵がなければ、だれも読めません。"
        )
