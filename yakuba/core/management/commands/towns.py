"""`yakuba towns add|list|holiday`: the municipalities that this installation serves, and when they are closed."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError
from django.http.request import validate_host
from django.utils import timezone

from yakuba.core import actions, dates, readiness, scope
from yakuba.core.actors import MACHINE
from yakuba.core.models import Municipality

NEEDED = {
    "code": "全国地方公共団体コード（6けた）",
    "slug": "短いローマ字の名前（例: karuizawa）",
    "name": "名前（例: 軽井沢町）",
    "kana": "読み（カタカナ）",
    "prefecture": "都道府県",
    "postal_code": "郵便番号",
    "address": "役場の住所",
    "telephone": "代表電話",
}
OPTIONAL = {"office_hours": "開庁時間", "mayor": "町長の名前"}


class Command(BaseCommand):
    """Found and show municipalities."""

    help = (
        "add: creates a municipality with its keys. list: shows those there are."
        " holiday: enters a day on which the office of one is closed."
    )
    # They ask the database in their own way; what is missing is told in a sentence.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One option per fact, named like the column."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("list", help="one line per municipality")
        add = verbs.add_parser("add", help="create a municipality")
        for name, about in {**NEEDED, **OPTIONAL}.items():
            add.add_argument(f"--{name.replace('_', '-')}", required=name in NEEDED, help=about)
        add.add_argument("--host", action="append", required=True, help="ホスト名。何度でも書けます")
        holiday = verbs.add_parser("holiday", help="enter a day beyond national holidays and the new year")
        holiday.add_argument("--town", required=True, help="slug of the municipality, e.g. karuizawa")
        holiday.add_argument("--on", required=True, help="閉庁日（例: 2027-05-01）")
        holiday.add_argument("--name", required=True, help="何の日か（例: 町制記念日）")

    def handle(self, **options: Any) -> None:
        """Do what the verb says."""
        readiness.require_fitting_database()
        if options["verb"] == "list":
            self._list()
        elif options["verb"] == "holiday":
            self._close(options)
        else:
            self._add(options)

    def _list(self) -> None:
        for town in Municipality.objects.order_by("code").prefetch_related("hosts"):
            hosts = " ".join(sorted(host.name for host in town.hosts.all()))
            self.stdout.write(f"{town.code} {town.slug} {town.name} {hosts}")

    def _close(self, options: dict[str, Any]) -> None:
        town = Municipality.objects.filter(slug=options["town"]).first()
        if town is None:
            raise CommandError(f"{options['town']} という市町村はありません。")
        try:
            on = dates.parse_date(options["on"])
            with scope.within(town):
                day = actions.close_office(on, name=options["name"], actor=MACHINE, now=timezone.now())
        except dates.DateProblem as problem:
            raise CommandError(str(problem)) from problem
        except ValidationError as problem:
            raise CommandError(f"--name: {' '.join(problem.messages)}") from problem
        self.stdout.write(f"{town.name}は{dates.with_weekday(day.on)}（{day.name}）に閉庁します。")

    def _add(self, options: dict[str, Any]) -> None:
        facts = {name: options[name] for name in (*NEEDED, *OPTIONAL) if options[name] is not None}
        try:
            town = actions.create_municipality(hosts=options["host"], now=timezone.now(), **facts)
        except ValidationError as problem:
            lines = [
                f"--{name.replace('_', '-')}: {' '.join(texts)}"
                for name, texts in problem.message_dict.items()
            ]
            raise CommandError("\n".join(["登録できませんでした。", *lines])) from problem
        except IntegrityError as problem:
            raise CommandError(
                "登録できませんでした。--host の名前は、ほかの町がもう使っています。"
            ) from problem
        self.stdout.write(
            f"{town.name}（{town.code}）を登録しました。次は `yakuba departments add` で課を、`yakuba users create` で職員を登録してください。"
        )
        for host in options["host"]:
            if not validate_host(host.lower(), settings.ALLOWED_HOSTS):
                self.stdout.write(f"{host} は、まだ応答しません。YAKUBA_HOSTS に加えてください。")
