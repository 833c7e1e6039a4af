"""`yakuba procedures check|publish|explain|todo`: whether definitions are good, what they say, what a town confirms."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from yakuba.core import scope
from yakuba.core.actors import MACHINE
from yakuba.core.models import Municipality
from yakuba.procedures import actions, examples, loader, queries, variants
from yakuba.procedures.checks import instead, links

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from yakuba.procedures.definition import Definition
    from yakuba.procedures.variants import Written


class Command(BaseCommand):
    """Check, publish and explain definitions, and list what a town has to confirm."""

    help = (
        "check: 定義の誤りと例をすべて確かめます。publish: 町の新しい版として公開します。"
        "explain: 定義の内容を、ふつうの文で書き出します。todo: 町が確かめる値を書き出します。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One verb, which definitions (ids of those that come with Yakuba, or paths of files), and for which town."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        for verb, about in (
            ("check", "定義の誤りと例を確かめる"),
            ("publish", "新しい版として公開する"),
            ("explain", "内容をふつうの文で書き出す"),
            ("todo", "町が確かめる値を書き出す"),
        ):
            one = verbs.add_parser(verb, help=about)
            one.add_argument("names", nargs="*", metavar="ID", help="手続のid かファイル。書かなければ全部")
            one.add_argument("--municipality", metavar="SLUG", default="", help="町。書かなければ共通の定義")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Run the verb."""
        names, slug = options["names"], options["municipality"]
        getattr(self, f"do_{options['verb']}")(names, slug)

    def do_check(self, names: list[str], slug: str) -> None:
        """Every fault of the definitions, of their examples, and of what they say about each other."""
        written = _written(names, slug)
        if not names and not slug:
            written += [one for path in loader.shipped_variants() for one in _of_variant(path)]
        self.good(written)

    def do_publish(self, names: list[str], slug: str) -> None:
        """Publish for one town or for all, in each as it stands there."""
        towns = Municipality.objects.order_by("code")
        if slug:
            towns = towns.filter(slug=slug)
        if not towns:
            raise CommandError("町が見つかりません。`yakuba towns` で名前を確かめてください。")
        for town in towns:
            written = _written(names, town.slug)
            self.good(written)
            with scope.within(town):
                for one in written:
                    version = actions.publish(one.text, actor=MACHINE, now=timezone.now())
                    self.stdout.write(f"{town.name}: {version.definition.title} 第{version.number}版")

    def do_explain(self, names: list[str], slug: str) -> None:
        """What the definitions say, in plain sentences."""
        for definition in self.good(_written(names, slug)):
            self.stdout.write(queries.explain(definition))

    def do_todo(self, names: list[str], slug: str) -> None:
        """The values that the town itself has to confirm, definition by definition."""
        for definition in self.good(_written(names, slug)):
            for line in queries.to_confirm(definition):
                self.stdout.write(f"{definition.title}（{definition.id}）：{line}")

    def good(self, written: list[Written]) -> list[Definition]:
        """The definitions in these texts; prints every problem and ends if there is one."""
        loaded: list[tuple[Written, Definition]] = []
        wrong: list[str] = []
        for one in written:
            name = one.name
            try:
                definition = loader.load_written(one)
            except loader.Problems as found:
                wrong += [str(problem) for problem in found]
                continue
            failures = [f"{name}: {failure}" for failure in examples.failures(definition)]
            wrong += failures
            loaded.append((one, definition))
            if not failures:
                self.stderr.write(f"{name}: よい定義です（例{len(definition.examples)}件）")
        others = {definition.id: definition for definition in _shipped_definitions()}
        others |= {definition.id: definition for _, definition in loaded}
        for one, definition in loaded:
            wrong += [str(problem) for problem in loader.placed(one, links.faults(definition, others))]
        for line in wrong:
            self.stderr.write(line)
        if wrong:
            raise CommandError(f"{len(wrong)}か所を直してください。")
        return [definition for _, definition in loaded]


def _written(names: list[str], slug: str) -> list[Written]:
    """The texts of these definitions as they stand in the town: ids of shipped ones, or paths of files."""
    shipped = loader.written_for(slug)
    if not names:
        return list(shipped.values())
    found = []
    for name in names:
        path = Path(name)
        if name in shipped:
            found.append(shipped[name])
        elif path.is_file():
            found += _of_variant(path)
        else:
            raise CommandError(f"「{name}」という手続もファイルもありません。{instead(name, shipped)}。")
    return found


def _of_variant(path: Path) -> list[Written]:
    """The text of one file; a town's file together with the shared one whose sections it replaces."""
    common = loader.COMMON / path.name
    is_variant = path.resolve().parent.parent == loader.DEFINITIONS and path.resolve().parent != loader.COMMON
    try:
        return [variants.read(common if is_variant and common.is_file() else None, path)]
    except UnicodeDecodeError as wrong:
        raise CommandError(
            f"{path.name}:1: 文字の符号がUTF-8ではありません。UTF-8で保存し直してください"
        ) from wrong


def _shipped_definitions() -> list[Definition]:
    """The shared definitions that can be read: what others name is looked up among them."""
    found = []
    for path in loader.shipped():
        try:
            found.append(loader.load(path.read_text(encoding="utf-8"), source=path.name))
        except loader.Problems:
            continue
    return found
