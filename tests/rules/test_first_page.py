"""The first page is light: what a telephone loads of `/` for the first time, compressed as it is sent."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.urls import reverse

from yakuba.accounts.tests.visitors import browser
from yakuba.core.actors import MACHINE
from yakuba.procedures import loader
from yakuba.procedures.actions import publish

MOST = 40_000  # bytes: decision 0037
_LOADED = re.compile(r'<(?:link|script|img)\b[^>]*?(?:href|src)="(/static/[^"]+)"')


def test_the_first_page_with_its_styles_and_scripts_is_at_most_40_kb(town, now):
    for path in loader.shipped():
        definition = loader.load(path.read_text(encoding="utf-8"))
        if not definition.requires_mynumber:
            publish(path.read_text(encoding="utf-8"), actor=MACHINE, now=now)
    answer = browser(town).get(reverse("home"))
    assert answer.status_code == 200
    page = answer.content
    loaded = {urlsplit(address).path.removeprefix("/static/") for address in _LOADED.findall(page.decode())}
    files = {name: Path(str(finders.find(name))).read_bytes() for name in loaded}
    assert any(name.endswith(".css") for name in files)
    sizes = {"/": len(gzip.compress(page, 6))} | {
        name: len(gzip.compress(content, 9)) for name, content in files.items()
    }
    assert sum(sizes.values()) <= MOST, sizes
