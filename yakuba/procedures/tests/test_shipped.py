"""The definitions that come with Yakuba are good, prove themselves and say what the law says."""

import pytest

from yakuba.procedures import examples, loader, queries

PATHS = {path.stem: path for path in loader.shipped()}
EACH = pytest.mark.parametrize("name", list(PATHS))


def shipped(name):
    return loader.load(PATHS[name].read_text(encoding="utf-8"), source=f"{name}.yaml")


def test_the_first_two_procedures_are_there():
    assert {"child-allowance", "dog-registration"} <= set(PATHS)


@EACH
def test_a_definition_is_named_like_its_file(name):
    assert shipped(name).id == name


@EACH
def test_every_example_comes_to_what_it_expects(name):
    assert examples.failures(shipped(name)) == []


@EACH
def test_there_are_examples_of_every_effect_that_there_is(name):
    """What asks for a decision can be refused; a 届出, an 申込 and an アンケート need not be."""
    loaded = shipped(name)
    effects = {loaded.outcome(example.expect.outcome).effect for example in loaded.examples}
    assert effects == {outcome.effect for outcome in loaded.outcomes}
    if loaded.is_application:
        assert effects == {"grant", "refuse"}
        assert len(loaded.examples) >= 4
    assert len(loaded.examples) >= 3


@EACH
def test_every_question_is_asked_in_some_example(name):
    loaded = shipped(name)
    asked = {
        field_id
        for example in loaded.examples
        for field_id in queries.shown(loaded, queries.example_answers(loaded, example))
    }
    assert asked == set(loaded.fields)


@EACH
def test_what_a_town_sets_itself_is_to_be_confirmed(name):
    loaded = shipped(name)
    assert all(fee.confirm for fee in loaded.fees)
    assert loaded.target is None or loaded.target.confirm
    assert loaded.open_ is None or loaded.open_.confirm
    assert all(outcome.keep.confirm for outcome in loaded.outcomes)


@EACH
def test_the_individual_number_is_never_asked_for(name):
    loaded = shipped(name)
    assert not loaded.requires_mynumber
    assert not any("個人番号" in field.label for field in loaded.fields.values())


def test_dog_registration_is_the_towns_own_affair():
    loaded = shipped("dog-registration")
    assert (loaded.affair, loaded.authority, loaded.regime) == ("自治事務", "町長", "行政手続法")
    assert [(fee.id, fee.yen) for fee in loaded.fees] == [("registration", 3000)]


def test_dog_registration_asks_for_everything_in_article_3_of_its_ordinance():
    # 狂犬病予防法施行規則3条1号から8号.
    asked = {"name", "address", "dog_address", "breed", "dog_birth", "coat", "sex", "dog_name", "features"}
    assert asked <= set(shipped("dog-registration").fields)


def test_child_allowance_is_delegated_by_the_state():
    # 第1号法定受託事務: an appeal goes to the governor (地方自治法255条の2第1項2号).
    loaded = shipped("child-allowance")
    assert (loaded.affair, loaded.kind) == ("第1号法定受託事務", "請求")
    assert loaded.fees == ()


def test_child_allowance_shows_the_amounts_since_october_2024():
    # 児童手当法6条1項.
    amounts = shipped("child-allowance").amounts
    assert amounts.rows == (
        ("3歳未満", "15,000円", "30,000円"),
        ("3歳から高校生年代まで", "10,000円", "30,000円"),
    )


def test_a_failing_example_is_told_in_words():
    text = PATHS["dog-registration"].read_text(encoding="utf-8")
    wrong = text.replace(
        "yen: 3000\n      shown: [vaccinated, notice_channel]", "yen: 500\n      shown: [chip]", 1
    )
    assert examples.failures(loader.load(wrong)) == [
        "例「いちばん短い申請（個人、チップなし、注射はまだ）」：「マイクロチップの番号」（chip）が聞かれるはずですが、聞かれません",
        "例「いちばん短い申請（個人、チップなし、注射はまだ）」：手数料は500円のはずですが、3,000円です",
    ]


def test_an_example_with_a_wrong_answer_is_told_in_words():
    text = PATHS["dog-registration"].read_text(encoding="utf-8")
    wrong = text.replace("on: 2026-11-10", "on: 2026-06-01", 1).replace("      has_chip: いいえ\n", "", 1)
    failures = examples.failures(loader.load(wrong))
    assert any("犬の生年月日が、今日（令和8年6月1日）より後です" in failure for failure in failures)
    assert any(
        "「マイクロチップを装着していますか」は、「はい」か「いいえ」を選んでください" in failure
        for failure in failures
    )
