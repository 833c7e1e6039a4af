"""The kind of sentences that one agrees to by a tick."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext as _

from yakuba.procedures.fields.kind import Kind, Wrong, quoted
from yakuba.procedures.fields.widgets import TICKED, TickBox, asked

if TYPE_CHECKING:
    from django.forms import Widget

_TICKED = TICKED | {"はい", "同意する"}


class Agreement(Kind):
    """One box to tick; its label is the sentence that is agreed to, and no tick is no answer."""

    name: ClassVar[str] = "agreement"
    controls: ClassVar[tuple[str, ...]] = ("", "_asked")

    def widget(self) -> Widget:
        return TickBox()

    def read(self, raw: Any, _kept: Any = None) -> bool | None:
        return True if raw is True or str(raw).strip().lower() in _TICKED else None

    def ask(self) -> str:
        return _("{label}に印を付けてください").format(label=quoted(self.field.label))

    def initial(self, stored: Any) -> bool:
        return stored is True

    def posted(self, stored: Any) -> dict[str, Any]:
        return ({self.field.id: "on"} if stored else {}) | {asked(self.field.id): "1"}

    def from_example(self, value: Any) -> bool | None:
        if not isinstance(value, str) or value not in _TICKED:
            raise Wrong(f"「{self.field.id}」は「同意する」と書きます")
        return True

    def text(self, _stored: Any) -> str:
        return _("同意する")

    def published(self, stored: Any) -> bool:
        return bool(stored)

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean", "const": True, "title": self.field.label}
