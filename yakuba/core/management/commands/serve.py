"""`yakuba serve`: the web pages and the background work, until told to stop."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from yakuba.core import serving


class Command(BaseCommand):
    """Serve all towns of this installation."""

    # They ask the database in their own way; what is missing is told in a sentence below.
    requires_system_checks = []
    help = "Starts web and worker, says when they are ready, and stops both at Ctrl-C or SIGTERM."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen and how many web processes."""
        parser.add_argument(
            "--host", default="127.0.0.1", help="address to listen on (default: this machine only)"
        )
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2, help="web processes; about one per processor")
        parser.add_argument("--migrate", action="store_true", help="bring the database up to date first")
        parser.add_argument("--without-worker", action="store_true", help="`yakuba worker` runs elsewhere")

    def handle(self, **options: Any) -> None:
        """Serve until told to stop."""
        if options["migrate"]:
            call_command("migrate", verbosity=options["verbosity"])
        serving.run(
            host=options["host"],
            port=options["port"],
            workers=options["workers"],
            worker=not options["without_worker"],
        )
