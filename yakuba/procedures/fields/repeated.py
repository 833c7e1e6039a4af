"""The controls of a repeated question: each item is a fieldset with the controls of its own questions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.utils import ErrorDict, ErrorList

from yakuba.procedures.fields.bound import AnswerField
from yakuba.procedures.fields.kind import Wrong
from yakuba.procedures.fields.registry import is_answered, is_required, kind_of, standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yakuba.procedures.definition import Field

# No page is made for more, whatever a browser sends.
_MOST_SENT = 60


@dataclass(frozen=True)
class TypedItems:
    """What was typed into each item, by field id, and which of its questions were not on the page."""

    items: list[dict[str, Any]] = field(default_factory=list)
    omitted: list[set[str]] = field(default_factory=list)


class ReadItems(list[dict[str, Any]]):
    """The answers of the items in which something was typed, and which item of the page each of them is."""

    def __init__(self, items: list[dict[str, Any]], places: list[int]) -> None:
        super().__init__(items)
        self.places = places


class ItemForm(forms.Form):
    """The questions of one item that stand for what was typed, to be shown: the group itself does the reading."""

    use_required_attribute = False

    def __init__(self, group: Field, number: int, typed: dict[str, Any], errors: dict[str, str]) -> None:
        super().__init__(initial=typed, label_suffix="")
        self.number = number
        self.path = f"{group.id}__{number}"
        known = _known(group, typed)
        for question in standing(group.inner, known).values():
            one = AnswerField(kind_of(question))
            one.required = is_required(question, group.inner, known)
            one.decides = any(_looks_at(other, question.id) for other in group.fields)
            if address := next_address(group.fields, question):
                one.widget.fills = self.add_prefix(address)
            self.fields[question.id] = one
        self._errors = ErrorDict({name: ErrorList([message]) for name, message in errors.items()})

    def add_prefix(self, field_name: str) -> str:
        """children__0__name: no browser and no style sheet minds it."""
        return f"{self.path}__{field_name}"


class GroupBoxes(forms.Widget):
    """All items, with buttons to add one and to take one away; they work without JavaScript."""

    template_name = "procedures/widgets/group.html"
    use_fieldset = True

    def __init__(self, group: Field, *, item: str, least: int, most: int) -> None:
        super().__init__()
        self.group = group
        self.item = item
        self.least = least
        self.most = most
        self.errors: dict[tuple[int, str], str] = {}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> TypedItems:
        items, omitted = [], []
        for number in range(sent_items(data, name)):
            boxes: dict[str, Any] = {}
            absent: set[str] = set()
            for question in self.group.fields:
                widget, box = kind_of(question).widget(), f"{name}__{number}__{question.id}"
                boxes[question.id] = widget.value_from_datadict(data, files, box)
                if widget.value_omitted_from_data(data, files, box):
                    absent.add(question.id)
            items.append(boxes)
            omitted.append(absent)
        return TypedItems(items, omitted)

    def value_omitted_from_data(self, data: Any, _files: Any, name: str) -> bool:
        return f"{name}_items" not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        typed = list(value.items) if isinstance(value, TypedItems) else []
        shown = typed or [{}] * self.least
        forms_of_items = [
            ItemForm(self.group, number, boxes, self.errors_of(number)) for number, boxes in enumerate(shown)
        ]
        return super().get_context(name, None, attrs) | {
            "items": forms_of_items,
            "item": self.item,
            "count": len(shown),
            "may_add": len(shown) < self.most,
            "may_remove": len(shown) > 1,
        }

    def errors_of(self, number: int) -> dict[str, str]:
        """What is wrong with one item, by field id."""
        return {name: message for (place, name), message in self.errors.items() if place == number}


def sent_items(data: Any, name: str) -> int:
    """How many items of this group a page sent."""
    sent = str((data or {}).get(f"{name}_items") or "")
    return min(int(sent), _MOST_SENT) if sent.isascii() and sent.isdigit() and len(sent) < 4 else 0


def with_one_more(data: Any, name: str) -> Any:
    """What was typed, and one empty item behind it."""
    copy = data.copy()
    copy[f"{name}_items"] = str(max(sent_items(data, name), 0) + 1)
    return copy


def without_one(data: Any, name: str, gone: int) -> Any:
    """What was typed without one item; those behind it move up."""
    count, copy = sent_items(data, name), data.copy()
    if not 0 <= gone < count:
        return copy
    for key in [key for key in copy if key.startswith(f"{name}__")]:
        del copy[key]
    for key in data:
        number, _, rest = key.removeprefix(f"{name}__").partition("__")
        if key.startswith(f"{name}__") and number.isdigit() and int(number) != gone:
            place = int(number) - (int(number) > gone)
            moved = f"{name}__{place}__{rest}"
            if hasattr(copy, "setlist"):
                copy.setlist(moved, data.getlist(key))
            else:
                copy[moved] = data[key]
    copy[f"{name}_items"] = str(count - 1)
    return copy


def next_address(fields: Sequence[Field], question: Field) -> str:
    """The id of the address below a postal code, which its button fills; empty where there is none."""
    if question.kind != "postal_code":
        return ""
    below = fields[fields.index(question) + 1 :]
    return next((other.id for other in below if other.kind == "address"), "")


def _known(group: Field, typed: dict[str, Any]) -> dict[str, Any]:
    """The stored answers as far as they can be read: a wrong one decides nothing."""
    known: dict[str, Any] = {}
    for question in group.fields:
        kind = kind_of(question)
        try:
            stored = kind.stored(kind.read(typed.get(question.id)))
        except Wrong:
            continue
        if is_answered(stored):
            known[question.id] = stored
    return known


def _looks_at(other: Field, name: str) -> bool:
    return any(
        name in condition.looks_at()
        for condition in (other.show_if, other.required_if)
        if condition is not None
    )
