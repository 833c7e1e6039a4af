"""What somebody hostile typed is shown in a real browser, where nothing of it runs and the policy has nothing to stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.wire import ready_to_send
from tests.hostile.strings import FLAG, RUN, SCRIPTS, TEMPLATES

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.people import Official, Resident
    from tests.browser.server import Server

# The longest answer of the form takes three hundred characters.
ANSWERS = {
    "犬の名（呼び名）": f"<script>{RUN}</script>",
    "犬の種類": f'"onfocus="{RUN}"autofocus x="',
    "毛色": f"<svg/onload={RUN}>",
    "そのほかの特徴": (SCRIPTS["closing tags"] + SCRIPTS["image"] + TEMPLATES["template"])[:300],
    "メールアドレス": "teki@example.jp",
}
NAME = f"<img/src=x/onerror={RUN}> 花子"


def stands(page: Page) -> None:
    """The page shows what was typed as text, and no script of it ran; the window's watch sees what the policy stopped."""
    page.wait_for_load_state("networkidle")
    assert page.evaluate(f"() => window.{FLAG}") is None, page.url
    assert (
        page.evaluate(
            "() => document.querySelectorAll('main script, main img[src=x], main [onfocus]').length"
        )
        == 0
    )


def test_nothing_that_somebody_typed_runs(
    server: Server, resident: Callable[..., Resident], official: Callable[..., Official]
) -> None:
    visitor = ready_to_send(server.address, NAME, **ANSWERS)
    owner = resident()
    owner.page.context.add_cookies(visitor.cookies)
    owner.go(visitor.page.path)
    owner.sees(ANSWERS["犬の名（呼び名）"])
    stands(owner.page)
    owner.send()
    stands(owner.page)
    owner.go(f"/applications/{owner.number}/")
    stands(owner.page)
    clerk = official("kankyo")
    for path in ("/staff/", "/staff/applications/", f"/staff/applications/{owner.number}/"):
        clerk.go(path)
        clerk.waits_for("onerror")
        stands(clerk.page)
    mails = resident()
    mails.go("/demo/mails/")
    mails.waits_for("teki@example.jp")
    stands(mails.page)
