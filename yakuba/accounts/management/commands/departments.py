"""`yakuba departments add|end|list|import|export`: the departments of a town, one by one or by a dated file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from yakuba.accounts import actions, queries
from yakuba.core import dates, scope
from yakuba.core.actors import MACHINE
from yakuba.core.models import Municipality
from yakuba.procedures import queries as procedures

if TYPE_CHECKING:
    import datetime
    from argparse import ArgumentParser

    from yakuba.accounts.reorganisation.plan import Plan


class Command(BaseCommand):
    """Enter a department, end one, or show those of today."""

    help = (
        "add: enters a department with the day from which it holds. end: says its last day; its successor is added"
        " with the same code. list: shows those of today, and the procedures whose department is missing. import: shows"
        " what a file of a reorganisation changes, and with --apply does it. export: writes such a file of what there is."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Three verbs, each with its own facts."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        add, end = verbs.add_parser("add"), verbs.add_parser("end")
        read, write = verbs.add_parser("import"), verbs.add_parser("export")
        for verb in (add, end, read, write, verbs.add_parser("list")):
            verb.add_argument("--town", required=True, help="slug of the municipality, e.g. karuizawa")
        for verb in (add, end):
            verb.add_argument("--code", required=True, help="as definitions name it, e.g. environment")
        for verb in (read, write):
            verb.add_argument("file", type=Path, help="CSV, UTF-8 or Shift_JIS")
        read.add_argument("--apply", action="store_true", help="do what is shown, in one transaction")
        end.add_argument("--until", dest="until_on", required=True, help="last day, e.g. 2027-03-31")
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
            if options["verb"] in {"import", "export"}:
                self._whole(options)
                return
            if options["verb"] != "list":
                _change(options)
            for row in queries.departments(timezone.localdate()):
                self.stdout.write(f"{row.code}\t{row.name} {row.section}\t{row.symbol}\t{row.telephone}")
            self._warn()

    def _whole(self, options: dict[str, Any]) -> None:
        now = timezone.now()
        if options["verb"] == "export":
            content = actions.export_organisation(timezone.localdate(now), actor=MACHINE, now=now)
            options["file"].write_bytes(content)
            self.stdout.write(f"{options['file']} に書き出しました。")
            return
        content = _read(options["file"])
        plan = queries.reorganisation_plan(content, today=timezone.localdate(now))
        self._show(plan)
        if not options["apply"] or not plan.changes:
            return
        try:
            done = actions.reorganise(content, stamp=plan.stamp, actor=MACHINE, now=now)
        except actions.OutOfDate as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"登録しました（第{done.number}回、{len(plan.changes)}件）。")
        for login, password in done.passwords.items():
            self.stdout.write(f"新しいログイン {login}\t最初のパスワード {password}")

    def _show(self, plan: Plan) -> None:
        for title, sentences in plan.groups:
            self.stdout.write(f"■ {title}（{len(sentences)}件）")
            for sentence in sentences:
                self.stdout.write(f"  {sentence}")
        for note in plan.notes:
            self.stdout.write(f"確認：{note}")
        if plan.problems:
            told = "\n".join(f"  {problem.place}：{problem.text}" for problem in plan.problems)
            raise CommandError(f"直してください（{len(plan.problems)}か所）。何も登録していません。\n{told}")
        if not plan.changes:
            self.stdout.write("このファイルの内容は、すべて登録済みです。変わるところはありません。")

    def _warn(self) -> None:
        known = {row.code for row in queries.departments(timezone.localdate())}
        for version in procedures.catalogue():
            code = version.definition.department
            if code not in known:
                self.stderr.write(
                    f"手続「{version.definition.title}」の部署 {code} は、今日はありません。"
                    "登録するまで、この手続の申請は受け付けられません。"
                )


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            # One byte more than is taken tells that a file is too large, however large it is.
            return opened.read(queries.LARGEST_REORGANISATION + 1)
    except OSError as problem:
        raise CommandError(f"{file} を読めません：{problem.strerror}") from problem


def _change(options: dict[str, Any]) -> None:
    try:
        if options["verb"] == "add":
            _add(options)
        else:
            _end(options)
    except (
        actions.BadSymbol,
        actions.EndsTooEarly,
        actions.TimesOverlap,
        dates.DateProblem,
    ) as problem:
        raise CommandError(str(problem)) from problem


def _add(options: dict[str, Any]) -> None:
    facts = {name: options[name] for name in ("name", "section", "symbol", "telephone", "place", "mail")}
    actions.found_department(
        options["code"], **facts, from_on=_day(options["from_on"]), actor=MACHINE, now=timezone.now()
    )


def _end(options: dict[str, Any]) -> None:
    until_on = dates.parse_date(options["until_on"])
    department = queries.department(options["code"], until_on)
    if department is None:
        raise CommandError(f"部署 {options['code']} は、{dates.wareki(until_on)}にはありません。")
    actions.end_department(department, until_on=until_on, actor=MACHINE, now=timezone.now())


def _day(text: str | None) -> datetime.date:
    return dates.parse_date(text) if text else timezone.localdate()
