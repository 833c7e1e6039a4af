"""Passkeys in a real browser with a virtual authenticator: a resident and a member of staff, by labels and buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.people import Resident

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page

    from tests.browser.looking import Look
    from tests.browser.people import Official

# An address with a name: a passkey is bound to it, and a browser takes *.localhost for a safe place.
HOST = "karuizawa.localhost"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def give_device(page: Page) -> None:
    """Put a device that keeps passkeys before this page."""
    wire = page.context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})


def test_a_resident_signs_in_by_a_passkey(window: Callable[..., BrowserContext], look: Look) -> None:
    owner = Resident(window(host=HOST, size={"width": 360, "height": 800}).new_page())
    give_device(owner.page)
    owner.go("/login/?next=/my/sign-in/")
    owner.sign_in("yubi@example.jp")
    owner.follow("パスキーを登録する")
    look(owner.page, "my-passkey-new")
    owner.press("この端末に登録する")
    owner.sees("パスキーを登録しました。")
    owner.go("/my/")
    owner.press("サインアウト")
    owner.go("/login/?next=/my/profile/")
    owner.press("パスキーでサインインする")
    owner.press("パスキーを使う")
    owner.heading("プロフィール")
    owner.go("/my/sign-in/")
    owner.sees("最後に使ったとき")


def test_a_device_without_a_passkey_is_told_what_to_do(window: Callable[..., BrowserContext]) -> None:
    somebody = Resident(window(host=HOST).new_page())
    give_device(somebody.page)
    somebody.go("/login/passkey/")
    somebody.press("パスキーを使う")
    somebody.sees("パスキーを使えませんでした。")
    somebody.follow("メールでサインインする")
    somebody.heading("メールでサインインする")


def test_a_member_of_staff_signs_in_without_password_and_code(
    official: Callable[..., Official],
) -> None:
    clerk = official("hoken", host=HOST)
    give_device(clerk.page)
    clerk.go("/staff/passkeys/new/")
    clerk.press("この端末に登録する")
    clerk.sees("パスキーを登録しました。")
    clerk.press("サインアウト")
    clerk.go("/staff/login/")
    clerk.press("パスキーでサインインする")
    clerk.press("パスキーを使う")
    clerk.heading("やること")
