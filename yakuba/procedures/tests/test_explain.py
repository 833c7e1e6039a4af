"""The plain Japanese of a definition: every key is said, so that an officer reads all of it without reading YAML."""

import pytest

from yakuba.procedures import loader, queries
from yakuba.procedures.tests.samples import GOOD, definition, forwarded, report, survey, with_fields

SIZE = "id: size, kind: choice, label: 大きさ, options: [{id: small, label: 小}, {id: large, label: 大}]"
GROUP = f"id: items, kind: group, label: 品物, item: 品, min: 1, max: 5, fields: [{{{SIZE}}}, {{id: pieces, kind: count, label: 個数, unit: 個}}]"
FEE = "fees:\n  - {id: fee, label: 使用料, law: 条例, due: 使う日に納めます, "


def shipped(name):
    path = loader.COMMON / f"{name}.yaml"
    return loader.load(path.read_text(encoding="utf-8"), source=path.name)


def said(text):
    return queries.explain(definition(text))


def test_every_test_of_a_condition_can_be_said():
    text = GOOD.replace(
        "      - {id: plant,",
        "      - {id: a, kind: text, label: あ, show_if: {field: people, less_than: 5}}\n"
        "      - {id: b, kind: text, label: い, required_if: {all: [{field: a, not: 花}, {field: a, answered: true}]}}\n"
        "      - {id: c, kind: date, label: う, show_if: {field: a, answered: false}}\n"
        "      - {id: d, kind: date, label: え, show_if: {field: c, more_than: 2026-05-01}}\n"
        "      - {id: plant,",
    )
    told = said(text)
    assert "「人数」が「5」より小さいときだけ聞く" in told
    assert "「あ」が「花」でないとき、かつ「あ」に答えがあるときは必須" in told
    assert "「あ」に答えがないときだけ聞く" in told
    assert "「う」が「令和8年5月1日」より後のときだけ聞く" in told


def test_what_the_town_must_confirm_is_listed():
    assert queries.to_confirm(shipped("dog-registration"))[0] == (
        "犬の登録手数料：3,000円（町の手数料条例（地方自治法 第227条・第228条））"
    )
    assert queries.to_confirm(definition()) == []


# One case, one line: a definition, and what an officer reads of it.
# fmt: off
SAID = [
    # Whom it is for, when, how often.
    (f"{GOOD}audience: [resident, outside]\n", "・対象：町に住む方、町の外の方"),
    (GOOD, "・対象：どなたでも"),
    (f"{GOOD}several: one_open\n", "・同じ方の手続が終わるまでは1件です。"),
    (f"{GOOD}several: once\n", "・同じ方は1回だけです。"),
    (GOOD, "・同じ方が何件でも出せます。"),
    (survey(), "・無記名です。だれが答えたかは、記録しません。"),
    (GOOD.replace("who: {may: [町に住んでいる方]}", "who: {may: [町に住んでいる方], not_for: 会社, identity: mail}"), "・対象でない人：会社"),
    (GOOD.replace("who: {may: [町に住んでいる方]}", "who: {may: [町に住んでいる方], identity: mail}"), "・メールでの本人の登録が必要です。"),
    (f"{GOOD}open: {{from: 2026-12-01, until: 2027-01-15}}\n", "受付期間：令和8年12月1日から令和9年1月15日まで"),
    (f"{GOOD}open: {{from: 12-01, until: 01-15}}\n", "受付期間：毎年 12月1日から1月15日まで"),
    (f"{GOOD}open: {{from: 12-01, until: 01-15, confirm: true}}\n", "町が確かめる値\n・受付期間：毎年 12月1日から1月15日まで"),
    # Questions of the new kinds.
    (with_fields("id: x, kind: count, label: 枚数, unit: 通, min: 1, max: 10"), "・枚数（数（通）、必須、1以上10以下）"),
    (with_fields("id: x, kind: choices, label: 曜日, min: 1, max: 2, options: [{id: a, label: 月}, {id: b, label: 火}]"), "・曜日（いくつか選択、必須、1つ以上2つまで）：月／火"),
    (with_fields('id: x, kind: time, label: 時刻, earliest: "09:00", latest: "17:00"'), "・時刻（時刻、必須、09:00から17:00まで）"),
    (with_fields("id: x, kind: mail, label: 宛先, required: false"), "・宛先（メールアドレス、任意）"),
    (with_fields("id: x, kind: telephone, label: 電話"), "・電話（電話番号、必須）"),
    (with_fields("id: x, kind: postal_code, label: 郵便"), "・郵便（郵便番号（住所を引ける）、必須）"),
    (with_fields("id: x, kind: address, label: 住まい"), "・住まい（住所、必須）"),
    (with_fields("id: x, kind: bank_account, label: 振込先"), "・振込先（口座、必須）"),
    (with_fields("id: x, kind: agreement, label: 同意します。"), "・同意します。（同意、必須）"),
    (with_fields("id: x, kind: file, label: 証明書, min: 1, max: 3, later: true, known: 町が記録で確かめます。"), "・証明書（書類、必須、1つ以上3つまで、あとで出すこともできる、省略できる：町が記録で確かめます）"),
    (with_fields(GROUP), "  ・品物（くり返し（品）、必須、1つ以上5つまで）\n    －大きさ（選択、必須）：小／大\n    －個数（数（個）、必須）"),
    (with_fields("id: d, kind: date, label: 生年月日", "id: x, kind: computed, label: クラス, rule: age_at_fiscal_year, of: [d]"), "・クラス（計算、「生年月日」から：年度の初めの年齢で決まるクラス）"),
    (with_fields("id: t, kind: time, label: 時刻", "id: x, kind: text, label: 文, show_if: {field: t, more_than: 午後5時}"), "「時刻」が「17時」より後のときだけ聞く"),
    (with_fields("id: c, kind: choices, label: 曜日, options: [{id: a, label: 月}, {id: b, label: 火}]", "id: x, kind: text, label: 文, show_if: {field: c, not: [a, b]}"), "「曜日」が「月」か「火」でないときだけ聞く"),
    (with_fields("id: n, kind: number, label: 大人", "id: s, kind: computed, label: 合計, rule: sum, of: [n]", "id: x, kind: text, label: 文, show_if: {field: s, more_than: 3}"), "「合計」が「3」より大きいときだけ聞く"),
    (with_fields("id: g, kind: group, label: 子, fields: [{id: a, kind: yes_no, label: 別居}, {id: b, kind: address, label: 住所, show_if: {field: a, is: はい}}]"), "    －住所（住所、必須、「別居」が「はい」のときだけ聞く）"),
    (with_fields("id: a, kind: agreement, label: 同意します。, required: false", "id: x, kind: text, label: 文, show_if: {field: a, answered: true}"), "「同意します。」に答えがあるときだけ聞く"),
    (with_fields("id: x, kind: text, label: 文, private: false"), "、個人の情報ではない）"),
    # Money.
    (GOOD, "手数料：かかりません"),
    (with_fields(SIZE, extra=f"{FEE}of: size, prices: {{small: 500, large: 1000}}}}\n"), "手数料：使用料 「大きさ」により 小 500円／大 1,000円（条例。使う日に納めます）"),
    (with_fields("id: n, kind: count, label: 通数, unit: 通", extra=f"{FEE}yen: 300, times: n}}\n"), "手数料：使用料 300円 ×「通数」（条例"),
    (with_fields(GROUP, extra=f"{FEE}of: size, prices: {{small: 500, large: 1000}}, times: pieces, confirm: true}}\n"), "「大きさ」により 小 500円／大 1,000円 ×「個数」（条例。使う日に納めます。金額は町が確かめます）"),
    # The way.
    (report(), "2. 受理する（担当が受理して、台帳に載せる（花壇台帳））"),
    (forwarded(), "2. 県に送る（担当が知事に進達する）\n3. 結果が届く（担当が結果を受け取る）\n4. 渡す（担当が渡す）"),
    (GOOD.replace("  - {id: decide,", "  - {id: talk, kind: consult, role: clerk, title: 聞く, to: 警察署, law: 道路法 第32条第5項, days: 7}\n  - {id: decide,"), "2. 聞く（担当が警察署と協議する、7日、道路法 第32条第5項）"),
    (GOOD.replace("kind: 申請\n", "kind: 申込\n").replace("kind: decision, role: chief, title: 決める", "kind: confirm, role: clerk, title: 決まる"), "2. 決まる（担当が確定する）"),
    (survey(), "届いた答えを数えます。1件ずつの審査はありません。"),
    (f"{GOOD}together:\n  - {{procedure: garden-tools, show_if: {{field: together, is: はい}}}}\n", "一緒に出す手続：「ほかの人と一緒に使いますか」が「はい」のとき、「garden-tools」を同じ答えで同時に受け付けます。"),
    (GOOD.replace("{days: 10}", "{days: 10, unit: open, statutory: {days: 30, law: 条例 第5条, then: 許可したものとみなします。, delay: 条例 第5条ただし書}}"), "標準処理期間：10開庁日。書類の直しを待つ間は数えません。\n法律の期限：30日（条例 第5条）。直しを待つ間も数えます。過ぎると、許可したものとみなします。\n延期の通知：条例 第5条ただし書"),
    # Results.
    (GOOD.replace("document: decision, says: 許可します。", "document: certificate, certifies: 花壇を使えます。, says: 許可します。"), "・許可する：「花壇を使えます。」証明書を出す。"),
    (forwarded(), "・認定する：「認定されました。」相手から届いた文書を渡す。"),
    (report(), "・受理する：「受理しました。」文書は出さず、お知らせで伝える。"),
    (GOOD, "・許可しない：「許可しません。」通知書を出す。理由を必ず書く。保存期間は5年。"),
    (GOOD.replace("says: 許可します。", "says: 許可します。, shows: [plant]"), "文書に「植えるもの」を載せる。"),
    (f"{GOOD}appeal: {{kind: 審査請求前置, reviewer: '{{prefecture}}介護保険審査会', law: 介護保険法 第196条}}\n", "教示：審査請求前置。審査請求先は（都道府県）介護保険審査会。（介護保険法 第196条）"),
    (f"{GOOD}appeal: {{kind: 議会諮問, law: 地方自治法 第231条の3}}\n", "教示：議会諮問。（地方自治法 第231条の3）"),
    (f"{GOOD}appeal: {{kind: なし, why: 契約の申込みで、処分ではありません。}}\n", "教示：しません。契約の申込みで、処分ではありません。"),
    (f"{GOOD}follow_ups:\n  - {{procedure: garden-tools, text: 道具も借りられます, after: granted}}\n", "次の手続\n・「許可する」のとき：道具も借りられます（garden-tools）"),
    (f"{GOOD}follow_ups:\n  - {{procedure: garden-tools, text: 道具も借りられます}}\n", "次の手続\n・道具も借りられます（garden-tools）"),
    (GOOD, "オープンデータにする項目：植えるもの"),
    (report(), "オープンデータにする項目：ありません"),
]
# fmt: on


@pytest.mark.parametrize(("text", "words"), SAID, ids=range(len(SAID)))
def test_every_key_is_said_in_words_that_an_officer_can_check(text, words):
    assert words in said(text)


@pytest.mark.parametrize("path", loader.shipped(), ids=lambda path: path.stem)
def test_no_code_of_the_language_stands_in_an_explanation(path):
    told = queries.explain(shipped(path.stem))
    assert not [
        word for word in ("None", "show_if", "computed", "{", "}", "[", "]", "yes_no") if word in told
    ]
