"""What two papers say: the receipt and the refusal of one errand, with names that not every font can draw."""

from __future__ import annotations

import datetime

from yakuba.documents import appeal

ON = datetime.date(2026, 11, 20)

CONTACT = {
    "department": "こども課 こども係",
    "telephone": "0267-45-0000",
    "hours": "平日 8時30分から17時15分まで",
    "place": "役場1階 5番窓口",
}

RECEIPT = {
    "title": "申請の控え",
    "contact": CONTACT,
    "procedure": "児童手当の認定請求",
    "receipt_number": "R8-001042-7",
    "arrived_at": datetime.datetime(2026, 11, 10, 0, 20, tzinfo=datetime.UTC),
    "addressee": "軽井沢町長",
    "next": [
        "こども課 こども係が内容を確かめます。",
        "結果は、令和8年12月10日（木）までにお知らせする見込みです。",
    ],
    "sections": [
        {
            "title": "請求する方",
            "rows": [
                {"label": "氏名", "text": "葛\U000e0100城 花子"},
                {"label": "住所", "text": "長野県北佐久郡軽井沢町大字長倉2381番地1"},
                {"label": "生年月日", "text": "平成2年4月1日"},
            ],
        },
        {
            "title": "お子さん",
            "rows": [
                {"label": "氏名", "text": "𠮷田 髙志"},
                {"label": "くわしい事情", "text": "出生により、新たに養育します。\n二人目です。"},
                {"label": "添付", "text": "photo_of_health_insurance_certificate_front_side_2026-11-10.jpg"},
            ],
        },
    ],
}

DECISION = {
    "title": "児童手当の認定請求　決定通知書",
    "contact": CONTACT,
    "addressee": "邊\U000e0104 花子",
    "address": ["〒389-0192", "長野県北佐久郡軽井沢町大字長倉2381番地1"],
    "authority": "軽井沢町長",
    "authority_name": "見本 太郎",
    "lead": "令和8年11月10日付けで届いた児童手当の認定請求（受付番号 R8-001042-7）について、次のとおり決定しましたので通知します。",
    "effect": "refuse",
    "ruling": "児童手当の認定請求を却下します。",
    "reasons": (
        "児童手当法第4条は、日本国内に住所を有し、支給要件児童を監護し、生計を同じくする父又は母に支給すると定めています。\n"
        "住民基本台帳により確認したところ、請求の日において本町に住所を有しないため、本町から支給する要件を満たしません。"
    ),
    "law": "児童手当法（昭和46年法律第73号）第7条第1項、第8条第1項",
    "appeal": appeal.clauses(
        authority="町長",
        affair="第1号法定受託事務",
        municipality="軽井沢町",
        prefecture="長野県",
        is_disposition=True,
    ),
}

CERTIFICATE = {
    "title": "罹災証明書",
    "contact": CONTACT,
    "addressee": "邊\U000e0104 花子",
    "authority": "軽井沢町長",
    "authority_name": "見本 太郎",
    "facts": [
        {"label": "氏名", "text": "邊\U000e0104 花子"},
        {"label": "被災した家の所在地", "text": "軽井沢町大字長倉2381番地1"},
    ],
    "ruling": "大規模半壊",
    "certifies": "上の災害により、住家が「大規模半壊」の被害を受けたことを証明します。",
}

DELAY = {
    "title": "要介護認定の申請　期限延長通知書",
    "contact": CONTACT,
    "addressee": "邊\U000e0104 花子",
    "address": ["〒389-0192", "長野県北佐久郡軽井沢町大字長倉2381番地1"],
    "authority": "軽井沢町長",
    "authority_name": "見本 太郎",
    "lead": "令和8年11月10日付けで届いた要介護認定の申請（受付番号 R8-001042-7）について、次のとおり期限を延長しますので通知します。",
    "limit": "令和8年12月10日（木）まで",
    "until": "令和9年1月15日（金）まで",
    "reasons": "主治医の意見書が届いていないため。",
    "law": "介護保険法 第27条第11項",
}
ENVELOPES = {
    "title": "宛名",
    "contact": CONTACT,
    "sheets": [
        {
            "postal_code": "389-0192",
            "address": "長野県北佐久郡軽井沢町大字長倉2381番地1",
            "name": "邊\U000e0104 花子",
            "number": "R8-001042-7",
            "enclosed": ["要介護認定の申請　結果の通知", "要介護認定の申請　控え"],
        },
        {
            "postal_code": "",
            "address": "軽井沢町大字発地1番地",
            "name": "例田 はじめ",
            "number": "R8-001043-5",
            "enclosed": ["要介護認定の申請　結果の通知"],
        },
    ],
}
