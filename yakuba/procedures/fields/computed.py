"""The kind of values that nobody is asked for: a named computation makes them from other answers."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from yakuba.procedures.computations import COMPUTATIONS
from yakuba.procedures.fields.kind import Kind, Wrong
from yakuba.procedures.fields.registry import kind_of
from yakuba.procedures.fields.widgets import Output

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from django.forms import Widget


class Computed(Kind):
    """A value that follows from the answers above; every rendition is that of the kind it gives."""

    name: ClassVar[str] = "computed"
    keys: ClassVar[frozenset[str]] = frozenset({"rule", "of"})
    # What may be tested depends on the kind that comes out; the checks ask `giving`.
    tests: ClassVar[frozenset[str]] = frozenset({"answered", "is", "not", "more_than", "less_than"})
    is_asked: ClassVar[bool] = False

    @cached_property
    def giving(self) -> Kind:
        """The kind that the computation gives, under this question's label."""
        made = COMPUTATIONS[self.field.rule or ""]
        return kind_of(self.field.model_copy(update={"kind": made.gives, "unit": made.unit, "rule": None}))

    def compute(self, answers: Mapping[str, Any], today: datetime.date) -> Any:
        """The stored value for these answers, or None as long as one is missing."""
        values = [answers.get(name) for name in self.field.of]
        return COMPUTATIONS[self.field.rule or ""].compute(values, today)

    def widget(self) -> Widget:
        return Output()

    def read(self, _raw: Any, kept: Any = None) -> Any:
        # Whatever a browser sends under this name is not looked at.
        return kept or None

    def redisplayed(self, _raw: Any, kept: Any) -> Any:
        return kept

    def initial(self, stored: Any) -> str:
        return "" if stored is None else self.text(stored)

    def posted(self, _stored: Any) -> dict[str, Any]:
        return {}

    def from_example(self, value: Any) -> Any:
        if not isinstance(value, str):
            raise Wrong(f"「{self.field.id}」は計算した値です。例の答えには書きません")
        return self.giving.from_example(value)

    def text(self, stored: Any) -> str:
        return self.giving.text(stored)

    def published(self, stored: Any) -> Any:
        return self.giving.published(stored)

    def cell(self, stored: Any) -> Any:
        return self.giving.cell(stored)

    def schema(self) -> dict[str, Any]:
        return self.giving.schema() | {"readOnly": True}
