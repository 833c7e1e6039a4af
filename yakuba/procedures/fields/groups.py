"""The kind of repeated questions: members of a household, pieces of bulky waste, jobs one had."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yakuba.core.tables import safe_text
from yakuba.procedures.fields.kind import Kind, Wrong, WrongItems, quoted
from yakuba.procedures.fields.registry import KINDS, is_answered, is_required, kind_of, standing
from yakuba.procedures.fields.repeated import GroupBoxes, ReadItems, TypedItems

if TYPE_CHECKING:
    from django.forms import Widget

    from yakuba.procedures.definition import Field

_MOST = 30
# What cannot be repeated: questions of questions, what follows from answers, files, and signatures.
NOT_INSIDE = frozenset({"group", "computed", "file", "agreement"})
APPEARED = gettext_lazy("前の答えに合わせて、この質問が増えました。")


class Group(Kind):
    """Several items of the same questions, stored as a list of objects."""

    name: ClassVar[str] = "group"
    keys: ClassVar[frozenset[str]] = frozenset({"fields", "item", "min", "max"})
    controls: ClassVar[tuple[str, ...]] = ("_items",)
    is_publishable: ClassVar[bool] = False
    has_parts: ClassVar[bool] = True

    @property
    def least(self) -> int:
        """How many items there must be where the question must be answered."""
        return max(1, self.field.min or 1)

    @property
    def most(self) -> int:
        """How many items there may be."""
        return self.field.max or _MOST

    @property
    def item(self) -> str:
        """What one item is called."""
        return self.field.item or self.field.label

    def widget(self) -> Widget:
        return GroupBoxes(self.field, item=self.item, least=self.least, most=self.most)

    def read(self, raw: Any, _kept: Any = None) -> list[dict[str, Any]] | None:
        typed = raw if isinstance(raw, TypedItems) else TypedItems()
        items: list[dict[str, Any]] = []
        places: list[int] = []
        errors: dict[tuple[int, str], str] = {}
        for number, boxes in enumerate(typed.items):
            item, wrong = self.read_item(boxes, typed.omitted[number])
            if not item and all(code == "required" for _, code in wrong.values()):
                # Nothing was typed into this one: it is not there.
                continue
            items.append(item)
            places.append(number)
            errors |= {(number, name): message for name, (message, _) in wrong.items()}
        if errors:
            raise WrongItems(errors, item=self.item)
        if len(items) > self.most:
            words = _("{label}は、{most}件までで入力してください")
            raise Wrong(words.format(label=quoted(self.field.label), most=self.most))
        if items and len(items) < self.least:
            words = _("{label}は、{least}件以上入力してください")
            raise Wrong(words.format(label=quoted(self.field.label), least=self.least))
        return ReadItems(items, places) if items else None

    def read_item(
        self, boxes: dict[str, Any], omitted: set[str]
    ) -> tuple[dict[str, Any], dict[str, tuple[str, str]]]:
        """The stored answers of one item, and what is wrong with the others: message and code by field id."""
        item: dict[str, Any] = {}
        wrong: dict[str, tuple[str, str]] = {}
        for field in self.field.fields:
            if field.id not in standing(self.field.inner, item):
                continue
            kind = kind_of(field)
            try:
                stored = kind.stored(kind.read(boxes.get(field.id)))
            except Wrong as problem:
                wrong[field.id] = (str(problem), "wrong")
                continue
            if is_answered(stored):
                item[field.id] = stored
            elif is_required(field, self.field.inner, item):
                new = APPEARED if field.id in omitted else ""
                wrong[field.id] = (f"{new}{kind.ask()}", "required")
        return item, wrong

    def ask(self) -> str:
        words = _("{label}を{least}件以上入力してください")
        return words.format(label=quoted(self.field.label), least=self.least)

    def first_id(self, html_id: str) -> str:
        if not self.field.fields:
            return html_id
        first = self.field.fields[0]
        return kind_of(first).first_id(f"{html_id}__0__{first.id}")

    def initial(self, stored: Any) -> TypedItems:
        kinds = {field.id: kind_of(field) for field in self.field.fields}
        items = [
            {name: kind.initial(item.get(name)) for name, kind in kinds.items()} for item in stored or ()
        ]
        return TypedItems(items, [set() for _ in items])

    def posted(self, stored: Any) -> dict[str, Any]:
        sent: dict[str, Any] = {f"{self.field.id}_items": str(len(stored or ()))}
        for number, item in enumerate(stored or ()):
            for field in self.field.fields:
                for name, value in kind_of(field).posted(item.get(field.id)).items():
                    sent[f"{self.field.id}__{number}__{name}"] = value
        return sent

    def from_example(self, value: Any) -> list[dict[str, Any]] | None:
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise Wrong(f"「{self.field.id}」は {{項目: 答え}} の一覧で書きます")
        return [self.item_from_example(item) for item in value] or None

    def item_from_example(self, item: dict[str, Any]) -> dict[str, Any]:
        """One item as an author writes it."""
        if unknown := set(item) - set(self.field.inner):
            raise Wrong(f"「{self.field.id}」に「{min(unknown)}」という項目はありません")
        return {name: kind_of(self.field.inner[name]).from_example(value) for name, value in item.items()}

    # Renditions ----------------------------------------------------------------------------------

    def lines(self, stored: Any) -> list[tuple[str, str]]:
        """One line for every answer of every item: お子さん1・氏名."""
        return [
            (
                _("{item}{number}・{label}").format(item=self.item, number=number, label=field.label),
                kind_of(field).text(item[field.id]),
            )
            for number, item in enumerate(stored, 1)
            for field in self.field.fields
            if is_answered(item.get(field.id))
        ]

    def text(self, stored: Any) -> str:
        return "\n".join(
            _("{item}{number}：").format(item=self.item, number=number)
            + _("、").join(f"{label} {text}" for label, text in self.words(item))
            for number, item in enumerate(stored, 1)
        )

    def lacks(self, stored: Any) -> bool:
        return any(
            not is_answered(item.get(field.id)) and is_required(field, self.field.inner, item)
            for item in stored or ()
            for field in standing(self.field.inner, item).values()
        )

    def known(self, stored: Any) -> list[dict[str, Any]]:
        fields: dict[str, Field] = self.field.inner
        return [
            {
                str(fields[name].means): value
                for name, value in item.items()
                if name in fields and fields[name].means
            }
            for item in stored
        ]

    def people(self, stored: Any) -> list[dict[str, Any]]:
        return [
            # What else is known of a member of the household stands beside the name.
            (_of_member(self.field, item) if field.means == "member.name" else {}) | named
            for item in stored
            for field in self.field.fields
            if is_answered(item.get(field.id))
            for named in kind_of(field).people(item[field.id])
        ]

    def from_known(self, known: Any) -> list[dict[str, Any]] | None:
        fits = [
            {
                field.id: person[field.means]
                for field in self.field.fields
                if field.means in person and kind_of(field).from_known(person[field.means]) is not None
            }
            for person in known[: self.most]
        ]
        return [item for item in fits if item] or None

    def words(self, item: dict[str, Any]) -> list[tuple[str, str]]:
        """Label and text of the answers of one item."""
        fields: dict[str, Field] = self.field.inner
        return [
            (fields[name].label, kind_of(fields[name]).text(value))
            for name, value in item.items()
            if name in fields and is_answered(value)
        ]

    def cell(self, stored: Any) -> str:
        return safe_text(self.text(stored))

    def schema(self) -> dict[str, Any]:
        return {
            "type": "array",
            "title": self.field.label,
            "minItems": self.least,
            "maxItems": self.most,
            "items": {
                "type": "object",
                "properties": {field.id: kind_of(field).schema() for field in self.field.fields},
                "required": [
                    field.id
                    for field in self.field.fields
                    if field.required and field.show_if is None and field.required_if is None
                ],
                "additionalProperties": False,
            },
        }

    def faults(self) -> list[tuple[str, str, str]]:
        if not self.field.fields:
            return [
                (
                    "fields",
                    "くり返す項目がありません",
                    "「fields: [{id: …, kind: …, label: …}]」を書いてください",
                )
            ]
        found = [
            ("fields", f"「{field.kind}」はくり返しの中に書けません", "くり返しの外に書いてください")
            for field in self.field.fields
            if field.kind in NOT_INSIDE or field.kind not in KINDS
        ]
        meant = [field.means for field in self.field.fields if field.means]
        if any(not means.startswith("member.") for means in meant):
            found.append(
                (
                    "fields",
                    "くり返しの中に、申請する本人の「means」は書けません",
                    "「member.name」などを書くか、本人の項目に書いてください",
                )
            )
        elif meant and not self.field.means:
            found.append(
                (
                    "fields",
                    "世帯の一人ひとりの意味は、世帯のくり返しの中だけに書けます",
                    "くり返しに「means: household.members」を書いてください",
                )
            )
        if (self.field.max or _MOST) < self.least or (self.field.max or 0) > _MOST:
            found.append(
                ("max", "くり返しの数が正しくありません", f"「min」以上、{_MOST}以下で書いてください")
            )
        return found


def _of_member(group: Field, item: dict[str, Any]) -> dict[str, Any]:
    return {
        field.means.replace("member.", "person."): item[field.id]
        for field in group.fields
        if field.means in {"member.kana", "member.birth_date"} and is_answered(item.get(field.id))
    }
