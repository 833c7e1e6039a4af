"""What the people of these tests answer, page by page, under the labels of the definitions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

DOG = "犬の登録申請"
CHILD = "児童手当の認定請求"

OWNER = {
    "飼い主の区分": "個人",
    "氏名": "見本 花子",
    "フリガナ": "ミホン ハナコ",
    "郵便番号": "389-0111",
    "住所": "軽井沢町大字長倉2000番地",
    "電話番号": "090-0000-0000",
}
THE_DOG = {
    "犬は飼い主の住所にいますか": "はい",
    "犬の名（呼び名）": "こむぎ",
    "犬の種類": "柴犬",
    "犬の生年月日": "令和5年7月1日",
    "毛色": "茶",
    "性別": "メス",
    "体格": "中型",
    "犬を取得した日": "令和5年9月1日",
}
CHIP = {"マイクロチップを装着していますか": "いいえ", "今年度の狂犬病予防注射を受けましたか": "いいえ"}
DELIVERY = {"鑑札の受け取り方": "窓口で受け取る", "結果の届け方": "このサイトで受け取る"}

DOG_PAGES = {"飼い主": OWNER, "犬": THE_DOG, "マイクロチップと予防注射": CHIP, "受け取り方": DELIVERY}


def dog(page: str = "", **answers: str) -> dict[str, dict[str, str]]:
    """The pages of a dog registration, with some answers of one page changed or added."""
    return DOG_PAGES | ({page: DOG_PAGES[page] | answers} if page else {})


def child(identity: Path, account: Path) -> dict[str, dict[str, str | list[Path]]]:
    """The pages of a claim for one child, with photographs."""
    return {
        "申請の理由": {
            "申請の理由": "お子さんが生まれた",
            "理由のできごとがあった日": "令和6年9月1日",
            "生活費などを負担している大学生年代のお子さんはいますか": "いいえ",
        },
        "申請する方": {
            "氏名": "見本 花子",
            "フリガナ": "みほん はなこ",
            "生年月日": "昭和58年4月12日",
            "郵便番号": "３８９０１１１",
            "住所": "軽井沢町大字長倉２０００番地",
            "電話番号": "０９０−００００−００００",
            "勤務先の区分": "自営業・農業など",
            "配偶者はいますか": "いいえ",
        },
        "振込口座": {
            "国に登録した公金受取口座に振り込みますか": "いいえ",
            "金融機関の名前": "見本銀行",
            "支店の名前": "軽井沢支店",
            "預金の種類": "普通",
            "口座番号": "0000000",
            "口座の名義（カナ）": "ミホン ハナコ",
        },
        "お子さん": {
            "お子さんの氏名": "見本 つぼみ",
            "お子さんの生年月日": "令和6年9月1日",
            "お子さんの続柄": "子",
            "お子さんの生計": "生計が同じ（家計を一緒にしている）",
            "お子さんと一緒に住んでいますか": "はい",
            "別に住んでいるお子さんはいますか": "いいえ",
        },
        "書類と受け取り方": {
            "本人確認書類": [identity],
            "口座が分かるもの": [account],
            "結果の届け方": "このサイトで受け取る",
        },
    }
