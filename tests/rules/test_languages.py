"""Everything that residents read is there in English and やさしい日本語, and the catalogues are what the program says."""

from __future__ import annotations

import ast
import fnmatch
import gettext
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.template.base import Lexer, TokenType
from django.utils import translation

from scripts import languages as catalogues
from tests.rules import repository
from tests.rules.languages_table import (
    MODULES_OF_OTHERS,
    NOT_SAID,
    NOT_SAID_ANYWHERE,
    SCRIPTS_OF_OFFICIALS,
    TEMPLATES_OF_OFFICIALS,
)
from tests.rules.repository import PACKAGE, dotted, none_of
from yakuba.core import languages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.rules.repository import Module


# Letters and the punctuation that only Japanese has. In every language ｜ parts the title of a page from the site's,
# and 〒 stands before a postal code.
JAPANESE = re.compile("[\u3001-\u3011\u3013-\u303f\u3040-\u30ff\u3400-\u9fff\uff01-\uff5b\uff5d-\uff60※]")


@pytest.fixture(scope="module", autouse=True)
def tools() -> None:
    assert shutil.which("msgfmt"), (
        "gettext がありません。`apt-get install gettext` でインストールするか、`./run test` で始めてください。"
    )


@pytest.fixture(scope="module")
def said() -> dict[str, bytes]:
    """What the .po files would be if they were made now."""
    return catalogues.as_the_program_says()


def entries(mo: Path) -> dict[Any, str]:
    """What a .mo holds: a sentence (with its place, where it has a plural) and its translation."""
    with mo.open("rb") as file:
        found = dict(gettext.GNUTranslations(file)._catalog)
    found.pop("", None)
    return found


@pytest.mark.parametrize("folder", catalogues.FOLDERS)
def test_the_catalogue_holds_the_sentences_of_the_program(folder, said):
    written = catalogues.po_of(folder).read_bytes()
    assert said[folder] == written, f"{folder} is old: .venv/bin/python -m scripts.languages"


@pytest.mark.parametrize("folder", catalogues.FOLDERS)
def test_every_sentence_is_translated(folder):
    none_of(catalogues.untranslated(catalogues.po_of(folder)))
    assert "#, fuzzy" not in catalogues.po_of(folder).read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", catalogues.FOLDERS)
def test_what_is_shipped_is_what_is_written(folder, tmp_path):
    po = catalogues.po_of(folder)
    catalogues.compile_catalogue(po, tmp_path / "django.mo")
    assert entries(tmp_path / "django.mo") == entries(po.with_suffix(".mo")), (
        f"{folder} is not compiled: .venv/bin/python -m scripts.languages"
    )


# Placeholders -----------------------------------------------------------------------------------
FILLED_IN = re.compile(r"%\(\w+\)s|\{\w*\}|</?[a-z]+")


def filled_in(sentence: str) -> list[str]:
    """What is filled into a sentence, and the elements in it."""
    return sorted(FILLED_IN.findall(sentence))


def test_placeholders_are_seen():
    assert filled_in("<strong>{day}</strong>まで、%(name)s") == sorted(
        ["<strong", "{day}", "</strong", "%(name)s"]
    )


@pytest.mark.parametrize("folder", catalogues.FOLDERS)
def test_translations_fill_in_what_the_sentence_does(folder):
    none_of(
        [
            f"{sentence!r}: {translated!r}"
            for key, translated in entries(catalogues.po_of(folder).with_suffix(".mo")).items()
            if filled_in(sentence := key[0] if isinstance(key, tuple) else key) != filled_in(translated)
        ]
    )


def test_english_holds_no_japanese_but_names():
    """The examples and the link words that stand in Japanese in the English texts, one by one."""
    meant = {
        "例：犬を飼い始めた",
        "{label}は、かなで入力してください。例：ミホン ハナコ",
        "{label}は、通帳のとおりカナで入力してください。例：ミホン ハナコ",
    }
    found = entries(catalogues.po_of("en").with_suffix(".mo"))
    none_of(
        [f"{key!r}: {text!r}" for key, text in found.items() if JAPANESE.search(text) and key not in meant]
    )


def test_all_languages_of_the_settings_have_a_catalogue():
    folders = {translation.to_locale(code) for code, _ in settings.LANGUAGES} - {"ja"}
    assert folders == set(catalogues.FOLDERS) == {path.name for path in catalogues.LOCALE.iterdir()}
    assert settings.LANGUAGE_CODE == languages.JAPANESE


# Templates --------------------------------------------------------------------------------------
MARKED = re.compile(r"""_\((?:"[^"]*"|'[^']*')\)""")


def untranslated_words(source: str) -> Iterator[str]:
    """The Japanese of a template that stands outside its translations and comments."""
    until = ""
    for token in Lexer(source).tokenize():
        words = token.contents.split() if token.token_type == TokenType.BLOCK else []
        name = words[0] if words else ""
        if until:
            until = "" if name == until else until
        elif name in {"comment", "blocktranslate", "blocktrans"}:
            until = f"end{name}"
            yield from _japanese(MARKED.sub("", token.contents) if name != "comment" else "", token.lineno)
        elif name not in {"translate", "trans"} and token.token_type != TokenType.COMMENT:
            yield from _japanese(MARKED.sub("", token.contents), token.lineno)


def _japanese(text: str, line: int) -> Iterator[str]:
    if JAPANESE.search(text):
        yield f"{line}: {' '.join(text.split())[:60]}"


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ('<p>{% translate "名前" %}</p>', "<p>名前</p>"),
        ("{% comment %}名前{% endcomment %}{# 名前 #}", '{{ name|default:"名前" }}'),
        ("{% blocktranslate %}{{ name }}さん{% endblocktranslate %}", "{{ name }}さん"),
        ('{% include "x.html" with word=_("名前") %}', '{% include "x.html" with word="名前" %}'),
        ("{% block title %}{% endblock %}｜", "（{{ name }}）"),
    ],
)
def test_the_rule_of_templates_passes_the_good_and_sees_the_bad(good, bad):
    assert not list(untranslated_words(good))
    assert list(untranslated_words(bad))


def test_no_page_of_residents_holds_untranslated_words():
    broken = []
    for path in PACKAGE.glob("*/templates/**/*.html"):
        name = path.relative_to(PACKAGE).as_posix().partition("/templates/")[2]
        if not any(fnmatch.fnmatchcase(name, pattern) for pattern in TEMPLATES_OF_OFFICIALS):
            broken += [f"{name}:{where}" for where in untranslated_words(path.read_text(encoding="utf-8"))]
    none_of(broken)


def test_no_script_of_residents_holds_words():
    """They say what the attributes of the page give them (`ui/script_words.html`)."""
    broken = []
    for path in (PACKAGE / "ui" / "static" / "ui").glob("*.js"):
        code = re.sub(r"(?m)^\s*//.*$|\s//\s.*$", "", path.read_text(encoding="utf-8"))
        if path.name not in SCRIPTS_OF_OFFICIALS and JAPANESE.search(code):
            broken.append(path.name)
    none_of(broken)


def test_no_exemption_outlives_its_template():
    names = [
        path.relative_to(PACKAGE).as_posix().partition("/templates/")[2]
        for path in PACKAGE.glob("*/templates/**/*.html")
    ]
    none_of([pattern for pattern in TEMPLATES_OF_OFFICIALS if not fnmatch.filter(names, pattern)])


# Modules ----------------------------------------------------------------------------------------
MARKS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "pgettext"}


def unmarked(tree: ast.Module, not_said: tuple[str, ...]) -> Iterator[str]:
    """The Japanese texts of a module that are no documentation and go through no translation, by what holds them."""
    for name, node in _texts(tree, ""):
        if not any(fnmatch.fnmatchcase(name, pattern) for pattern in (*NOT_SAID_ANYWHERE, *not_said)):
            yield f"{node.lineno} {name}: {node.value[:40]}"


def _texts(node: ast.AST, name: str) -> Iterator[tuple[str, ast.Constant]]:
    """Japanese texts below a node, each with the names of the class, function or constant that holds it."""
    for part in ast.iter_child_nodes(node):
        if isinstance(part, ast.Constant):
            if isinstance(part.value, str) and JAPANESE.search(part.value):
                yield name, part
        elif not _is_silent(part):
            yield from _texts(part, ".".join(filter(None, (name, _name(part)))))


def _is_silent(node: ast.AST) -> bool:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    return isinstance(node, ast.Call) and dotted(node.func) in MARKS


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return node.name
    target = node.targets[-1] if isinstance(node, ast.Assign) else getattr(node, "target", None)
    # Only what is named for the whole module or class: it is written in capitals, or a field.
    name = getattr(target, "id", "")
    return name if name.isupper() or isinstance(node, ast.AnnAssign) else ""


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ('"""名前"""', 'x = "名前"'),
        ('def f():\n    return _("名前")', 'def f():\n    return f"{x}の名前"'),
        ('X = (gettext_noop("名前"),)', 'X = ("名前",)'),
        (
            'class K:\n    def faults(self):\n        return "名前"',
            'class K:\n    def text(self):\n        return "名前"',
        ),
    ],
)
def test_the_rule_of_modules_passes_the_good_and_sees_the_bad(good, bad):
    assert not list(unmarked(ast.parse(good), ()))
    assert list(unmarked(ast.parse(bad), ()))


def _modules() -> Iterator[Module]:
    for module in repository.program():
        if not any(fnmatch.fnmatchcase(module.shown, pattern) for pattern in MODULES_OF_OTHERS):
            yield module


def test_no_module_that_speaks_to_residents_holds_untranslated_words():
    none_of(
        [
            f"{module.shown}:{where}"
            for module in _modules()
            for where in unmarked(module.tree, NOT_SAID.get(module.shown, ()))
        ]
    )


def test_no_exemption_outlives_its_module():
    shown = [module.shown for module in repository.program()]
    none_of([pattern for pattern in MODULES_OF_OTHERS if not fnmatch.filter(shown, pattern)])
    names = {module.shown: {name for name, _ in _texts(module.tree, "")} for module in _modules()}
    none_of(
        [
            f"{path}: {pattern}"
            for path, patterns in NOT_SAID.items()
            for pattern in patterns
            if not fnmatch.filter(names.get(path, ()), pattern)
        ]
    )
