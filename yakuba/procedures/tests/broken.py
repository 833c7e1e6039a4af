"""Broken definitions, one fault each: where it is told, what is wrong, what to write instead."""

from yakuba.procedures.tests.samples import GOOD, PLANT, forwarded, report, survey, with_fields

# with_fields puts its first field on this line.
LINE = 18


def changed(old, new):
    assert old in GOOD, old
    return GOOD.replace(old, new, 1)


def example(answers, expect="{}", text=GOOD):
    return (
        text
        + f"examples:\n  - title: 例\n    on: 2026-11-10\n    answers: {{{answers}}}\n    expect: {expect}\n"
    )


def fee(words, text=GOOD):
    """A fee behind a definition, in the line `id: fee`."""
    return text + f"fees:\n  - {{id: fee, label: 使用料, law: 条例, due: 使う日, {words}}}\n"


def translated(text, labels="{x: X}"):
    """The same with an English translation of its title, its page and these labels."""
    more = f"title: a, summary: b, sections: {{page: P}}, labels: {labels}"
    return f"{text}languages: [ja, en]\ntranslations:\n  en: {{{more}}}\n"


SIZE = "id: size, kind: choice, label: 大きさ, options: [{id: small, label: 小}, {id: large, label: 大}]"
ALL_LABELS = "{name: N, plant: P, together: T, people: P}"
TAIL_ROUTE = """\
route:
  - {id: examine, kind: review, role: clerk, title: 確かめる}
  - {id: accept, kind: accept, role: clerk, title: 受理する, register: 花壇台帳}
"""
SECOND_RESULT = (
    "  - {id: more, title: もう1つ, effect: grant, document: none, says: 届きました。, keep: {years: 1}}\n"
)


# One case, one line: name, text, line (or words that stand in it first), what is wrong, what to write.
# fmt: off
CASES = {
    "empty": ("", 1, "何も書かれていません", "「id: 」から"),
    "only a comment": ("# なし\n", 1, "何も書かれていません", "「id: 」から"),
    "a tab": (changed("title: 花", "\ttitle: 花"), 2, "タブ", "空白に置きかえてください"),
    "an open bracket": (changed("[online, counter]", "[online, counter"), 12, "かっこが閉じていません", "閉じてください"),
    "an open quote": (changed("title: 花壇の利用申請", 'title: "花壇'), 2, "引用符が閉じていません", "閉じてください"),
    "a colon inside": (changed("summary: 町の", "summary: 時間: 町の"), 3, "「: 」の位置", "囲んでください"),
    "bad indentation": (changed("    title: 申請する方", "   title: 申請する方"), 16, "字下げ", "同じ位置の「- 」"),
    "a repeated key": (changed("minutes: 5", "minutes: 5\nminutes: 6"), 11, "「minutes」が2回書かれています", "1つにまとめて"),
    "an anchor": (changed("kind: 申請", "kind: &k 申請"), 4, "目印（&k）は使えません", "消してください"),
    "an alias": (changed("law: 花壇条例 第3条", "law: *k"), 5, "参照（*k）は使えません", "もう一度書いてください"),
    "a tag": (changed("minutes: 5", "minutes: !!int 5"), 10, "型の指定", "値だけを書いてください"),
    "two documents": (f"{GOOD}---\nid: b\n", 33, "2つ以上の文書", "ファイルを分けてください"),
    "too deep": ("id: " + "[" * 30, 1, "入れ子が深すぎます", "12段まで"),
    "too large": ("# " + "あ" * 200_001, 1, "ファイルが大きすぎます", "短くするか"),
    "a control character": (changed("花壇の利用申請", "花壇\x07の利用申請"), 2, "見えない制御文字", "消してください"),
    "a broken character": (changed("花壇の利用申請", "花壇\ud800"), 2, "文字が壊れています", "UTF-8"),
    "a list": ("- a\n- b\n", 1, "「定義」は「項目: 値」の組です", "字下げして"),
    "an unknown key": (changed("title: 花", "titel: 花"), 2, "「titel」という項目はありません", "「title」と書いてください"),
    "an unknown key in a field": (changed("label: 人数", "lable: 人数"), 20, "「lable」という項目はありません", "「label」と"),
    "an unknown key in a condition": (changed("{field: together, is: はい}", "{feild: together, is: はい}"), 20, "「feild」という", "「field」と"),
    "an unknown key like nothing": (changed("minutes: 5", "minutes: 5\nzzz: 1"), 11, "「zzz」という項目はありません", "次のどれかを書いてください"),
    "a missing key": (changed("title: 花壇の利用申請\n", ""), 1, "「title」がありません", "「title: …」を書き足してください"),
    "a missing key in a section": (changed("    title: 花壇\n", ""), 21, "「title」がありません", "書き足してください"),
    "an unknown kind of procedure": (changed("kind: 申請\n", "kind: 申し込み\n"), 4, "「kind」に「申し込み」は使えません", "「申込」と"),
    "an unknown kind of field": (changed("kind: yes_no", "kind: yesno"), 19, "「kind」に「yesno」は使えません", "「yes_no」と書いてください"),
    "an unknown regime": (changed("regime: 行政手続条例", "regime: 行政手続き法"), 6, "「regime」に", "「行政手続法」と"),
    "an unknown channel": (changed("[online, counter]", "[online, couter]"), 12, "「couter」は使えません", "「counter」と"),
    "an unknown meaning": (changed("means: person.name", "means: persn.name"), 18, "「persn.name」は使えません", "「person.name」と"),
    "an unknown role": (changed("role: chief", "role: cheif"), 28, "「cheif」は使えません", "「chief」と"),
    "a text for a number": (changed("minutes: 5", "minutes: 五分"), 10, "「minutes」は数です", "半角の数字"),
    "a number with a comma": (changed("target: {days: 10}", "target: {days: '1,0'}"), 25, "「days」は数です", "半角の数字"),
    "a number too small": (changed("minutes: 5", "minutes: 0"), 10, "数が小さすぎます", "1以上"),
    "a number too large": (changed("{days: 10}", "{days: 4000}"), 25, "数が大きすぎます", "1000以下"),
    "yes for true": (changed("reasons: true", "reasons: yes"), 31, "「reasons」は、はいかいいえ", "true か false"),
    "a bad id": (changed("id: garden-permit", "id: Garden_Permit"), 1, "英小文字・数字・「-」", "「garden-permit」のように"),
    "a bad field id": (changed("id: plant", "id: 植物"), 24, "英小文字・数字・「_」", "のように書いてください"),
    "an empty title": (changed("title: 花壇の利用申請", "title:"), 2, "「title」が空です", "文を書くか"),
    "a title too long": (changed("花壇の利用申請", "花" * 61), 2, "「title」が長すぎます", "60文字まで"),
    "a text for a list": (changed("channels: [online, counter]", "channels: online"), 12, "「channels」は一覧です", "[ … ] で"),
    "a list for a text": (changed("summary: 町の花壇を使うための手続です。", "summary: [町]"), 3, "「summary」は文字で書きます", "の形で書いてください"),
    "a text for a mapping": (changed("who: {may: [町に住んでいる方]}", "who: 町民"), 11, "「who」は「項目: 値」の組です", "並べてください"),
    "an empty list": (changed("channels: [online, counter]", "channels: []"), 12, "「channels」が空です", "1つ以上"),
    "a day that does not exist": (example("plant: 花").replace("2026-11-10", "2026-02-30"), 35, "「on」の日付はありません", "2026-05-01"),
    "a day in words": (example("plant: 花").replace("2026-11-10", "令和8年"), 35, "「on」は日付です", "2026-05-01"),
    "a strange event": (f"{GOOD}notices:\n  - {{id: a, when: 到達, subject: a, text: b}}\n", 34, "出来事の名前ではありません", "application.submitted"),
    "two sections of one id": (changed("  - id: plot", "  - id: applicant"), 21, "id「applicant」が2回", "別の id"),
    "two fields of one id": (changed("id: plant", "id: name"), 24, "id「name」が2回", "別の id"),
    "two options of one id": (with_fields("id: x, kind: choice, label: 色, options: [{id: a, label: 赤}, {id: a, label: 青}]"), LINE, "id「a」が2回", "別の id"),
    "two outcomes of one id": (changed("id: refused", "id: granted"), 31, "id「granted」が2回", "別の id"),
    "two fees of one id": (f"{GOOD}fees:\n  - {{id: a, label: 料, yen: 1, law: 条例, due: 今}}\n  - {{id: a, label: 料2, yen: 1, law: 条例, due: 今}}\n", 35, "id「a」が2回", "別の id"),
    "a control used twice": (with_fields("id: x, kind: date, label: 日", "id: x_year, kind: text, label: 年"), LINE + 1, "入力欄「x_year」と重なります", "別の id"),
    "a button's name": (with_fields("id: later, kind: text, label: あと"), LINE, "画面のボタンが使います", "別の id"),
    "two labels alike on a page": (with_fields("id: x, kind: text, label: 名", "id: y, kind: text, label: 名"), LINE + 1, "同じページに「名」が2つ", "区別できる言葉"),
    "a choice without options": (with_fields("id: x, kind: choice, label: 色"), LINE, "選択肢が2つ以上", "options"),
    "options on a text": (with_fields("id: x, kind: text, label: 色, options: [{id: a, label: 赤}, {id: b, label: 青}]"), LINE, "「text」の項目に「options」は使えません", "消してください"),
    "many on a date": (with_fields("id: x, kind: date, label: 日, many: true"), LINE, "「date」の項目に「many」は使えません", "消してください"),
    "a length beyond the limit": (with_fields("id: x, kind: text, label: 色, max_length: 501"), LINE, "「max_length」の数が大きすぎます", "500以下"),
    "a maximum below the minimum": (with_fields("id: x, kind: number, label: 数, min: 5, max: 2"), LINE, "「max」が「min」より小さく", "5以上"),
    "nothing to accept": (with_fields("id: x, kind: file, label: 書類, accept: []"), LINE, "「accept」が空です", "[image, pdf]"),
    "an unknown rule": (with_fields("id: x, kind: text, label: 電話, rule: telefone"), LINE, "「telefone」という規則はありません", "「telephone」と"),
    "a rule of another kind": (with_fields("id: x, kind: date, label: 日, rule: telephone"), LINE, "規則「telephone」は「date」の項目に使えません", "not_in_future"),
    "a meaning of another kind": (with_fields("id: x, kind: text, label: 氏名, means: person.name"), LINE, "意味「person.name」の項目の kind は「person」です", "「kind: person」と"),
    "a meaning twice": (with_fields("id: x, kind: person, label: 氏名, means: person.name", "id: y, kind: person, label: 配偶者, means: person.name"), LINE + 1, "2つの項目にあります", "1つの項目だけ"),
    "a channel of notice that is none": (with_fields("id: x, kind: choice, label: 届け方, means: notice.channel, options: [{id: online, label: 画面}, {id: posted, label: 郵便}]"), LINE, "結果の届け方に「posted」はありません", "「post」と"),
    "a condition that looks down": (with_fields("id: x, kind: text, label: 色, show_if: {field: y, is: はい}", "id: y, kind: yes_no, label: はいか"), LINE, "条件の「y」は、この項目より下か、くり返しの中にあります", "上に移すか"),
    "a condition on itself": (with_fields("id: x, kind: yes_no, label: 色, show_if: {field: x, is: はい}"), LINE, "この項目より下か、くり返しの中にあります", "上に移すか"),
    "a condition on nothing known": (with_fields("id: colour, kind: yes_no, label: 色", "id: y, kind: text, label: 数, show_if: {field: color, is: はい}"), LINE + 1, "条件の「color」という項目はありません", "「colour」と"),
    "a condition with two tests": (with_fields("id: x, kind: number, label: 数", "id: y, kind: text, label: 色, show_if: {field: x, more_than: 1, less_than: 9}"), LINE + 1, "確かめ方を1つだけ", "answered"),
    "a condition without a test": (with_fields("id: x, kind: number, label: 数", "id: y, kind: text, label: 色, show_if: {field: x}"), LINE + 1, "確かめ方を1つだけ", "is、not"),
    "a condition without a field": (with_fields("id: x, kind: number, label: 数", "id: y, kind: text, label: 色, show_if: {is: はい}"), LINE + 1, "条件に「field」がありません", "書き足してください"),
    "any with a field": (with_fields("id: x, kind: yes_no, label: 数", "id: y, kind: text, label: 色, show_if: {field: x, any: [{field: x, is: はい}]}"), LINE + 1, "「any」の条件に「field」は書けません", "消してください"),
    "a test that the kind does not know": (with_fields("id: x, kind: yes_no, label: 数", "id: y, kind: text, label: 色, show_if: {field: x, more_than: 1}"), LINE + 1, "（yes_no）に「more_than」の条件は使えません", "answered"),
    "a value that is no option": (with_fields("id: x, kind: choice, label: 色, options: [{id: red, label: 赤}, {id: blue, label: 青}]", "id: y, kind: text, label: 数, show_if: {field: x, is: rad}"), LINE + 1, "「x」の答えに「rad」はありません", "「red」と"),
    "a value that is no number": (with_fields("id: x, kind: number, label: 数", "id: y, kind: text, label: 色, show_if: {field: x, more_than: 多い}"), LINE + 1, "「x」の答えに「多い」はありません", "答えの形"),
    "a value deep in any": (with_fields("id: x, kind: yes_no, label: 数", "id: y, kind: text, label: 色, required_if: {any: [{field: x, is: たぶん}]}"), LINE + 1, "「x」の答えに「たぶん」はありません", "はい"),
    "a section that looks down": (changed("    title: 申請する方\n", "    title: 申請する方\n    show_if: {field: plant, answered: true}\n"), 17, "条件の「plant」は、この項目より下か", "上に移すか"),
    "publishing what is private": (changed("publish: [plant]", "publish: [together]"), 32, "「together」は個人の情報なので公開できません", "private: false"),
    "publishing what is not there": (changed("publish: [plant]", "publish: [plants]"), 32, "公開する項目「plants」はありません", "「plant」と"),
    "a notice that shows what is not asked": (changed("says: 許可します。", "says: 許可します。, shows: [plants]"), 30, "通知書に載せる項目「plants」はありません", "「plant」と"),
    "publishing a name": (with_fields("id: x, kind: person, label: 氏名, private: false", extra="publish: [x]\n"), 26, "「person」の項目は公開できません", "消してください"),
    "asking for the individual number": (with_fields("id: x, kind: text, label: マイナンバー（１２けた）"), LINE, "個人番号（マイナンバー）を聞く項目は作れません", "町が確認します"),
    "asking for it in half width": (with_fields("id: x, kind: text, label: ﾏｲﾅﾝﾊﾞｰ"), LINE, "個人番号（マイナンバー）を聞く項目は作れません", "町が確認します"),
    "asking for it by its legal name": (with_fields("id: x, kind: number, label: 世帯主の個人 番号"), LINE, "個人番号（マイナンバー）を聞く項目は作れません", "町が確認します"),
    "the individual number in public": (f"{GOOD}requires_mynumber: true\n", 33, "住民の側に公開できません", "online を消すか"),
    "an application without a decision": (changed("kind: decision, role: chief", "kind: review, role: chief"), 26, "申請の結果が決まる段がありません", "「kind: decision」の段"),
    "an application that cannot be refused": (changed("effect: refuse", "effect: grant"), 29, "「認めない」結果がありません", "effect: refuse"),
    "an application without a target": (changed("target: {days: 10}\n", ""), 4, "標準処理期間がいります（行政手続法6条）", "target: {days: 30}"),
    "an application without standards": (changed("standards: 花壇が空いていること。\n", ""), 4, "審査基準がいります（行政手続法5条）", "standards: …"),
    "a refusal without reasons": (changed(", reasons: true", ""), 31, "「許可しない」には理由がいります（行政手続法8条）", "reasons: true"),
    "a longest delay without a law for it": (changed("{days: 10}", "{days: 10, statutory: {days: 30, law: 法, then: みなす, longest: 30}}"), 25, "延ばす定めなしに", "longest は delay と"),
    "a target beyond the law": (changed("{days: 10}", "{days: 60, statutory: {days: 30, law: 法, then: みなす}}"), 25, "標準処理期間が法律の期限より長く", "30以下"),
    "an uneven table": (f"{GOOD}amounts: {{title: 額, head: [年齢, 額], rows: [[3歳]]}}\n", 33, "表のこの行は1列です", "2列で"),
    "no Japanese": (f"{GOOD}languages: [en]\n", 33, "「languages」に ja がありません", "ja を書き足してください"),
    "a language without a translation": (f"{GOOD}languages: [ja, en]\n", 33, "en の訳がありません", "translations"),
    "a translation that lacks a label": (f"{GOOD}languages: [ja, en]\ntranslations: {{en: {{title: a, summary: b, labels: {{name: Name, plant: Plant, together: T}}}}}}\n", 34, "en の訳がない項目があります", "people の訳"),
    "a translation of nothing": (f"{GOOD}languages: [ja, en]\ntranslations: {{en: {{title: a, summary: b, labels: {{name: N, plant: P, together: T, people: P, plants: P}}}}}}\n", 34, "「plants」という項目はありません", "「plant」と"),
    "an example of an unknown field": (example("plants: 花"), 36, "例の答え「plants」という項目はありません", "「plant」と"),
    "an example that does not fit": (example("together: たぶん"), 36, "例の答えが合いません", "正しい答え"),
    "an example of an unknown outcome": (example("plant: 花", "{outcome: grant}"), 37, "「grant」という結果はありません", "「granted」と"),
    "an example that shows nothing known": (example("plant: 花", "{shown: [plante]}"), 37, "「plante」という項目はありません", "「plant」と"),
    # How it is written.
    "a missing colon": (changed("minutes: 5", "minutes 5"), 10, "「:」がありません", "「項目: 値」の形"),
    "an indentation too many": (changed("minutes: 5", "minutes: 5\n  law: 条例"), 11, "「: 」の位置が正しくありません", "字下げをそろえ"),
    "a bracket too many": (changed("who: {may: [町に住んでいる方]}", "who: {may: [町に住んでいる方]}}"), 11, "字下げがそろっていません", "同じ数の空白"),
    "an at sign first": (changed("title: 花壇の", "title: @花壇の"), 2, "使えない文字があります", "「@」「`」「%」で始まる文は"),
    "a wrong escape": (changed("title: 花壇の利用申請", 'title: "花\\q壇"'), 2, "YAMLとして読めません", "字下げ、「:」"),
    "a directive of YAML": (f"%YAML 9.9\n---\n{GOOD}", 1, "YAMLとして読めません", "確かめてください"),
    "a key that is a list": (changed("minutes: 5", "[minutes]: 5"), 10, "項目の名前が文字ではありません", "「項目: 値」の形"),
    "a key twice in one line": (changed("{days: 10}", "{days: 10, days: 11}"), 25, "「days」が2回書かれています", "1つにまとめて"),
    "a key twice in a field": (changed("label: 植えるもの,", "label: 植えるもの, label: 花,"), 24, "「label」が2回", "1つにまとめて"),
    "a null character": (changed("花壇の利用申請", "花\x00壇"), 2, "見えない制御文字", "消してください"),
    # What may be written.
    "a list for a number": (changed("minutes: 5", "minutes: [5]"), 10, "「minutes」は数です", "半角の数字"),
    "a list for yes or no": (changed("reasons: true", "reasons: [true]"), 31, "「reasons」は、はいかいいえ", "true か false"),
    "a list for a day": (example("plant: 花").replace("2026-11-10", "[2026-11-10]"), 35, "「on」は日付です", "2026-05-01"),
    "too many of a list": (changed("[online, counter]", "[online, counter, post, online]"), 12, "「channels」が多すぎます", "3個まで"),
    "a time without its zero": (with_fields("id: x, kind: time, label: 時刻, earliest: 9:00"), LINE, "「earliest」は時刻です", '"09:00"'),
    "an unknown key of a translation": (f"{GOOD}languages: [ja, en]\ntranslations: {{en: {{titel: a, title: b, summary: c, labels: {{}}}}}}\n", 34, "「titel」という項目はありません", "「title」と"),
    "an unknown language of a translation": (f"{GOOD}translations: {{fr: {{title: a, summary: b, labels: {{}}}}}}\n", 33, "「translations」に「fr」は使えません", "en、easy"),
    "an unknown language": (f"{GOOD}languages: [ja, fr]\n", 33, "「languages」に「fr」は使えません", "ja、en、easy"),
    "an unknown audience": (f"{GOOD}audience: [residents]\n", 33, "「residents」は使えません", "「resident」と"),
    "an unknown number of applications": (f"{GOOD}several: twice\n", 33, "「twice」は使えません", "any、one_open、once"),
    "an unknown sort of file": (with_fields("id: x, kind: file, label: 書類, accept: [word]"), LINE, "「word」は使えません", "image、pdf"),
    "an unknown kind of step": (changed("kind: decision, role", "kind: dicision, role"), 28, "「dicision」は使えません", "「decision」と"),
    "an unknown paper": (changed("document: decision, says: 許可します", "document: decisions, says: 許可します"), 30, "「decisions」は使えません", "「decision」と"),
    "an option of a price that is no id": (f"{GOOD}fees:\n  - {{id: a, label: 料, of: plant, prices: {{Big: 5}}, law: 条例, due: 今}}\n", 34, "「prices」の「Big」には、英小文字", "「big」のように"),
    "a list for an answer of an example": (example("plant: {a: {b: c}}"), 36, "例の「plant」の答えの形が正しくありません", "文か、[ ]"),
    "a period in words": (f"{GOOD}open: {{from: 12月1日, until: 12-31}}\n", 33, "「from」は日付です", "毎年なら 05-01"),
    "half a period": (f"{GOOD}open: {{from: 12-01}}\n", 33, "「until」がありません", "「until: …」"),
    "an appeal that no law knows": (f"{GOOD}appeal: {{kind: 前置}}\n", 33, "「前置」は使えません", "審査請求前置"),
    # Questions.
    "two underscores in an id": (with_fields("id: a__b, kind: text, label: 名"), LINE, "id「a__b」に「__」は使えません", "「_」を1つに"),
    "two underscores in a group": (with_fields("id: x, kind: group, label: 子, fields: [{id: a__b, kind: text, label: 名}]"), LINE, "id「a__b」に「__」は使えません", "「_」を1つに"),
    "the look-up's name": (with_fields("id: lookup, kind: text, label: 郵便"), LINE, "画面のボタンが使います", "別の id"),
    "a group's counter": (with_fields("id: x, kind: group, label: 子, fields: [{id: a, kind: text, label: 名}]", "id: x_items, kind: text, label: 数"), LINE + 1, "入力欄「x_items」と重なります", "別の id"),
    "an id inside a group and outside": (with_fields("id: x, kind: group, label: 子, fields: [{id: y, kind: text, label: 名}]", "id: y, kind: text, label: 数"), LINE + 1, "id「y」が2回", "別の id"),
    "two labels alike in a group": (with_fields("id: x, kind: group, label: 子, fields: [{id: a, kind: text, label: 名}, {id: b, kind: text, label: 名}]"), LINE, "同じページに「名」が2つ", "区別できる言葉"),
    "choices without options": (with_fields("id: x, kind: choices, label: 色"), LINE, "選択肢が2つ以上", "options"),
    "more to choose than there is": (with_fields("id: x, kind: choices, label: 色, max: 3, options: [{id: a, label: 赤}, {id: b, label: 青}]"), LINE, "選ぶ数が正しくありません", "2以下"),
    "a unit on a number": (with_fields("id: x, kind: number, label: 数, unit: 人"), LINE, "「number」の項目に「unit」は使えません", "消してください"),
    "an item on a text": (with_fields("id: x, kind: text, label: 名, item: 人"), LINE, "「text」の項目に「item」は使えません", "消してください"),
    "later on a text": (with_fields("id: x, kind: text, label: 名, later: true"), LINE, "「text」の項目に「later」は使えません", "消してください"),
    "a limit of time on a day": (with_fields('id: x, kind: date, label: 日, latest: "17:00"'), LINE, "「date」の項目に「latest」は使えません", "消してください"),
    "a rule on a mail address": (with_fields("id: x, kind: mail, label: 宛先, rule: mail_address"), LINE, "「mail」の項目に「rule」は使えません", "消してください"),
    "a rule of a text on an address": (with_fields("id: x, kind: address, label: 住所, rule: telephone"), LINE, "規則「telephone」は「address」の項目に使えません", "消してください"),
    "a unit too long": (with_fields("id: x, kind: count, label: 数, unit: とてもとても長い単位の語"), LINE, "「unit」が長すぎます", "10文字まで"),
    "a count below its minimum": (with_fields("id: x, kind: count, label: 数, min: 5, max: 2"), LINE, "「max」が「min」より小さく", "5以上"),
    "a day's end before its beginning": (with_fields('id: x, kind: time, label: 時刻, earliest: "17:00", latest: "09:00"'), LINE, "終わりが始まりより前です", "「earliest」より後"),
    "too many files": (with_fields("id: x, kind: file, label: 書類, max: 11"), LINE, "ファイルの数が正しくありません", "10以下"),
    "fewer files than needed": (with_fields("id: x, kind: file, label: 書類, min: 3, max: 2"), LINE, "ファイルの数が正しくありません", "「min」以上"),
    "a group of nothing": (with_fields("id: x, kind: group, label: 子"), LINE, "くり返す項目がありません", "fields: ["),
    "a group in a group": (with_fields("id: x, kind: group, label: 子, fields: [{id: y, kind: group, label: 孫, fields: [{id: z, kind: text, label: 名}]}]"), LINE, "「group」はくり返しの中に書けません", "外に書いて"),
    "a file in a group": (with_fields("id: x, kind: group, label: 子, fields: [{id: y, kind: file, label: 写真}]"), LINE, "「file」はくり返しの中に書けません", "外に書いて"),
    "an agreement in a group": (with_fields("id: x, kind: group, label: 子, fields: [{id: y, kind: agreement, label: はい}]"), LINE, "「agreement」はくり返しの中に書けません", "外に書いて"),
    "a meaning in a group": (with_fields("id: x, kind: group, label: 子, fields: [{id: y, kind: person, label: 名, means: person.name}]"), LINE, "くり返しの中に、申請する本人の「means」は書けません", "本人の項目"),
    "a member outside the household": (with_fields("id: x, kind: group, label: 子, fields: [{id: y, kind: person, label: 名, means: member.name}]"), LINE, "世帯のくり返しの中だけに", "household.members"),
    "a member who is the applicant": (changed("means: person.name", "means: member.name"), 18, "世帯のくり返しの中の項目のものです", "person.name"),
    "a member twice": (with_fields("id: x, kind: group, label: 子, means: household.children, fields: [{id: y, kind: person, label: 名, means: member.name}, {id: z, kind: person, label: 名2, means: member.name}]"), LINE, "2つの項目にあります", "1つの項目だけ"),
    "a household that is one person": (with_fields("id: x, kind: person, label: 子, means: household.children"), LINE, "kind は「group」です", "kind: group"),
    "a group too large": (with_fields("id: x, kind: group, label: 子, max: 31, fields: [{id: y, kind: text, label: 名}]"), LINE, "くり返しの数が正しくありません", "30以下"),
    "a group of fewer than its least": (with_fields("id: x, kind: group, label: 子, min: 3, max: 2, fields: [{id: y, kind: text, label: 名}]"), LINE, "くり返しの数が正しくありません", "「min」以上"),
    "a computation without a name": (with_fields("id: x, kind: computed, label: 計"), LINE, "計算の名前（rule）がありません", "sum、item_count"),
    "an unknown computation": (with_fields("id: n, kind: number, label: 数", "id: x, kind: computed, label: 計, rule: summ, of: [n]"), LINE + 1, "「summ」という計算はありません", "「sum」と"),
    "a computation of nothing": (with_fields("id: x, kind: computed, label: 計, rule: stay_days, of: []"), LINE, "計算「stay_days」に渡す項目の数が合いません", "2個書いて"),
    "a computation of another kind": (with_fields("id: n, kind: text, label: 文", "id: d, kind: date, label: 日", "id: x, kind: computed, label: 計, rule: age_on_day, of: [n]"), LINE + 2, "計算に「n」は渡せません", "次のどれかを書いてください：d"),
    "a computation that looks down": (with_fields("id: x, kind: computed, label: 計, rule: sum, of: [n]", "id: n, kind: number, label: 数"), LINE, "計算に「n」は渡せません", "消してください"),
    "a computation of a group's inside": (with_fields("id: g, kind: group, label: 子, fields: [{id: n, kind: number, label: 数}]", "id: x, kind: computed, label: 計, rule: sum, of: [n]"), LINE + 1, "計算に「n」は渡せません", "消してください"),
    "a meaning of an old kind": (with_fields("id: x, kind: address, label: 郵便番号, means: person.postal_code"), LINE, "項目の kind は「postal_code」です", "「kind: postal_code」と"),
    "a section with a page's name": (changed("  - id: plot", "  - id: check"), 21, "「check」は画面の名前", "「check-1」"),
    # Conditions.
    "a condition into a group": (with_fields("id: x, kind: group, label: 子, fields: [{id: a, kind: yes_no, label: 同居}]", "id: y, kind: text, label: 文, show_if: {field: a, is: はい}"), LINE + 1, "条件の「a」は、この項目より下か、くり返しの中", "上にある項目"),
    "a condition out of a group": (with_fields("id: o, kind: yes_no, label: はい", "id: x, kind: group, label: 子, fields: [{id: a, kind: text, label: 名, show_if: {field: o, is: はい}}]"), LINE + 1, "条件の「o」は、この項目より下か、くり返しの中", "上にある項目"),
    "a condition down in a group": (with_fields("id: x, kind: group, label: 子, fields: [{id: a, kind: text, label: 名, required_if: {field: b, is: はい}}, {id: b, kind: yes_no, label: 同居}]"), LINE, "条件の「b」は、この項目より下", "上に移すか"),
    "an agreement that is compared": (with_fields("id: x, kind: agreement, label: 同意", "id: y, kind: text, label: 文, show_if: {field: x, is: 同意する}"), LINE + 1, "（agreement）に「is」の条件は使えません", "answered"),
    "a group that is compared": (with_fields("id: x, kind: group, label: 子, fields: [{id: a, kind: text, label: 名}]", "id: y, kind: text, label: 文, show_if: {field: x, more_than: 1}"), LINE + 1, "（group）に「more_than」の条件は使えません", "answered"),
    "a day that is like another": (with_fields("id: x, kind: date, label: 日", "id: y, kind: text, label: 文, show_if: {field: x, is: 2026-05-01}"), LINE + 1, "（date）に「is」の条件は使えません", "less_than"),
    "a choice of several that is none": (with_fields("id: x, kind: choices, label: 色, options: [{id: red, label: 赤}, {id: blue, label: 青}]", "id: y, kind: text, label: 文, show_if: {field: x, is: rad}"), LINE + 1, "「x」の答えに「rad」はありません", "「red」と"),
    "a time that is none": (with_fields("id: x, kind: time, label: 時刻", "id: y, kind: text, label: 文, show_if: {field: x, more_than: 昼}"), LINE + 1, "「x」の答えに「昼」はありません", "答えの形"),
    "a computed number compared with a word": (with_fields("id: n, kind: number, label: 数", "id: x, kind: computed, label: 計, rule: sum, of: [n]", "id: y, kind: text, label: 文, show_if: {field: x, more_than: 多い}"), LINE + 2, "「x」の答えに「多い」はありません", "答えの形"),
    "an unknown computation that is compared": (with_fields("id: x, kind: computed, label: 計, rule: summ, of: []", "id: y, kind: text, label: 文, show_if: {field: x, more_than: 1}"), LINE + 1, "（computed）に「more_than」の条件は使えません", "answered"),
    "a fee's condition on nothing": (f"{GOOD}fees:\n  - {{id: a, label: 料, yen: 1, law: 条例, due: 今, show_if: {{field: plants, answered: true}}}}\n", 34, "条件の「plants」という項目はありません", "「plant」と"),
    "a joined procedure's condition on nothing": (f"{GOOD}together:\n  - {{procedure: other, show_if: {{field: togethr, is: はい}}}}\n", 34, "条件の「togethr」という項目はありません", "「together」と"),
    # The way through the office.
    "a survey with a route": (survey(extra="route:\n  - {id: a, kind: review, role: clerk, title: 見る}\n"), "route:", "アンケートに流れはありません", "「route」を消して"),
    "a report without a route": (report().replace(TAIL_ROUTE, ""), 4, "流れ（route）がありません", "kind: review"),
    "a request without a decision": (changed("kind: 申請\n", "kind: 請求\n").replace("kind: decision, role", "kind: review, role"), 26, "請求の結果が決まる段がありません", "「kind: decision」の段"),
    "a route that begins with handing over": (changed("{id: examine, kind: review,", "{id: examine, kind: delivery,"), 27, "内容を確かめることから始まります", "「kind: review」"),
    "handing over before the decision": (changed("{id: examine, kind: review,", "{id: examine, kind: delivery,"), 27, "交付の前に、決める段がありません", "前に決裁の段"),
    "a result that nobody was asked for": (forwarded().replace("kind: forward, role: clerk, title: 県に送る, to: 知事", "kind: review, role: clerk, title: 見る"), "id: receive", "結果を受け取る前に、進達の段がありません", "前に「kind: forward」"),
    "forwarded and never back": (forwarded().replace("kind: result, role", "kind: review, role"), "id: send", "進達の後に、結果を受け取る段がありません", "後に「kind: result」"),
    "two decisions": (changed("{id: examine, kind: review,", "{id: examine, kind: decision,"), 26, "「decision」の段が2つあります", "1つにまとめて"),
    "forwarded to nobody": (forwarded().replace(", to: 知事", ""), "id: send", "「県に送る」の相手がありません", "「to: 進達する先」"),
    "a talk with nobody": (changed("{id: decide,", "{id: talk, kind: consult, role: clerk, title: 聞く}\n  - {id: decide,"), 28, "「聞く」の相手がありません", "「to: 協議する相手」"),
    "a partner of a review": (changed("kind: review, role", "kind: review, to: 知事, role"), 27, "「review」の段に「to」は使えません", "「to」の行を消して"),
    "a register of a review": (changed("kind: review, role", "kind: review, register: 台帳, role"), 27, "「review」の段に「register」は使えません", "「register」の行を消して"),
    "a review that consults": (changed("kind: review, role", "kind: review, consult: [water], role"), 27, "「consult」は、課長などが決裁する段だけに書けます", "「kind: decision」「role: chief」の段に移して"),
    "more who agree than are asked": (changed("kind: decision, role", "kind: decision, consult: [water], enough: 2, role"), 28, "合議する部署は1つです", "1までの数にするか、この行を消して"),
    "an amount that is no money": (changed("kind: decision, role", "kind: decision, amount: plant, role"), 28, "「plant」は、金額を尋ねる質問ではありません", "「money」の質問の id を書いて"),
    "our paper on another's decision": (forwarded().replace("document: received, says: 認定されました。", "document: decision, says: 認定されました。"), "id: granted", "経由の手続の結果は、相手の文書で届きます", "document: received"),
    "another's paper on our decision": (changed("document: decision, says: 許可します。", "document: received, says: 許可します。"), 30, "相手の文書は、経由の手続だけ", "document: decision"),
    "a certificate of nothing": (changed("document: decision, says: 許可します。", "document: certificate, says: 許可します。"), 30, "証明書と、証明する文（certifies）は、一緒に", "両方を書くか"),
    "a sentence that no certificate says": (changed("says: 許可します。", "says: 許可します。, certifies: 町に住んでいます。"), 30, "証明書と、証明する文（certifies）は、一緒に", "両方を消して"),
    "a refusal without a paper": (changed("document: decision, says: 許可しません。", "document: none, says: 許可しません。"), 31, "認めない決定には通知書がいります（行政手続法8条2項）", "document: decision"),
    "an anonymous application": (f"{GOOD}anonymous: true\n", 33, "無記名にできるのはアンケートだけです", "消してください"),
    "a survey of two results": (survey() + SECOND_RESULT, "outcomes:", "アンケートの結果は1つで", "1つだけ"),
    "a survey with a paper": (survey().replace("document: none", "document: decision"), "outcomes:", "アンケートの結果は1つで、文書はありません", "「document: none」"),
    "a survey that asks for a name": (survey("id: x, kind: person, label: 氏名"), LINE + 1, "無記名のアンケートで「氏名」は聞けません", "項目を消すか"),
    "a survey that asks for a mail address in a group": (survey("id: x, kind: group, label: 家族, fields: [{id: y, kind: mail, label: 宛先}]"), LINE + 1, "無記名のアンケートで「宛先」は聞けません", "「anonymous」の行"),
    "a survey that each may answer once": (survey(extra="several: once\n"), "anonymous:", "無記名では、だれの答えかが分かりません", "several と identity"),
    "a fee without a price": (fee("confirm: true"), 34, "手数料の額は、1つの額か、答えごとの額", "「yen」か「of」と「prices」"),
    "a fee with two prices": (fee("yen: 5, of: plant, prices: {a: 5}"), 34, "手数料の額は、1つの額か、答えごとの額", "「yen」か「of」と「prices」"),
    "a fee of a text": (fee("of: plant, prices: {a: 5}"), 34, "「of」の「plant」は使えません", "消してください"),
    "a fee times a text": (fee("yen: 5, times: plant"), 34, "「times」の「plant」は使えません", "people"),
    "a fee times nothing known": (fee("yen: 5, times: peple"), 34, "「times」の「peple」は使えません", "「people」と"),
    "a fee times a computed word": (fee("yen: 5, times: c", with_fields("id: d, kind: date, label: 日", "id: c, kind: computed, label: クラス, rule: age_at_fiscal_year, of: [d]")), "id: fee", "「times」の「c」は使えません", "消してください"),
    "prices of nothing": (fee("yen: 5, prices: {a: 5}"), 34, "どの答えごとの額か（of）がありません", "「of: 選択の項目のid」"),
    "a price that is lacking": (fee("of: size, prices: {small: 5}", with_fields(SIZE)), "id: fee", "答えごとの額がそろっていません", "small、large の額"),
    "a price too many": (fee("of: size, prices: {small: 5, large: 6, huge: 7}", with_fields(SIZE)), "id: fee", "答えごとの額がそろっていません", "small、large の額"),
    "a fee that counts its group twice": (fee("of: size, prices: {small: 5, large: 6}, times: items", with_fields(f"id: items, kind: group, label: 品, fields: [{{{SIZE}}}]")), "id: fee", "同じくり返しの中にありません", "「times」の行を消して"),
    "a period of two sorts": (f"{GOOD}open: {{from: 2026-12-01, until: 12-31}}\n", 33, "受付期間の書き方がそろっていません", "両方を"),
    "a period that ends before it begins": (f"{GOOD}open: {{from: 2026-12-31, until: 2026-12-01}}\n", 33, "受付期間の終わりが始まりより前です", "「from」より後の日"),
    "a period to a day that is none": (f"{GOOD}open: {{from: 02-01, until: 02-30}}\n", 33, "「02-30」という日はありません", "2026-12-01 か 12-01"),
    "a period from 29 February of a common year": (f"{GOOD}open: {{from: 2026-02-29, until: 2026-03-01}}\n", 33, "「2026-02-29」という日はありません", "2026-12-01 か 12-01"),
    "no appeal without a reason": (f"{GOOD}appeal: {{kind: なし}}\n", 33, "教示が「なし」のときだけ", "「why」を書き足すか"),
    "a reason for an appeal": (f"{GOOD}appeal: {{kind: 自由選択, why: 処分でない}}\n", 33, "教示が「なし」のときだけ", "消してください"),
    "an appeal first without its law": (f"{GOOD}appeal: {{kind: 審査請求前置, reviewer: 知事}}\n", 33, "「審査請求前置」の根拠がありません", "law: 介護保険法"),
    "a reviewer of nowhere": (f"{GOOD}appeal: {{kind: 自由選択, reviewer: '{{prefectur}}知事'}}\n", 33, "審査請求先の「{prefectur}」に当てはまるものがありません", "「{prefecture}」か"),
    "what follows an unknown result": (f"{GOOD}follow_ups:\n  - {{procedure: other, text: 次, after: grant}}\n", 34, "「grant」という結果はありません", "「granted」と"),
    "what follows itself": (f"{GOOD}follow_ups:\n  - {{procedure: garden-permit, text: 次}}\n", 34, "この手続そのものは書けません", "ほかの手続"),
    "what is filed with itself": (f"{GOOD}together:\n  - {{procedure: garden-permit}}\n", 34, "この手続そのものは書けません", "ほかの手続"),
    # The law.
    "publishing a group": (with_fields("id: x, kind: group, label: 子, private: false, fields: [{id: y, kind: text, label: 名}]", extra="publish: [x]\n"), "publish:", "「group」の項目は公開できません", "消してください"),
    "publishing an account": (with_fields("id: x, kind: bank_account, label: 口座, private: false", extra="publish: [x]\n"), "publish:", "「bank_account」の項目は公開できません", "消してください"),
    "publishing the inside of a group": (with_fields("id: x, kind: group, label: 子, fields: [{id: y, kind: text, label: 名, private: false}]", extra="publish: [y]\n"), "publish:", "公開する項目「y」はありません", "消してください"),
    "asking for the individual number in a group": (with_fields("id: x, kind: group, label: 子, fields: [{id: y, kind: text, label: 個人番号}]"), LINE, "個人番号（マイナンバー）を聞く項目は作れません", "町が確認します"),
    "asking for it by its id": (with_fields("id: my_number, kind: text, label: 番号"), LINE, "個人番号（マイナンバー）を聞く項目は作れません", "項目を消し"),
    "a request that cannot be granted": (changed("kind: 申請\n", "kind: 請求\n").replace("effect: grant", "effect: refuse"), 29, "請求に「認める」結果がありません", "effect: grant"),
    # Languages and examples.
    "a notice that shows a file": (with_fields("id: x, kind: file, label: 書類").replace("says: 許可します。", "says: 許可します。, shows: [x]"), "id: granted", "「x」はファイルなので、通知書に載せられません", "shows から消して"),
    "a translation without its sections": (f"{GOOD}languages: [ja, en]\ntranslations: {{en: {{title: a, summary: b, labels: {ALL_LABELS}}}}}\n", 34, "en の訳がない項目があります", "「sections」に applicant、plot"),
    "a translation without its hints": (translated(with_fields("id: x, kind: text, label: 文, hint: 例のとおり")), "en: {", "en の訳がない項目があります", "「hints」に x"),
    "a translation without its items": (translated(with_fields("id: x, kind: group, label: 子, item: お子さん, fields: [{id: y, kind: text, label: 名}]"), "{x: X, y: Y}"), "en: {", "en の訳がない項目があります", "「items」に x"),
    "a translation without the inside of a group": (translated(with_fields("id: x, kind: group, label: 子, fields: [{id: y, kind: text, label: 名}]")), "en: {", "en の訳がない項目があります", "「labels」に y"),
    "a translation without its options": (translated(with_fields(SIZE), "{size: S}"), "en: {", "en の訳がない項目があります", "「options」に size"),
    "a translation that lacks an option": (translated(with_fields(SIZE), "{size: S}, options: {size: {small: S}}"), "en: {", "en の選択肢の訳がそろっていません", "small、large の訳"),
    "an example that answers what is computed": (example('n: "1", x: "1"', text=with_fields("id: n, kind: number, label: 数", "id: x, kind: computed, label: 計, rule: sum, of: [n]")), "answers:", "「x」は計算した値なので、答えには書けません", "values: {x:"),
    "an example with an unknown part of a group": (example("x: [{z: 花}]", text=with_fields("id: x, kind: group, label: 子, fields: [{id: y, kind: text, label: 名}]")), "answers:", "「x」に「z」という項目はありません", "正しい答え"),
    "an example of a group that is no list": (example("x: 花", text=with_fields("id: x, kind: group, label: 子, fields: [{id: y, kind: text, label: 名}]")), "answers:", "「x」は {項目: 答え} の一覧で書きます", "正しい答え"),
    "an example that is brought later without leave": (example("x: あとで出す", text=with_fields("id: x, kind: file, label: 書類")), "answers:", "「x」は「あとで出す」ことができません", "正しい答え"),
    "an example of half an account": (example("x: {bank: 見本銀行}", text=with_fields("id: x, kind: bank_account, label: 口座")), "answers:", "例の答えが合いません。口座の支店の名前", "正しい答え"),
    "an example that hides nothing known": (example("plant: 花", "{hidden: [plante]}"), 37, "「plante」という項目はありません", "「plant」と"),
    "an example with the value of nothing known": (example("plant: 花", "{values: {plante: 花}}"), 37, "「plante」という項目はありません", "「plant」と"),
}
# fmt: on


# What two definitions say about each other: the first, the other, line, what is wrong, what to write.
OTHER = with_fields(
    "id: plant, kind: text, label: 植えるもの", "id: size, kind: number, label: 広さ"
).replace("id: garden-permit", "id: garden-tools")
LINKS = {
    "an unknown procedure that follows": (
        f"{GOOD}follow_ups:\n  - {{procedure: garden-tool, text: 道具も借りられます}}\n",
        34,
        "次の手続「garden-tool」はありません",
        "「garden-tools」と書いてください",
    ),
    "an unknown procedure that is filed together": (
        f"{GOOD}together:\n  - {{procedure: zzz}}\n",
        34,
        "一緒に出す手続「zzz」はありません",
        "次のどれかを書いてください：garden-tools",
    ),
    "a question of the other that is not asked": (
        f"{GOOD}together:\n  - {{procedure: garden-tools}}\n",
        34,
        "「garden-tools」の項目「size」（広さ）が聞かれていません",
        "「{id: size, kind: number, label: …}」の項目を書き足してください",
    ),
    "a question of another kind": (
        with_fields(
            PLANT, "id: size, kind: text, label: 広さ", extra="together:\n  - {procedure: garden-tools}\n"
        ),
        LINE + 1,
        "項目「size」の kind が「garden-tools」と違います",
        "「kind: number」と書いてください",
    ),
}
