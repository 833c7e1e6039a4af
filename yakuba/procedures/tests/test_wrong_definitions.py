"""Broken definitions: each is refused with its line, what is wrong, and what to write instead."""

import pytest

from yakuba.procedures import loader
from yakuba.procedures.tests.samples import GOOD, HEAD, SECTIONS, TAIL, definition, with_fields

# with_fields puts its first field on this line.
LINE = 18


def changed(old, new):
    assert old in GOOD, old
    return GOOD.replace(old, new, 1)


def example(answers, expect="{}"):
    return (
        GOOD
        + f"examples:\n  - title: 例\n    on: 2026-11-10\n    answers: {{{answers}}}\n    expect: {expect}\n"
    )


# One case, one line: name, text, line, what is wrong, what to write.
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
    "a meaning twice": (with_fields("id: x, kind: person, label: 氏名, means: person.name", "id: y, kind: person, label: 配偶者, means: person.name"), LINE + 1, "2つの項目にあります", "本人の項目だけ"),
    "a channel of notice that is none": (with_fields("id: x, kind: choice, label: 届け方, means: notice.channel, options: [{id: online, label: 画面}, {id: posted, label: 郵便}]"), LINE, "結果の届け方に「posted」はありません", "「post」と"),
    "a condition that looks down": (with_fields("id: x, kind: text, label: 色, show_if: {field: y, is: はい}", "id: y, kind: yes_no, label: はいか"), LINE, "条件の「y」は、この項目より下にあります", "上に移すか"),
    "a condition on itself": (with_fields("id: x, kind: yes_no, label: 色, show_if: {field: x, is: はい}"), LINE, "この項目より下にあります", "上に移すか"),
    "a condition on nothing known": (with_fields("id: colour, kind: yes_no, label: 色", "id: y, kind: text, label: 数, show_if: {field: color, is: はい}"), LINE + 1, "条件の「color」という項目はありません", "「colour」と"),
    "a condition with two tests": (with_fields("id: x, kind: number, label: 数", "id: y, kind: text, label: 色, show_if: {field: x, more_than: 1, less_than: 9}"), LINE + 1, "確かめ方を1つだけ", "answered"),
    "a condition without a test": (with_fields("id: x, kind: number, label: 数", "id: y, kind: text, label: 色, show_if: {field: x}"), LINE + 1, "確かめ方を1つだけ", "is、not"),
    "a condition without a field": (with_fields("id: x, kind: number, label: 数", "id: y, kind: text, label: 色, show_if: {is: はい}"), LINE + 1, "条件に「field」がありません", "書き足してください"),
    "any with a field": (with_fields("id: x, kind: yes_no, label: 数", "id: y, kind: text, label: 色, show_if: {field: x, any: [{field: x, is: はい}]}"), LINE + 1, "「any」の条件に「field」は書けません", "消してください"),
    "a test that the kind does not know": (with_fields("id: x, kind: yes_no, label: 数", "id: y, kind: text, label: 色, show_if: {field: x, more_than: 1}"), LINE + 1, "（yes_no）に「more_than」の条件は使えません", "answered"),
    "a value that is no option": (with_fields("id: x, kind: choice, label: 色, options: [{id: red, label: 赤}, {id: blue, label: 青}]", "id: y, kind: text, label: 数, show_if: {field: x, is: rad}"), LINE + 1, "「x」の答えに「rad」はありません", "「red」と"),
    "a value that is no number": (with_fields("id: x, kind: number, label: 数", "id: y, kind: text, label: 色, show_if: {field: x, more_than: 多い}"), LINE + 1, "「x」の答えに「多い」はありません", "答えの形"),
    "a value deep in any": (with_fields("id: x, kind: yes_no, label: 数", "id: y, kind: text, label: 色, required_if: {any: [{field: x, is: たぶん}]}"), LINE + 1, "「x」の答えに「たぶん」はありません", "はい"),
    "a section that looks down": (changed("    title: 申請する方\n", "    title: 申請する方\n    show_if: {field: plant, answered: true}\n"), 17, "条件の「plant」は、この項目より下", "上に移すか"),
    "publishing what is private": (changed("publish: [plant]", "publish: [together]"), 32, "「together」は個人の情報なので公開できません", "private: false"),
    "publishing what is not there": (changed("publish: [plant]", "publish: [plants]"), 32, "公開する項目「plants」はありません", "「plant」と"),
    "a notice that shows what is not asked": (changed("says: 許可します。", "says: 許可します。, shows: [plants]"), 30, "通知書に載せる項目「plants」はありません", "「plant」と"),
    "publishing a name": (with_fields("id: x, kind: person, label: 氏名, private: false", extra="publish: [x]\n"), 26, "「person」の項目は公開できません", "消してください"),
    "asking for the individual number": (with_fields("id: x, kind: text, label: マイナンバー（１２けた）"), LINE, "個人番号（マイナンバー）を聞く項目は作れません", "町が確認します"),
    "asking for it in half width": (with_fields("id: x, kind: text, label: ﾏｲﾅﾝﾊﾞｰ"), LINE, "個人番号（マイナンバー）を聞く項目は作れません", "町が確認します"),
    "asking for it by its legal name": (with_fields("id: x, kind: number, label: 世帯主の個人 番号"), LINE, "個人番号（マイナンバー）を聞く項目は作れません", "町が確認します"),
    "the individual number in public": (f"{GOOD}requires_mynumber: true\n", 33, "住民の側に公開できません", "online を消すか"),
    "an application without a decision": (changed("kind: decision, role: chief", "kind: review, role: chief"), 28, "流れは、決定で終わります（行政手続法2条3号）", "kind: decision"),
    "an application that cannot be refused": (changed("effect: refuse", "effect: grant"), 29, "「認めない」結果がありません", "effect: refuse"),
    "an application without a target": (changed("target: {days: 10}\n", ""), 4, "標準処理期間がいります（行政手続法6条）", "target: {days: 30}"),
    "an application without standards": (changed("standards: 花壇が空いていること。\n", ""), 4, "審査基準がいります（行政手続法5条）", "standards: …"),
    "a refusal without reasons": (changed(", reasons: true", ""), 31, "「許可しない」には理由がいります（行政手続法8条）", "reasons: true"),
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
}
# fmt: on


def problems_of(text):
    with pytest.raises(loader.Problems) as raised:
        loader.load(text, source="sample.yaml")
    return raised.value.problems


def test_the_sample_itself_is_good():
    assert definition().title == "花壇の利用申請"
    assert HEAD + SECTIONS + TAIL == GOOD


@pytest.mark.parametrize("name", list(CASES))
def test_a_broken_definition_is_told_by_line_fault_and_remedy(name):
    text, line, message, suggestion = CASES[name]
    found = problems_of(text)
    fitting = [problem for problem in found if message in problem.message]
    assert fitting, [str(problem) for problem in found]
    assert suggestion in fitting[0].suggestion, fitting[0].suggestion
    assert fitting[0].line == line, str(fitting[0])
    assert str(fitting[0]).startswith(f"sample.yaml:{line}: ")
    assert str(fitting[0]).endswith("ください") or "：" in str(fitting[0])


def test_all_problems_of_a_file_are_told_at_once():
    text = (
        changed("title: 花", "titel: 花")
        .replace("kind: yes_no", "kind: yesno")
        .replace("role: chief", "role: cheif")
        .replace("minutes: 5", "minutes: 五分")
    )
    assert [problem.line for problem in problems_of(text)] == [1, 2, 10, 19, 28]


def test_unknown_keys_do_not_hide_what_does_not_fit_together():
    text = changed("minutes: 5", "minutes: 5\ncolour: red").replace("publish: [plant]", "publish: [plants]")
    assert [problem.message for problem in problems_of(text)] == [
        "「colour」という項目はありません",
        "公開する項目「plants」はありません",
    ]


def test_a_repeated_key_does_not_hide_what_does_not_fit_together():
    text = changed("minutes: 5", "minutes: 5\nminutes: 6").replace("publish: [plant]", "publish: [plants]")
    assert len(problems_of(text)) == 2


def test_a_problem_reads_as_one_line_with_its_remedy():
    problem = problems_of(changed("title: 花", "titel: 花"))[-1]
    assert str(problem) == "sample.yaml:2: 「titel」という項目はありません。「title」と書いてください"


def test_scalars_stay_what_was_typed():
    text = changed("title: 花壇の利用申請", "title: no").replace("law: 花壇条例 第3条", "law: 12:30")
    loaded = definition(text.replace("{id: plant, kind: text", "{id: plant, kind: text, hint: 0123"))
    assert (loaded.title, loaded.law, loaded.fields["plant"].hint) == ("no", "12:30", "0123")


def test_a_definition_never_changes():
    loaded = definition()
    with pytest.raises(ValueError, match="frozen"):
        loaded.title = "別の題"


def test_an_identity_card_may_be_asked_for():
    assert definition(with_fields("id: x, kind: file, label: マイナンバーカードの写真"))
