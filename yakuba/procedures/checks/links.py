"""Checks of what definitions say about each other: what follows, and what is filed together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yakuba.procedures.checks.fault import Fault, each_question, instead

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from yakuba.procedures.definition import Definition


def faults(definition: Definition, others: Mapping[str, Definition]) -> Iterator[Fault]:
    """Every fault between a definition and the others, by id, that stand beside it."""
    for number, follow in enumerate(definition.follow_ups):
        if follow.procedure not in others:
            yield Fault(
                ("follow_ups", number, "procedure"),
                f"次の手続「{follow.procedure}」はありません",
                instead(follow.procedure, others),
            )
    for number, together in enumerate(definition.together):
        other = others.get(together.procedure)
        if other is None:
            yield Fault(
                ("together", number, "procedure"),
                f"一緒に出す手続「{together.procedure}」はありません",
                instead(together.procedure, others),
            )
        else:
            yield from _shared(number, definition, other)


def _shared(number: int, definition: Definition, other: Definition) -> Iterator[Fault]:
    """Whatever the other must be told is asked here, under the same id and as the same kind."""
    places = {field.id: path for path, field in each_question(definition)}
    for field in other.fields.values():
        ours = definition.fields.get(field.id)
        if ours is None and field.required and field.show_if is None:
            yield Fault(
                ("together", number, "procedure"),
                f"「{other.id}」の項目「{field.id}」（{field.label}）が聞かれていません",
                f"「{{id: {field.id}, kind: {field.kind}, label: …}}」の項目を書き足してください",
            )
        elif ours is not None and ours.kind != field.kind:
            yield Fault(
                (*places[field.id], "kind"),
                f"項目「{field.id}」の kind が「{other.id}」と違います",
                f"「kind: {field.kind}」と書いてください",
            )
