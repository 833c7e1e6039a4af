"""`yakuba worker`: background work of all towns, until it is told to stop."""

from argparse import SUPPRESS, ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from yakuba.core import readiness, stopping
from yakuba.core.working import Worker


class Command(BaseCommand):
    """Deliver, remind, print and send what is due."""

    # They ask the database in their own way; what is missing is told in a sentence below.
    requires_system_checks = []
    help = "Does the background work of all towns. Several may run at once. Ctrl-C ends it after the current piece."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One round, or until told to stop."""
        parser.add_argument(
            "--once", action="store_true", help="one round, then exit; status 1 if a piece failed"
        )
        # `serve` keeps standard input open as long as it lives.
        parser.add_argument("--with-parent", action="store_true", help=SUPPRESS)

    def handle(self, **options: Any) -> None:
        """Refuse a database that does not fit, then work."""
        readiness.require_fitting_database()
        worker = Worker(timezone.now)
        if options["with_parent"]:
            stopping.with_parent(worker.stop)
        with stopping.on_signals(worker.stop):
            if not options["once"]:
                worker.run()
            elif failed := worker.round():
                raise CommandError(f"{failed} 件の処理が失敗しました。記録（ログ）を確かめてください。")
