"""Every page in every state, at phone and desk width: no broken accessibility rule, nothing small, nothing too wide."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.urls import get_resolver

from tests.browser.answers import CHILD, DOG, DOG_PAGES, OWNER, child, dog
from tests.browser.people import NEXT

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext

    from tests.browser.looking import Look
    from tests.browser.people import Official, Resident

# Addresses that bring no page of their own: they answer a machine, a download, or lead on to another page.
WITHOUT_PAGE = {
    "healthz",
    "readyz",
    "sign-out",
    "staff-sign-out",
    "apply-go-on",
    "apply-file",
    "application-document",
    "staff-take",
    "staff-close",
    "staff-file",
    "staff-document",
}


def test_every_address_is_looked_at() -> None:
    source = Path(__file__).read_text(encoding="utf-8")
    looked_at = set(re.findall(r'look\(\s*[\w.]+,\s*f?"([\w-]+)', source))
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert names - WITHOUT_PAGE - looked_at == set()


# Anybody --------------------------------------------------------------------------------------------
def test_pages_for_anybody(resident: Callable[..., Resident], look: Look) -> None:
    anybody = resident()
    for address, what in (
        ("/", "home"),
        ("/procedures/", "procedures all"),
        ("/procedures/?q=児童手当", "procedures found"),
        ("/procedures/?q=ロケット", "procedures nothing found"),
        ("/procedures/?event=birth", "procedures of a life event"),
        ("/procedures/dog-registration/", "procedure dog"),
        ("/procedures/child-allowance/", "procedure child"),
        ("/about/", "about"),
        ("/privacy/", "privacy"),
        ("/accessibility/", "accessibility"),
        ("/my/", "my without an account"),
        ("/demo/", "demo"),
        ("/demo/mails/", "demo-mails"),
    ):
        anybody.go(address)
        look(anybody.page, what)


def test_pages_when_something_went_wrong(resident: Callable[..., Resident], look: Look) -> None:
    anybody = resident()
    anybody.go("/no-such-page/")
    anybody.heading("ページが見つかりません")
    look(anybody.page, "404")
    anybody.go("/applications/R8-000001-0/")
    anybody.heading("申請を開いてください")
    look(anybody.page, "application door")
    anybody.go("/ui/")
    look(anybody.page, "gallery")
    anybody.go("/ui/staff/")
    look(anybody.page, "staff-gallery")
    for name in ("400", "403", "404", "413", "500"):
        anybody.page.context.clear_cookies()
        anybody.go(f"/ui/errors/{name}/")
        look(anybody.page, f"error-page {name}")
