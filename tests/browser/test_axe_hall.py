"""The pages of the organisation in every state, at phone and desk width: a day, the April file, posts, rules, absences."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.browser.looking import Look
    from tests.browser.people import Official

HEAD = "種別,部署コード,課名,係名,文書記号,電話番号,旧部署コード,ログイン名,氏名,役割,開始日"


def test_authorised_systems(official: Callable[..., Official], look: Look) -> None:
    officer = official("joho")
    officer.go("/staff/programs/")
    look(officer.page, "staff-programs none")
    officer.follow("連携システムを登録する")
    officer.press("登録する")
    officer.sees("連携システムの名前を入力してください")
    look(officer.page, "staff-program-new with errors")
    officer.answer("連携システムの名前", "見本介護センター　記録システム")
    officer.answer("認める目的", "利用者が頼んだ届出を代わりに送る（協定 第3号）")
    officer.page.get_by_label("犬の登録申請", exact=True).check()
    officer.press("登録する")
    officer.heading("見本介護センター　記録システム")
    look(officer.page, "staff-program new")
    officer.answer("トークンの使いみち", "本番")
    officer.press("トークンを作る")
    officer.heading("トークンを作りました")
    look(officer.page, "staff-program token made")
    officer.follow("控えたので、連携システムに戻る")
    look(officer.page, "staff-program with a token")
    officer.press("この連携システムの登録を終わらせる")
    officer.sees("トークンをすべて取り消しました")
    look(officer.page, "staff-program ended")
    officer.go("/staff/programs/")
    look(officer.page, "staff-programs one")


def test_the_april_file(official: Callable[..., Official], look: Look, tmp_path: Path) -> None:
    officer = official("joho")
    officer.go("/staff/organisation/")
    look(officer.page, "staff-organisation today")
    officer.go("/staff/organisation/?on=あした")
    look(officer.page, "staff-organisation with errors")
    officer.go("/staff/organisation/?on=1990-01-01")
    look(officer.page, "staff-organisation before there was any")
    officer.go("/staff/organisation/change/")
    look(officer.page, "staff-reorganisation blank")
    officer.press("何が変わるかを確かめる")
    look(officer.page, "staff-reorganisation nothing chosen")
    wrong, right = tmp_path / "wrong.csv", tmp_path / "april.csv"
    wrong.write_text(
        f"{HEAD}\n部署,あ,,,軽-,電話,zzz,,,,4月\n所属,zzz,,,,,,daremo,,課頂,\n", encoding="utf-8"
    )
    officer.answer("組織変更のファイル（CSV）", [wrong])
    officer.press("何が変わるかを確かめる")
    officer.sees("直すところ")
    look(officer.page, "staff-reorganisation with wrong lines")
    far = f"{timezone.localdate().year + 20}-04-01"
    lines = [
        f"部署,living,くらし安全課,くらし係,軽く,0267-00-0177,learning,,,,{far}",
        f"部署,planning,未来創造課,企画係,軽未,0267-00-0111,,,,,{far}",
        f"所属,living,,,,,,shinjin,新人 花子,担当,{far}",
    ]
    right.write_bytes("\r\n".join([HEAD, *lines]).encode("cp932"))
    officer.answer("組織変更のファイル（CSV）", [right])
    officer.press("何が変わるかを確かめる")
    officer.sees("このファイルで変わること")
    look(officer.page, "staff-reorganisation preview")
    officer.press("この内容で登録する")
    officer.sees("組織の変更を登録しました")
    look(officer.page, "staff-reorganise done")
    officer.go("/staff/organisation/change/")
    officer.answer("組織変更のファイル（CSV）", [right])
    officer.press("何が変わるかを確かめる")
    officer.sees("すべて登録済みです")
    look(officer.page, "staff-reorganisation again")


def test_people_and_posts(official: Callable[..., Official], look: Look) -> None:
    officer = official("joho")
    officer.go("/staff/people/new/")
    look(officer.page, "staff-create blank")
    officer.press("ログインを作る")
    look(officer.page, "staff-create with errors")
    officer.answer("ログイン名", f"mihon-{datetime.datetime.now(tz=datetime.UTC):%H%M%S}")
    officer.answer("氏名", "新人 太郎")
    officer.press("ログインを作る")
    officer.sees("最初のパスワード")
    look(officer.page, "staff-create done")
    officer.follow("所属を加える")
    look(officer.page, "staff-post-new blank")
    officer.press("所属を加える")
    look(officer.page, "staff-post-new with errors")
    officer.answer("部署", "環境課 生活環境係")
    officer.answer("役割", "担当")
    officer.answer("職", "係長")
    officer.answer("開始日", "令和30年4月1日")
    officer.press("所属を加える")
    officer.sees("所属を登録しました")
    look(officer.page, "staff-person")
    officer.follow("終わりの日を決める", exact=False)
    look(officer.page, "staff-post-end blank")
    officer.answer("最後の日", "令和20年4月1日")
    officer.press("この日で終わりにする")
    look(officer.page, "staff-post-end with errors")
    officer.page.go_back()
    officer.page.go_back()
    officer.follow("ログインを閉じる")
    look(officer.page, "staff-person-close")


def test_rules_of_deciding(official: Callable[..., Official], look: Look) -> None:
    officer = official("joho")
    officer.go("/staff/rules/delegation/new/")
    look(officer.page, "staff-delegation-new blank")
    officer.press("登録する")
    look(officer.page, "staff-delegation-new with errors")
    officer.go("/staff/rules/acting/new/")
    look(officer.page, "staff-acting-new blank")
    officer.answer("不在の職", "会計管理者")
    officer.answer("代わりに決裁する職", "課長補佐")
    officer.answer("開始日", "令和30年4月1日")
    officer.press("登録する")
    officer.sees("代決を登録しました")
    look(officer.page, "staff-rules")
    officer.row("会計管理者").get_by_role("link").first.click()
    look(officer.page, "staff-rule-end")
    officer.go("/staff/rules/try/")
    look(officer.page, "staff-who-decides blank")
    officer.page.get_by_label("手続と結果", exact=True).select_option(index=1)
    officer.press("確かめる")
    officer.sees("が決裁します")
    look(officer.page, "staff-who-decides answered")


def test_absences(official: Callable[..., Official], look: Look) -> None:
    clerk = official("kankyo")
    clerk.go("/staff/absences/?month=2031-02")
    look(clerk.page, "staff-absences empty")
    clerk.go("/staff/absences/new/")
    look(clerk.page, "staff-absence-new blank")
    clerk.answer("始まりの日", "令和13年2月3日")
    clerk.answer("始まりの時刻", "26:00")
    clerk.press("不在を登録する")
    look(clerk.page, "staff-absence-new with errors")
    clerk.answer("始まりの時刻", "13:30")
    clerk.press("不在を登録する")
    clerk.sees("不在を登録しました")
    clerk.go("/staff/absences/?month=2031-02")
    clerk.sees("13:30から")
    look(clerk.page, "staff-absences with one")
    officer = official("joho")
    officer.go("/staff/absences/")
    look(officer.page, "staff-absences of every department")


def test_the_search_for_a_history(official: Callable[..., Official], look: Look) -> None:
    officer = official("joho")
    officer.go("/staff/history/")
    look(officer.page, "staff-history-find")
    officer.go("/staff/history/?q=R8-000000-0")
    look(officer.page, "staff-history-find nothing found")
