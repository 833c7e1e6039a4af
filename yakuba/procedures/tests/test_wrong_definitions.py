"""Broken definitions: each is refused with its line, what is wrong, and what to write instead."""

import ast
import re
from pathlib import Path

import pytest

from yakuba.procedures import checks, loader, variants, yaml_text
from yakuba.procedures.checks import links
from yakuba.procedures.tests.broken import CASES, LINKS, OTHER, changed
from yakuba.procedures.tests.samples import GOOD, HEAD, PLANT, SECTIONS, TAIL, definition, with_fields


def problems_of(text):
    with pytest.raises(loader.Problems) as raised:
        loader.load(text, source="sample.yaml")
    return raised.value.problems


def test_the_sample_itself_is_good():
    assert definition().title == "花壇の利用申請"
    assert HEAD + SECTIONS + TAIL == GOOD


@pytest.mark.parametrize("name", list(CASES))
def test_a_broken_definition_is_told_by_line_fault_and_remedy(name):
    text, place, message, suggestion = CASES[name]
    line = place if isinstance(place, int) else text.count("\n", 0, text.index(place)) + 1
    found = problems_of(text)
    fitting = [problem for problem in found if message in problem.message]
    assert fitting, [str(problem) for problem in found]
    assert suggestion in fitting[0].suggestion, fitting[0].suggestion
    assert fitting[0].line == line, str(fitting[0])
    assert str(fitting[0]).startswith(f"sample.yaml:{line}: ")
    assert str(fitting[0]).endswith("ください") or "：" in str(fitting[0])
    # Nothing of pydantic, YAML or Python shows through.
    assert not re.search(r"None|\[key\]|list\[|tuple|dict|Error", str(fitting[0]))


@pytest.mark.parametrize("name", list(LINKS))
def test_a_broken_link_between_definitions_is_told_by_file_line_fault_and_remedy(name):
    text, line, message, suggestion = LINKS[name]
    others = {one.id: one for one in (definition(OTHER),)}
    faults = links.faults(definition(text), others)
    found = loader.placed(variants.plain(text, "sample.yaml"), faults)
    assert [str(problem) for problem in found] == [f"sample.yaml:{line}: {message}。{suggestion}"]


def test_what_is_filed_together_is_good_when_every_question_is_asked():
    text = with_fields(
        PLANT, "id: size, kind: number, label: 広さ", extra="together: [{procedure: garden-tools}]\n"
    )
    assert list(links.faults(definition(text), {"garden-tools": definition(OTHER)})) == []


# Every sentence has a case ------------------------------------------------------------------------
JAPANESE = re.compile("[぀-ヿ一-鿿]")
# The language knows no value that comes to this; it stands there for a pydantic to come.
NEVER_SAID = {"の値が正しくありません", "定義の説明を確かめて直してください"}


def sentences(path, functions=None):
    """The Japanese texts of a module (of some functions of it), cut where something is filled in; no docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    parts = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == functions]
    for part in parts if functions else [tree]:
        docstrings = {id(node.value) for node in ast.walk(part) if isinstance(node, ast.Expr)}
        for node in ast.walk(part):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
                yield from re.split(r"\{[a-z_]+\}|「$|^」", node.value)


def test_every_sentence_of_the_checks_and_readers_is_proven_here():
    told = "\n".join(str(problem) for text, *_ in CASES.values() for problem in problems_of(text))
    told += "\n".join(f"{message}。{suggestion}" for _, _, message, suggestion in LINKS.values())
    home = Path(loader.__file__).parent
    modules = [*(home / "checks").glob("*.py"), Path(yaml_text.__file__), Path(loader.__file__)]
    written = [one for path in modules for one in sentences(path)]
    written += [one for path in (home / "fields").glob("*.py") for one in sentences(path, "faults")]
    wanted = {
        one.strip("「」") for one in written if len(one) > 6 and JAPANESE.search(one) and "(?" not in one
    }
    assert len(wanted) > 100
    assert sorted(one for one in wanted - NEVER_SAID if one not in told) == []


def test_every_check_is_in_the_list():
    home = Path(checks.__file__).parent
    named = {check.__name__ for check in checks._CHECKS}
    written = {
        node.name
        for name in ("shape", "flow", "law", "conditions")
        for node in ast.parse((home / f"{name}.py").read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }
    assert named == written


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
