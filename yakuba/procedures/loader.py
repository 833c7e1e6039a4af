"""Turns the text of a definition into a `Definition`, or says everything that is wrong with it at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from pydantic import BaseModel, ValidationError

from yakuba.procedures import checks, variants, yaml_text
from yakuba.procedures.checks import instead
from yakuba.procedures.definition import Definition

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pydantic_core import ErrorDetails

    from yakuba.procedures.variants import Written
    from yakuba.procedures.yaml_text import Text, Tree

DEFINITIONS = Path(__file__).resolve().parent.parent / "definitions" / "procedures"
COMMON = DEFINITIONS / "common"


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a definition, for the person who writes it."""

    source: str
    line: int
    message: str
    suggestion: str

    def __str__(self) -> str:
        return f"{self.source or '定義'}:{self.line}: {self.message}。{self.suggestion}"


class Problems(Exception):
    """Everything that is wrong with one definition, in the order of its files and lines."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(problems, key=lambda problem: (problem.source, problem.line))
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.problems)


def load(text: str, *, source: str = "") -> Definition:
    """The definition in a YAML text; raises Problems with every line that is wrong."""
    read = yaml_text.read(text)
    problems = [Problem(source, fault.line, fault.message, fault.suggestion) for fault in read.faults]
    definition = None
    if not problems or read.tree:
        definition, shape = _shaped(read, source)
        problems += shape
    if definition is not None:
        problems += [
            Problem(source, read.line(fault.path), fault.message, fault.suggestion)
            for fault in checks.faults(definition)
        ]
    if problems or definition is None:
        raise Problems(problems)
    return definition


@lru_cache(maxsize=256)
def load_published(text: str) -> Definition:
    """A definition that was good when it was published, parsed once per process.

    It is not checked again: a check that is new today must not lock a case that began years ago.
    """
    return Definition.model_validate(yaml_text.read(text).tree)


def load_written(written: Written) -> Definition:
    """The definition of a town; raises Problems, each with the file and the line in which it stands."""
    try:
        return load(written.text)
    except Problems as found:
        raise Problems(
            [
                Problem(*written.place(problem.line), problem.message, problem.suggestion)
                for problem in found.problems
            ]
        ) from found


def placed(written: Written, faults: Iterable[checks.Fault]) -> list[Problem]:
    """These faults with the file and the line in which each stands."""
    read = yaml_text.read(written.text)
    return [
        Problem(*written.place(read.line(fault.path)), fault.message, fault.suggestion) for fault in faults
    ]


def shipped() -> list[Path]:
    """The files of the definitions that come with Yakuba and all towns share, by name."""
    return sorted(COMMON.glob("*.yaml"))


def shipped_variants(slug: str = "*") -> list[Path]:
    """The files of one town, or of all, that replace sections of shared ones or stand for themselves."""
    return sorted(path for path in DEFINITIONS.glob(f"{slug}/*.yaml") if path.parent != COMMON)


def written_for(slug: str) -> dict[str, Written]:
    """The text of every definition as it stands in one town, by id."""
    common = {path.stem: path for path in shipped()}
    own = {path.stem: path for path in shipped_variants(slug)} if slug else {}
    return {name: variants.read(common.get(name), own.get(name)) for name in sorted({*common, *own})}


def _shaped(read: Text, source: str) -> tuple[Definition | None, list[Problem]]:
    try:
        return Definition.model_validate(read.tree), []
    except ValidationError as wrong:
        errors = _worth_saying(wrong.errors())
    problems = [_problem(error, read, source) for error in errors]
    if any(error["type"] != "extra_forbidden" for error in errors):
        return None, problems
    # Only unknown keys: without them the rest can be checked too, so that nothing is said in two rounds.
    for error in errors:
        _forget(read.tree, error["loc"])
    return Definition.model_validate(read.tree), problems


def _worth_saying(errors: list[ErrorDetails]) -> list[ErrorDetails]:
    # A list whose items are wrong counts as too short for pydantic; the items say it better.
    deeper = {error["loc"][:size] for error in errors for size in range(len(error["loc"]))}
    kept: dict[tuple[str | int, ...], ErrorDetails] = {}
    for error in map(_of_answer, errors):
        if not (error["type"] == "too_short" and error["loc"] in deeper):
            kept.setdefault(error["loc"], error)
    return list(kept.values())


def _of_answer(error: ErrorDetails) -> ErrorDetails:
    # An answer may have several shapes, and pydantic names each of them ("str", "list[str]"): nobody wrote those.
    path = error["loc"]
    if path[:1] == ("examples",) and path[2:3] == ("answers",) and len(path) > 4:
        return {**error, "loc": path[:4], "type": "answer"}
    return error


def _forget(tree: Any, path: tuple[str | int, ...]) -> None:
    for part in path[:-1]:
        tree = tree[part]
    del tree[path[-1]]


def _problem(error: ErrorDetails, read: Text, source: str) -> Problem:
    path, value = error["loc"], _value_at(read.tree, error["loc"])
    if path[-1:] == ("[key]",):
        # The key itself is wrong: it is what was written under the name above it.
        path, value = path[:-2], str(path[-2])
    name = next((str(part) for part in reversed(path) if isinstance(part, str)), "定義")
    message, suggestion = _said(error, name, _model_at(path[:-1]), value)
    path = error["loc"]
    return Problem(source, read.line(path), message, suggestion)


def _said(
    error: ErrorDetails, name: str, model: type[BaseModel] | None, value: Tree | None
) -> tuple[str, str]:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "extra_forbidden":
        return f"「{name}」という項目はありません", instead(name, _keys(model))
    if kind == "missing":
        return f"「{name}」がありません", f"「{name}: …」を書き足してください"
    if kind == "literal_error":
        allowed = _choices(context.get("expected", ""))
        return f"「{name}」に「{value}」は使えません", instead(str(value), allowed)
    if kind == "string_pattern_mismatch":
        return _bad_code(name, value, str(context.get("pattern", "")))
    message, suggestion = _SAID.get(
        kind, ("「{name}」の値が正しくありません", "定義の説明を確かめて直してください")
    )
    words = {"name": name, **context}
    return message.format_map(words), suggestion.format_map(words)


def _bad_code(name: str, value: Tree | None, pattern: str) -> tuple[str, str]:
    if "\\." in pattern:
        return (
            f"「{name}」の「{value}」は出来事の名前ではありません",
            "「application.submitted」のように書いてください",
        )
    joint = "_" if "_" in pattern else "-"
    tidy = "".join(part if part.isascii() and part.isalnum() else joint for part in str(value).lower())
    tidy = tidy.strip("_-")
    example = tidy if tidy[:1].isalpha() else f"owner{joint}name"
    return (
        f"「{name}」の「{value}」には、英小文字・数字・「{joint}」だけが使えます（先頭は英字）",
        f"「{example}」のように書いてください",
    )


_SAID = {
    "string_type": ("「{name}」は文字で書きます", "「{name}: 文」の形で書いてください"),
    "string_too_short": ("「{name}」が空です", "文を書くか、この行を消してください"),
    "string_too_long": ("「{name}」が長すぎます", "{max_length}文字までで書いてください"),
    "whole_number": ("「{name}」は数です", "半角の数字だけで書いてください（例：30）"),
    "int_type": ("「{name}」は数です", "半角の数字だけで書いてください（例：30）"),
    "greater_than_equal": ("「{name}」の数が小さすぎます", "{ge}以上で書いてください"),
    "less_than_equal": ("「{name}」の数が大きすぎます", "{le}以下で書いてください"),
    "flag": ("「{name}」は、はいかいいえのどちらかです", "true か false と書いてください"),
    "bool_type": ("「{name}」は、はいかいいえのどちらかです", "true か false と書いてください"),
    "date_type": ("「{name}」は日付です", "2026-05-01 のように書いてください"),
    "answer": (
        "例の「{name}」の答えの形が正しくありません",
        "文か、[ ] の一覧か、「項目: 文」の組で書いてください",
    ),
    "day": ("「{name}」は日付です", "2026-05-01 のように書いてください"),
    "yearly": ("「{name}」は日付です", "2026-05-01 か、毎年なら 05-01 のように書いてください"),
    "clock": ("「{name}」は時刻です", '"09:00" のように書いてください'),
    "date_from_datetime_parsing": ("「{name}」の日付はありません", "2026-05-01 のように書いてください"),
    "tuple_type": ("「{name}」は一覧です", "「- 」で始まる行か [ … ] で書いてください"),
    "too_short": ("「{name}」が空です", "1つ以上書いてください"),
    "too_long": ("「{name}」が多すぎます", "{max_length}個までで書いてください"),
    "dict_type": ("「{name}」は「項目: 値」の組です", "字下げして「項目: 値」を並べてください"),
    "model_type": ("「{name}」は「項目: 値」の組です", "字下げして「項目: 値」を並べてください"),
}


def _choices(expected: str) -> list[str]:
    # pydantic writes "'a', 'b' or 'c'".
    return [part.strip().strip("'") for part in expected.replace(" or ", ",").split(",") if part.strip()]


def _keys(model: type[BaseModel] | None) -> list[str]:
    return [key.alias or name for name, key in model.model_fields.items()] if model else []


def _model_at(path: tuple[str | int, ...]) -> type[BaseModel] | None:
    model: type[BaseModel] | None = Definition
    for part in path:
        if isinstance(part, str) and model is not None:
            found = {key.alias or name: key.annotation for name, key in model.model_fields.items()}
            # What is no key of the model is one that the author named: a language, a field.
            model = _model_in(found[part]) if part in found else model
    return model


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for part in get_args(annotation) if (model := _model_in(part))), None)


def _value_at(tree: Tree | None, path: tuple[str | int, ...]) -> Tree | None:
    for part in path:
        if isinstance(tree, dict) and isinstance(part, str):
            tree = tree.get(part)
        elif isinstance(tree, list) and isinstance(part, int) and part < len(tree):
            tree = tree[part]
        else:
            return None
    return tree
