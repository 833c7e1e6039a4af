"""Checks that the parts of a definition fit together: ids, keys, rules, meanings, tables, languages, examples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yakuba.procedures.checks.fault import Fault, each_field, each_question, instead
from yakuba.procedures.computations import COMPUTATIONS
from yakuba.procedures.definition import KINDS_OF_MEANING, NOTICE_CHANNELS
from yakuba.procedures.fields import KINDS, Wrong, kind_of
from yakuba.procedures.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yakuba.procedures.definition import Definition, Field, Translation
    from yakuba.procedures.yaml_text import Path

# Names of buttons and hidden controls of the pages around the form.
RESERVED = frozenset(
    {
        "csrfmiddlewaretoken",
        "later",
        "lookup",
        "add",
        "remove",
        "next",
        "back",
        "save",
        "seen",
        "check",
        "sure",
    }
)


def ids_stand_once(definition: Definition) -> Iterator[Fault]:
    """An id stands once among its like."""
    groups: list[list[tuple[Path, str]]] = [
        [((name, number), part.id) for number, part in enumerate(getattr(definition, name))]
        for name in ("sections", "fees", "route", "outcomes", "notices")
    ]
    groups.append([(path, field.id) for path, field in each_field(definition)])
    groups += [
        [((*path, "options", number), option.id) for number, option in enumerate(field.options)]
        for path, field in each_field(definition)
    ]
    for group in groups:
        seen: set[str] = set()
        for path, name in group:
            if name in seen:
                yield Fault((*path, "id"), f"id「{name}」が2回使われています", "別の id を書いてください")
            seen.add(name)


def controls_stand_once(definition: Definition) -> Iterator[Fault]:
    """No two questions share a control, and none takes the name of a button."""
    owner: dict[str, str] = {}
    for path, field in each_field(definition):
        if "__" in field.id:
            yield Fault((*path, "id"), f"id「{field.id}」に「__」は使えません", "「_」を1つにしてください")
    for path, field in each_question(definition):
        for ending in KINDS[field.kind].controls:
            name = f"{field.id}{ending}"
            if name in RESERVED:
                yield Fault(
                    (*path, "id"), f"id「{name}」は画面のボタンが使います", "別の id を書いてください"
                )
            elif owner.setdefault(name, field.id) != field.id:
                yield Fault(
                    (*path, "id"),
                    f"id「{field.id}」が「{owner[name]}」の入力欄「{name}」と重なります",
                    "別の id を書いてください",
                )


def labels_stand_once_on_a_page(definition: Definition) -> Iterator[Fault]:
    """People and screen readers tell questions apart by their labels."""
    pages: dict[Path, set[str]] = {}
    for path, field in each_field(definition):
        # The questions of one item stand in a fieldset of their own.
        seen = pages.setdefault(path[:-1], set())
        if field.label in seen:
            yield Fault(
                (*path, "label"),
                f"同じページに「{field.label}」が2つあります",
                "どちらかのラベルを、区別できる言葉で書いてください",
            )
        seen.add(field.label)


def kinds_know_their_keys(definition: Definition) -> Iterator[Fault]:
    """A key that a kind does not know would be ignored silently."""
    optional = {
        *("options", "min", "max", "max_length", "unit", "earliest", "latest", "rule", "of"),
        *("accept", "many", "later", "known", "item", "fields"),
    }
    for path, field in each_field(definition):
        kind = KINDS[field.kind]
        for key in sorted(field.model_fields_set & optional - kind.keys):
            yield Fault(
                (*path, key),
                f"「{field.kind}」の項目に「{key}」は使えません",
                f"「{key}」の行を消してください",
            )
        for key, message, suggestion in kind(field).faults():
            yield Fault((*path, key), message, suggestion)


def rules_exist(definition: Definition) -> Iterator[Fault]:
    """A rule is a function that knows this kind."""
    for path, field in each_field(definition):
        if field.kind == "computed":
            yield from _computation_exists(path, field, definition)
            continue
        if field.rule is None:
            continue
        fitting = [name for name, rule in RULES.items() if field.kind in rule.kinds]
        if field.rule not in RULES:
            yield Fault(
                (*path, "rule"), f"「{field.rule}」という規則はありません", instead(field.rule, fitting)
            )
        elif field.rule not in fitting and "rule" in KINDS[field.kind].keys:
            yield Fault(
                (*path, "rule"),
                f"規則「{field.rule}」は「{field.kind}」の項目に使えません",
                instead(field.rule, fitting),
            )


def _computation_exists(path: Path, field: Field, definition: Definition) -> Iterator[Fault]:
    made = COMPUTATIONS.get(field.rule or "")
    if made is None:
        said = f"「{field.rule}」という計算はありません" if field.rule else "計算の名前（rule）がありません"
        yield Fault((*path, "rule"), said, instead(field.rule or "", COMPUTATIONS))
        return
    takes = made.takes * len(field.of) if made.any_number else made.takes
    if len(field.of) != len(takes) or not field.of:
        yield Fault(
            (*path, "of"),
            f"計算「{field.rule}」に渡す項目の数が合いません",
            f"{len(made.takes)}個書いてください",
        )
        return
    above = (
        list(definition.fields)[: list(definition.fields).index(field.id)]
        if field.id in definition.fields
        else []
    )
    for number, (name, kinds) in enumerate(zip(field.of, takes, strict=True)):
        if name not in above or definition.fields[name].kind not in kinds:
            known = [other for other in above if definition.fields[other].kind in kinds]
            yield Fault((*path, "of", number), f"計算に「{name}」は渡せません", instead(name, known))


def meanings_fit(definition: Definition) -> Iterator[Fault]:
    """Each meaning stands once (in a group: once in an item) and on a field of its kind."""
    questions = list(each_question(definition))
    yield from _meanings(questions)
    for path, field in questions:
        yield from _meanings(
            [((*path, "fields", number), inner) for number, inner in enumerate(field.fields)]
        )
        if (field.means or "").startswith("member."):
            yield Fault(
                (*path, "means"),
                f"意味「{field.means}」は、世帯のくり返しの中の項目のものです",
                "「person.name」など、申請する本人の意味を書いてください",
            )


def _meanings(fields: list[tuple[Path, Field]]) -> Iterator[Fault]:
    seen: set[str] = set()
    for path, field in fields:
        if field.means is None:
            continue
        if field.means in seen:
            yield Fault(
                (*path, "means"),
                f"意味「{field.means}」が2つの項目にあります",
                "1つの項目だけに書いてください",
            )
        seen.add(field.means)
        kinds = KINDS_OF_MEANING[field.means]
        if field.kind not in kinds:
            yield Fault(
                (*path, "kind"),
                f"意味「{field.means}」の項目の kind は「{kinds[0]}」です",
                f"「kind: {kinds[0]}」と書いてください",
            )
        elif field.means == "notice.channel":
            yield from _notice_channels(path, field)


def _notice_channels(path: Path, field: Field) -> Iterator[Fault]:
    for number, option in enumerate(field.options):
        if option.id not in NOTICE_CHANNELS:
            yield Fault(
                (*path, "options", number, "id"),
                f"結果の届け方に「{option.id}」はありません",
                instead(option.id, NOTICE_CHANNELS),
            )


def limits_are_in_order(definition: Definition) -> Iterator[Fault]:
    """The standard processing time ends before the statutory limit, which is put off only where the law says so."""
    target = definition.target
    limit = target.statutory if target else None
    if limit and ((limit.longest and not limit.delay) or (limit.beyond and not limit.longest)):
        yield Fault(
            ("target", "statutory"),
            "延ばせる長さが、延ばす定めなしに書いてあります",
            "longest は delay と、beyond は longest と一緒に書いてください",
        )
    if target and target.statutory and target.days > target.statutory.days:
        yield Fault(
            ("target", "days"),
            "標準処理期間が法律の期限より長くなっています",
            f"{target.statutory.days}以下で書いてください",
        )


def tables_are_even(definition: Definition) -> Iterator[Fault]:
    """Every row of a table has as many cells as its head."""
    if definition.amounts is None:
        return
    width = len(definition.amounts.head)
    for number, row in enumerate(definition.amounts.rows):
        if len(row) != width:
            yield Fault(
                ("amounts", "rows", number),
                f"表のこの行は{len(row)}列です",
                f"見出しと同じ{width}列で書いてください",
            )


def languages_are_complete(definition: Definition) -> Iterator[Fault]:
    """Japanese always, and every other language for every label."""
    if "ja" not in definition.languages:
        yield Fault(("languages",), "「languages」に ja がありません", "ja を書き足してください")
    for language in definition.languages:
        translation = definition.translations.get(language) if language != "ja" else None
        if language != "ja" and translation is None:
            yield Fault(
                ("languages",),
                f"{language} の訳がありません",
                f"「translations: {{{language}: …}}」を書き足してください",
            )
        if translation is None:
            continue
        yield from _translation(("translations", language), language, translation, definition)


def _translation(
    path: Path, language: str, translation: Translation, definition: Definition
) -> Iterator[Fault]:
    every = definition.all_fields
    wanted = {
        "labels": list(every),
        "options": [name for name, field in every.items() if field.options],
        "sections": [section.id for section in definition.sections],
        "hints": [name for name, field in every.items() if field.hint],
        "items": [name for name, field in every.items() if field.item],
    }
    for key, names in wanted.items():
        given = getattr(translation, key)
        if lacking := [name for name in names if name not in given]:
            yield Fault(
                (*path, key),
                f"{language} の訳がない項目があります",
                f"「{key}」に {'、'.join(lacking)} の訳を書き足してください",
            )
        # The hint of a page may be translated too.
        known = [*names, *wanted["sections"]] if key == "hints" else names
        for name in given:
            if name not in known:
                yield Fault((*path, key, name), f"「{name}」という項目はありません", instead(name, names))
    for name, words in translation.options.items():
        options = [option.id for option in every[name].options] if name in every else []
        if sorted(words) != sorted(options):
            yield Fault(
                (*path, "options", name),
                f"{language} の選択肢の訳がそろっていません",
                f"{'、'.join(options)} の訳を書いてください",
            )


# Pages of the apply flow that stand beside the sections under the same address.
_PAGES = ("check", "people", "identity", "later", "done", "discard", "file")


def sections_leave_pages_free(definition: Definition) -> Iterator[Fault]:
    """A section may not take the address of a page that every application has."""
    for number, section in enumerate(definition.sections):
        if section.id in _PAGES:
            path: Path = ("sections", number, "id")
            yield Fault(
                path,
                f"「{section.id}」は画面の名前なので、使えません",
                f"「{section.id}-1」のような別の id を書いてください",
            )


def notices_show_answers(definition: Definition) -> Iterator[Fault]:
    """What a notice shows is an answer of the form, in words."""
    for number, outcome in enumerate(definition.outcomes):
        for place, name in enumerate(outcome.shows):
            path: Path = ("outcomes", number, "shows", place)
            if name not in definition.fields:
                yield Fault(
                    path, f"通知書に載せる項目「{name}」はありません", instead(name, definition.fields)
                )
            elif definition.fields[name].kind == "file":
                yield Fault(
                    path, f"「{name}」はファイルなので、通知書に載せられません", "shows から消してください"
                )


def examples_fit(definition: Definition) -> Iterator[Fault]:
    """Examples answer questions that exist, in a form that they take."""
    outcomes = [outcome.id for outcome in definition.outcomes]
    for number, example in enumerate(definition.examples):
        path: Path = ("examples", number)
        for name, value in example.answers.items():
            yield from _answer_fits((*path, "answers", name), definition, name, value)
        for key in ("shown", "hidden"):
            for place, name in enumerate(getattr(example.expect, key)):
                if name not in definition.fields:
                    yield Fault(
                        (*path, "expect", key, place),
                        f"「{name}」という項目はありません",
                        instead(name, definition.fields),
                    )
        for name in example.expect.values:
            if name not in definition.fields:
                yield Fault(
                    (*path, "expect", "values", name),
                    f"「{name}」という項目はありません",
                    instead(name, definition.fields),
                )
        outcome = example.expect.outcome
        if outcome is not None and outcome not in outcomes:
            yield Fault(
                (*path, "expect", "outcome"),
                f"「{outcome}」という結果はありません",
                instead(outcome, outcomes),
            )


def _answer_fits(
    path: Path,
    definition: Definition,
    name: str,
    value: Any,
) -> Iterator[Fault]:
    field = definition.fields.get(name)
    if field is None:
        yield Fault(path, f"例の答え「{name}」という項目はありません", instead(name, definition.fields))
        return
    if not KINDS[field.kind].is_asked:
        yield Fault(
            path,
            f"「{name}」は計算した値なので、答えには書けません",
            f"expect に「values: {{{name}: 読み上げる文}}」と書いてください",
        )
        return
    try:
        kind_of(field).from_example(value)
    except Wrong as wrong:
        yield Fault(path, f"例の答えが合いません。{wrong}", "正しい答えを書いてください")
