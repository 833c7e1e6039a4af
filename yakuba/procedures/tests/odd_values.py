"""What people type into boxes of numbers, days, choices, files and items: (kind, keys, typed, stored or what is said)."""

from __future__ import annotations

from yakuba.procedures.tests.odd_words import Says

PEOPLE = "label: 人数, min: 1, max: 20"
RENT = "label: 家賃"
COPIES = "label: 枚数, unit: 通, min: 1, max: 10"
AGE = "label: 年齢, unit: 歳"
MARRIED = "label: 配偶者はいますか"
SEX = "label: 性別, options: [{id: male, label: オス}, {id: female, label: メス}]"
DAYS = "label: 都合のよい曜日, max: 2, options: [{id: mon, label: 月}, {id: tue, label: 火}, {id: wed, label: 水}]"
PAIR = DAYS.replace("max: 2", "min: 2, max: 2")
BIRTH = "label: 生年月日, rule: not_in_future"
DAY = "label: 希望する日, rule: not_in_past"
ADULT = "label: 生年月日, rule: adult"
OFFICE = "label: 来る日, rule: office_day"
TIME = "label: 希望する時刻"
HOURS = 'label: 希望する時刻, earliest: "09:00", latest: "17:00"'
PAPER = "label: 書類, max: 2"
PAPERS = "label: 書類, min: 2, max: 3"
LATER = "label: 書類, later: true"
KNOWN = "label: 書類, known: 町が確かめます。"
CHILD = (
    "label: お子さん, item: お子さん, min: 1, max: 2, fields: ["
    "{id: name, kind: person, label: 氏名}, "
    "{id: birth, kind: date, label: 生年月日, rule: not_in_future}, "
    "{id: away, kind: yes_no, label: 別居ですか}, "
    "{id: place, kind: address, label: 住所, show_if: {field: away, is: はい}}]"
)
WASTE = (
    "label: 出す物, item: 品, min: 2, max: 3, fields: ["
    "{id: sort, kind: choice, label: 種類, options: [{id: bed, label: ベッド}, {id: desk, label: 机}]}, "
    "{id: pieces, kind: count, label: 個数, min: 1, max: 9}]"
)
JOBS = (
    "label: 職歴, item: 職歴, fields: [{id: firm, kind: text, label: 勤め先, max_length: 10}, "
    "{id: tel, kind: telephone, label: 電話, required: false}, {id: mail, kind: mail, label: 宛先, required: false}, "
    "{id: code, kind: postal_code, label: 郵便番号, required: false}, {id: at, kind: time, label: 始まり, required: false}, "
    "{id: pay, kind: money, label: 月給, required: false}, {id: reading, kind: kana, label: フリガナ, required: false}, "
    "{id: why, kind: long_text, label: 理由, required: false}, {id: age, kind: number, label: 年齢, required: false}, "
    "{id: account, kind: bank_account, label: 口座, required: false}, "
    "{id: skills, kind: choices, label: 資格, required: false, options: [{id: car, label: 車}, {id: care, label: 介護}]}]"
)
NO_NUMBER = Says("人数は、数字で入力してください。例：2")
NOT_YET = Says("生年月日が、今日（令和8年11月10日）より後です。元号を確かめてください")


def child(**more):
    """The boxes of one good child, with some of them typed otherwise."""
    good = {
        "name_family": "見本",
        "name_given": "一郎",
        "birth_year": "2019",
        "birth_month": "5",
        "birth_day": "1",
        "away": "no",
    }
    return good | more


ICHIRO = {"name": {"family": "見本", "given": "一郎"}, "birth": "2019-05-01", "away": False}

# fmt: off
INPUTS = [
    # Numbers -----------------------------------------------------------------------------------------
    ("number", PEOPLE, "２", 2),
    ("number", PEOPLE, " 12人 ", 12),
    ("number", PEOPLE, "１２　名", 12),
    ("number", PEOPLE, "007", 7),
    ("number", PEOPLE, "20", 20),
    ("number", PEOPLE, "三人くらい", NO_NUMBER),
    ("number", PEOPLE, "二", NO_NUMBER),
    ("number", PEOPLE, "①", NO_NUMBER),
    ("number", PEOPLE, "Ⅱ", NO_NUMBER),
    ("number", PEOPLE, "²", NO_NUMBER),
    ("number", PEOPLE, "٢", NO_NUMBER),
    ("number", PEOPLE, "2.5", NO_NUMBER),
    ("number", PEOPLE, "2.0", NO_NUMBER),
    ("number", PEOPLE, "1e1", NO_NUMBER),
    ("number", PEOPLE, "0x10", NO_NUMBER),
    ("number", PEOPLE, "+5", NO_NUMBER),
    ("number", PEOPLE, "1_0", NO_NUMBER),
    ("number", PEOPLE, "2〜3", NO_NUMBER),
    ("number", PEOPLE, "NaN", NO_NUMBER),
    ("number", PEOPLE, "=1+1", NO_NUMBER),
    ("number", PEOPLE, "2😀", NO_NUMBER),
    ("number", PEOPLE, "2\x00", NO_NUMBER),
    ("number", PEOPLE, "9" * 500, NO_NUMBER),
    ("number", PEOPLE, "0", Says("人数は、1から20までの数で入力してください")),
    ("number", PEOPLE, "21", Says("人数は、1から20までの数で入力してください")),
    ("number", PEOPLE, "-1", Says("人数は、1から20までの数で入力してください")),
    ("number", PEOPLE, "▲1", NO_NUMBER),
    ("number", PEOPLE, "", Says("人数を入力してください")),
    ("number", "label: 数", "999,999,999", 999_999_999),
    ("number", "label: 数", "1000000000", Says("数は、0以上の数で入力してください")),
    ("number", "label: 気温, min: -30, max: 50", "−5", -5),
    ("number", "label: 気温, min: -30, max: 50", "ー5", -5),
    ("count", COPIES, "3", 3),
    ("count", COPIES, "３通", 3),
    ("count", COPIES, "３ 通", 3),
    ("count", COPIES, "3枚", 3),
    ("count", COPIES, "11", Says("枚数は、1通から10通までの数で入力してください")),
    ("count", COPIES, "0", Says("枚数は、1通から10通までの数で入力してください")),
    ("count", COPIES, "三通", Says("枚数は、数字で入力してください。例：2")),
    ("count", COPIES, "通", Says("枚数を入力してください")),
    ("count", COPIES, "", Says("枚数を入力してください")),
    ("count", AGE, "70歳", 70),
    ("count", AGE, "七十歳", Says("年齢は、数字で入力してください")),
    ("count", AGE, "-3", Says("年齢は、0歳以上の数で入力してください")),
    ("money", RENT, "１，２３４，５６７円", 1234567),
    ("money", RENT, "1,000", 1000),
    ("money", RENT, "1、000", 1000),
    ("money", RENT, "1，000 円", 1000),
    ("money", RENT, "1 000", 1000),
    ("money", RENT, "¥500", 500),
    ("money", RENT, "￥５００", 500),
    ("money", RENT, "0", 0),
    ("money", RENT, "−500", Says("家賃は、0円以上の数で入力してください")),
    ("money", RENT, "10,00", Says("家賃は、数字で入力してください。例：15000")),
    ("money", RENT, "1.000", Says("家賃は、数字で入力してください。例：15000")),
    ("money", RENT, "五万円", Says("家賃は、数字で入力してください。例：15000")),
    ("money", RENT, "5万", Says("家賃は、数字で入力してください")),
    ("money", RENT, "$5", Says("家賃は、数字で入力してください")),
    ("money", RENT, "9999999999", Says("家賃は、0円以上の数で入力してください")),
    ("money", RENT, "円", Says("家賃は、数字で入力してください")),
    ("money", RENT, "", Says("家賃を入力してください")),
    # Choices -----------------------------------------------------------------------------------------
    ("yes_no", MARRIED, "yes", True),
    ("yes_no", MARRIED, "いいえ", False),
    ("yes_no", MARRIED, "no", False),
    ("yes_no", MARRIED, " Yes ", True),
    ("yes_no", MARRIED, "たぶん", Says("「配偶者はいますか」は、「はい」か「いいえ」を選び直してください")),
    ("yes_no", MARRIED, "1", Says("「配偶者はいますか」は、「はい」か「いいえ」を選び直してください")),
    ("yes_no", MARRIED, "", Says("「配偶者はいますか」は、「はい」か「いいえ」を選んでください")),
    ("choice", SEX, "male", "male"),
    ("choice", SEX, " male ", "male"),
    ("choice", SEX, "MALE", Says("性別を、画面にあるものから選び直してください")),
    ("choice", SEX, "オス", Says("性別を、画面にあるものから選び直してください")),
    ("choice", SEX, "robot", Says("性別を、画面にあるものから選び直してください")),
    ("choice", SEX, "male\x00", Says("性別を、画面にあるものから選び直してください")),
    ("choice", SEX, "m" * 10_000, Says("性別を、画面にあるものから選び直してください")),
    ("choice", SEX, "", Says("性別を選んでください")),
    ("choices", DAYS, ["mon"], ["mon"]),
    ("choices", DAYS, ["wed", "mon"], ["mon", "wed"]),
    ("choices", DAYS, ["mon", "mon"], ["mon"]),
    ("choices", DAYS, ["", "tue"], ["tue"]),
    ("choices", DAYS, "tue", ["tue"]),
    ("choices", DAYS, ["mon", "tue", "wed"], Says("都合のよい曜日は、2つまで選んでください（今は3つです）")),
    ("choices", DAYS, ["sun"], Says("都合のよい曜日を、画面にあるものから選び直してください")),
    ("choices", DAYS, ["mon", "sun"], Says("都合のよい曜日を、画面にあるものから選び直してください")),
    ("choices", DAYS, ["mon,tue"], Says("都合のよい曜日を、画面にあるものから選び直してください")),
    ("choices", DAYS, [], Says("都合のよい曜日を選んでください")),
    ("choices", PAIR, ["mon"], Says("都合のよい曜日は、2つ選んでください（今は1つです）")),
    ("choices", PAIR.replace("max: 2", "max: 3"), ["mon"], Says("都合のよい曜日は、2つから3つまで選んでください（今は1つです）")),
    # Days --------------------------------------------------------------------------------------------
    ("date", BIRTH, ("令和", "元", "5", "1"), "2019-05-01"),
    ("date", BIRTH, ("令和", "1", "5", "1"), "2019-05-01"),
    ("date", BIRTH, ("平成", "31", "4", "30"), "2019-04-30"),
    ("date", BIRTH, ("平成", "元", "1", "8"), "1989-01-08"),
    ("date", BIRTH, ("昭和", "６４", "１", "７"), "1989-01-07"),
    ("date", BIRTH, ("大正", "元", "7", "30"), "1912-07-30"),
    ("date", BIRTH, ("明治", "45", "7", "29"), "1912-07-29"),
    ("date", BIRTH, ("西暦", "2012", "5", "6"), "2012-05-06"),
    ("date", BIRTH, ("", "2012", "5", "6"), "2012-05-06"),
    ("date", BIRTH, ("令和", "1985", "4", "1"), "1985-04-01"),
    ("date", BIRTH, ("", "平成24年5月6日", "", ""), "2012-05-06"),
    ("date", BIRTH, ("令和", "H24.5.6", "", ""), "2012-05-06"),
    ("date", BIRTH, ("", "２０１２０５０６", "", ""), "2012-05-06"),
    ("date", BIRTH, ("平成", "24年", "5月", "6日"), "2012-05-06"),
    ("date", BIRTH, ("平成", "二十四", "五", "六"), "2012-05-06"),
    ("date", BIRTH, ("平成", "24", "05", "06"), "2012-05-06"),
    ("date", BIRTH, "2012-05-06", "2012-05-06"),
    ("date", BIRTH, "2012/5/6", "2012-05-06"),
    ("date", BIRTH, "令和六年二月二十九日", "2024-02-29"),
    ("date", BIRTH, "㋿6年2月29日", "2024-02-29"),
    ("date", BIRTH, ("西暦", "2000", "2", "29"), "2000-02-29"),
    ("date", BIRTH, ("令和", "8", "11", "10"), "2026-11-10"),
    ("date", BIRTH, ("令和", "22", "9", "3"), NOT_YET),
    ("date", BIRTH, ("令和", "8", "11", "11"), NOT_YET),
    ("date", BIRTH, ("平成", "31", "5", "1"), Says("生年月日を確かめてください。平成は31年4月30日までです。令和元年5月1日ではありませんか")),
    ("date", BIRTH, ("令和", "1", "4", "30"), Says("生年月日を確かめてください。令和は元年5月1日からです。平成31年4月30日ではありませんか")),
    ("date", BIRTH, ("昭和", "65", "1", "1"), Says("生年月日を確かめてください。昭和は64年1月7日までです")),
    ("date", BIRTH, ("令和", "0", "5", "1"), Says("生年月日を確かめてください。令和0年はありません。最初の年は元年（1年）です")),
    ("date", BIRTH, ("令和", "7", "2", "29"), Says("生年月日を確かめてください。令和7年2月は28日までです")),
    ("date", BIRTH, ("西暦", "2023", "2", "29"), Says("生年月日を確かめてください。2023年2月は28日までです")),
    ("date", BIRTH, ("西暦", "1900", "2", "29"), Says("生年月日を確かめてください。1900年2月は28日までです")),
    ("date", BIRTH, ("平成", "24", "13", "1"), Says("生年月日を確かめてください。13月はありません")),
    ("date", BIRTH, ("平成", "24", "0", "1"), Says("生年月日を確かめてください。0月はありません")),
    ("date", BIRTH, ("平成", "24", "4", "31"), Says("生年月日を確かめてください。平成24年4月は30日までです")),
    ("date", BIRTH, ("平成", "24", "4", "0"), Says("生年月日を確かめてください。0日はありません")),
    ("date", BIRTH, ("平成", "24", "", "6"), Says("生年月日の月を入力してください")),
    ("date", BIRTH, ("平成", "", "5", ""), Says("生年月日の年と日を入力してください")),
    ("date", BIRTH, ("平成", "", "", ""), Says("生年月日を入力してください")),
    ("date", BIRTH, ("", "24", "5", "6"), Says("生年月日を確かめてください。元号を選んでください")),
    ("date", BIRTH, ("平成", "にじゅう", "5", "6"), Says("生年月日を確かめてください。年は数字で入力してください")),
    ("date", BIRTH, ("平成", "-3", "5", "6"), Says("生年月日を確かめてください。年は数字で入力してください")),
    ("date", BIRTH, ("平成", "2.5", "5", "6"), Says("生年月日を確かめてください。年は数字で入力してください")),
    ("date", BIRTH, ("平成", "24年5月6日", "7", "8"), Says("年の欄の日付と、月・日の欄が合いません")),
    ("date", BIRTH, ("魔法", "3", "5", "6"), Says("生年月日を確かめてください。元号を選んでください")),
    ("date", BIRTH, ("平成", "24", "5", "6\x00"), Says("生年月日を確かめてください")),
    ("date", BIRTH, "きのう", Says("生年月日を確かめてください。日付として読めません")),
    ("date", BIRTH, "<script>", Says("生年月日を確かめてください。日付として読めません")),
    ("date", BIRTH, ("平成", "9" * 5000, "5", "6"), Says("生年月日を確かめてください。年は数字で入力してください")),
    ("date", BIRTH, ("西暦", "1500", "5", "6"), Says("明治元年10月23日（1868年）より前の日付は入力できません")),
    ("date", BIRTH, ("西暦", "9999", "5", "6"), Says("生年月日を確かめてください。西暦2199年より後の日付は入力できません")),
    ("date", DAY, ("令和", "8", "11", "10"), "2026-11-10"),
    ("date", DAY, ("令和", "8", "11", "9"), Says("希望する日が、今日（令和8年11月10日）より前です。今日かそれより後の日を入力してください")),
    ("date", ADULT, ("平成", "20", "11", "11"), "2008-11-11"),
    ("date", ADULT, ("平成", "20", "11", "12"), Says("生年月日では、今日（令和8年11月10日）の時点で18歳になっていません")),
    ("date", OFFICE, "2026-11-11", "2026-11-11"),
    ("date", OFFICE, "2026-11-14", Says("来る日（令和8年11月14日（土））は、役場が閉まっています。平日の日を入力してください")),
    ("date", OFFICE, "2026-11-23", Says("来る日（令和8年11月23日（月））は、役場が閉まっています")),
    ("date", OFFICE, "2026-12-31", Says("来る日（令和8年12月31日（木））は、役場が閉まっています")),
    # Times -------------------------------------------------------------------------------------------
    ("time", TIME, "9:30", "09:30"),
    ("time", TIME, "９：３０", "09:30"),
    ("time", TIME, "09.30", "09:30"),
    ("time", TIME, "0930", "09:30"),
    ("time", TIME, "9時", "09:00"),
    ("time", TIME, "9時半", "09:30"),
    ("time", TIME, "9時5分", "09:05"),
    ("time", TIME, "午前9時ちょうど", "09:00"),
    ("time", TIME, "午後2時30分", "14:30"),
    ("time", TIME, "午後 ２：３０", "14:30"),
    ("time", TIME, "pm2:30", "14:30"),
    ("time", TIME, "午後12時", "12:00"),
    ("time", TIME, "午後0時", "12:00"),
    ("time", TIME, "午前12時", "00:00"),
    ("time", TIME, "0:00", "00:00"),
    ("time", TIME, "23:59", "23:59"),
    ("time", TIME, "24:00", Says("希望する時刻は、「9:30」や「午後2時30分」のように入力してください")),
    ("time", TIME, "25:00", Says("希望する時刻は、「9:30」や「午後2時30分」のように入力してください")),
    ("time", TIME, "9:60", Says("希望する時刻は、「9:30」や「午後2時30分」のように入力してください")),
    ("time", TIME, "午後13時", Says("希望する時刻は、「9:30」や「午後2時30分」のように入力してください")),
    ("time", TIME, "正午", Says("希望する時刻は、「9:30」や「午後2時30分」のように入力してください")),
    ("time", TIME, "九時", Says("希望する時刻は、「9:30」や「午後2時30分」のように入力してください")),
    ("time", TIME, "9", Says("希望する時刻は、「9:30」や「午後2時30分」のように入力してください")),
    ("time", TIME, "9:3", Says("希望する時刻は、「9:30」や「午後2時30分」のように入力してください")),
    ("time", TIME, "-1:00", Says("希望する時刻は、「9:30」や「午後2時30分」のように入力してください")),
    ("time", TIME, "いつでも", Says("希望する時刻は、「9:30」や「午後2時30分」のように入力してください")),
    ("time", TIME, "9" * 5000, Says("希望する時刻は、「9:30」や「午後2時30分」のように入力してください")),
    ("time", TIME, "", Says("希望する時刻を入力してください")),
    ("time", HOURS, "9:00", "09:00"),
    ("time", HOURS, "午後5時", "17:00"),
    ("time", HOURS, "8:59", Says("希望する時刻は、9時から17時までで入力してください")),
    ("time", HOURS, "17:01", Says("希望する時刻は、9時から17時までで入力してください")),
    ("time", 'label: 希望する時刻, earliest: "09:30"', "9:00", Says("希望する時刻は、9時30分からで入力してください")),
    # Files -------------------------------------------------------------------------------------------
    ("file", PAPER, [], Says("書類を添付してください")),
    ("file", PAPER, [("a.jpg", b"")], Says("書類の「a.jpg」は中身が空です。ファイルを選び直してください")),
    ("file", PAPER, [(f"{number}.jpg", b"x") for number in range(3)], Says("書類は、2個までで選んでください")),
    ("file", PAPER, [(f"{'あ' * 230}.jpg", b"x")], Says("書類のファイルの名前が使えません。短い名前に変えて、選び直してください")),
    ("file", PAPER, [("a\u202egpj.exe", b"x")], Says("書類のファイルの名前が使えません")),
    ("file", PAPER, [("a\u200b.jpg", b"x")], Says("書類のファイルの名前が使えません")),
    ("file", PAPERS, [("a.jpg", b"x")], Says("書類は、2個以上選んでください（今は1個です）")),
    ("file", LATER, "later", {"instead": "later"}),
    ("file", KNOWN, "known", {"instead": "known"}),
    ("file", PAPER, "later", Says("書類を添付してください")),
    ("file", LATER, "known", Says("書類を添付してください")),
    ("file", KNOWN, "later", Says("書類を添付してください")),
    ("file", LATER, "<script>", Says("書類を添付してください")),
    # Items -------------------------------------------------------------------------------------------
    ("group", CHILD, [child()], [ICHIRO]),
    ("group", CHILD, [child(name_family="見本　一郎", name_given="")], [ICHIRO]),
    ("group", CHILD, [child(birth_era="令和", birth_year="元")], [ICHIRO]),
    ("group", CHILD, [{}, child()], [ICHIRO]),
    ("group", CHILD, [child(), {"birth_era": "令和"}], [ICHIRO]),
    ("group", CHILD, [child(place="長倉")], [ICHIRO]),
    ("group", CHILD, [child(away="yes", place="長倉２０００－１")], [ICHIRO | {"away": True, "place": "長倉2000-1"}]),
    ("group", CHILD, [], Says("お子さんを1件以上入力してください")),
    ("group", CHILD, [{}, {}], Says("お子さんを1件以上入力してください")),
    ("group", CHILD, [child(), child(), child()], Says("お子さんは、2件までで入力してください")),
    ("group", CHILD, [child()] * 59, Says("お子さんは、2件までで入力してください")),
    ("group", CHILD, [child(name_given="")], Says("お子さん1：氏名の名を入力してください")),
    ("group", CHILD, [child(), child(birth_month="13")], Says("お子さん2：生年月日を確かめてください。13月はありません")),
    ("group", CHILD, [child(), child(birth_year="2030")], Says("お子さん2：生年月日が、今日（令和8年11月10日）より後です")),
    ("group", CHILD, [{}, child(birth_year="2030")], Says("お子さん2：生年月日が、今日（令和8年11月10日）より後です")),
    ("group", CHILD, [child(away="")], Says("お子さん1：「別居ですか」は、「はい」か「いいえ」を選んでください")),
    ("group", CHILD, [child(away="yes", place="")], Says("お子さん1：住所を入力してください")),
    ("group", CHILD, [child(name_family="見\ue000")], Says("お子さん1：氏名の姓に、外字（U+E000）は使えません")),
    ("group", CHILD, [child(name_given="花\x00")], Says("お子さん1：氏名の名に、画面に出ない制御文字（U+0000）")),
    ("group", CHILD, [{"name_family": "見本"}], Says("お子さん1：氏名の名を入力してください")),
    ("group", WASTE, [{"sort": "bed", "pieces": "１"}, {"sort": "desk", "pieces": "2個"}], [{"sort": "bed", "pieces": 1}, {"sort": "desk", "pieces": 2}]),
    ("group", WASTE, [{"sort": "bed", "pieces": "1"}], Says("出す物は、2件以上入力してください")),
    ("group", WASTE, [{"sort": "sofa", "pieces": "1"}, {"sort": "bed", "pieces": "1"}], Says("品1：種類を、画面にあるものから選び直してください")),
    ("group", WASTE, [{"sort": "bed", "pieces": "10"}, {"sort": "bed", "pieces": "1"}], Says("品1：個数は、1個から9個までの数で入力してください")),
    ("group", WASTE, [{"sort": "bed", "pieces": "1"}, {"sort": "", "pieces": "1"}], Says("品2：種類を選んでください")),
    ("group", JOBS, [{"firm": "見本商店", "skills": ["care", "car"], "at": "9時", "pay": "20,0000円"}], Says("職歴1：月給は、数字で入力してください")),
    ("group", JOBS, [{"firm": "見本商店", "skills": ["care", "car"], "at": "9時", "pay": "200,000円"}], [{"firm": "見本商店", "at": "09:00", "pay": 200000, "skills": ["car", "care"]}]),
    ("group", JOBS, [{"firm": "見本商店", "tel": "（0267）00-0001", "mail": "ａ＠example.jp", "code": "〒3890111", "reading": "みほん", "why": "一\r\n二", "age": "２０"}], [{"firm": "見本商店", "tel": "0267-00-0001", "mail": "a@example.jp", "code": "389-0111", "reading": "ミホン", "why": "一\n二", "age": 20}]),
    ("group", JOBS, [{"firm": "とても長い名前の見本商店"}], Says("職歴1：勤め先は、10文字までで入力してください（今は12文字です）")),
    ("group", JOBS, [{"firm": "見本", "tel": "なし"}], Says("職歴1：電話は、数字と「-」で入力してください")),
    ("group", JOBS, [{"firm": "見本", "mail": "a"}], Says("職歴1：宛先の形を確かめてください")),
    ("group", JOBS, [{"firm": "見本", "code": "12"}], Says("職歴1：郵便番号は、数字7けたで入力してください")),
    ("group", JOBS, [{"firm": "見本", "at": "25:00"}], Says("職歴1：始まりは、「9:30」や")),
    ("group", JOBS, [{"firm": "見本", "reading": "漢字"}], Says("職歴1：フリガナは、かなで入力してください")),
    ("group", JOBS, [{"firm": "見本", "skills": ["fly"]}], Says("職歴1：資格を、画面にあるものから選び直してください")),
    ("group", JOBS, [{"firm": "見本", "account_bank": "見本銀行"}], Says("職歴1：口座の支店の名前、預金の種類、口座番号、口座の名義（カナ）を入力してください")),
    ("group", JOBS, [{"firm": ""}, {"firm": "", "tel": "0267-00-0001"}], Says("職歴2：勤め先を入力してください")),
]
# fmt: on
