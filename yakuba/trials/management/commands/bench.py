"""`yakuba bench`: measures the program in a town of its own; each table has its baseline from the same run."""

from __future__ import annotations

import platform
from argparse import SUPPRESS
from os import cpu_count, getloadavg
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from yakuba.trials import filling, town
from yakuba.trials.measures import documents, events, listing, memory, search, submit

if TYPE_CHECKING:
    from argparse import ArgumentParser

# In the order in which one town can bear them: the list fills it with a million cases at the end.
MEASURES = {
    "submit": submit.measure,
    "memory": memory.measure,
    "documents": documents.measure,
    "events": events.measure,
    "search": search.measure,
    "list": listing.measure,
}


class Command(BaseCommand):
    """Make the ground, measure in it, print one table for each measure."""

    # Nothing of this installation is asked for: the measures have a database of their own.
    requires_system_checks = []
    help = "Measures a trial town and prints one table for each measure, with what it is compared with."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What is measured, on which engine, for how long."""
        parser.add_argument(
            "what", nargs="+", choices=[*MEASURES, "all"], help="what is measured, in one town"
        )
        parser.add_argument(
            "--database",
            default=town.SQLITE,
            help="sqlite, or postgresql://… : a database beside this one is made and dropped",
        )
        parser.add_argument(
            "--seconds", type=float, default=10.0, help="how long each load lasts (default 10)"
        )
        parser.add_argument(
            "--cases",
            type=int,
            default=1_000_000,
            help="how many cases the long list has (default 1,000,000)",
        )
        parser.add_argument("--inside", action="store_true", help=SUPPRESS)

    def handle(self, **options: Any) -> None:
        """Measure; inside the trial town, its inner half."""
        if options["inside"]:
            self._inside(options)
            return
        words = [*options["what"], *(f"--{name}={options[name]}" for name in ("seconds", "cases"))]
        with town.ground(options["database"]) as ground:
            if ground.run("bench", "--inside", *words):
                log = ground.log.read_text(encoding="utf-8", errors="replace")
                raise CommandError(f"測れませんでした。記録の終わり：\n{log[-6000:]}")

    def _inside(self, options: dict[str, Any]) -> None:
        town.require_trial_town()
        now = timezone.now()
        filling.found(now=now)
        chosen = [name for name in MEASURES if {name, "all"} & set(options["what"])]
        load = f"{getloadavg()[0]:.1f}"
        self._say(
            f"{now:%Y-%m-%d}, {platform.system()} {platform.machine()}, {cpu_count()} cores, "
            f"load {load} at the beginning, Python {platform.python_version()}"
        )
        for name in chosen:
            table = MEASURES[name](seconds=options["seconds"], cases=options["cases"])
            self._say(f"\n{table}")

    def _say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()
