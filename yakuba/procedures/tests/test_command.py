"""`yakuba procedures check|publish|explain|todo`, for all towns or for one."""

import io

import pytest
from django.core.management import CommandError, call_command

from yakuba.core import scope
from yakuba.procedures import loader, queries
from yakuba.procedures.tests.samples import GOOD


def run(*arguments, **options):
    out, err = io.StringIO(), io.StringIO()
    call_command("procedures", *arguments, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def test_check_says_that_everything_shipped_is_good():
    _, err = run("check")
    told = err.splitlines()
    for path in loader.shipped():
        assert any(line.startswith(f"{path.name}: よい定義です（例") for line in told)
    for path in loader.shipped_variants():
        assert any(line.startswith(f"{path.parent.name}/{path.name}: よい定義です（例") for line in told)


def test_check_prints_every_problem_and_fails(tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_text(
        GOOD.replace("minutes: 5", "minutes: 五").replace("title: 花壇の", "titel: 花壇の"), "utf-8"
    )
    err = io.StringIO()
    with pytest.raises(CommandError, match="3か所を直してください"):
        call_command("procedures", "check", str(path), stderr=err)
    assert err.getvalue().splitlines() == [
        f"{tmp_path.name}/bad.yaml:1: 「title」がありません。「title: …」を書き足してください",
        f"{tmp_path.name}/bad.yaml:2: 「titel」という項目はありません。「title」と書いてください",
        f"{tmp_path.name}/bad.yaml:10: 「minutes」は数です。半角の数字だけで書いてください（例：30）",
    ]


def test_check_runs_the_examples(tmp_path):
    path = tmp_path / "bad.yaml"
    example = "examples:\n  - title: 例\n    on: 2026-11-10\n    answers: {plant: 花}\n"
    path.write_text(GOOD + example, "utf-8")
    err = io.StringIO()
    with pytest.raises(CommandError):
        call_command("procedures", "check", str(path), stderr=err)
    assert "例「例」：氏名を入力してください" in err.getvalue()


def test_check_looks_at_what_definitions_say_about_each_other(tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_text(
        GOOD + "follow_ups:\n  - {procedure: dog-registraton, text: 犬も登録できます。}\n", "utf-8"
    )
    err = io.StringIO()
    with pytest.raises(CommandError, match="1か所を直してください"):
        call_command("procedures", "check", str(path), stderr=err)
    assert err.getvalue().splitlines()[-1] == (
        f"{tmp_path.name}/bad.yaml:34: 次の手続「dog-registraton」はありません。「dog-registration」と書いてください"
    )


def test_check_of_one_town_reads_its_own_sections():
    town = loader.shipped_variants()[0]
    _, err = run("check", town.stem, municipality=town.parent.name)
    assert err.startswith(f"{town.parent.name}/{town.name}: よい定義です")
    _, err = run("check", town.stem)
    assert err.startswith(f"{town.name}: よい定義です")


def test_the_path_of_a_towns_file_is_read_together_with_the_shared_one():
    town = loader.shipped_variants()[0]
    _, err = run("check", str(town))
    assert err.startswith(f"{town.parent.name}/{town.name}: よい定義です")


def test_a_file_in_another_encoding_is_told(tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_bytes("title: 花壇".encode("cp932"))
    with pytest.raises(
        CommandError, match=r"bad\.yaml:1: 文字の符号がUTF-8ではありません。UTF-8で保存し直してください"
    ):
        run("check", str(path))


def test_a_mistyped_id_gets_the_nearest_one():
    with pytest.raises(CommandError, match="「child-allowance」と書いてください"):
        run("explain", "child-allowace")


def test_explain_speaks():
    out, _ = run("explain", "dog-registration")
    assert out.startswith("犬の登録申請（dog-registration）\n")


def test_todo_lists_what_the_town_confirms():
    out, _ = run("todo", "dog-registration")
    assert "犬の登録申請（dog-registration）：犬の登録手数料：3,000円（町の手数料条例" in out
    assert "犬の登録申請（dog-registration）：標準処理期間：14日\n" in out


def test_todo_of_a_file_without_town_set_values_is_empty(tmp_path):
    path = tmp_path / "good.yaml"
    path.write_text(GOOD, "utf-8")
    assert run("todo", str(path))[0] == ""


def test_each_town_publishes_its_own_sections(town, other_town):
    own = next(path for path in loader.shipped_variants("karuizawa"))
    run("publish", own.stem)
    here = queries.current(own.stem).definition
    with scope.within(other_town):
        there = queries.current(own.stem).definition
    assert here == loader.load_written(loader.written_for("karuizawa")[own.stem])
    assert there == loader.load_written(loader.written_for("shimosuwa")[own.stem])
    assert here != there


def test_publish_publishes_for_every_town_once(town, other_town):
    out, _ = run("publish", "dog-registration")
    assert out == "軽井沢町: 犬の登録申請 第1版\n下諏訪町: 犬の登録申請 第1版\n"
    out, _ = run("publish", "dog-registration")
    assert out.count("第1版") == 2
    with scope.within(other_town):
        assert queries.current("dog-registration").number == 1


def test_publish_for_one_town(town, other_town):
    run("publish", "dog-registration", municipality="karuizawa")
    with scope.within(other_town):
        assert queries.catalogue() == []


def test_publish_for_no_town_says_so(db):
    with pytest.raises(CommandError, match="町が見つかりません"):
        run("publish", "dog-registration", municipality="nowhere")
