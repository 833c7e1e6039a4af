"""Keeps the translations of what residents read: `.venv/bin/python -m scripts.languages`, after a text was changed.

It reads the Japanese sentences from templates and modules into `yakuba/locale/<language>/LC_MESSAGES/django.po`, where
they are translated by hand, and compiles them to the `.mo` that is shipped. Needs Debian's `gettext`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1] / "yakuba"
LOCALE = PACKAGE / "locale"
# As Django names the folders of en and ja-easy.
FOLDERS = ("en", "ja_Easy")
# Neither the day on which they were read nor who did it: the same texts give the same file.
CHANGING = re.compile(
    rb'(?m)^"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Report-Msgid-Bugs-To): .*\n'
)


def main() -> None:
    """Read, compile, and say what still waits for a translation."""
    waiting = 0
    for folder, text in as_the_program_says().items():
        po = po_of(folder)
        po.write_bytes(text)
        compile_catalogue(po, po.with_suffix(".mo"))
        waiting += len(untranslated(po))
        print(f"{folder}: {len(untranslated(po))} to translate")
    sys.exit(1 if waiting else 0)


def po_of(folder: str, locale: Path = LOCALE) -> Path:
    """Where the translations of a language stand."""
    return locale / folder / "LC_MESSAGES" / "django.po"


def as_the_program_says() -> dict[str, bytes]:
    """Each .po with the sentences that templates and modules hold now; what nobody says any more is dropped."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / PACKAGE.name
        # In a copy: the tools write beside every template.
        unread = shutil.ignore_patterns("tests", "migrations", "definitions", "static", "*.mo", "__pycache__")
        shutil.copytree(PACKAGE, copy, ignore=unread)
        for folder in FOLDERS:
            po_of(folder, copy / "locale").parent.mkdir(parents=True, exist_ok=True)
        subprocess.run([sys.executable, "-m", "scripts.languages", str(copy)], check=True)
        return {folder: CHANGING.sub(b"", po_of(folder, copy / "locale").read_bytes()) for folder in FOLDERS}


def extract(package: Path) -> None:
    """Let Django's makemessages work in a package; without our settings, which tests may have changed."""
    from django.conf import settings  # noqa: PLC0415  only in the process that extracts
    from django.core.management import call_command  # noqa: PLC0415
    from django.core.management.commands import makemessages  # noqa: PLC0415

    class Extract(makemessages.Command):
        """The same, line by line as people read it."""

        # A guess from a similar sentence would stand there as if somebody had translated it.
        msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching", "--no-wrap"]
        msguniq_options = [*makemessages.Command.msguniq_options, "--no-wrap"]
        msgattrib_options = [*makemessages.Command.msgattrib_options, "--no-wrap"]
        xgettext_options = [*makemessages.Command.xgettext_options, "--no-wrap"]

    settings.configure()
    os.chdir(package)
    call_command(
        Extract(),
        locale=list(FOLDERS),
        extensions=["html", "py"],
        add_location="file",
        no_obsolete=True,
        verbosity=0,
    )


def compile_catalogue(po: Path, mo: Path) -> None:
    """Write the .mo of a .po; placeholders that do not fit stop it."""
    subprocess.run(["msgfmt", "--check-format", "--output-file", mo, po], check=True)


def untranslated(po: Path) -> list[str]:
    """The sentences that wait for a translation."""
    found = subprocess.run(
        ["msgattrib", "--untranslated", "--no-wrap", po], capture_output=True, text=True, check=True
    )
    return re.findall(r'(?m)^msgid "(.+)"$', found.stdout)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        extract(Path(sys.argv[1]))
    else:
        main()
