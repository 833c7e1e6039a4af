"""`yakuba restore FILE`: a backup becomes this installation."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from yakuba.core import backups


class Command(BaseCommand):
    """Restore the whole installation."""

    help = "Puts a backup into an empty installation. Stop web and worker and put the keys in place first."
    # They ask the database in their own way; what is missing is told in a sentence.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which one, and what may be lost by it."""
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--force", action="store_true", help="throw away what this installation holds now"
        )
        parser.add_argument(
            "--other-keys",
            action="store_true",
            help="the keys of the backup are lost; sealed content stays unreadable",
        )

    def handle(self, **options: Any) -> None:
        """Check everything, then put it in place and say what came back."""
        manifest = backups.restore(
            options["file"], now=timezone.now(), force=options["force"], other_keys=options["other_keys"]
        )
        rows, files = sum(manifest.counts.values()), len(manifest.members) - 1
        self.stdout.write(
            f"{manifest.made_at} のバックアップを戻しました（{rows} 行、ファイル {files} 個）。"
        )
        self.stdout.write("全員がサインインし直します。`yakuba audit verify` で確かめてから始めてください。")
