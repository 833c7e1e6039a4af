"""Runs the examples of a definition through the real form, so that a definition proves itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yakuba.procedures import queries
from yakuba.procedures.fields import is_answered, kind_of
from yakuba.procedures.forms import AnswerForm, example_data

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from yakuba.procedures.definition import Definition, Example


def failures(definition: Definition) -> list[str]:
    """What does not come to what the examples expect, each as a sentence."""
    return [
        f"例「{example.title}」：{failure}"
        for example in definition.examples
        for failure in _failures(definition, example)
    ]


def _failures(definition: Definition, example: Example) -> Iterator[str]:
    wanted = queries.example_answers(definition, example)
    answers: dict[str, Any] = {}
    for section in definition.sections:
        sent = example_data(definition, section.id, wanted)
        # The files of an example lie there already, as after an upload.
        before = answers | {
            name: value for name, value in wanted.items() if definition.fields[name].kind == "file"
        }
        form = AnswerForm(definition, section.id, answers=before, data=sent, today=example.on)
        yield from (str(error) for errors in form.errors.values() for error in errors)
        if form.is_valid():
            answers = queries.with_computed(definition, answers | form.cleaned_answers(), today=example.on)
    yield from (message for _, _, message in queries.missing(definition, answers))
    yield from _unexpected(definition, example, answers)


def _unexpected(definition: Definition, example: Example, answers: dict[str, Any]) -> Iterator[str]:
    shown = queries.shown(definition, answers)
    names = definition.fields
    for name in sorted(set(example.answers) - set(shown)):
        yield f"「{names[name].label}」（{name}）は聞かれないのに、答えがあります"
    for name in example.expect.shown:
        if name not in shown:
            yield f"「{names[name].label}」（{name}）が聞かれるはずですが、聞かれません"
    for name in example.expect.hidden:
        if name in shown:
            yield f"「{names[name].label}」（{name}）は聞かれないはずですが、聞かれます"
    for name, text in example.expect.values.items():
        value = answers.get(name)
        said = kind_of(names[name]).text(value) if is_answered(value) else "答えなし"
        if said != text:
            yield f"「{names[name].label}」（{name}）は「{text}」のはずですが、「{said}」です"
    yen = sum(amount for _, amount in queries.fees(definition, answers))
    if example.expect.yen is not None and yen != example.expect.yen:
        yield f"手数料は{example.expect.yen:,}円のはずですが、{yen:,}円です"
