"""`yakuba audit verify`: whether the memory of all towns is whole."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from yakuba.core import audit, readiness


class Command(BaseCommand):
    """Look through every event and name what is wrong."""

    help = "verify: looks through every event, delivery and wall; names each bad row and exits with 1 if there is one."
    # They ask the database in their own way; what is missing is told in a sentence.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One verb."""
        parser.add_argument("verb", choices=["verify"])

    def handle(self, **_options: Any) -> None:
        """Report, and fail when something is wrong."""
        readiness.require_migrated_database()
        report = audit.verify(now=timezone.now())
        for finding in report.findings:
            self.stdout.write(f"{finding.town or '全体'}: {finding.row}: {finding.what}")
        self.stdout.write(f"出来事 {report.events} 件を調べました。")
        if report.unsealed:
            self.stdout.write(f"封印はまだ有効になっていません（{report.unsealed} 件）。")
        if report.findings:
            raise CommandError(
                f"{len(report.findings)} 件の問題がありました。バックアップと比べ、情報担当に連絡してください。"
            )
        self.stdout.write("問題はありませんでした。")
