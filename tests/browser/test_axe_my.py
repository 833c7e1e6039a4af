"""Every page of a resident's own account, at phone and desk width, by the same rules as the other pages."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from tests.browser.wire import example_typed

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.looking import Look
    from tests.browser.people import Official, Resident
    from tests.browser.server import Server

MAIL = "akari@example.jp"


def test_pages_of_ones_own_sign_in(resident: Callable[..., Resident], look: Look) -> None:
    other = resident()
    other.go("/login/?next=/my/")
    other.sign_in(MAIL)
    owner = resident()
    owner.codes_asked = 1
    owner.go("/login/?next=/my/")
    owner.sign_in(MAIL)
    owner.heading("あなたの申請")
    look(owner.page, "my account menu")
    owner.follow("スマートフォンへの通知", exact=False)
    look(owner.page, "my-devices")
    # A browser of tests keeps nothing, and therefore subscribes to nothing; the page says so.
    owner.page.context.grant_permissions(["notifications"])
    owner.press("このスマートフォンに通知を受け取る")
    owner.sees("通知を始められませんでした。")
    look(owner.page, "my-devices failed")
    owner.go("/my/")
    owner.follow("サインインと端末", exact=False)
    owner.sees("最後に使ったとき")
    look(owner.page, "my-security two devices")
    owner.press("ほかの端末をすべてサインアウトする")
    owner.sees("すべて終わらせました")
    look(owner.page, "my-security one device")
    owner.follow("パスキーを登録する")
    look(owner.page, "my-passkey-new")
    owner.go("/my/tokens/")
    owner.press("トークンを作る")
    owner.sees("何に使うかを入力してください")
    look(owner.page, "my-tokens with errors")
    owner.answer("何に使うか", "家計の記録アプリ")
    owner.press("トークンを作る")
    owner.heading("トークンを作りました")
    look(owner.page, "my-tokens made")
    owner.follow("控えたので、トークンの一覧に戻る")
    owner.press("このトークンを取り消す 家計の記録アプリ")
    owner.sees("これからは使えません")
    look(owner.page, "my-tokens revoked")


def test_pages_of_an_account(resident: Callable[..., Resident], look: Look) -> None:
    owner = resident()
    owner.go("/login/?next=/my/profile/")
    owner.sign_in("toroku@example.jp")
    owner.heading("プロフィール")
    look(owner.page, "my-profile blank")
    owner.answer("氏名", "見本 花子")
    owner.answer("電話番号", "12")
    owner.press("保存する")
    owner.sees("電話番号は")
    look(owner.page, "my-profile with errors")
    owner.answer("電話番号", "0267-00-0001")
    owner.press("保存する")
    owner.sees("プロフィールを保存しました。")
    owner.go("/my/household/")
    owner.answer("氏名", "見本 太郎")
    owner.answer("あなたとの続柄", "子")
    owner.press("この方を登録する")
    owner.sees("世帯員を登録しました。")
    look(owner.page, "my-household")
    owner.go("/my/mandates/")
    owner.press("代理人を登録する")
    owner.sees("代理人の氏名を入力してください")
    look(owner.page, "my-mandates with errors")
    owner.answer_all({"代理人の氏名": "例田 一郎", "代理人のメールアドレス": "dairi@example.jp"})
    owner.answer("いつまで", (timezone.localdate() + datetime.timedelta(days=60)).isoformat())
    owner.press("代理人を登録する")
    owner.sees("代理人を登録しました。")
    look(owner.page, "my-mandates one given")
    owner.begin_signed_in("犬の登録")
    owner.sees("プロフィールに登録した内容が入っています")
    look(owner.page, "apply-section filled in")
    owner.go("/my/data/")
    look(owner.page, "my-data")
    owner.go("/my/close/")
    look(owner.page, "my-close")
    owner.answer("確かめのため、「削除」と入力してください", "削除")
    owner.press("登録を削除する")
    owner.sees("登録を削除しました。")


def test_pages_of_a_members_own_sign_in(official: Callable[..., Official], look: Look) -> None:
    clerk = official("kodomo")
    clerk.go("/staff/sessions/")
    look(clerk.page, "staff-sessions")
    clerk.follow("パスキーを登録する")
    look(clerk.page, "staff-passkey-new")


def test_pages_of_a_card(resident: Callable[..., Resident], server: Server, look: Look) -> None:
    typed = example_typed(server.address, "residence-certificate")
    owner = resident()
    owner.page.context.add_cookies(typed.cookies)
    owner.go(typed.page.path)
    look(owner.page, "apply-check before the card")
    owner.follow("マイナンバーカードで署名する")
    look(owner.page, "apply-identity")
    owner.answer("署名用の暗証番号", "0000")
    owner.press("署名する")
    owner.sees("暗証番号が違います")
    look(owner.page, "apply-identity with a wrong PIN")
    owner.answer("署名用の暗証番号", "MIHON1")
    owner.press("署名する")
    owner.heading("内容を確認してください")


def test_pages_of_passkeys_for_who_is_not_signed_in(resident: Callable[..., Resident], look: Look) -> None:
    somebody = resident()
    somebody.go("/login/passkey/")
    look(somebody.page, "sign-in-passkey")
    somebody.go("/staff/login/passkey/")
    look(somebody.page, "staff-login-passkey")
