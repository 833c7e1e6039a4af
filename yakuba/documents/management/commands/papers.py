"""`yakuba papers check`: whether every town's templates print what a paper must say, and its signing key opens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from yakuba.documents import proofing

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Print proofs of all templates and name what is missing."""

    help = "check: 通知書と証明書のひな形（町ごと）を試しに組み、抜けている事項と、署名の鍵の誤りを書き出します。"
    # Neither a database nor a town is needed to look at templates.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One verb, and for which town."""
        parser.add_argument("verb", choices=["check"])
        parser.add_argument("--municipality", metavar="SLUG", default="", help="町。書かなければ全部")

    def handle(self, **options: Any) -> None:
        """Report, and fail when something is wrong."""
        chosen = options["municipality"]
        towns = [chosen] if chosen else ["", *proofing.towns()]
        wrong = [f"{town or '共通'}：{said}" for town in towns for said in proofing.findings(town)]
        wrong += [
            said for town in ([chosen] if chosen else proofing.signing()) for said in proofing.key(town)
        ]
        for said in wrong:
            self.stdout.write(said)
        if wrong:
            raise CommandError(f"{len(wrong)}件の誤りがあります。直すまで、この町の文書は正しく作れません。")
        self.stdout.write(f"ひな形{len(towns)}組に誤りはありません。")
