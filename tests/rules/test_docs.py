"""The documentation names only what exists, and leaves out nothing that a page promises to hold."""

from __future__ import annotations

import importlib
import inspect
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
import yaml
from django.apps import apps
from pydantic import BaseModel

from scripts import map as map_page
from scripts import sizes
from tests.rules import repository
from tests.rules.repository import DOCS, ROOT, none_of
from yakuba.core import access, events
from yakuba.procedures import definition as language
from yakuba.procedures import loader
from yakuba.procedures.fields import KINDS
from yakuba.procedures.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGES = [
    "start.md", "tour.md", "map.md", "change.md", "definitions.md", "events.md", "ports.md", "glossary.md", "testing.md",
]  # fmt: skip
CODE = re.compile(r"`([^`\n]+)`")
FENCED = re.compile(r"(?ms)^```.*?^```")


def pages() -> list[Path]:
    return [path for path in repository.documents() if path.name != "LICENSE.md"]


def text_of(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# Links ------------------------------------------------------------------------------------------
LINK = re.compile(r"(?<!`)!?\[[^\]]*\]\(([^)\s]+)\)")


def broken_links(page: Path, text: str) -> Iterator[str]:
    """Links to files that are not there. Links to other hosts are left alone: nothing here may ask them."""
    for target in LINK.findall(FENCED.sub("", text)):
        place, _, anchor = unquote(target).partition("#")
        if re.match(r"[a-z]+:", place):
            continue
        goal = (page.parent / place) if place else page
        if not goal.exists() or (
            anchor and goal.suffix == ".md" and anchor not in anchors(goal.read_text(encoding="utf-8"))
        ):
            yield target


def anchors(text: str) -> set[str]:
    """The anchors of a page's headings, as Markdown viewers make them."""
    headings = re.findall(r"(?m)^#+ (.+)$", FENCED.sub("", text))
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in headings}


def test_every_page_that_is_promised_is_there():
    none_of([name for name in PAGES if not (DOCS / name).is_file()])
    assert (ROOT / "README.md").is_file()
    assert (ROOT / "README.ja.md").is_file()


@pytest.mark.parametrize("page", pages(), ids=shown)
def test_every_link_leads_to_something(page):
    none_of(list(broken_links(page, page.read_text(encoding="utf-8"))))


def test_a_broken_link_is_seen():
    assert list(broken_links(DOCS / "map.md", "[gone](nowhere.md)"))
    assert not list(broken_links(DOCS / "map.md", "[here](../README.md), [there](https://example.org/)"))


# Names ------------------------------------------------------------------------------------------
PATH = re.compile(r"(?:yakuba|tests|scripts|docs|requirements|\.ci)/[\w./*<>-]*")
DOTTED = re.compile(r"(?:yakuba\.)?([a-z_]+(?:\.[A-Za-z_][A-Za-z_0-9]*)+)(?:\(\))?")


def missing_paths(text: str) -> Iterator[str]:
    """Paths in a page's code that are not in the repository; <…> and * stand for anything."""
    for code in CODE.findall(text):
        if not PATH.fullmatch(code) or code in TO_BE_MADE:
            continue
        pattern = re.sub(r"<[^>]*>", "*", code.rstrip("/"))
        if not any(ROOT.glob(pattern)):
            yield code


# Folders that somebody who follows a recipe makes.
TO_BE_MADE = {"tests/golden/", "bench/"}


def missing_names(text: str) -> Iterator[str]:
    """Dotted names of our code in a page that stand for nothing: `applications.actions.submit` must be there."""
    labels = {model._meta.label for model in apps.get_models()}
    for code in CODE.findall(text):
        found = DOTTED.fullmatch(code)
        if not found or found[1].partition(".")[0] not in {*repository.apps(), "config"}:
            continue
        if found[1] in events.DECLARED or found[1] in access.TABLE or found[1] in labels:
            continue
        if not resolves(f"yakuba.{found[1]}"):
            yield code


def resolves(name: str) -> bool:
    """Whether a dotted name is a module, or something in one."""
    parts = name.split(".")
    for size in range(len(parts), 0, -1):
        try:
            value: object = importlib.import_module(".".join(parts[:size]))
        except ImportError:
            continue
        for part in parts[size:]:
            annotated = part in getattr(value, "__annotations__", {}) or part in getattr(
                value, "model_fields", {}
            )
            if not hasattr(value, part) and not annotated:
                return False
            value = getattr(value, part, None)
        return True
    return False


@pytest.mark.parametrize("page", pages(), ids=shown)
def test_every_path_and_every_name_on_a_page_exists(page):
    text = page.read_text(encoding="utf-8")
    none_of([*missing_paths(text), *missing_names(text)])


def test_a_name_that_stands_for_nothing_is_seen():
    assert list(missing_names("`core.actions.record` and `core.actions.remember`")) == [
        "core.actions.remember"
    ]
    assert list(missing_paths("`yakuba/core/*.py` and `yakuba/core/helpers.py`")) == [
        "yakuba/core/helpers.py"
    ]


# The map ----------------------------------------------------------------------------------------
def test_the_map_is_current():
    assert text_of("map.md") == map_page.text(), "docs/map.md is old: run `.venv/bin/python -m scripts.map`"


def test_the_sizes_can_be_looked_at():
    assert "functions: " in sizes.report()


# The glossary -----------------------------------------------------------------------------------
TERM = re.compile(r"[(（]([^()（）]*[぀-鿿][^()（）]*)[)）]")
DESIGN_WORDS = [
    "手続",
    "手続定義",
    "案件",
    "申請",
    "当事者",
    "申請者",
    "代理人",
    "入力支援者",
    "処分庁",
    "事務区分",
    "経由・進達",
    "受付番号",
    "到達",
    "補正",
    "審査",
    "承認",
    "決定",
    "処分",
    "決裁",
    "起案",
    "合議",
    "専決",
    "代決",
    "後閲",
    "通知",
    "証明書",
    "教示",
    "標準処理期間",
    "手数料",
    "請求",
    "領収書",
    "還付",
    "保存期間",
    "簿冊",
    "廃棄",
    "窓口",
    "来庁",
    "受付番号札",
    "一括手続",
    "回覧",
    "配信区分",
    "避難所",
    "罹災証明書",
    "計画",
    "施策",
    "取組",
    "指標",
    "ワーキンググループ",
]


def terms() -> set[str]:
    """The Japanese terms of the glossary: the second column of its tables."""
    rows = [line.split("|") for line in text_of("glossary.md").splitlines() if line.startswith("| ")]
    cells = [row[2].strip() for row in rows if len(row) > 3]
    whole = {term for cell in cells for term in re.split(r"[、/（）()]", cell) if term}
    return whole | {part for term in whole for part in term.split("・")}


def models_without_term() -> list[str]:
    known = terms()
    wrong = []
    for model in apps.get_models():
        if model.__module__.startswith("yakuba."):
            said = [
                term for found in TERM.findall(model.__doc__ or "") for term in re.split(r"[、,・ ]+", found)
            ]
            if not known & set(said):
                wrong.append(f"{model._meta.label}: {model.__doc__}")
    return wrong


def test_every_table_has_its_japanese_word_in_its_docstring_and_in_the_glossary():
    none_of(models_without_term())


def test_the_glossary_holds_every_word_of_the_design():
    none_of(sorted(set(DESIGN_WORDS) - terms()))


def test_the_glossary_holds_every_state_of_an_application():
    from yakuba.applications.models import State  # noqa: PLC0415

    none_of([label for label in State.labels if label not in terms()])


# The language -----------------------------------------------------------------------------------
MODELS = {
    name: model
    for name, model in vars(language).items()
    if inspect.isclass(model) and issubclass(model, language.Part) and model is not language.Part
}


def sections_of_definitions() -> dict[str, str]:
    """What docs/definitions.md says under the heading of each model."""
    parts = re.split(r"(?m)^## `(\w+)`.*$", text_of("definitions.md"))
    return {name: said.partition("\n## ")[0] for name, said in zip(parts[1::2], parts[2::2], strict=True)}


def keys_of(model: type[BaseModel]) -> list[str]:
    """The keys as an author writes them."""
    return [field.alias or name for name, field in model.model_fields.items()]


@pytest.mark.parametrize("name", MODELS)
def test_every_key_of_the_language_is_explained(name):
    said = sections_of_definitions()[name]
    none_of([key for key in keys_of(MODELS[name]) if f"| `{key}` |" not in said])


@pytest.mark.parametrize("name", MODELS)
def test_no_key_is_explained_that_does_not_exist(name):
    said = re.findall(r"(?m)^\| `(\w+)` \|", sections_of_definitions()[name])
    none_of(sorted(set(said) - set(keys_of(MODELS[name]))))


@pytest.mark.parametrize("name", MODELS)
def test_the_examples_of_the_language_are_right(name):
    blocks = re.findall(r"(?ms)^```yaml\n(.*?)^```", sections_of_definitions()[name])
    assert blocks, name
    for block in blocks:
        told = yaml.load(block, Loader=yaml.BaseLoader)
        for one in told if isinstance(told, list) else [told]:
            MODELS[name].model_validate(one)


def test_the_whole_example_of_the_language_is_a_good_definition():
    whole = re.findall(r"(?ms)^```yaml\n# whole\n(.*?)^```", text_of("definitions.md"))
    assert len(whole) == 1
    assert loader.load(whole[0]).id


def test_every_kind_and_every_rule_is_explained():
    text = text_of("definitions.md")
    none_of([name for name in (*KINDS, *RULES) if f"| `{name}` |" not in text])


# Ports ------------------------------------------------------------------------------------------
def test_every_port_and_every_provider_stands_on_its_page():
    text = text_of("ports.md")
    from tests.rules.test_apps import PORTS, providers_of, verbs  # noqa: PLC0415

    for app, port in PORTS:
        assert f"`{app}.providers.{port.__name__}`" in text
        assert all(f"`{verb}`" in text for verb in verbs(port))
        able = [one for one in providers_of(app) if all(hasattr(one, verb) for verb in verbs(port))]
        none_of([one.__name__ for one in able if f"`{one.__name__}`" not in text])


# Decisions --------------------------------------------------------------------------------------
DECISIONS = sorted((DOCS / "decisions").glob("[0-9]*.md"))
PARTS = ("Context", "Decision", "Consequences")


def test_decisions_are_numbered_without_gaps():
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))
    assert len(DECISIONS) >= 20


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_has_its_parts_and_its_price(path):
    text = path.read_text(encoding="utf-8")
    assert re.match(rf"# {path.name[:4]} .+\n\n2\d\d\d-\d\d-\d\d · (accepted|superseded)", text)
    assert re.findall(r"(?m)^## (.+)$", text)[:3] == list(PARTS)
    consequences = text.partition("## Consequences")[2]
    assert "Good: " in consequences
    assert "Bad: " in consequences


def test_a_long_decision_is_no_decision():
    long = [path.name for path in DECISIONS if len(path.read_text(encoding="utf-8").split()) > 420]
    none_of([name for name in long if not name.startswith("0017")])


# Officials --------------------------------------------------------------------------------------
def buttons_and_labels() -> str:
    """Everything that stands on a page: the text of all templates, forms and views."""
    definitions = (repository.PACKAGE / "definitions").rglob("*.yaml")
    sources = [
        *repository.PACKAGE.rglob("*.html"),
        *definitions,
        *(module.path for module in repository.program()),
    ]
    return "\n".join(path.read_text(encoding="utf-8") for path in sources)


@pytest.mark.parametrize("page", sorted((DOCS / "officials").glob("*.md")), ids=lambda page: page.stem)
def test_every_button_that_the_manual_names_stands_on_a_screen(page):
    named = re.findall(r"\*\*「([^」]+)」\*\*", page.read_text(encoding="utf-8"))
    everything = buttons_and_labels()
    none_of([word for word in named if word not in everything])


# Pictures ---------------------------------------------------------------------------------------
def test_every_picture_is_small_enough_for_a_repository():
    pictures = list((DOCS / "screens").glob("*.png"))
    assert pictures
    none_of([shown(path) for path in pictures if path.stat().st_size > 150_000])
