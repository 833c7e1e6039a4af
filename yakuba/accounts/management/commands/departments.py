"""`yakuba departments add` and `list`: the departments of a town, before any login can be made."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from yakuba.accounts import actions, queries
from yakuba.core import dates, scope
from yakuba.core.actors import MACHINE
from yakuba.core.models import Municipality

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Enter a department, or show those of today."""

    help = "add: enters a department with the day from which it holds. list: shows those of today."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Two verbs, each with its own facts."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        add = verbs.add_parser("add")
        for verb in (add, verbs.add_parser("list")):
            verb.add_argument("--town", required=True, help="slug of the municipality, e.g. karuizawa")
        add.add_argument("--code", required=True, help="as definitions name it, e.g. environment")
        add.add_argument("--name", required=True, help="課の名前")
        add.add_argument("--section", default="", help="係の名前")
        add.add_argument("--symbol", required=True, help="文書記号, e.g. 軽環")
        add.add_argument("--telephone", required=True)
        add.add_argument("--place", default="", help="窓口の場所")
        add.add_argument("--mail", default="")
        add.add_argument("--from", dest="from_on", help="first day, e.g. 2027-04-01 (today)")

    def handle(self, **options: Any) -> None:
        """Do it in the town's scope."""
        town = Municipality.objects.filter(slug=options["town"]).first()
        if town is None:
            raise CommandError(f"{options['town']} という市町村はありません。")
        with scope.within(town):
            if options["verb"] == "add":
                self._add(options)
            for row in queries.departments(timezone.localdate()):
                self.stdout.write(f"{row.code}\t{row.name} {row.section}\t{row.symbol}\t{row.telephone}")

    def _add(self, options: dict[str, Any]) -> None:
        facts = {
            name: options[name] for name in ("name", "section", "symbol", "telephone", "place", "mail")
        }
        try:
            actions.found_department(
                options["code"], **facts, from_on=_day(options["from_on"]), actor=MACHINE, now=timezone.now()
            )
        except (actions.TimesOverlap, dates.DateProblem) as problem:
            raise CommandError(str(problem)) from problem


def _day(text: str | None) -> datetime.date:
    return dates.parse_date(text) if text else timezone.localdate()
