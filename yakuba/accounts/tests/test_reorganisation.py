"""One dated file says what begins, ends, moves and is renamed in April; the preview shows it, and it happens once."""

from __future__ import annotations

import datetime

import pytest
from django.core.management import CommandError, call_command

from yakuba.accounts import actions, queries
from yakuba.accounts.models import Department, Membership, Staff, Succession
from yakuba.accounts.reorganisation.lines import COLUMNS
from yakuba.accounts.tests.conftest import LONG_AGO
from yakuba.core.access import NotAllowed
from yakuba.core.actors import MACHINE
from yakuba.core.models import Event

FIRST = datetime.date(2027, 4, 1)
LAST = datetime.date(2027, 3, 31)
HEAD = "種別,部署コード,課名,係名,文書記号,電話番号,旧部署コード,引き継ぐ手続,ログイン名,氏名,役割,職,職名,開始日,終了日"


def cells(**values: str) -> str:
    assert set(values) <= set(HEAD.split(","))
    return ",".join(values.get(column, "") for column in HEAD.split(","))


def department(code="living", name="くらし安全課", from_on="令和9年4月1日", **more: str) -> str:
    facts = {"文書記号": "軽く", "電話番号": "0267-00-0177"}
    return cells(種別="部署", 部署コード=code, 課名=name, 開始日=from_on, **{**facts, **more})


def post(login="karuizawa/clerk", code="living", from_on="R9.4.1", **more: str) -> str:
    return cells(種別="所属", ログイン名=login, 部署コード=code, 開始日=from_on, **{"役割": "担当", **more})


def file(*lines: str, encoding="utf-8") -> bytes:
    return "\r\n".join((HEAD, *lines, "")).encode(encoding)


def plan(content: bytes, now):
    return queries.reorganisation_plan(content, today=now.date())


def told(content: bytes, now) -> str:
    found = plan(content, now)
    assert not found.problems, found.problems
    return "\n".join(sentence for _, sentences in found.groups for sentence in sentences)


def wrong(content: bytes, now) -> list[tuple[int, str]]:
    return [(problem.line, problem.text) for problem in plan(content, now).problems]


def carry_out(content: bytes, now, actor=MACHINE):
    stamp = plan(content, now).stamp
    return actions.reorganise(content, stamp=stamp, actor=actor, now=now)


# What begins, ends, moves ---------------------------------------------------------------------------
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_a_merger_is_shown_and_done_whatever_the_encoding(environment, clerk, now, encoding):
    content = file(
        department(旧部署コード="environment"), post(職="係長", 職名="くらし係長"), encoding=encoding
    )
    words = told(content, now)
    assert "令和9年4月1日から「くらし安全課」が始まります" in words
    assert "「環境課 環境係」（environment）は、令和9年3月31日で終わります" in words
    assert "令和9年4月1日に「環境課 環境係」から「くらし安全課」へ移ります" in words
    assert "試山 涼さん：環境課 環境係 主事（担当）は、令和9年3月31日で終わります" in words
    assert not Department.objects.filter(code="living").exists()
    carry_out(content, now)
    environment.refresh_from_db()
    assert environment.until_on == LAST
    living = Department.objects.get(code="living")
    assert Succession.objects.get().successor == living
    assert queries.ranks_of(clerk, department=living, on=FIRST) == {"section_chief"}
    assert queries.department("environment", FIRST) == living
    assert Event.objects.get(name="organisation.reorganised").data == {"number": 1, "changes": 5}


def test_the_same_file_twice_changes_nothing(environment, clerk, now):
    content = file(department(旧部署コード="environment"), post())
    stamp = plan(content, now).stamp
    actions.reorganise(content, stamp=stamp, actor=MACHINE, now=now)
    assert plan(content, now).changes == ()
    before = Event.objects.count()
    with pytest.raises(actions.OutOfDate):
        actions.reorganise(content, stamp=stamp, actor=MACHINE, now=now)
    assert Event.objects.count() == before
    assert (Department.objects.count(), Membership.objects.count()) == (2, 2)


def test_a_rename_ends_the_old_row_and_posts_go_on(environment, clerk, now):
    content = file(department(code="environment", name="くらし環境課"))
    assert "「環境課 環境係」が「くらし環境課」になります" in told(content, now)
    carry_out(content, now)
    assert [queries.department("environment", day).name for day in (LAST, FIRST)] == [
        "環境課",
        "くらし環境課",
    ]
    assert Membership.objects.get(staff=clerk).until_on is None


def test_what_is_exported_changes_nothing_and_is_no_formula(environment, clerk, now):
    staff = actions.create_staff("x", name="=1+1", password="asama-yama-2568", actor=MACHINE, now=now)
    actions.add_membership(
        staff, department=environment, role="clerk", from_on=LONG_AGO, actor=MACHINE, now=now
    )
    actions.delegate("director", up_to_yen=5000, effect="grant", from_on=LONG_AGO, actor=MACHINE, now=now)
    actions.let_act("deputy_mayor", absent="mayor", from_on=LONG_AGO, actor=MACHINE, now=now)
    content = actions.export_organisation(now.date(), actor=MACHINE, now=now)
    text = content.decode("utf-8-sig")
    assert text.splitlines()[0] == ",".join(COLUMNS)
    assert ",'=1+1," in text
    text = text.replace("'=1+1", "")
    assert wrong(text.encode(), now) == []
    assert plan(text.encode(), now).changes == ()


def test_rules_follow_the_lines_that_they_replace(environment, now):
    old = actions.delegate("director", from_on=LONG_AGO, actor=MACHINE, now=now)
    content = (
        '種別,職,手続,区分,不在の職,順番,上限額,開始日\n専決,副町長,,,,,,2027/4/1\n専決,課長,,認める,,,"１０，０００円",2027/4/1\n'
        "代決,副町長,,,町長,1,,2027/4/1\n"
    ).encode("cp932")
    words = told(content, now)
    assert "専決：すべての手続は課長が決裁 は、令和9年3月31日で終わります" in words
    assert "認めるとき・10,000円までは課長が決裁" in words
    assert "町長が不在のとき、1番目に副町長が代決" in words
    carry_out(content, now)
    old.refresh_from_db()
    assert old.until_on == LAST
    assert plan(content, now).changes == ()


def test_what_has_not_begun_may_be_put_right_and_what_has_may_not(environment, clerk, now):
    carry_out(file(department(), post()), now)
    corrected = file(department(name="くらし課"), post(職="課長補佐"))
    assert "直します" in told(corrected, now)
    carry_out(corrected, now)
    assert Department.objects.get(code="living").name == "くらし課"
    assert Membership.objects.get(staff=clerk, from_on=FIRST).rank == "assistant_director"
    old = file(
        department(code="environment", name="ほかの課", from_on="2020-04-01"),
        post(code="environment", from_on="2020-04-01", 職="課長"),
    )
    assert [line for line, text in wrong(old, now) if "さかのぼって" in text or "別に書いて" in text] == [
        2,
        3,
    ]


def test_new_logins_are_made_with_a_password_that_is_shown_once(environment, now):
    content = file(post("shinjin", "environment", 氏名="新人　花子"))
    assert "新しいログイン「shinjin」を作ります" in told(content, now)
    done = carry_out(content, now)
    assert list(done.passwords) == ["shinjin"]
    assert Staff.objects.get(user__login="shinjin").user.must_change_password
    actions.check_password("shinjin", done.passwords["shinjin"], address="192.0.2.1", now=now)


# What the officer should look at --------------------------------------------------------------------
def test_the_preview_says_who_is_left_and_which_posts_are_vacant(environment, make_staff, now):
    make_staff("karuizawa/chief", role="chief", name="架空 直")
    make_staff("karuizawa/clerk")
    notes = "\n".join(plan(file(department(旧部署コード="environment"), post()), now).notes)
    assert "所属がなくなる職員：架空 直" in notes
    assert "「くらし安全課」の決裁者（課長など）がいません" in notes
    several = plan(file(department(), post()), now).notes
    assert any("試山 涼さんは令和9年4月1日から兼務になります" in note for note in several)


def test_a_town_is_never_left_without_a_systems_officer(environment, systems, now):
    lost = file(department(旧部署コード="environment"))
    assert any("情報担当がいなくなり" in text for _, text in wrong(lost, now))
    kept = file(department(旧部署コード="environment"), post("karuizawa/systems", 役割="情報担当"))
    assert wrong(kept, now) == []


# Wrong files ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空です"),
        (b"\xef\xbb\xbf\r\n", "空です"),
        (b"x" * 1_000_001, "大きすぎます"),
        (b"PK\x03\x04" + bytes(100), "ブック"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "CSVのファイルではありません"),
        (b"\xff\xff\xff\x81\x81\x81", "文字コード"),
        ("名前,値\nあ,い\n".encode(), "見出し"),
        ("種別,部署コード,身長\n部署,a,1\n".encode(), "身長"),
        ("種別,部署コード,コード\n部署,a,1\n".encode(), "2回"),
        ("種別,部署コード\n".encode(), "1行もありません"),
        ('種別,部署コード\n部署,"a\n'.encode(), "途中で切れて"),
        ("種別\n" + "部署\n" * 6000, "行が多すぎます"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(town, now, content, words):
    content = content.encode() if isinstance(content, str) else content
    (found,) = wrong(content, now)
    assert found[0] == 0
    assert words in found[1]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (department(from_on=""), "日付を入力"),
        (department(from_on="令和9年4月31日"), "30日まで"),
        (department(終了日="2027-03-01"), "開始日（令和9年4月1日）より前"),
        (department(文書記号="軽-環"), "8文字まで"),
        (department(code="くらし"), "半角の英数字"),
        (department(name="=HYPERLINK(1)"), "計算式"),
        (department(name=""), "空です"),
        (department(name="あ" * 61), "60文字まで"),
        (department(旧部署コード="enviroment"), "「environment」ではありませんか"),
        (department(旧部署コード="environment", 引き継ぐ手続="rocket"), "手続「rocket」はありません"),
        (department(引き継ぐ手続="dog-registration"), "どの部署から"),
        (post("nobody", "environment"), "職員はいません"),
        (post("karuizawa/clerk", "environment", 氏名="別人 太郎"), "試山 涼さんです"),
        (post("karuizawa/clerk", "rocket"), "部署 rocket はありません"),
        (post("karuizawa/clerk", "environment", 役割="課頂"), "「課長」ではありませんか"),
        (post("mail:abc", "environment", 氏名="新人 花子"), "使えません"),
        (cells(種別="部所"), "「部署」ではありませんか"),
        ("部署,living", "途中で切れて"),
        (department() + ",余り", "列が多く"),
    ],
)
def test_a_line_that_is_wrong_says_where_and_what_to_write(environment, clerk, now, line, words):
    found = wrong(file("", line), now)
    assert any(number == 3 and words in text for number, text in found), found
    with pytest.raises(actions.OutOfDate):
        carry_out(file("", line), now)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ((department(), department()), "2行目と同じ"),
        ((department(), department(from_on="2028-04-01")), "重なります"),
        (
            (department(旧部署コード="environment"), department("other", 旧部署コード="environment")),
            "2つあります",
        ),
        ((department("a", 旧部署コード="b"), department("b", 旧部署コード="a")), "循環"),
        (
            (department(旧部署コード="environment"), department("environment", name="環境課")),
            "別のコード",
        ),
        ((post(code="environment"), post(code="environment", from_on="2027-05-01")), "重なります"),
        (
            (post("n", "environment", 氏名="一郎"), post("n", "environment", 氏名="二郎", 役割="決裁者")),
            "氏名",
        ),
    ],
)
def test_lines_that_contradict_each_other_are_refused(environment, clerk, now, lines, words):
    found = wrong(file(*lines), now)
    assert any(words in text for _, text in found), found
    assert Department.objects.count() == 1


def test_every_wrong_line_is_told_at_once_in_order(environment, now):
    found = wrong(file(department(name=""), post("a", "b"), department(from_on="x")), now)
    assert [line for line, _ in found] == sorted(line for line, _ in found)
    assert {line for line, _ in found} == {2, 3, 4}
    # What names a department whose own line is wrong is not wrong besides.
    one = wrong(file(department(name=""), post("new", "living", 氏名="新人 花子")), now)
    assert [line for line, _ in one] == [2]


# Two at once, and who may ---------------------------------------------------------------------------
def test_a_preview_that_is_out_of_date_is_refused_and_nothing_is_done(environment, clerk, now):
    content = file(department(旧部署コード="environment"), post())
    stamp = plan(content, now).stamp
    actions.end_membership(clerk.memberships.get(), until_on=LAST, actor=MACHINE, now=now)
    with pytest.raises(actions.OutOfDate, match="何も登録していません"):
        actions.reorganise(content, stamp=stamp, actor=MACHINE, now=now)
    assert Department.objects.count() == 1


def test_another_file_than_the_one_that_was_shown_is_refused(environment, now):
    stamp = plan(file(department()), now).stamp
    with pytest.raises(actions.OutOfDate):
        actions.reorganise(file(department(name="ほかの課")), stamp=stamp, actor=MACHINE, now=now)


def test_only_systems_officers_reorganise(environment, clerk, systems, now):
    content = file(department())
    with pytest.raises(NotAllowed):
        carry_out(content, now, actor=queries.actor_of_staff(clerk, now=now))
    carry_out(content, now, actor=queries.actor_of_staff(systems, now=now))


# The command ----------------------------------------------------------------------------------------
def test_the_command_shows_and_does_the_same(environment, clerk, tmp_path, capsys):
    path = tmp_path / "april.csv"
    path.write_bytes(file(department(旧部署コード="environment"), post(), post("new", 氏名="新人 花子")))
    call_command("departments", "import", str(path), "--town=karuizawa")
    assert "始まる部署（1件）" in capsys.readouterr().out
    assert not Department.objects.filter(code="living").exists()
    call_command("departments", "import", str(path), "--town=karuizawa", "--apply")
    assert "最初のパスワード" in capsys.readouterr().out
    call_command("departments", "import", str(path), "--town=karuizawa", "--apply")
    assert "すべて登録済み" in capsys.readouterr().out
    call_command("departments", "export", str(tmp_path / "now.csv"), "--town=karuizawa")
    assert "くらし安全課" in (tmp_path / "now.csv").read_text(encoding="utf-8-sig")
    path.write_bytes(file("部署,x"))
    with pytest.raises(CommandError, match="2行目"):
        call_command("departments", "import", str(path), "--town=karuizawa", "--apply")
    with pytest.raises(CommandError, match="読めません"):
        call_command("departments", "import", str(tmp_path / "none.csv"), "--town=karuizawa")
