"""A town's file replaces whole sections; everything else stays, and every problem names the file it stands in."""

import pytest

from yakuba.procedures import examples, loader, variants
from yakuba.procedures.tests.samples import GOOD

# Line 5 is the law, line 25 the target, line 32 what is published.
OWN = """\
# The town's own ordinance.
law: 町花壇条例 第9条

# Less to do.
target: {days: 5}
"""
TOWN = pytest.mark.parametrize(
    "path", loader.shipped_variants(), ids=lambda path: f"{path.parent.name}-{path.stem}"
)


def merged(own, common=GOOD):
    return variants.merged(common, own, names=("garden-permit.yaml", "karuizawa/garden-permit.yaml"))


def problems_of(own, common=GOOD):
    with pytest.raises(loader.Problems) as raised:
        loader.load_written(merged(own, common))
    return [str(problem) for problem in raised.value]


def test_a_town_replaces_whole_sections_and_nothing_else():
    loaded, shared = loader.load_written(merged(OWN)), loader.load(GOOD)
    assert (loaded.law, loaded.target.days) == ("町花壇条例 第9条", 5)
    assert loaded.model_dump(exclude={"law", "target"}) == shared.model_dump(exclude={"law", "target"})


def test_what_is_not_replaced_stays_letter_by_letter_with_its_comments():
    common = f"# Whose garden.\n{GOOD}# The end.\n"
    text = merged("", common).text
    assert text == common
    assert merged(OWN, common).text.splitlines()[0] == "# Whose garden."
    assert "# The town's own ordinance.\nlaw: 町花壇条例 第9条\n" in merged(OWN, common).text


def test_a_section_that_the_shared_one_lacks_is_added():
    loaded = loader.load_written(merged("open: {from: 04-01, until: 10-31, confirm: true}\n"))
    assert loaded.open_.from_ == "04-01"


def test_a_section_of_many_lines_is_replaced_to_its_last():
    own = """\
route:
  - {id: examine, kind: review, role: clerk, title: 見る}

  # The mayor decides.
  - {id: decide, kind: decision, role: chief, title: 町長が決める}
outcomes:
  - {id: granted, title: 許可する, effect: grant, document: decision, says: どうぞ。, keep: {years: 3}}
  - {id: refused, title: 許可しない, effect: refuse, document: decision, says: 許可しません。, reasons: true, keep: {years: 5}}
"""
    loaded = loader.load_written(merged(own))
    assert [step.title for step in loaded.route] == ["見る", "町長が決める"]
    assert loaded.outcome("granted").keep.years == 3
    assert loaded.publish == ("plant",)


def test_a_text_of_many_lines_may_look_like_keys():
    own = "summary: |\n  花壇です。\n  law: これは文の一部です。\n"
    assert "law: これは文の一部です。" in loader.load_written(merged(own)).summary


@pytest.mark.parametrize(
    ("own", "said"),
    [
        # In the town's own lines.
        (OWN.replace("days: 5", "days: 五"), "karuizawa/garden-permit.yaml:5: 「days」は数です"),
        (OWN.replace("law:", "lwa:"), "karuizawa/garden-permit.yaml:2: 「lwa」という項目はありません。「law」と書いてください"),
        ("target: {days: 5\n", "karuizawa/garden-permit.yaml:1: かっこが閉じていません"),
        (OWN + "minutes: 0\n", "karuizawa/garden-permit.yaml:6: 「minutes」の数が小さすぎます"),
        (OWN + "law: もう一度\n", "karuizawa/garden-permit.yaml:6: 「law」が2回書かれています"),
        ("publish: [plants]\n", "karuizawa/garden-permit.yaml:1: 公開する項目「plants」はありません"),
        ("花壇のこと\n", "karuizawa/garden-permit.yaml:1: "),
        # In a shared line that no longer fits: the file to look into is the shared one.
        (
            "sections:\n  - id: page\n    title: 質問\n    fields: [{id: x, kind: text, label: 文}]\n",
            "garden-permit.yaml:32: 公開する項目「plant」はありません",
        ),
        ("regime: 行政手続法\n", ""),
    ],
)  # fmt: skip
def test_a_problem_names_the_file_and_the_line_in_which_it_stands(own, said):
    if not said:
        assert loader.load_written(merged(own)).regime == "行政手続法"
        return
    found = problems_of(own)
    assert any(one.startswith(said) for one in found), found


def test_problems_of_both_files_are_told_at_once():
    found = problems_of("minutes: 五\n", GOOD.replace("title: 花壇の", "titel: 花壇の"))
    assert [one.partition(": ")[0] for one in found] == [
        "garden-permit.yaml:1",
        "garden-permit.yaml:2",
        "karuizawa/garden-permit.yaml:1",
    ]


def test_a_definition_is_called_by_the_file_that_makes_it_what_it_is():
    assert merged(OWN).name == "karuizawa/garden-permit.yaml"
    assert merged("").name == "garden-permit.yaml"


@TOWN
def test_every_definition_of_a_town_is_good_and_proves_itself(path):
    written = loader.written_for(path.parent.name)[path.stem]
    loaded = loader.load_written(written)
    assert loaded.id == path.stem
    assert examples.failures(loaded) == []


@TOWN
def test_a_town_writes_nothing_but_what_it_changes(path):
    common = loader.COMMON / path.name
    if common.exists():
        own, shared = variants.read(None, path), variants.read(common, None)
        again = variants.merged(shared.text, own.text, names=("a", "b"))
        assert again.text != shared.text
