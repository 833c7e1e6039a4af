"""Every setting and every command that is named anywhere exists, and every one that exists is documented."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from django.core.management import call_command, get_commands

from tests.rules import repository
from tests.rules.repository import none_of
from yakuba.config import settings

REFERENCE = repository.DOCS / "operate" / "settings.md"
NAME = re.compile(r"YAKUBA_[A-Z][A-Z_]*[A-Z]")
# Read by `./run`, its scripts and the tests, before or beside the program that declares the others.
OF_THE_SCRIPTS = re.compile(r"YAKUBA_(PYTHON|WHEELS|TEST|TEST_[A-Z_]+|CHROMIUM)")
DECLARED = {setting.name for setting in settings.DECLARED.values()}


def strangers(text: str) -> set[str]:
    """The variables in a text that are neither declared nor the scripts' own."""
    return {
        name for name in NAME.findall(text) if name not in DECLARED and not OF_THE_SCRIPTS.fullmatch(name)
    }


@pytest.mark.parametrize("setting", settings.DECLARED.values(), ids=lambda setting: setting.name)
def test_every_setting_stands_on_the_reference_page(setting):
    assert f"`{setting.name}`" in REFERENCE.read_text(encoding="utf-8")
    assert setting.about.endswith((".", "!")), setting.about


def test_the_reference_page_is_what_the_command_prints():
    printed = io.StringIO()
    call_command("settings", stdout=printed)
    written = REFERENCE.read_text(encoding="utf-8")
    assert printed.getvalue() == written, (
        "docs/operate/settings.md is old: ./run settings > docs/operate/settings.md"
    )


def test_no_file_names_a_setting_that_does_not_exist():
    assert strangers("YAKUBA_" + "COLOUR")
    assert not strangers("YAKUBA_DATA and YAKUBA_…")
    suffixes = {".py", ".md", ".sh", ".html", ".yaml", ""}
    none_of(
        [
            f"{path.relative_to(repository.ROOT)}: {name}"
            for path in repository.files()
            if path.suffix in suffixes
            for name in sorted(strangers(path.read_text(encoding="utf-8", errors="replace")))
        ]
    )


# Commands ---------------------------------------------------------------------------------------
OF_RUN = {"test", "check", "lock", "wheels", "postal", "help"}
CODE = re.compile(r"`([^`\n]+)`")


def commands_in(text: str) -> set[str]:
    """The commands that a text names in its code: `yakuba NAME`, `./run NAME`."""
    code = [*CODE.findall(text), *re.findall(r"(?m)^ {4}(.+)$|^```[a-z]*\n(.*?)^```", text, re.DOTALL)]
    lines = [
        line for part in code for line in ("".join(part) if isinstance(part, tuple) else part).splitlines()
    ]
    said = [
        re.match(r"(?:\$ )?(?:[A-Z_]+=\S+ )*(?:\./run|yakuba|\S*python -m yakuba) ([a-z_]+)", line)
        for line in lines
    ]
    return {found[1] for found in said if found}


def test_every_command_that_a_page_or_a_setting_names_exists():
    assert commands_in("Use `yakuba backup DIR` or\n\n    ./run demo --port 1\n") == {"backup", "demo"}
    known = set(get_commands()) | OF_RUN
    pages = {path: path.read_text(encoding="utf-8") for path in repository.documents()}
    pages[Path(settings.__file__)] = Path(settings.__file__).read_text(encoding="utf-8")
    none_of(
        [
            f"{path.relative_to(repository.ROOT)}: {name}"
            for path, text in pages.items()
            for name in sorted(commands_in(text) - known)
        ]
    )
