"""Web processes load neither the typesetter, the signer nor the decoders."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("typst", "fontTools", "PIL", "pikepdf", "openpyxl", "pyhanko", "schemathesis")
PROGRAM = f"""
import sys, django
django.setup()
import yakuba.documents.actions, yakuba.documents.queries, yakuba.documents.verifying, yakuba.documents.tasks, yakuba.documents.uploads
from yakuba.documents import fonts, glyphs
glyphs.check({{"name": "軽井沢"}}, fonts.installed(""))
print([name for name in {HEAVY!r} if name in sys.modules])
"""

WEB = f"""
import sys
from yakuba.config.wsgi import application
from django.urls import get_resolver
# Every view with everything that it imports, as the first request of a process loads it.
get_resolver().url_patterns
get_resolver()._populate()
print([name for name in {HEAVY!r} if name in sys.modules])
"""


def test_a_web_process_with_all_its_pages_loads_no_heavy_library(monkeypatch):
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "yakuba.config.settings")
    done = subprocess.run(
        [sys.executable, "-W", "ignore:No directory at", "-c", WEB],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout == "[]\n"


def test_asking_for_papers_and_taking_files_in_loads_no_heavy_library(monkeypatch):
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "yakuba.config.settings")
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout == "[]\n"
