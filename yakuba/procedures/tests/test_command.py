"""`yakuba procedures check|publish|explain`."""

import io

import pytest
from django.core.management import CommandError, call_command

from yakuba.core import scope
from yakuba.procedures import queries
from yakuba.procedures.tests.samples import GOOD


def run(*arguments, **options):
    out, err = io.StringIO(), io.StringIO()
    call_command("procedures", *arguments, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def test_check_says_that_everything_shipped_is_good():
    _, err = run("check")
    assert "child-allowance.yaml: よい定義です（例5件）" in err
    assert "dog-registration.yaml: よい定義です（例4件）" in err


def test_check_prints_every_problem_and_fails(tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_text(
        GOOD.replace("minutes: 5", "minutes: 五").replace("title: 花壇の", "titel: 花壇の"), "utf-8"
    )
    err = io.StringIO()
    with pytest.raises(CommandError, match="3か所を直してください"):
        call_command("procedures", "check", str(path), stderr=err)
    assert err.getvalue().splitlines() == [
        "bad.yaml:1: 「title」がありません。「title: …」を書き足してください",
        "bad.yaml:2: 「titel」という項目はありません。「title」と書いてください",
        "bad.yaml:10: 「minutes」は数です。半角の数字だけで書いてください（例：30）",
    ]


def test_check_runs_the_examples(tmp_path):
    path = tmp_path / "bad.yaml"
    example = "examples:\n  - title: 例\n    on: 2026-11-10\n    answers: {plant: 花}\n"
    path.write_text(GOOD + example, "utf-8")
    err = io.StringIO()
    with pytest.raises(CommandError):
        call_command("procedures", "check", str(path), stderr=err)
    assert "例「例」：氏名を入力してください" in err.getvalue()


def test_a_file_in_another_encoding_is_told(tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_bytes("title: 花壇".encode("cp932"))
    err = io.StringIO()
    with pytest.raises(CommandError):
        call_command("procedures", "check", str(path), stderr=err)
    assert "UTF-8で保存し直してください" in err.getvalue()


def test_a_mistyped_id_gets_the_nearest_one():
    with pytest.raises(CommandError, match="「child-allowance」と書いてください"):
        run("explain", "child-allowace")


def test_explain_speaks():
    out, _ = run("explain", "dog-registration")
    assert out.startswith("犬の登録申請（dog-registration）\n")


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
