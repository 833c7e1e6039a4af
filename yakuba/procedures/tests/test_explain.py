"""The plain Japanese of a definition, kept as golden text that an officer can read."""

from pathlib import Path

import pytest

from yakuba.procedures import loader, queries
from yakuba.procedures.tests.samples import GOOD, definition

GOLDEN = Path(__file__).parent / "golden"


def shipped(name):
    path = loader.SHIPPED / f"{name}.yaml"
    return loader.load(path.read_text(encoding="utf-8"), source=path.name)


@pytest.mark.parametrize("name", ["child-allowance", "dog-registration"])
def test_the_explanation_is_the_one_that_was_read_and_agreed(name):
    """After a wanted change: `yakuba procedures explain NAME`, read it, and put it in the golden file."""
    golden = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")
    assert queries.explain(shipped(name)) == golden


def test_every_test_of_a_condition_can_be_said():
    text = GOOD.replace(
        "      - {id: plant,",
        "      - {id: a, kind: text, label: あ, show_if: {field: people, less_than: 5}}\n"
        "      - {id: b, kind: text, label: い, required_if: {all: [{field: a, not: 花}, {field: a, answered: true}]}}\n"
        "      - {id: c, kind: date, label: う, show_if: {field: a, answered: false}}\n"
        "      - {id: d, kind: date, label: え, show_if: {field: c, more_than: 2026-05-01}}\n"
        "      - {id: plant,",
    )
    said = queries.explain(definition(text))
    assert "「人数」が「5」より小さいときだけ聞く" in said
    assert "「あ」が「花」でないとき、かつ「あ」に答えがあるときは必須" in said
    assert "「あ」に答えがないときだけ聞く" in said
    assert "「う」が「令和8年5月1日」より後のときだけ聞く" in said


def test_what_the_town_must_confirm_is_listed():
    assert queries.to_confirm(shipped("dog-registration"))[0] == (
        "犬の登録手数料：3,000円（町の手数料条例（地方自治法 第227条・第228条））"
    )
    assert queries.to_confirm(definition()) == []
