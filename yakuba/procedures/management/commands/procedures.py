"""`yakuba procedures check|publish|explain`: what definitions say, whether they are good, and making them public."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from yakuba.core import scope
from yakuba.core.actors import MACHINE
from yakuba.core.models import Municipality
from yakuba.procedures import actions, examples, loader, queries
from yakuba.procedures.checks import instead

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from yakuba.procedures.definition import Definition


class Command(BaseCommand):
    """Check, publish and explain definitions."""

    help = (
        "check: 定義の誤りと例をすべて確かめます。publish: 町の新しい版として公開します。"
        "explain: 定義の内容を、ふつうの文で書き出します。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One verb, and which definitions: ids of those that come with Yakuba, or paths of files."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        for verb, about in (
            ("check", "定義の誤りと例を確かめる"),
            ("publish", "新しい版として公開する"),
            ("explain", "内容をふつうの文で書き出す"),
        ):
            one = verbs.add_parser(verb, help=about)
            one.add_argument("names", nargs="*", metavar="ID", help="手続のid かファイル。書かなければ全部")
            if verb == "publish":
                one.add_argument("--municipality", metavar="SLUG", help="公開する町。書かなければすべての町")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Run the verb."""
        paths = _paths(options["names"])
        if options["verb"] == "explain":
            for definition, _ in self.good(paths):
                self.stdout.write(queries.explain(definition))
            return
        good = self.good(paths)
        if options["verb"] == "publish":
            self.publish(good, options["municipality"])

    def good(self, paths: list[Path]) -> list[tuple[Definition, Path]]:
        """The definitions in these files; prints every problem and ends if there is one."""
        loaded: list[tuple[Definition, Path]] = []
        problems = 0
        for path in paths:
            try:
                definition = loader.load(path.read_text(encoding="utf-8"), source=path.name)
            except loader.Problems as found:
                wrong = [str(problem) for problem in found]
            except UnicodeDecodeError:
                wrong = [f"{path.name}:1: 文字の符号がUTF-8ではありません。UTF-8で保存し直してください"]
            else:
                wrong = [f"{path.name}: {failure}" for failure in examples.failures(definition)]
                loaded.append((definition, path))
            problems += len(wrong)
            for line in wrong:
                self.stderr.write(line)
            if not wrong:
                self.stderr.write(f"{path.name}: よい定義です（例{len(definition.examples)}件）")
        if problems:
            raise CommandError(f"{problems}か所を直してください。")
        return loaded

    def publish(self, good: list[tuple[Definition, Path]], slug: str | None) -> None:
        """Publish for one town or for all."""
        towns = Municipality.objects.order_by("code")
        if slug:
            towns = towns.filter(slug=slug)
        if not towns:
            raise CommandError("町が見つかりません。`yakuba towns` で名前を確かめてください。")
        for town in towns:
            with scope.within(town):
                for _, path in good:
                    text = path.read_text(encoding="utf-8")
                    version = actions.publish(text, actor=MACHINE, now=timezone.now(), source=path.name)
                    self.stdout.write(f"{town.name}: {version.definition.title} 第{version.number}版")


def _paths(names: list[str]) -> list[Path]:
    shipped = {path.stem: path for path in loader.shipped()}
    if not names:
        return list(shipped.values())
    paths = []
    for name in names:
        path = shipped.get(name, Path(name))
        if not path.is_file():
            raise CommandError(f"「{name}」という手続もファイルもありません。{instead(name, shipped)}。")
        paths.append(path)
    return paths
